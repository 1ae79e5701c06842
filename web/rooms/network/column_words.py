"""What people may write in a table that they paste: heads and values in both languages, and those of the paper form."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import Language, Message, say
from indexer.rooms import DEFAULT_COLUMNS, ColumnWords, Place
from web.rooms.writing.record_form import concept_names
from web.site.context import page_vocabulary
from web.site.language import page_language

_COLUMNS = (*DEFAULT_COLUMNS, "partner_type", "contact_there", "aim", "is_party")
_OTHER_HEADS = {
    "name": ("navn", "name", "organisation", "organization", "aktør", "actor", "partner"),
    "sector": ("sektor", "sector"),
    "tie": ("forbindelse i dag", "tie today", "connection today", "relation", "kontakt"),
    "contact": ("kontaktperson", "contact"),
    "aim": ("næste skridt", "next step", "mål", "aim"),
}
_OTHER_VALUES = {
    "sector": {
        "offentlig": "public", "offentligt": "public", "public": "public", "kommune": "public",
        "privat": "private", "private": "private", "erhverv": "private",
        "civilsamfund": "civil-society", "frivillig": "civil-society", "forening": "civil-society",
        "civil society": "civil-society",
    },
    "tie": {
        "fuldt optrukket": "regular", "fast": "regular", "solid": "regular", "stiplet": "acquaintance",
        "dashed": "acquaintance", "rød": "broken", "red": "broken", "–": "none", "-": "none",
    },
    "is_party": {"ja": "1", "yes": "1", "x": "1"},
}  # fmt: skip
"""What the blank form on paper calls them, beside other usual words."""


def column_words() -> ColumnWords:
    """The words for every column of the map."""
    heads = {word: column for column in _COLUMNS for word in _heads(column)}
    values: dict[str, dict[str, str]] = {column: {} for column in _COLUMNS}
    for column in _COLUMNS:
        for language in Language:
            values[column].update(_whole_names(column, language))
            values[column].update(_values(column, language))
        values[column].update(_OTHER_VALUES.get(column, {}))
    told = {column: ", ".join(dict(_values(column, page_language()))) for column in _COLUMNS}
    return ColumnWords(heads, values, told)


def _heads(column: str) -> Iterator[str]:
    for language in Language:
        yield say(Message(f"room-actors-{column}"), language).casefold()
    yield from _OTHER_HEADS.get(column, ())


def _values(column: str, language: Language) -> Iterator[tuple[str, str]]:
    kind = Place("map_entries", "x", column).kind
    for value in kind.choices:
        word = value if value.isdigit() else say(Message(f"room-actors-{column}-{value}"), language)
        yield word.casefold(), value
    if kind.scheme:
        yield from ((name.casefold(), value) for value, name in concept_names(kind.scheme, language).items())


def _whole_names(column: str, language: Language) -> Iterator[tuple[str, str]]:
    """What the vocabulary calls concepts that a map calls briefly: a table taken along has these."""
    found = page_vocabulary().schemes.get(Place("map_entries", "x", column).kind.scheme)
    for concept in found.concepts.values() if found else ():
        yield concept.labels.get(language, concept.id).casefold(), concept.id
