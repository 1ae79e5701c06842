"""Ids -> words: what keys, facets and their values are called in Danish and English."""

from __future__ import annotations

from functools import cache

from babel import Locale

from indexer.domain.documents.facets import FACETS_BY_ID, NOT_STATED, FacetSource
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_key import MetadataKey
from indexer.domain.documents.metadata_schema import BY_KEY
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.presentation.messages import name_in


def facet_value_label(vocabulary: Vocabulary, facet: str, value: str, language: Language) -> str:
    """What a visitor reads for a facet value; the value itself where nothing better is known."""
    if value == NOT_STATED:
        return name_in("not-stated", language)
    match FACETS_BY_ID[facet].source:
        case FacetSource.VOCABULARY:
            return vocabulary.label(facet, value, language)
        case FacetSource.COUNTRY:
            return str(_locale(language).territories.get(value, value))
        case FacetSource.LANGUAGE:
            return str(_locale(language).languages.get(value, value)).capitalize()
        case _:
            return value


def value_label(vocabulary: Vocabulary, row: MetadataKey, value: str, language: Language) -> str:
    """What a visitor reads for a value of a key; the value itself where nothing better is known."""
    if row.facet:
        return facet_value_label(vocabulary, row.facet, value, language)
    if row.choices is not None:
        return name_in(f"{row.key}-{value}", language) or value
    return vocabulary.label(row.concept_scheme, value, language) if row.concept_scheme else value


def facet_label(vocabulary: Vocabulary, facet: str, language: Language) -> str:
    """What a facet is called: by its own name, else as its key."""
    row = FACETS_BY_ID[facet].row
    return name_in(f"facet-{facet}", language) or key_label(vocabulary, row.key, language)


def facet_explanation(vocabulary: Vocabulary, facet: str, language: Language) -> str:
    """One line beside the facet; for concepts what their scheme is defined as."""
    return name_in(f"explain-{facet}", language) or _definition(vocabulary, facet, language)


def key_label(vocabulary: Vocabulary, key: str, language: Language) -> str:
    """What a key is called: by its own name, else as the scheme of its concepts; the key itself where there is none."""
    key, _, part = key.partition(".")
    if part:  # of a work
        return f"{name_in(f'key-{key}', language)}: {name_in(f'work-{part}', language) or part}"
    row = BY_KEY.get(key)
    scheme = vocabulary.schemes.get(row.concept_scheme) if row else None
    return name_in(f"key-{key}", language) or (scheme.labels.get(language, key) if scheme else key)


def key_hint(vocabulary: Vocabulary, key: str, language: Language) -> str:
    """What the form says of a key; "" where it needs no words."""
    return name_in(f"hint-{key}", language) or _definition(vocabulary, BY_KEY[key].concept_scheme, language)


def _definition(vocabulary: Vocabulary, scheme: str, language: Language) -> str:
    found = vocabulary.schemes.get(scheme)
    return found.definitions.get(language, "") if found else ""


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(language.value)
