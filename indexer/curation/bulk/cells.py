"""Cells of a table -> values by key, as people and spreadsheets write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.curation.bulk.readers.column_names import key_of_column
from indexer.curation.bulk.readers.table import list_texts
from indexer.curation.bulk.source_lines import source_of_line
from indexer.curation.bulk.work_cell import stated_in_cell
from indexer.curation.bulk.years import Years, read_moment_cell, read_years
from indexer.curation.metadata_texts import concept_named, concepts_named, country_code, language_code, typed_value
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message
from indexer.domain.texts.web_addresses import is_page_of, web_address

_ROWS = {key: row for row in SCHEMA for key in row.keys}
_TRANSLATIONS = {row.key: row for row in SCHEMA if row.translates}
_URL_ENDS = re.compile(r"\s*\n\s*|\s*;\s*(?=https?:|www\.|doi|10\.|$)")
_NOT_STATED = ("ikke angivet", "not stated")
"""What pages say where nothing is stated."""
_SPAN_ENDS = {"year_start": "year_end"}


@dataclass
class Stated:
    """What a row states: values by key, as files have them, and by key what was read otherwise than it stands there."""

    values: dict[str, object] = field(default_factory=dict)
    notes: list[tuple[str, Message]] = field(default_factory=list)


def stated_in(cells: Mapping[str, str], vocabulary: Vocabulary) -> Stated:
    """What the cells of a row state, by key."""
    stated = Stated()
    cells = {key: cell for key, cell in cells.items() if cell.strip().casefold() not in _NOT_STATED}
    spoken = language_code(cells.get("language", "")) or Language.DANISH.value
    for key, cell in cells.items():
        other = _TRANSLATIONS.get(key)
        row = other or _ROWS.get(key)
        # Years are read together: a span in one cell states two keys.
        if row is not None and row.type is not ValueType.YEAR:
            stated.values[row.key_in(Language(spoken)) if other else key] = _value(row, cell, vocabulary)
    _years(stated, cells)
    read_keywords(stated, cells.get("keywords", ""), vocabulary)
    _addresses(stated, cells.get("url", ""), cells.get("id", ""))
    return stated


def _value(row: MetadataKey, cell: str, vocabulary: Vocabulary) -> object:
    if row.type is ValueType.SOURCES:
        return _sources(cell)
    if row.type is ValueType.WORK:
        return stated_in_cell(cell)
    if row.type is ValueType.MOMENT:
        return read_moment_cell(cell)
    return typed_value(row, _texts(row, cell, vocabulary) if row.type.is_list else [cell], vocabulary)


def _texts(row: MetadataKey, cell: str, vocabulary: Vocabulary) -> list[str]:
    """The values of a list; names between commas as well, where each of them is one that is known."""
    texts = list_texts(cell)
    if row.type is ValueType.TEXTS or len(texts) != 1:
        return texts
    parts = [part.strip() for part in texts[0].split(",") if part.strip()]

    def is_known(name: str) -> bool:
        if row.type is ValueType.COUNTRIES:
            return bool(country_code(name))
        return bool(concept_named(name, row.concept_scheme, vocabulary))

    return parts if len(parts) > 1 and not is_known(texts[0]) and all(map(is_known, parts)) else texts


def _years(stated: Stated, cells: Mapping[str, str]) -> None:
    """The years of every key; a span in one cell fills the end that no cell of its own states."""
    read: dict[str, Years] = {}
    for key, cell in cells.items():
        if (row := _ROWS.get(key)) is not None and row.type is ValueType.YEAR and cell.strip():
            read[key] = read_years(cell)
    for key, years in read.items():
        stated.values[key] = years.last if key != "year_start" and years.last else years.first
        if years.is_guess:
            stated.notes.append((key, Message("year-read", text=cells[key].strip()[:80], year=str(years))))
    for key, end in _SPAN_ENDS.items():
        _fill_ends(stated, read, key, end)


def _fill_ends(stated: Stated, read: Mapping[str, Years], key: str, end: str) -> None:
    if key in read and (last := read[key].last):
        stated.values.setdefault(end, last)
    if end in read and read[end].last:
        stated.values.setdefault(key, read[end].first)


def read_keywords(stated: Stated, cell: str, vocabulary: Vocabulary) -> None:
    """Add the concepts that are named so; "Emne: Borgerservice" where concepts of several kinds are called the same."""
    for name in list_texts(cell):
        found = concepts_named(name, vocabulary) or _within_key(name, vocabulary)
        if not found:
            stated.notes.append(("keywords", Message("keyword-unknown", name=name[:80])))
        for key, concept_id in found.items():
            values = stated.values.get(key)
            values = values if isinstance(values, list) else []
            stated.values[key] = values if concept_id in values else [*values, concept_id]


def _within_key(name: str, vocabulary: Vocabulary) -> dict[str, str]:
    head, _, rest = name.partition(":")
    row = _ROWS.get(key_of_column(head))
    if row is None or row.type is not ValueType.CONCEPTS:
        return {}
    found = concept_named(rest.strip(), row.concept_scheme, vocabulary)
    return {row.key: found} if found else {}


def keyword_of(key: str, concept_id: str, label: str, key_name: str, vocabulary: Vocabulary) -> str:
    """A concept as a keyword that is read as this concept and no other."""
    return label if concepts_named(label, vocabulary) == {key: concept_id} else f"{key_name}: {label}"


def _addresses(stated: Stated, cell: str, document_id: str) -> None:
    """Addresses as sources; that of the document's own page, which exports hold, is none."""
    parts = list_texts(cell) if cell.startswith("[") else _URL_ENDS.split(cell)
    urls = [url for url in parts if url.strip() and not is_page_of(url, document_id)]
    sources = stated.values.get("sources", [])
    if urls and isinstance(sources, list):
        title = str(stated.values.get("title") or "")
        stated.values["sources"] = [*sources, *({"title": title, "url": web_address(url)} for url in urls)]


def _sources(cell: str) -> object:
    """JSON as it is, or a source a line; what is neither is refused with everything else."""
    if not cell.strip():
        return None
    if cell.lstrip().startswith(("[", "{")):
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            # As it stands, so that the fault names it in the words of every other way in.
            return cell
    return list(_lines_of_sources(cell.split("\n")))


def _lines_of_sources(lines: Sequence[str]) -> Iterator[Mapping[str, object]]:
    for line in lines:
        if line.strip():
            yield from source_of_line(line)
