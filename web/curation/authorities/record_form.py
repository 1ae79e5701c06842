"""The form of an organisation or a place: a field for each key of its record, and what the form states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from indexer import (
    LIBRARY_KINDS,
    ORGANISATION_SCHEMES,
    PLACE_KINDS,
    PLACE_SCHEME,
    RecordEditor,
    Records,
    Stated,
    danish_sort_key,
    incoming_line,
)
from web.documents.authorities.organisation_views import library_kinds
from web.documents.authorities.place_views import place_kinds
from web.site.context import page_vocabulary
from web.site.language import page_language, translate
from web.site.presentation import label

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CHARACTERS = {"about_da": 1000, "about_en": 1000}
_MOST_CHARACTERS = 300
# Merging and retiring write it, together with the documents that are touched.
_NOT_ASKED = ("replaced_by",)
_SEVERAL = ("other_names",)
_CHOICES = ("kind",)


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of the form.

    Attributes:
        key: of the record.
        name, hint: what the page calls it, and says of it; "" where it needs no words.
        value: what it states; of several names, a line each.
        choices: (value, name) to choose from; none where it is typed.
        listed: id of the list that is offered while it is typed, "" for none.
    """

    key: str
    name: str
    hint: str
    value: str
    choices: Sequence[tuple[str, str]] = ()
    listed: str = ""
    is_long: bool = False


def stated_by(form: MultiDict[str, str], editor: RecordEditor) -> Stated:
    """What a form states of each key that it asks for; names of other records become their ids."""
    stated: dict[str, str | list[str]] = {}
    for key in asked_keys(editor):
        text = form.get(key, "")
        if key in _SEVERAL:
            lines = (incoming_line(line)[:_MOST_CHARACTERS] for line in _LINE_ENDS.split(text))
            stated[key] = list(dict.fromkeys(filter(None, lines)))
        else:
            line = incoming_line(text)[: _CHARACTERS.get(key, _MOST_CHARACTERS)]
            stated[key] = _id_of(key, line, editor)
    return stated


def fields(editor: RecordEditor, stated: Stated) -> list[RecordField]:
    """The fields of the form, in the order of the file, filled with what a record states."""
    words, kinds = _words(editor.files.family), _kinds(editor)
    found = []
    for key in asked_keys(editor):
        value = stated.get(key, "")
        name, hint = words.get(key, (key, ""))
        text = "\n".join(value) if isinstance(value, list) else _shown(key, value, editor)
        listed = {"part_of": f"all-{editor.files.family}", "place": "all-place"}.get(key, "")
        choices = kinds if key in _CHOICES else ()
        found.append(RecordField(key, name, hint, text, choices, listed, key in _SEVERAL or key in _CHARACTERS))
    return found


def asked_keys(editor: RecordEditor) -> list[str]:
    """The keys that the form asks for."""
    return [key for key in editor.files.keys if key not in _NOT_ASKED]


def lists_to_choose() -> Mapping[str, list[str]]:
    """The names of all organisations and places, by the ids of the lists that forms offer."""
    vocabulary = page_vocabulary()
    return {
        "all-organisation": _names(vocabulary.organisations),
        "all-place": _names(vocabulary.places),
    }


def key_words(editor: RecordEditor, key: str) -> str:
    """What a key of a record is called."""
    return _words(editor.files.family).get(key, (key, ""))[0]


def _id_of(key: str, line: str, editor: RecordEditor) -> str:
    vocabulary = page_vocabulary()
    records = {"part_of": editor.files.records(vocabulary), "place": vocabulary.places}.get(key)
    return (records.named(line) or line) if records is not None else line


def _shown(key: str, value: str, editor: RecordEditor) -> str:
    """The name of another record where it leads back to it by itself, else its id."""
    if key not in ("part_of", "place") or not value:
        return value
    vocabulary = page_vocabulary()
    facet = PLACE_SCHEME if key == "place" or editor.files.family == "place" else ORGANISATION_SCHEMES[0]
    record = vocabulary.records(facet).get(value)
    name = record.name(page_language()) if record else ""
    return name if name and vocabulary.records(facet).named(name) == value else value


def _names(records: Records[Any]) -> list[str]:
    names = {one.name(page_language()) for one in records.values() if not one.replaced_by}
    return sorted(names, key=danish_sort_key)


def _kinds(editor: RecordEditor) -> list[tuple[str, str]]:
    if editor.files.family == "place":
        return [(kind, place_kinds()[kind]) for kind in PLACE_KINDS]
    types = page_vocabulary().schemes.get("partner-type")
    partners = [(one, label("partner-type", one)) for one in types.concepts] if types else []
    return [*((kind, library_kinds()[kind]) for kind in LIBRARY_KINDS), *partners]


def _words(family: str) -> dict[str, tuple[str, str]]:
    """Name and hint of each key."""
    both = {
        "name_da": (translate("Navn på dansk"), ""),
        "name_en": (translate("Navn på engelsk"), translate("Kan udelades, hvis navnet er det samme.")),
        "other_names": (
            translate("Andre navne"),
            translate(
                "Et på hver linje: tidligere navne, forkortelser, andre stavemåder. Dokumenter kan bruge dem alle."
            ),
        ),
        "kind": (translate("Slags"), ""),
        "country": (translate("Land"), translate("To bogstaver, fx DK.")),
    }
    if family == "place":
        return both | {
            "part_of": (translate("Ligger i"), ""),
            "code": (translate("Kode"), translate("Danmarks Statistiks kode for kommuner og regioner.")),
            "group": (translate("Kommunegruppe"), ""),
            "latitude": (translate("Breddegrad"), ""),
            "longitude": (translate("Længdegrad"), ""),
            "tile_column": (translate("Kolonne på landkortet"), ""),
            "tile_row": (translate("Række på landkortet"), ""),
            "population": (translate("Indbyggere"), ""),
            "population_year": (translate("Indbyggere: årstal"), translate("Året, tallet gælder.")),
        }
    identifiers = {"isil": "ISIL", "cvr": "CVR", "wikidata": "Wikidata", "viaf": "VIAF", "ror": "ROR"}
    return both | {
        "about_da": (translate("Om den på dansk"), translate("Én linje.")),
        "about_en": (translate("Om den på engelsk"), translate("Én linje.")),
        "part_of": (translate("Hører under"), translate("Navnet på den organisation, den er en del af.")),
        "place": (translate("Hjemsted"), ""),
        "website": (translate("Hjemmeside"), ""),
        **{key: (name, "") for key, name in identifiers.items()},
    }
