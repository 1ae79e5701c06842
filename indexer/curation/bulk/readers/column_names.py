"""Names of columns -> keys: what files and exports call them, and what the pages do in both languages."""

from __future__ import annotations

import unicodedata

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_schema import BY_KEY, KNOWN_KEYS, SCHEMA

_TRANSLATED = tuple(row.key for row in SCHEMA if row.translates)
IMPORT_KEYS = ("id", *KNOWN_KEYS, *_TRANSLATED, "url", "body", "body_other", "keywords", "file")
"""What a column can stand for; `url` becomes a source, `keywords` those concepts that are named so, `file` is noted."""

TITLE_KEYS = frozenset(("title", *(key for row in SCHEMA if row.translates == "title" for key in row.keys)))
"""What every table has a column of, in the one language or the other."""

_ON_PAGES = {
    "title_other": ("titel på det andet sprog", "title in the other language"),
    "summary_other": ("resumé på det andet sprog", "summary in the other language"),
    "kind": ("kind of item",),
    "goals": ("mål med partnerskabet", "goal of the partnership"),
    "phases": ("fase i partnerskabet", "phase of partnership"),
    "forms": ("form of cooperation",),
    "municipality": ("kommune eller by", "municipality or town"),
    "year_start": ("first year",),
    "year_end": ("end year",),
    "last_known_active": ("senest set aktiv",),
    "outcome": ("hvordan gik det", "how did it go"),
    "evidence": ("hvad bygger det på", "what does it rest on"),
    "text_form": ("form of text",),
    "changed": ("senest ændret", "last changed"),
    "related": ("read also",),
    "downloads": ("filer til at hente", "files to download"),
    "downloads_other": ("filer til at hente på det andet sprog", "files to download in the other language"),
    "downloads_da": ("filer til at hente på dansk", "files to download in danish"),
    "downloads_en": ("filer til at hente på engelsk", "files to download in english"),
    "describes": ("presented work",),
    "body": ("beskrivelse", "tekst", "text"),
    "body_other": ("tekst på det andet sprog", "text in the other language"),
    "url": ("link", "webadresse", "web address", "doi"),
    "keywords": ("emneord", "nøgleord"),
    "file": ("fil",),
}
"""What pages call keys, where the schema does not name it, and names of the keys that are none of the schema."""

_LANGUAGES = {Language.DANISH: ("dansk", "danish"), Language.ENGLISH: ("engelsk", "english")}


def key_of_column(name: str) -> str:
    """The key that a column is named after, whatever its case and signs; "" for none.

    >>> key_of_column("Partner_Type"), key_of_column("Titel på engelsk:"), key_of_column("farve")
    ('partner_types', 'title_en', '')
    """
    return _KEYS.get(_folded(name), "")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).casefold().replace("_", " ").replace("-", " ")
    return " ".join(plain.split()).rstrip(" :?*.")


def _names() -> dict[str, str]:
    """Every name with its key; what files call a key goes before what others do."""
    named: dict[str, str] = {key: key for key in IMPORT_KEYS}
    for row in SCHEMA:
        for name in (*row.columns, row.attribute, row.facet):
            named.setdefault(name, row.key)
        for base in (row.translates, *BY_KEY[row.translates].columns) if row.translates else ():
            for language, words in _LANGUAGES.items():
                for said in _translations(base, words):
                    named.setdefault(said, f"{row.translates}_{language.value}")
    for key, names in _ON_PAGES.items():
        for name in names:
            named.setdefault(name, key)
    return named


def _translations(base: str, words: tuple[str, ...]) -> list[str]:
    return [said for word in words for said in (f"{word} {base}", f"{base} på {word}", f"{base} in {word}")]


_KEYS = {_folded(name): key for name, key in reversed(_names().items()) if name}
