"""The text fields of the index, per language.

Titles and bodies are kept stemmed and as written; Danish also has the parts of its compounds, at the place of the
compound, and its words cut into n-grams of five letters.
"""

from __future__ import annotations

from indexer.domain.documents.metadata import Language


def title_terms(language: Language) -> str:
    """The field of the stemmed terms of titles."""
    return f"title_{language.value}"


def body_terms(language: Language) -> str:
    """The field of the stemmed terms of the pages."""
    return f"body_{language.value}"


def title_words(language: Language) -> str:
    """The field of the words of titles, folded and unstemmed."""
    return f"title_words_{language.value}"


def body_words(language: Language) -> str:
    """The field of the words of the pages, folded and unstemmed."""
    return f"body_words_{language.value}"


def compound_parts(language: Language) -> str:
    """The field of the stemmed parts of compounds in titles and pages."""
    return f"body_parts_{language.value}"


def ngram_terms(language: Language) -> str:
    """The field of letter n-grams, without positions; its name in the index is that of an older layout."""
    return f"runs_{language.value}"


def spellings(language: Language) -> str:
    """The field of all words as they are spelt, without positions: what corrections are taken from."""
    return f"spelling_{language.value}"


TEXT_FIELDS: tuple[str, ...] = (
    *(name(language) for language in Language for name in (title_terms, body_terms, title_words, body_words)),
    compound_parts(Language.DANISH),
)
"""Every field with positions, in a fixed order."""

TITLE_FIELDS = frozenset(name(language) for language in Language for name in (title_terms, title_words))
"""The fields of titles."""

FREQUENCY_FIELDS: tuple[str, ...] = (ngram_terms(Language.DANISH),)
"""Every field that only knows how often a term stands in a document."""


def length_fields(language: Language) -> tuple[str, ...]:
    """The fields whose lengths together are that of a document's words in a language, each once."""
    return title_terms(language), body_terms(language)


LENGTH_FIELDS: tuple[str, ...] = tuple(field for language in Language for field in length_fields(language))
"""The fields whose lengths together are that of a document: every word of title, summary and pages, each once."""

SPELLING_FIELDS: tuple[str, ...] = tuple(spellings(language) for language in Language)


def field_language(field: str) -> Language:
    """The language whose analyzer makes the terms of the field."""
    return Language(field.rsplit("_", 1)[1])


def holds_words(field: str) -> bool:
    """Whether the field holds unstemmed words."""
    return "_words_" in field


def holds_parts(field: str) -> bool:
    """Whether the field holds parts of compounds."""
    return "_parts_" in field


def is_body(field: str) -> bool:
    """Whether the field's positions know their page."""
    return field.startswith("body_")
