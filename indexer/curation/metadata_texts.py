"""Metadata as people type it, in tables and forms: plain texts -> the values that files hold.

Names are understood where people write them: a concept by id, label or synonym, a country or language by its name, a
status as the desk calls it. Nothing is refused here; what is no value stays as it was typed and is judged with
everything else (metadata_validation.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from indexer.domain.documents.metadata import Language, Level, Status
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.vocabulary import Scheme, Vocabulary

_DIGITS = re.compile(r"[0-9]{1,9}")
_STATUS_WORDS = {
    "kladde": Status.DRAFT, "til gennemsyn": Status.REVIEW, "in review": Status.REVIEW, "udgivet": Status.PUBLISHED,
    "trukket tilbage": Status.WITHDRAWN, "i papirkurven": Status.TRASHED, "in the trash": Status.TRASHED,
}  # fmt: skip
"""As the desk calls them (presentation/catalogue/desk.toml); English words that are the value itself are left out."""
_LEVEL_WORDS = {"kun redaktionen": Level.INTERNAL, "the editors only": Level.INTERNAL, "intern": Level.INTERNAL}
_LANGUAGE_WORDS = {
    "dan": Language.DANISH, "eng": Language.ENGLISH, "british": Language.ENGLISH, "american": Language.ENGLISH,
    "engelsk (britisk)": Language.ENGLISH,
}  # fmt: skip
"""What files call languages beside their names: ISO 639-2, and babel's names in LaTeX."""


def typed_value(row: MetadataKey, texts: Sequence[str], vocabulary: Vocabulary) -> object:
    """The value that typed texts state for a key, None if they state nothing; not for sources."""
    stated = [_understood(row, text.strip(), vocabulary) for text in texts if text.strip()]
    if not stated:
        return None
    if row.type.is_list:
        return stated
    return typed_number(stated[0]) if row.type is ValueType.YEAR else "; ".join(stated)


def _understood(row: MetadataKey, text: str, vocabulary: Vocabulary) -> str:
    if row.concept_scheme and row.type is not ValueType.TEXTS:  # those are understood wherever they are read
        return concept_named(text, row.concept_scheme, vocabulary) or text
    if row.choices is Language:
        return language_code(text) or text
    if row.choices is Status:
        return _STATUS_WORDS.get(text.casefold()) or _lowered(text, tuple(Status))
    if row.choices is Level:
        return _LEVEL_WORDS.get(text.casefold()) or _lowered(text, tuple(Level))
    return country_code(text) or text if row.type is ValueType.COUNTRIES else text


def _lowered(text: str, words: tuple[str, ...]) -> str:
    return text.casefold() if text.casefold() in words else text


def typed_number(text: str) -> object:
    """The whole number that a text is, else the text."""
    return int(text) if _DIGITS.fullmatch(text) else text


def concept_named(name: str, scheme: str, vocabulary: Vocabulary) -> str:
    """The concept with that id, label or, if only one has it, synonym; "" for free text, which never becomes one."""
    known = vocabulary.schemes.get(scheme)
    if known is None:
        return ""
    return name if name in known.concepts else _names_in(known).get(name.casefold(), "")


def concepts_named(name: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The concepts that a keyword names, by the key that takes several of them."""
    keys = ((row.key, row.concept_scheme) for row in SCHEMA if row.type is ValueType.CONCEPTS)
    return {key: found for key, scheme in keys if (found := concept_named(name, scheme, vocabulary))}


_known_names: dict[int, tuple[Scheme, Mapping[str, str]]] = {}
_MOST_KNOWN = 64


def _names_in(scheme: Scheme) -> Mapping[str, str]:
    """The ids of a scheme by label and synonym, made once for each scheme that is at hand."""
    kept = _known_names.get(id(scheme))
    # A number may come again for another object once the first is gone; kept here, it cannot be gone.
    if kept is not None:
        return kept[1]
    names = _made_names(scheme)
    if len(_known_names) >= _MOST_KNOWN:
        _known_names.clear()
    _known_names[id(scheme)] = scheme, names
    return names


def _made_names(scheme: Scheme) -> Mapping[str, str]:
    named: dict[str, set[str]] = {}
    for concept in scheme.concepts.values():
        for synonyms in concept.synonyms.values():
            for synonym in synonyms:
                named.setdefault(synonym.casefold(), set()).add(concept.id)
    names = {name: next(iter(ids)) for name, ids in named.items() if len(ids) == 1}
    labels = {label.casefold(): c.id for c in reversed([*scheme.concepts.values()]) for label in c.labels.values()}
    return names | labels


def country_code(name: str) -> str:
    """DK for Danmark, Denmark, dk or DK; "" for what is no country."""
    return _codes_by_name().get(name.strip().casefold(), "")


def language_code(name: str) -> str:
    """da for Dansk, Danish, dan, da or da-DK; "" for languages that are not ours."""
    word = name.strip().casefold()
    return _languages_by_name().get(word) or _languages_by_name().get(re.split("[-_]", word)[0], "")


@cache
def _codes_by_name() -> dict[str, str]:
    """The codes by themselves and by their names in both languages, in small letters."""
    named = {
        label.casefold(): code
        for language in Language
        for code, label in Locale(language.value).territories.items()
        if code in COUNTRY_CODES
    }
    return named | {code.casefold(): code for code in COUNTRY_CODES}


@cache
def _languages_by_name() -> dict[str, str]:
    named = {
        str(Locale(spoken.value).languages[language.value]).casefold(): language.value
        for spoken in Language
        for language in Language
    }
    return named | {language.value: language.value for language in Language} | _LANGUAGE_WORDS
