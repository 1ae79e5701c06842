"""Twenty curators at once, and how soon a save is found: `python -m benchmarks.curators --documents 1000`.

The site runs as a process of its own, as `samspil serve` starts it, over a made-up corpus. First, alone: a document is
published and searched for until it is found. Then 20 curators save 200 documents while 8 readers search without
pause; two curators share each document, so that every other save meets a newer version and is made again on top of it.
Prints milliseconds and counts what was lost, which must be nothing.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from benchmarks.whole_site import write_corpus
from indexer import CONFIG_VARIABLE, DocumentId, Role, load_config, open_curation, open_knowledge_base

PROJECT = Path(__file__).parent.parent
PASSWORD = "tre gode ord her"
CURATORS, READERS, SAVES = 20, 8, 200


class Visitor:
    """A browser with cookies, as far as forms need one."""

    def __init__(self, address: str) -> None:
        self.address = address
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(policy))
        self.opener, self.staying = urllib.request.build_opener(jar), urllib.request.build_opener(_Stay, jar)
        self.token = ""

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=60) as answer:
            text: str = answer.read().decode()
        if found := re.search(r'name="csrf_token" value="([^"]+)"', text):
            self.token = found.group(1)
        return text

    def post(self, path: str, **fields: str) -> tuple[int, str, float]:
        """(status, text, milliseconds until the answer to the form itself)."""
        data = urllib.parse.urlencode({"csrf_token": self.token, **fields}).encode()
        request = urllib.request.Request(self.address + path, data)
        started = time.perf_counter()
        try:
            with self.staying.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), 1000 * (time.perf_counter() - started)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), 1000 * (time.perf_counter() - started)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def signed_in(address: str, name: str) -> Visitor:
    visitor = Visitor(address)
    visitor.get("/da/curator/sign-in")
    status, text = 429, ""
    # Twenty who sign in at the same moment are asked to wait: checking passwords has a share of the time.
    while status in (429, 503):
        status, text, _ = visitor.post("/da/curator/sign-in", name=name, password=PASSWORD)
        time.sleep(0 if status == 302 else 1)
    assert status == 302, text
    return visitor


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    assert found, page[:500]
    return found.group(1)


def found_at_once(address: str, count: int) -> list[float]:
    """Milliseconds from sending the form until the search finds the document, sorted."""
    visitor, taken = signed_in(address, "curator-0"), []
    for number in range(count):
        visitor.get("/da/curator/write-up")
        word = f"straks{''.join(random.Random(number).choices('bdfgklmnprst', k=9))}"
        started = time.perf_counter()
        fields = {"title": f"Nyt {number}", "language": "da", "kind": "case", "status": "published"}
        status, text, _ = visitor.post("/da/curator/write-up", body=f"Her står {word}.", **fields)
        assert status == 302, text
        while f"nyt-{number}" not in visitor.get(f"/api/search?q={word}&spelling=literal&words=all"):
            time.sleep(0.02)
        taken.append(1000 * (time.perf_counter() - started))
    return sorted(taken)


def save_many(address: str, number: int, ids: list[str], taken: list[float], faults: list[str]) -> None:
    """Add one's mark to each document; a conflict is answered by putting it on top of the newer version."""
    visitor, mark = signed_in(address, f"curator-{number}"), f"Mærke{number}"
    for document_id in ids:
        path = f"/da/curator/documents/{document_id}/edit"
        for _ in range(10):
            page = visitor.get(path)
            title = field(page, "title")
            body = re.search(r'<textarea[^>]* id="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)
            assert body
            status, text, milliseconds = visitor.post(
                path,
                version=field(page, "version"),
                title=f"{title} {mark}",
                language="da",
                kind="case",
                body=body.group(1),
            )
            taken.append(milliseconds)
            if status == 302:
                break
            if status != 409:
                faults.append(f"{status} {text[:200]}")
                break
        else:
            faults.append(f"{document_id} could not be saved")


def read_on(address: str, done: threading.Event, taken: list[float], faults: list[str]) -> None:
    visitor, chance = Visitor(address), random.Random(id(done))
    while not done.is_set():
        started = time.perf_counter()
        try:
            visitor.get(
                f"/da/search?q={chance.choice(['bo', 'da', 'str', 'sektor'])}{chance.randint(1, 99)}&sector=private"
            )
        except (urllib.error.URLError, OSError) as error:
            faults.append(f"reader: {error}")
        taken.append(1000 * (time.perf_counter() - started))


def together(address: str, ids: list[str]) -> dict[str, object]:
    saves: list[float] = []
    reads: list[float] = []
    faults: list[str] = []
    done = threading.Event()
    readers = [threading.Thread(target=read_on, args=(address, done, reads, faults)) for _ in range(READERS)]
    each = 2 * len(ids) // CURATORS
    shares = [[ids[(number // 2 * each + place) % len(ids)] for place in range(each)] for number in range(CURATORS)]
    curators = [
        threading.Thread(target=save_many, args=(address, number, share, saves, faults))
        for number, share in enumerate(shares)
    ]
    for thread in (*readers, *curators):
        thread.start()
    for thread in curators:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    saves.sort()
    reads.sort()
    return {
        "saves": len(saves),
        "save_p50_ms": round(saves[len(saves) // 2]),
        "save_p95_ms": round(saves[len(saves) * 95 // 100]),
        "searches_meanwhile": len(reads),
        "search_p50_ms": round(reads[len(reads) // 2]),
        "faults": faults[:5],
    }


def lost_updates(config_path: Path, ids: list[str]) -> int:
    """Marks that are missing from the titles; two curators marked each document."""
    config = load_config(config_path)
    curation = open_curation(config, open_knowledge_base(config))
    titles = [curation.editor.read(DocumentId(document_id)).metadata.title for document_id in ids]
    return sum(2 - len(set(re.findall(r"Mærke\d+", title))) for title in titles)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--saves", type=int, default=SAVES)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        write_corpus(base / "corpus", asked.documents, random.Random(1))
        shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", base / "corpus")
        shutil.copy(PROJECT / "config.toml", base)
        config_path = base / "config.toml"
        subprocess.run([sys.executable, "-m", "indexer", "index", "--json", "--config", str(config_path)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        curation = open_curation(load_config(config_path), open_knowledge_base(load_config(config_path)))
        for number in range(CURATORS):
            curation.accounts.add(f"curator-{number}", Role.CURATOR, PASSWORD)
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "indexer", "serve", "--port", str(port)],
            env=os.environ | {CONFIG_VARIABLE: str(config_path)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            while True:
                try:
                    Visitor(address).get("/healthz")
                    break
                except OSError:
                    time.sleep(0.1)
            found_at_once(address, 3)  # the process beside the site starts
            found = found_at_once(address, 43)[3:]
            report: dict[str, object] = {
                "documents": asked.documents,
                "found_p50_ms": round(found[len(found) // 2]),
                "found_p95_ms": round(found[len(found) * 95 // 100]),
            }
            ids = [f"case-{number:05}" for number in range(asked.saves // 2)]
            report |= together(address, ids)
        finally:
            server.terminate()
            server.wait()
        report["lost_updates"] = lost_updates(config_path, ids)
        print(json.dumps(report))


if __name__ == "__main__":
    main()
