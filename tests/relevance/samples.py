"""Small fixed samples of the test sets beside the project: some queries, what was judged for them, other documents.

The samples of one language share an index, so that the tests make three indexes and not fourteen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.evaluation.measures import JudgedQueries, read_test_set
from tests.conftest import PROJECT

TEST_SETS = PROJECT.parent / "shared" / "eval"
QUERIES = 50
OTHERS = 200

CORPORA = {
    Language.DANISH: {
        "lohelp": ("lohelp-da", "lohelp-en2da"),
        "dkdocs": ("dkdocs-da",),
        "ntrex": ("ntrex-da2da", "ntrex-en2da"),
        "squad": ("squad-da", "squad-en2da"),
    },
    Language.ENGLISH: {
        "lohelp": ("lohelp-en", "lohelp-da2en"),
        "ntrex": ("ntrex-en2en", "ntrex-da2en"),
        "squad": ("xquad-en", "squad-da2en"),
        "vaswani": ("vaswani-en",),
    },
}
"""By the language of the documents: collections, and the sets of queries over each."""

needs_test_sets = pytest.mark.skipif(
    not TEST_SETS.is_dir(),
    reason="the judged test sets are not part of the project; they are expected in ../shared/eval",
)


def folder_of(name: str) -> Path:
    """The folder of a test set."""
    return TEST_SETS / name


def sample(language: Language) -> tuple[list[Document], dict[str, JudgedQueries]]:
    """The documents of a language, their ids led by the collection's name, and the first 50 queries of each set."""
    documents: list[Document] = []
    judged: dict[str, JudgedQueries] = {}
    for collection, names in CORPORA[language].items():
        sets = [read_test_set(folder_of(name)) for name in names]
        for name, found in zip(names, sets, strict=True):
            judged[name] = _led_by(collection, found.judged)
        wanted = {name for found in sets for query in found.judged.queries[:QUERIES] for name in query.relevant}
        for document in sampled_documents(sets[0].documents, wanted):
            documents.append(replace(document, id=DocumentId(f"{collection}-{document.id}")))
    return documents, judged


def sampled_documents(documents: Iterable[Document], judged: set[str]) -> tuple[Document, ...]:
    """The judged ones and 200 others, evenly from first to last."""
    whole = tuple(documents)
    others = [document.id for document in whole if document.id not in judged]
    kept = judged | {others[place * len(others) // OTHERS] for place in range(min(OTHERS, len(others)))}
    return tuple(document for document in whole if document.id in kept)


def _led_by(collection: str, judged: JudgedQueries) -> JudgedQueries:
    queries = (
        replace(query, relevant={f"{collection}-{name}": value for name, value in query.relevant.items()})
        for query in judged.queries[:QUERIES]
    )
    return replace(judged, queries=tuple(queries))
