"""What meaning adds to a query that was read by its words: the order of what they find, and documents related to it."""

from __future__ import annotations

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.query_syntax import Expression, sought_text
from indexer.domain.queries.semantic_proximity import Meaning, Proximity
from indexer.domain.queries.structured_query import MatchDocuments, Rescored, StructuredQuery

WEIGHT = 0.55
"""Of meaning beside words: the two halves of the judged queries choose 0.5 and 0.6 (docs/benchmarks.md)."""


def proximity_to(expression: Expression, language: Language, meaning: Meaning | None) -> Proximity | None:
    """Nearness to what an expression asks for; None without meaning, or where it asks for nothing."""
    text = sought_text(expression)
    return meaning.proximity(text, language) if meaning is not None and text else None


def in_order_of_meaning(documents: StructuredQuery, proximity: Proximity | None) -> StructuredQuery:
    """Documents in the order of their words, put in order by meaning as well where it is known."""
    return documents if proximity is None else Rescored(documents, proximity, WEIGHT)


def related_by_meaning(proximity: Proximity | None) -> StructuredQuery | None:
    """The documents that are about the same, whatever their words are; None if there are none."""
    return MatchDocuments(proximity.related) if proximity is not None and proximity.related else None
