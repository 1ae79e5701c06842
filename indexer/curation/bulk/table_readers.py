"""CSV, RIS and BibTeX files -> records of plain texts, by the keys of the schema."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import bibtexparser
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode

from indexer.domain.documents.characters import incoming_text
from indexer.domain.documents.metadata_schema import BY_KEY, KNOWN_KEYS, SCHEMA
from indexer.domain.errors import InvalidEntry

IMPORT_KEYS = ("id", *KNOWN_KEYS, "url", "body", "keywords")
"""What a column can stand for; `url` becomes a source, `keywords` those concepts that are named so."""

_ALIASES = {
    **{column: row.keys[0] for row in SCHEMA for column in row.columns if not row.translates},
    **{f"{word} {name}": f"{row.translates}_{code}" for row in SCHEMA if row.translates
       for word, code in (("dansk", "da"), ("engelsk", "en")) for name in BY_KEY[row.translates].columns},
    "beskrivelse": "body", "tekst": "body", "text": "body", "link": "url", "webadresse": "url", "doi": "url",
    "emneord": "keywords", "nøgleord": "keywords",
}  # fmt: skip
"""Names of columns -> keys; what the schema does not name are the text, addresses and keywords."""

_RIS_KINDS = {"RPRT": "report", "GOVDOC": "report", "BOOK": "theory", "CHAP": "theory", "THES": "theory"}
_BIB_KINDS = {
    "techreport": "report",
    "book": "theory",
    "incollection": "theory",
    "phdthesis": "theory",
    "manual": "guide",
}


_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would calculate, and what is told from it by one apostrophe more."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one row states, as text; values of lists are separated by semicolons.

    `number` is the row as a spreadsheet counts, where the names of the columns are row 1; entries of lists of
    references count from 1.
    """

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file to import: its numbered records by column, and which key each column stands for ("" for none)."""

    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]
    numbers: tuple[int, ...]

    def records(self, mapping: Mapping[str, str]) -> tuple[Record, ...]:
        """The rows by key, as a mapping of columns says."""
        found = []
        for number, row in zip(self.numbers, self.rows, strict=True):
            values: dict[str, str] = {}
            for column in self.columns:
                key, text = mapping.get(column, ""), row.get(column, "").strip()
                if key in IMPORT_KEYS and text:
                    values[key] = f"{values[key]};{text}" if key in values else text
            found.append(Record(number, values))
        return tuple(found)


def read_table(name: str, content: bytes) -> Table:
    """The table of a CSV, RIS or BibTeX file by its ending.

    Raises:
        InvalidEntry: the ending is another one, or the file cannot be read as what it says it is.
    """
    text = incoming_text(_decode(content))
    try:
        if name.lower().endswith(".csv"):
            return _csv_table(text)
        if name.lower().endswith(".ris"):
            return _table_of(_ris_rows(text))
        if name.lower().endswith(".bib"):
            return _table_of(_bib_rows(text))
    except (csv.Error, ValueError, KeyError, IndexError, OSError) as error:
        raise InvalidEntry("file-unreadable", name=name, error=error) from error
    raise InvalidEntry("import-wrong-type", name=name)


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _csv_table(text: str) -> Table:
    header = text.lstrip().splitlines()[:1]
    # Danish spreadsheets separate by semicolons: their numbers have commas.
    delimiter = max(",;\t", key=header[0].count) if header else ","
    # Write-ups are longer than the 131,072 characters that csv lets a cell have.
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text.lstrip()), delimiter=delimiter, strict=True)
    rows = [(number, row) for number, row in enumerate(reader, start=1) if any(row)]
    if not rows:
        raise InvalidEntry("table-empty")
    names = [name.strip() for name in rows[0][1]]
    columns = tuple(dict.fromkeys(filter(None, names)))
    places = {column: names.index(column) for column in columns}
    read = tuple(
        {column: _unguarded(row[place]) if place < len(row) else "" for column, place in places.items()}
        for _, row in rows[1:]
    )
    numbers = tuple(number for number, _ in rows[1:])
    return Table(columns, {column: _key_of(column) for column in columns}, read, numbers)


def _key_of(column: str) -> str:
    name = column.casefold()
    return name if name in IMPORT_KEYS else _ALIASES.get(name, "")


def _table_of(rows: Iterable[Mapping[str, str]]) -> Table:
    read = tuple(rows)
    columns = tuple(key for key in IMPORT_KEYS if any(key in row for row in read))
    return Table(columns, {column: column for column in columns}, read, tuple(range(1, len(read) + 1)))


def _ris_rows(text: str) -> list[dict[str, str]]:
    return [_ris_row(entry) for entry in rispy.loads(text)]


def _ris_row(entry: Mapping[str, Any]) -> dict[str, str]:
    return _stated(
        title=entry.get("primary_title") or entry.get("title", ""),
        authors=";".join(entry.get("authors") or entry.get("first_authors", [])),
        year_start=_year(entry.get("year") or entry.get("publication_year", "")),
        summary=entry.get("abstract", ""),
        keywords=";".join(entry.get("keywords", [])),
        language=_language(entry.get("language", "")),
        kind=_RIS_KINDS.get(entry.get("type_of_reference", ""), "article"),
        url=next(iter(entry.get("urls", [])), "") or _address_of(entry.get("doi", "")),
    )


def _bib_rows(text: str) -> list[dict[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyparsing's names of tomorrow
        # Entries of BibLaTeX (@online, @report) are taken as well.
        parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
        parser.customization = convert_to_unicode
        entries = bibtexparser.loads(text, parser).entries
    # The parser passes over an entry that does not end, and says nothing.
    if not entries and "@" in text:
        raise InvalidEntry("bibtex-incomplete")
    return [_bib_row(entry) for entry in entries]


def _bib_row(entry: Mapping[str, str]) -> dict[str, str]:
    return _stated(
        # Braces say which capitals stay; they are no part of the title.
        title=re.sub(r"[{}]", "", entry.get("title", "")),
        authors=";".join(name.strip() for name in re.split(r"\s+and\s+", entry.get("author", ""))),
        year_start=_year(entry.get("year", "") or entry.get("date", "")),
        summary=entry.get("abstract", ""),
        keywords=entry.get("keywords", "").replace(",", ";"),
        language=_language(entry.get("language", "") or entry.get("langid", "")),
        kind=_BIB_KINDS.get(entry.get("ENTRYTYPE", ""), "article"),
        url=entry.get("url", "") or _address_of(entry.get("doi", "")),
    )


def _address_of(doi: str) -> str:
    return f"https://doi.org/{doi}" if doi else ""


def _stated(**values: str) -> dict[str, str]:
    return {key: " ".join(value.split()) for key, value in values.items() if value.strip()}


def _year(text: str) -> str:
    found = re.search(r"\b[12]\d{3}\b", text)
    return found.group() if found else ""


def _language(text: str) -> str:
    name = text.strip().casefold()
    if name in ("da", "dan", "dansk", "danish"):
        return "da"
    return "en" if name in ("en", "eng", "english", "engelsk", "british", "american") else ""


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheets on Windows save as CSV, unless they are told otherwise.
        return content.decode("cp1252", "replace")
