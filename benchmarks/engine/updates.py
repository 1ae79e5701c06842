"""How soon one changed document is found: `python -m benchmarks.engine.updates --documents 100000`.

Documents of a copy of the index are changed one by one, as a curator's saves are: written, committed, and searched for
by a word that stood nowhere before; a change counts when the new searcher has answered. Wall-clock milliseconds, with
the search alone beside it; and what a change touched: megabytes of the segment files it made, and how many of them lie
in the index in the end.
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
from indexer.domain.query import Query
from indexer.domain.structured_query import Alternative, MatchWord
from indexer.engines.whoosh import EnginePreferences, WhooshEngine


def segment_sizes(folder: Path) -> dict[str, float]:
    """Megabytes by segment file."""
    return {file.name: file.stat().st_size / 1e6 for file in folder.rglob("*.arr")}


def changed_until_found(engine: WhooshEngine, document: BenchmarkDocument, number: int) -> tuple[float, float]:
    """Change a document; milliseconds until a search finds it, and of that search alone."""
    word = f"changed{number}"
    changed = analyzed(dataclasses.replace(document, words=[*document.words, word]))
    tree = MatchWord(word, (Alternative(word, ((FIELD, 1.0),)),))
    started = time.perf_counter()
    engine.apply([changed], ())
    committed = time.perf_counter()
    found = engine.search(tree, Query())
    ended = time.perf_counter()
    assert [hit.id for hit in found.documents] == [changed.id]
    return (ended - started) * 1000, (ended - committed) * 1000


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
        assert engine.document_count() == asked.documents
        until_found, searches, made = [], [], []
        before = segment_sizes(copy)
        for number, document in enumerate(itertools.islice(documents(asked.updates), asked.updates)):
            whole, search = changed_until_found(engine, document, number)
            until_found.append(whole)
            searches.append(search)
            after = segment_sizes(copy)
            made.append(sum(size for name, size in after.items() if name not in before))
            before = after
        report = {
            "documents": asked.documents,
            "updates": asked.updates,
            "found_after_ms": percentiles(until_found),
            "first_search_ms": percentiles(searches),
            "megabytes_written": percentiles(made),
            "megabytes_of_segments": sorted((round(size, 3) for size in before.values()), reverse=True),
        }
        print(json.dumps(report))


if __name__ == "__main__":
    main()
