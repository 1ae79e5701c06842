"""A query after analysis: a tree over index terms, which every engine evaluates in the same way.

The score of a document is the sum of the scores of the leaves that match it; a leaf's score is its weight times BM25 of
its term in its field. AllOf and AnyOf only decide which documents match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchTerm:
    """Documents with the term in the field."""

    field: str
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchPhrase:
    """Documents with the terms at consecutive positions; scored as one term whose frequency is that of the phrase.

    Its inverse document frequency is the sum of its terms' (as in Lucene's PhraseQuery).
    """

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchPrefix:
    """Documents with a term that begins so; every such document scores `weight`."""

    field: str
    prefix: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document, with score 0."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match at least one operand; none if there is no operand."""

    operands: tuple[StructuredQuery, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that match every required operand and no excluded one.

    Optional operands add to the score of those documents and decide nothing.
    """

    required: tuple[StructuredQuery, ...]
    optional: tuple[StructuredQuery, ...] = ()
    excluded: tuple[StructuredQuery, ...] = ()


Leaf = MatchTerm | MatchPhrase | MatchPrefix
StructuredQuery = Leaf | MatchAll | AnyOf | AllOf


def positive_leaves(query: StructuredQuery) -> Iterator[Leaf]:
    """The leaves that a matching document may be marked with, in the order of the query."""
    match query:
        case MatchTerm() | MatchPhrase() | MatchPrefix():
            yield query
        case AnyOf(operands):
            for operand in operands:
                yield from positive_leaves(operand)
        case AllOf(required, optional, _):
            for operand in (*required, *optional):
                yield from positive_leaves(operand)
        case MatchAll():
            return
