"""Metadata as people type it, in tables and forms: plain texts -> the values that files hold.

Names are understood where people write them: a concept by id, label or synonym, a country by its name. Nothing is
refused here; what is no value stays as it was typed and is judged with everything else (metadata_validation.py).
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from functools import cache

from babel import Locale

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.vocabulary import Vocabulary

_DIGITS = re.compile(r"[0-9]{1,9}")


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
    return country_code(text) or text if row.type is ValueType.COUNTRIES else text


def typed_number(text: str) -> object:
    """The whole number that a text is, else the text."""
    return int(text) if _DIGITS.fullmatch(text) else text


def cell_texts(row: MetadataKey, cell: str) -> list[str]:
    """What a cell of a table states: of lists the parts between semicolons, or a JSON list; else the whole."""
    if not row.type.is_list:
        return [cell]
    if cell.startswith("["):
        try:
            values = json.loads(cell)
        except ValueError:
            values = None
        if isinstance(values, list):
            return [str(value) for value in values]
    return cell.split(";")


def concept_named(name: str, scheme: str, vocabulary: Vocabulary) -> str:
    """The concept with that id, label or, if only one has it, synonym; "" for free text, which never becomes one."""
    known = vocabulary.schemes.get(scheme)
    if known is None:
        return ""
    if name in known.concepts:
        return name
    wanted = name.casefold()
    for concept in known.concepts.values():
        if wanted in (label.casefold() for label in concept.labels.values()):
            return concept.id
    named = [
        c.id for c in known.concepts.values() if wanted in map(str.casefold, itertools.chain(*c.synonyms.values()))
    ]
    return named[0] if len(named) == 1 else ""


def country_code(name: str) -> str:
    """DK for Danmark, Denmark, dk or DK; "" for what is no country."""
    return _codes_by_name().get(name.strip().casefold(), "")


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
