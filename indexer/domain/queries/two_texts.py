"""What a tree asks of documents with a text in each of two languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import TITLE_FIELDS, field_language
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    IsAbout,
    Leaf,
    Near,
    Rescored,
    ScoredBy,
    StructuredQuery,
    positive_leaves,
)

LANGUAGE_FACET = "language"
"""A document that carries several values in this facet has a text in each of these languages."""


def counts_texts(field: str) -> bool:
    """Whether a document with two texts counts twice in the average length of a field.

    Rarities and average lengths are those of a collection in which each text stands by itself, and beside it a summary
    in the other language: what else is found must not move because two of its documents became one. Each of them had
    a title in both languages.
    """
    return field not in TITLE_FIELDS


def asked_of_text(asked: IsAbout, language: Language) -> IsAbout:
    """What is asked of the fields of one language alone, against the words of these; nothing that is stated.

    A document with a text in each language is about what one of them is about, however long the other one is.
    """
    meanings = tuple(
        tuple(
            replace(wording, fields=own)
            for wording in meaning
            if (own := tuple(field for field in wording.fields if field_language(field) is language))
        )
        for meaning in asked.meanings
    )
    return replace(asked, meanings=meanings, stated=())


def translated_leaves(query: StructuredQuery) -> frozenset[Leaf]:
    """The positive leaves by which a tree looks for documents in the other language, and not in its own."""
    translated = frozenset(leaf for across in _across(query) for leaf in positive_leaves(across.other))
    own = (leaf for across in _across(query) for leaf in positive_leaves(across.own))
    return translated.difference(own)


def _across(query: StructuredQuery) -> Iterator[AcrossLanguages]:
    match query:
        case AcrossLanguages():
            yield query
        case AnyOf(operands):
            for operand in operands:
                yield from _across(operand)
        case AllOf(required, optional, _):
            for operand in (*required, *optional):
                yield from _across(operand)
        case Near(operand) | Rescored(operand):
            yield from _across(operand)
        case ScoredBy(_, ranking):
            yield from _across(ranking)
        case _:
            return
