"""Compares the index with other engines: `python -m benchmarks.engine --documents 100000 --peers tantivy,fts5 --json`.

The job is always the same: the ten best documents by BM25, the exact count of every value of six facets over all
matches, and the total. Every engine is given the same analysed words and each question in its own parsed form. Time is
CPU time, the least of several turns, both engines alternating question by question. `ours_first_ms` is ours with an
empty cache of words. Peers: tantivy, lucene (needs Java and Maven), xapian (needs python3-xapian), fts5, whoosh.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import importlib
import itertools
import json
import resource
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.engine.answers import Peer
from benchmarks.engine.comparison import Comparison, compare, percentiles
from benchmarks.engine.corpus import BenchmarkDocument, documents
from benchmarks.engine.ours import OurIndex
from benchmarks.engine.queries import SAMPLE_DOCUMENTS, Question, questions

PEERS = {
    "tantivy": "TantivyPeer",
    "lucene": "LucenePeer",
    "xapian": "XapianPeer",
    "fts5": "Fts5Peer",
    "whoosh": "WhooshPeer",
}


class Stopwatch:
    """Counts CPU time of all threads without that of making the documents, which is done by the one that asks."""

    def __init__(self) -> None:
        self.making = 0.0
        self.started = time.process_time()

    def passed(self, made: Iterable[BenchmarkDocument]) -> Iterator[BenchmarkDocument]:
        """The documents, their making left out of the time."""
        begun = time.thread_time()
        for document in made:
            self.making += time.thread_time() - begun
            yield document
            begun = time.thread_time()

    def seconds(self) -> float:
        """CPU time since the start."""
        return time.process_time() - self.started - self.making


def ready(name: str, peer: Peer | OurIndex, folder: Path, count: int) -> dict[str, object]:
    """Open an index, building it first where it is missing; says what building took."""
    place = folder / f"{name}-{count}"
    report: dict[str, object] = {"documents": count, "engine": name}
    if not (place / "complete").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        watch = Stopwatch()
        peer.build(place, watch.passed(documents(count)))
        if not hasattr(peer, "last_seconds"):  # it works in this process
            report["build_documents_per_cpu_second"] = round(count / max(watch.seconds(), 1e-9))
        (place / "complete").touch()
    report["megabytes"] = round(sum(f.stat().st_size for f in place.rglob("*") if f.is_file()) / 1e6, 1)
    peer.open(place)
    return report


def rows(count: int, name: str, comparison: Comparison) -> Iterator[dict[str, object]]:
    """One object per class."""
    for kind, times in comparison.times.items():
        ours, peer = percentiles(times.ours), percentiles(times.peer)
        yield {
            "documents": count,
            "peer": name,
            "class": kind,
            "ours_ms": ours,
            "peer_ms": peer,
            "ratio": {share: round(peer[share] / ours[share], 2) for share in ours},
            "ours_first_ms": percentiles(times.first),
            "different_counts": sum(question.kind == kind for question in comparison.different),
        }


def show(report: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report), flush=True)
    elif "class" in report:
        each = [f"{key} " + "/".join(f"{v:.3g}" for v in report[key].values())  # type: ignore[attr-defined]
                for key in ("ours_ms", "peer_ms", "ratio")]  # fmt: skip
        print(f"{report['documents']:>8} {report['peer']:8} {report['class']:14}", " | ".join(each), flush=True)
    else:
        print(report, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--peers", default="tantivy", help="names, separated by commas")
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--folder", type=Path, default=Path("var/benchmarks/engine"), help="where indexes are kept")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found: list[Question] = questions(list(itertools.islice(documents(SAMPLE_DOCUMENTS), SAMPLE_DOCUMENTS)))
    ours = OurIndex()
    show(ready("ours", ours, asked.folder, asked.documents), as_json=asked.json)
    for name in asked.peers.split(","):
        try:
            module = importlib.import_module(f"benchmarks.engine.peers.{name}")
            peer: Peer = getattr(module, PEERS[name])()
        except (ImportError, OSError, KeyError) as error:
            show({"peer": name, "missing": str(error)}, as_json=asked.json)
            continue
        show(ready(name, peer, asked.folder, asked.documents), as_json=asked.json)
        for row in rows(asked.documents, name, compare(ours, peer, found, asked.repetitions)):
            show(row, as_json=asked.json)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident set of this process: {resident:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
