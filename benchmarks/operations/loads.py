"""What a site under load still does: `python -m benchmarks.operations.loads --documents 300`.

For each load: searches and checks of /healthz that were made meanwhile, those that failed, the time of a search beside
that without a load (measured in turns with it), and the 99th percentile of /healthz.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.operations.serving import made_up_site, served

Place = tuple[str, int]
Load = Callable[[Place, threading.Event], None]
_ROUNDS, _SEARCHES = 4, 12
_WATCHER = "127.0.0.9"
"""Another address than those that load the site, as a visitor or a watching program has."""


@dataclass
class Measured:
    """Milliseconds of what was asked under a load, and how much of it failed."""

    searches: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    failed: int = 0


def milliseconds(place: Place, address: str) -> float | None:
    """Of an answer to a visitor with a connection of its own; None where it is no 200."""
    began = time.perf_counter()
    try:
        connection = http.client.HTTPConnection(*place, timeout=120, source_address=(_WATCHER, 0))
        with contextlib.closing(connection):
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
    except (OSError, http.client.HTTPException):
        return None
    return 1000 * (time.perf_counter() - began) if answer.status == 200 else None


def held(sent: bytes, count: int, *, reads: bool = True) -> Load:
    """So many connections that send this and then nothing, opened again as they are closed."""

    def load(place: Place, stopping: threading.Event) -> None:
        with contextlib.ExitStack() as closing:
            while not stopping.is_set():
                for _ in range(count):
                    with contextlib.suppress(OSError):
                        client = closing.enter_context(socket.socket())
                        if not reads:
                            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                        client.connect(place)
                        client.sendall(sent)
                stopping.wait(5.0)
                closing.pop_all().close()

    return load


def together(count: int, work: Load) -> Load:
    """So many threads that do the same."""

    def load(place: Place, stopping: threading.Event) -> None:
        threads = [threading.Thread(target=work, args=(place, stopping)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return load


def export(place: Place, stopping: threading.Event) -> None:
    """The whole collection as DOCX, again and again."""
    while not stopping.is_set():
        if milliseconds(place, "/da/export/docx") is None:
            time.sleep(0.05)


def guess(place: Place, stopping: threading.Event) -> None:
    """Passwords, as fast as they are answered, with the form's token."""
    connection = http.client.HTTPConnection(*place, timeout=120)
    connection.request("GET", "/da/curator/sign-in")
    answer = connection.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    attempt = 0
    while not stopping.is_set():
        attempt += 1
        # A name is tried twice, so that the names themselves are never made to wait.
        form = {
            "csrf_token": token[1],
            "name": f"n{id(connection)}-{attempt // 2}",
            "password": f"gaet nummer {attempt}",
        }
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("POST", "/da/curator/sign-in", urlencode(form), headers)
            connection.getresponse().read()
    connection.close()


def read_again(place: Place, stopping: threading.Event) -> None:
    """The front page over one connection."""
    connection = http.client.HTTPConnection(*place, timeout=120)
    while not stopping.is_set():
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/da/help")
            connection.getresponse().read()
    connection.close()


_PAGE = b"GET /da/search HTTP/1.1\r\nHost: x\r\n\r\n"
LOADS: dict[str, Load] = {
    "200 idle connections": held(b"", 200),
    "200 that send half a header": held(b"GET /da/ HTTP/1.1\r\nHost: x\r\n", 200),
    "200 that send half a body": held(b"POST /da/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx", 200),
    "200 that do not read": held(5 * _PAGE, 200, reads=False),
    "200 readers who keep their connections": together(200, read_again),
    "2 loops of DOCX exports": together(2, export),
    "20 clients guessing passwords": together(20, guess),
}


@contextlib.contextmanager
def under(load: Load, place: Place) -> Iterator[None]:
    """While a load goes on."""
    stopping = threading.Event()
    thread = threading.Thread(target=load, args=(place, stopping))
    thread.start()
    try:
        time.sleep(1.0)
        yield
    finally:
        stopping.set()
        thread.join()


def measure(place: Place, load: Load, words: list[str]) -> Measured:
    """Searches alone and under a load, in turns."""
    found = Measured()
    for turn in range(_ROUNDS):
        asked = [f"/da/search?q={quote(word)}" for word in words[turn * _SEARCHES : (turn + 1) * _SEARCHES]]
        found.alone += [one for address in asked if (one := milliseconds(place, address)) is not None]
        with under(load, place):
            for search in asked:
                for times, path in ((found.searches, search), (found.health, "/healthz"), (found.health, "/healthz")):
                    taken = milliseconds(place, path)
                    found.failed += taken is None
                    if taken is not None:
                        times.append(taken)
    return found


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=300)
    arguments.add_argument("--only", default="")
    asked = arguments.parse_args()
    print("| load | requests | errors | search beside none | /healthz p99, ms |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        config, lexicon = made_up_site(Path(folder), asked.documents)
        with served(config) as (host, port, _):
            for word in lexicon[20:30]:
                milliseconds((host, port), f"/da/search?q={quote(word)}")
            for name, load in LOADS.items():
                if asked.only in name:
                    found = measure((host, port), load, lexicon[30:])
                    p99 = sorted(found.health)[len(found.health) * 99 // 100]
                    count = len(found.searches) + len(found.health) + found.failed
                    ratio = median(found.searches) / median(found.alone)
                    print(f"| {name} | {count} | {found.failed} | {ratio:.2f} | {p99:.0f} |", flush=True)


if __name__ == "__main__":
    main()
