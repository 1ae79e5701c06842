"""The reader's language first among equals: of documents whose titles name all that was asked, those in its language.

A Danish report and an English one on the same hold each other's title, and the few Danish words of the English one
weigh more in so short a text. Others keep their places: a text that is in no title is answered by whatever language
answers it best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.query import Filter, Query
from indexer.domain.queries.structured_query import Rescored, StructuredQuery
from indexer.engines.port import IndexSearcher

_WEIGHT = 0.3
"""More than such pairs differ (.22 of the highest score), so that it decides between them."""
# Words that so many titles hold name no document.
_MAX_TITLED = 50


@dataclass(frozen=True, slots=True)
class LanguageFirst:
    """A Proximity: 1 for the documents that go first, 0 for all others."""

    nearest: tuple[DocumentId, ...]
    related: tuple[DocumentId, ...] = ()

    def of(self, ids: Sequence[DocumentId]) -> Sequence[float]:
        """See Proximity.of."""
        first = frozenset(self.nearest)
        return [float(each in first) for each in ids]

    def passage(self, document_id: DocumentId) -> tuple[int, int] | None:
        """None: it knows of no text."""
        return None


def titled_in(language: Language, titled: StructuredQuery, searcher: IndexSearcher) -> LanguageFirst | None:
    """The documents in a language among those whose titles name all of it; None if they are none, or very many."""
    within = Query(filters=(Filter("language", language.value),))
    # Counted before they are named: to read the ids of many documents takes longer.
    if not 0 < searcher.count(titled, within) <= _MAX_TITLED:
        return None
    return LanguageFirst(searcher.matching_ids(titled, within))


def in_order_of_language(documents: StructuredQuery, first: LanguageFirst | None) -> StructuredQuery:
    """Documents in their order, but for those that go first."""
    return documents if first is None else Rescored(documents, first, _WEIGHT)
