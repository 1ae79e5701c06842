"""How soon one changed document is found: `python -m benchmarks.engine.updates --documents 100000`.

Documents of a copy of the index are changed one by one, as a curator's saves are: written, committed, and searched for
by a word that stood nowhere before; a change counts when the new searcher has answered. Milliseconds on the clock and
of the processor, and on the clock for the first search of the new state alone; and what a change touched: megabytes of
the segment files it made, and the segments that lie in the index in the end.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.engine.__main__ import ready
from benchmarks.engine.comparison import percentiles
from benchmarks.engine.corpus import BenchmarkDocument, documents
from benchmarks.engine.ours import FIELD, OurIndex, analyzed
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import Alternative, MatchWord
from indexer.engines.whoosh import EnginePreferences, WhooshEngine


def segment_sizes(folder: Path) -> dict[str, float]:
    """Megabytes by segment file."""
    return {file.name: file.stat().st_size / 1e6 for file in folder.rglob("*.arr")}


@dataclasses.dataclass(slots=True)
class Times:
    """Milliseconds of each change."""

    until_found: list[float] = dataclasses.field(default_factory=list)
    processor: list[float] = dataclasses.field(default_factory=list)
    first_search: list[float] = dataclasses.field(default_factory=list)


def change(engine: WhooshEngine, document: BenchmarkDocument, number: int, times: Times) -> None:
    """Change a document and search until it is found."""
    word = f"changed{number}"
    changed = analyzed(dataclasses.replace(document, words=[*document.words, word]))
    tree = MatchWord(word, (Alternative(word, ((FIELD, 1.0),)),))
    started, started_working = time.perf_counter(), time.process_time()
    engine.writer.apply([changed], ())
    committed = time.perf_counter()
    found = engine.searcher().search(tree, Query())
    ended = time.perf_counter()
    times.until_found.append((ended - started) * 1000)
    times.processor.append((time.process_time() - started_working) * 1000)
    times.first_search.append((ended - committed) * 1000)
    assert [hit.id for hit in found.documents] == [changed.id]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=Path("var/benchmarks/engine"), help="where indexes are kept")
    asked = parser.parse_args()
    ready("ours", OurIndex(), asked.folder, asked.documents)
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        copy = Path(place) / "index"
        shutil.copytree(asked.folder / f"ours-{asked.documents}", copy)
        engine = WhooshEngine(copy, {}, EnginePreferences())
        assert engine.statistics.document_count() == asked.documents
        times, made = Times(), []
        before = segment_sizes(copy)
        for number, document in enumerate(itertools.islice(documents(asked.updates), asked.updates)):
            change(engine, document, number, times)
            after = segment_sizes(copy)
            made.append(sum(size for name, size in after.items() if name not in before))
            before = after
        report = {
            "documents": asked.documents,
            "updates": asked.updates,
            "found_after_ms": percentiles(times.until_found),
            "found_after_cpu_ms": percentiles(times.processor),
            "first_search_ms": percentiles(times.first_search),
            "megabytes_written": percentiles(made),
            "megabytes_of_segments": sorted((round(size, 3) for size in before.values()), reverse=True),
        }
        print(json.dumps(report))


if __name__ == "__main__":
    main()
