"""One process that answers beside two: `python -m benchmarks.operations.workers --documents 300`.

Pages a second, in turns within one run, by as many clients as keep both busy; and the memory that the second process
has for itself alone (private pages, as the system counts them), after both have answered.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.operations.serving import made_up_site, served

_CLIENTS, _SECONDS, _TURNS = 8, 10.0, 3


def pages_a_second(host: str, port: int, words: list[str]) -> float:
    """Result pages over kept connections."""
    done, until = [0] * _CLIENTS, time.monotonic() + _SECONDS

    def visit(number: int) -> None:
        connection = http.client.HTTPConnection(host, port, timeout=120)
        with contextlib.closing(connection):
            while time.monotonic() < until:
                connection.request("GET", f"/da/search?q={quote(words[(number * 37 + done[number]) % len(words)])}")
                answer = connection.getresponse()
                answer.read()
                done[number] += answer.status == 200

    began = time.monotonic()
    threads = [threading.Thread(target=visit, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began)


def children(pid: int) -> list[int]:
    """The workers of a site: processes that were forked and run the same program."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_child = f"\nPPid:\t{pid}\n" in (place / "status").read_text()
            if is_child and b"serve" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
    return found


def private_megabytes(pid: int) -> float:
    """What would be free if the process ended."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))
    return kilobytes / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=300)
    asked = arguments.parse_args()
    with contextlib.ExitStack() as closing:
        sites = {}
        for processes in (1, 2):
            folder = closing.enter_context(tempfile.TemporaryDirectory())
            config, lexicon = made_up_site(Path(folder), asked.documents, processes=processes)
            sites[processes] = closing.enter_context(served(config))
        rates: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(_TURNS):
            for processes, (host, port, _) in sites.items():
                rates[processes].append(pages_a_second(host, port, lexicon[20:220]))
        one, two = (sorted(rates[processes])[_TURNS // 2] for processes in (1, 2))
        own = sorted(private_megabytes(pid) for pid in children(sites[2][2]))
        print("| pages a second, one process | two | ratio | memory of the second process alone, MB |")
        print("| --- | --- | --- | --- |")
        print(f"| {one:.1f} | {two:.1f} | {two / one:.2f} | {own[-1]:.0f} |")


if __name__ == "__main__":
    main()
