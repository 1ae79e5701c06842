"""What a newcomer does with the first command of the README; run on the fresh machine by Python alone.

The site is set up and started, searched and given a document; all is backed up, and the backup is restored into an
empty place, which then finds the document as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

SAMSPIL = ".venv/bin/samspil"
_ID, _WORD = "en-ny-fest", "krokodillefest"
_DOCUMENT = f"""+++
title = "En ny {_WORD}"
kind = "case"
language = "da"
+++

## Kort fortalt

Biblioteket og zoologisk have holdt en {_WORD} for byens børn.
"""


def main() -> None:
    """Do it all; the first thing that goes wrong ends it. The project is then as it was, for its tests come next."""
    config, document = Path("config.toml"), Path("corpus", "cases", f"{_ID}.md")
    as_committed = config.read_text("utf-8")
    take_a_free_port(config)
    with make_run() as address:
        step("the site answers at once")
        assert get(f"{address}/healthz")["status"] == "ok"
        step("searching over HTTP")
        assert "100-lektiecafeer" in found(address, "lektiecafé")
        assert _ID not in found(address, _WORD)
        step("adding a document and waiting for the running site to find it")
        document.write_text(_DOCUMENT, "utf-8")
        while _ID not in found(address, _WORD):
            time.sleep(0.5)
    with tempfile.TemporaryDirectory() as folder:
        back_up_and_restore(Path(folder))
    document.unlink()
    config.write_text(as_committed, "utf-8")
    step("all is well")


def take_a_free_port(config: Path) -> None:
    """Other sites may be served beside this one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config.write_text(re.sub(r"^port = \d+", f"port = {port}", config.read_text("utf-8"), flags=re.M), "utf-8")


@contextlib.contextmanager
def make_run() -> Iterator[str]:
    """The address of the site that `make run` serves, until Ctrl-C."""
    step("make run")
    process = subprocess.Popen(("make", "run"), stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            print("   ", line, end="", flush=True)
            if announced := re.search(r"http://\S+", line):
                yield announced.group()
                break
        else:
            raise AssertionError("make run ended before it named an address")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate()


def found(address: str, text: str) -> list[str]:
    """The ids of the documents that a search finds first."""
    return [hit["id"] for hit in get(f"{address}/api/search?q={quote(text)}")["hits"]]


def get(address: str) -> dict[str, Any]:
    """A JSON answer of the site, which no proxy gives."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address) as answer:
        content: dict[str, Any] = json.loads(answer.read())
    return content


def back_up_and_restore(folder: Path) -> None:
    """Restored into an empty place, the corpus is the same to the byte, and the index finds the new document."""
    step("backing up")
    subprocess.run((SAMSPIL, "backup", folder / "copy.tar.gz"), check=True)
    step("restoring into an empty place")
    config = Path(shutil.copy("config.toml", folder))
    subprocess.run((SAMSPIL, "restore", folder / "copy.tar.gz", "--config", config), check=True)
    assert contents(folder / "corpus") == contents(Path("corpus"))
    subprocess.run((SAMSPIL, "index", "--config", config), check=True)
    command = (SAMSPIL, "search", _WORD, "--json", "--config", config)
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert _ID in [hit["id"] for hit in answer["hits"]]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def step(name: str) -> None:
    """Say what is done now."""
    print(f"  - {name}", flush=True)


if __name__ == "__main__":
    # What a shell begins behind it ignores Ctrl-C, and so would the site that is stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
