"""Both languages in one index: what searching across costs the own language, and what it finds in the other one."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.retrieval.comparison import MAIN_MEASURE
from indexer.bootstrap import open_test_index
from indexer.config import Config
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.query import Across, Query
from indexer.evaluation.measures import JudgedQueries, JudgedQuery, evaluate_queries, read_judgements, read_test_set
from indexer.search.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class MixedFigures:
    """The figures of the queries of one language, which was told from their words or stated."""

    query_language: Language
    is_stated: bool
    across: Across
    own_ndcg: float
    other_recall: float


def families(folders: Sequence[Path]) -> list[str]:
    """The names F for which F-da and F-en are given and F-da2en and F-en2da lie beside them."""
    names = {folder.name for folder in folders}
    found = (folder.name.removesuffix("-da") for folder in folders if folder.name.endswith("-da"))
    beside = folders[0].parent if folders else Path()
    return [f for f in found if f"{f}-en" in names and all((beside / f"{f}-{x}").is_dir() for x in ("da2en", "en2da"))]


def measure_mixed_index(config: Config, beside: Path, family: str) -> list[MixedFigures]:
    """The queries of both languages over the documents of both, each with across off and on.

    Some queries of a set are names or words of the other language; a site that tells the language from the words takes
    them for that, so all is measured with the language stated as well.
    """
    sets = {language: read_test_set(beside / f"{family}-{language.value}") for language in Language}
    documents = [document for language, found in sets.items() for document in prefixed(found.documents, language)]
    figures = []
    with tempfile.TemporaryDirectory(prefix="samspil-benchmark-") as place:
        retrieval = open_test_index(config, Path(place), documents)
        for language, found in sets.items():
            crossing = beside / f"{family}-{language.value}2{language.other.value}" / "qrels.txt"
            judged = judged_in_both(found.judged, language, read_judgements(crossing))
            for stated, across in itertools.product((None, language), (Across.OFF, Across.ON)):
                pattern = Query(across=across, text_language=stated)
                own, other = _own_and_other(retrieval, pattern, judged)
                figures.append(MixedFigures(language, stated is not None, across, own, other))
    return figures


def prefixed(documents: Iterable[Document], language: Language) -> list[Document]:
    """The documents with ids that say their language, for sets that use the same ids in both."""
    return [replace(document, id=DocumentId(f"{language.value}-{document.id}")) for document in documents]


def judged_in_both(
    judged: JudgedQueries, language: Language, crossing: dict[str, dict[str, int]]
) -> tuple[JudgedQueries, JudgedQueries]:
    """The queries judged on their own language's documents, and on those of the other one."""
    own: list[JudgedQuery] = []
    other: list[JudgedQuery] = []
    for query in judged.queries:
        for kept, relevant, prefix in (
            (own, query.relevant, language),
            (other, crossing.get(query.id, {}), language.other),
        ):
            kept.append(replace(query, relevant={f"{prefix.value}-{name}": value for name, value in relevant.items()}))
    return replace(judged, queries=tuple(own)), replace(judged, queries=tuple(other))


def _own_and_other(
    retrieval: Retrieval, pattern: Query, judged: tuple[JudgedQueries, JudgedQueries]
) -> tuple[float, float]:
    known: dict[str, list[str]] = {}

    def ranked_ids(query: Query) -> list[str]:
        if query.text not in known:
            known[query.text] = retrieval.ranked_ids(query)
        return known[query.text]

    own, other = (evaluate_queries(queries, ranked_ids, pattern).measures for queries in judged)
    return own[MAIN_MEASURE], other["recall@100"]
