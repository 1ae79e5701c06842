"""Whether Whoosh and OpenSearch answer alike: 300 searches over the collection, asked of both.

    SAMSPIL_OPENSEARCH_PASSWORD=… .venv/bin/python -m benchmarks.engine_answers http://127.0.0.1:9200 …

Both engines index the same collection, each by the whole program with only `[engine]` changed. The searches are those
of `benchmarks.same_answers`; compared is everything that a reader would see: totals, facets, hits with their passages,
corrections, suggestions, related documents, explanations, crossed counts; and the comparable documents of each
document. Scores may differ by a millionth, and hits whose scores do not differ more may stand in either order. Where a
model and vectors are there, searches are by meaning as well.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.same_answers import PROJECT, answer, queries
from indexer import KnowledgeBase, Query, load_config, open_knowledge_base

EXACTNESS = 1e-6
SHOWN = 10


@contextmanager
def opened(collection: Path, environment: dict[str, str]) -> Iterator[KnowledgeBase]:
    """The collection indexed into a place of its own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(collection, Path(folder) / "corpus")
        shutil.copy(PROJECT / "config.toml", folder)
        for name in ("models", "meaning"):
            if (PROJECT / "var" / name).is_dir():
                shutil.copytree(PROJECT / "var" / name, Path(folder) / "var" / name)
        knowledge_base = open_knowledge_base(load_config(Path(folder) / "config.toml", environment))
        try:
            began = time.perf_counter()
            knowledge_base.reconcile()
            size = knowledge_base.engine.statistics.size_bytes()
            print(f"indexed in {time.perf_counter() - began:.1f} s, {size:,} bytes: {environment or 'Whoosh'}")
            yield knowledge_base
        finally:
            knowledge_base.close()


def is_same(one: object, other: object) -> bool:
    """Whether two answers say the same, but for what the port lets engines differ in."""
    if dataclasses.is_dataclass(one) and dataclasses.is_dataclass(other):
        one, other = (dataclasses.asdict(each) for each in (one, other) if not isinstance(each, type))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= EXACTNESS * max(1.0, abs(one), abs(other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        both = [_by_score(found) for found in (one, other)]
        return len(one) == len(other) and all(map(is_same, *both))
    return one == other


def _by_score(found: Sequence[object]) -> Sequence[object]:
    """Hits in the order of their rounded scores, then of their ids; everything else as it stands."""
    if not all(isinstance(one, dict) and {"id", "score", "snippet"} <= one.keys() for one in found):
        return found
    hits = [one for one in found if isinstance(one, dict)]
    groups: list[list[dict[str, object]]] = []
    for hit in hits:
        if groups and is_same(hit["score"], groups[-1][-1]["score"]):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return [hit for group in groups for hit in sorted(group, key=lambda each: str(each["id"]))]


def timed_answer(knowledge_base: KnowledgeBase, query: Query) -> tuple[dict[str, object], float]:
    """An answer, and the milliseconds that its search took by itself."""
    began = time.perf_counter()
    knowledge_base.search(query)
    taken = 1000 * (time.perf_counter() - began)
    return answer(knowledge_base, query), taken


def differences(whoosh: KnowledgeBase, cluster: KnowledgeBase, collection: Path) -> Iterator[str]:
    """What differs, a line each."""
    times: list[list[float]] = [[], []]
    asked = list(queries(collection, whoosh))
    for query in asked:
        both = [timed_answer(one, query) for one in (whoosh, cluster)]
        for kept, (_, milliseconds) in zip(times, both, strict=True):
            kept.append(milliseconds)
        expected, found = (dict(one) for one, _ in both)
        for name in sorted(name for name in expected if not is_same(expected[name], found[name])):
            told = json.dumps(dataclasses.asdict(query), ensure_ascii=False, default=str)
            yield f"{name} of {told}\n  {str(expected[name])[:400]}\n  {str(found[name])[:400]}"
    for name, taken in zip(("Whoosh", "OpenSearch"), times, strict=True):
        cuts = statistics.quantiles(taken, n=20)
        print(f"{name}: {len(asked)} searches, p50 {statistics.median(taken):.1f} ms, p95 {cuts[-1]:.1f} ms")
    yield from _comparisons(whoosh, cluster)


def _comparisons(whoosh: KnowledgeBase, cluster: KnowledgeBase) -> Iterator[str]:
    """Documents whose comparable ones differ."""
    ids = whoosh.engine.searcher().public_documents(()).ids
    for document_id in ids:
        expected, found = (
            [dataclasses.asdict(each) for each in one.comparer.comparable(document_id, limit=SHOWN)]
            for one in (whoosh, cluster)
        )
        if not is_same(expected, found):
            yield f"comparable to {document_id}\n  {str(expected)[:400]}\n  {str(found)[:400]}"
    print(f"the comparable documents of {len(ids)} documents compared")


def main() -> int:
    """Read the arguments and compare; the exit code says whether anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("hosts", nargs="+", help="addresses of the cluster's nodes")
    parser.add_argument("--collection", type=Path, default=PROJECT / "corpus")
    asked = parser.parse_args()
    name = f"samspil-answers-{uuid.uuid4().hex[:12]}"
    chosen = {
        "SAMSPIL_ENGINE_KIND": "opensearch",
        "SAMSPIL_ENGINE_HOSTS": ",".join(asked.hosts),
        "SAMSPIL_ENGINE_INDEX_NAME": name,
        "SAMSPIL_ENGINE_SEARCHING_SECONDS": "60.0",
    }
    with opened(asked.collection, {}) as whoosh, opened(asked.collection, chosen) as cluster:
        found = 0
        for told in differences(whoosh, cluster, asked.collection):
            found += 1
            print(told)
    print(f"{found} answers differ; the indexes of {name} are left on the cluster.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
