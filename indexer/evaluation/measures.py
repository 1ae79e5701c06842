"""How good the retrieval is: judged queries, run through the product's own analysis, index and search."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import ir_measures
from ir_measures import RR, R, nDCG

from indexer.analysis import MakeAnalyzers
from indexer.domain.documents.document import Document, Page
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import ConfigurationError
from indexer.domain.queries.fields import body_words, title_words
from indexer.domain.queries.query import Query
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.ingestion.document_analysis import analyze_document, normalized_counts
from indexer.ingestion.term_columns import WordTables
from indexer.storage.gc_pause import garbage_collection_paused

MEASURES = {"ndcg@10": nDCG @ 10, "mrr@10": RR @ 10, "recall@100": R @ 100}
# As deep as recall@100 looks.
DEPTH = 100
_MOVED = 0.0005

RankedIds = Callable[[Query], list[str]]
"""The ids that a query finds, best first, as many as its page is long."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A text with the documents that answer it: relevance (1 useful, 2 must come first) by document id."""

    id: str
    text: str
    relevant: dict[str, int]
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class JudgedQueries:
    """The judged queries of a set over so many documents."""

    set_name: str
    documents: int
    queries: tuple[JudgedQuery, ...]


@dataclass(frozen=True, slots=True)
class TestSet:
    """Documents with the queries that were judged on them."""

    documents: tuple[Document, ...]
    judged: JudgedQueries


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set: measures by name, milliseconds per query, and nDCG@10 by query."""

    set_name: str
    documents: int
    measures: dict[str, float]
    milliseconds: tuple[float, ...]
    by_query: dict[str, float]

    def as_json(self) -> dict[str, object]:
        """The line that `samspil evaluate --json` prints."""
        figures = {name: round(value, 4) for name, value in self.measures.items()}
        return {
            "set": self.set_name,
            "documents": self.documents,
            "queries": len(self.milliseconds),
            **figures,
            "ms_p50": round(_percentile(self.milliseconds, 0.5), 2),
            "ms_p95": round(_percentile(self.milliseconds, 0.95), 2),
        }


def read_test_set(folder: Path) -> TestSet:
    """corpus.jsonl (or .gz; id, title, text, lang), queries.tsv (id, text) and qrels.txt (TREC) of a folder.

    Raises:
        ConfigurationError: a file is missing or cannot be read; says which.
    """
    try:
        documents = tuple(_documents(folder))
        lines = (folder / "queries.tsv").read_text("utf-8").splitlines()
        judgements = read_judgements(folder / "qrels.txt")
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError("no-test-set", folder=folder, error=error) from error
    rows = (line.partition("\t") for line in lines)
    queries = tuple(JudgedQuery(key, text, judgements.get(key, {})) for key, _, text in rows if key)
    return TestSet(documents, JudgedQueries(folder.name, len(documents), queries))


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Relevance by query and document from a TREC file: query, ignored, document, relevance."""
    found: dict[str, dict[str, int]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            query, _, document, relevance = line.split()
            found.setdefault(query, {})[document] = int(relevance)
    return found


def index_test_set(engine: SearchEngine, documents: Iterable[Document], make_analyzers: MakeAnalyzers) -> None:
    """Build an index of a set's documents, with the word counts of those documents."""
    with garbage_collection_paused():
        _index(engine, documents, make_analyzers)


def _index(engine: SearchEngine, documents: Iterable[Document], make_analyzers: MakeAnalyzers) -> None:
    tables = WordTables()
    analyzed = [analyze_document(document, Vocabulary({}), tables) for document in documents]
    danish = [
        found.fields[field].words
        for field in (title_words(Language.DANISH), body_words(Language.DANISH))
        for found in analyzed
        if field in found.fields
    ]
    counts = normalized_counts(tables[Language.DANISH].counts(danish))
    # Only now: compounds are split by how often words stand in all documents.
    tables.analyzers = make_analyzers(counts)
    with engine.writer.rebuilding(AnalysisBasis(len(analyzed), counts)) as beside:
        beside.writer.apply(analyzed, ())


def evaluate_queries(judged: JudgedQueries, ranked_ids: RankedIds, pattern: Query) -> Evaluation:
    """Run the queries, each with the pattern's settings, and judge the first 100 hits.

    A query that states its language is asked in it.
    """
    run: dict[str, dict[str, float]] = {}
    milliseconds = []
    for query in judged.queries:
        language = pattern.text_language or query.language
        asked = replace(pattern, text=query.text, text_language=language, page_size=DEPTH)
        started = time.perf_counter()
        found = ranked_ids(asked)
        milliseconds.append(1000 * (time.perf_counter() - started))
        # by rank, so that documents with one score keep the product's order
        run[query.id] = {document: float(len(found) - place) for place, document in enumerate(found)}
    # A query that nobody judged would count as one that finds nothing.
    relevant = {query.id: query.relevant for query in judged.queries if query.relevant}
    totals = ir_measures.calc_aggregate(list(MEASURES.values()), relevant, run)
    by_query = {m.query_id: m.value for m in ir_measures.iter_calc([MEASURES["ndcg@10"]], relevant, run)}
    measures = {label: float(totals[measure]) for label, measure in MEASURES.items()}
    return Evaluation(judged.set_name, judged.documents, measures, tuple(milliseconds), by_query)


def moved_queries(before: Mapping[str, float], now: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """(query, earlier, present nDCG@10) of the queries that both runs have and that moved, worst first."""
    moved = [(query, before[query], score) for query, score in now.items() if query in before]
    return sorted((m for m in moved if abs(m[2] - m[1]) > _MOVED), key=lambda m: m[2] - m[1])


def _documents(folder: Path) -> Iterator[Document]:
    packed = folder / "corpus.jsonl.gz"
    plain = folder / "corpus.jsonl"
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else plain.open(encoding="utf-8") as stream:
        for line in stream:
            content = json.loads(line)
            digest = hashlib.sha256(line.encode()).hexdigest()
            yield Document(
                id=DocumentId(str(content["id"])),
                metadata=Metadata(title=content["title"], language=Language(content["lang"]), kind="article"),
                pages=(Page(1, content["text"]),),
                content_hash=digest,
                text_hash=digest,
                media_type="text/plain",
                location=str(content["id"]),
            )


def _percentile(values: tuple[float, ...], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0
