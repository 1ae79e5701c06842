"""CSV and JSON: everything that is stated, one document at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from indexer import (
    RECORD_SCHEMES,
    SCHEMA,
    WORK_PARTS,
    DocumentId,
    Metadata,
    MetadataKey,
    PartType,
    ValueType,
    Work,
    list_cell,
    sources_cell,
    work_cell,
)
from web.exports.items import ExportItem
from web.exports.spreadsheet import spreadsheet_row
from web.site.context import site
from web.site.facet_names import value_name

TOLD_ROWS = tuple(
    row for row in SCHEMA if row.key not in ("status", "embargo", "level", "downloads", "downloads_other")
)
"""What is told of public documents; all of them are as public, and forms are fetched from their pages."""

_COLUMNS = ("id", *(row.attribute for row in TOLD_ROWS), "url")


def csv_rows(items: Iterator[ExportItem]) -> Iterator[str]:
    """A head and a row per document, as spreadsheets of the page's language open it, and imports read it.

    Begins with a byte order mark. Lists are joined by "; ", sources have a line each.
    """
    yield "\ufeff" + spreadsheet_row(_COLUMNS)
    for item in items:
        yield spreadsheet_row(_cells(item))


def json_documents(items: Iterator[ExportItem], total: int) -> Iterator[str]:
    """One object with `total` and `documents`, piece by piece."""
    yield f'{{"total": {total}, "documents": ['
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + json.dumps(document_json(item), ensure_ascii=False)
    yield "\n]}\n"


def document_json(item: ExportItem) -> dict[str, object]:
    """Everything that is stated, concepts as objects of id and label in the page's language; drafts are not named."""
    content: dict[str, object] = {"id": item.id, "url": item.url}
    content |= {row.attribute: _json_value(row, item.metadata) for row in TOLD_ROWS}
    content["languages"] = sorted(item.metadata.languages)
    content["related"] = _public(item.metadata.related)
    return content


def _json_value(row: MetadataKey, metadata: Metadata) -> object:
    value = row.value(metadata)
    if row.type is ValueType.SOURCES:
        return [asdict(source) for source in value]
    if row.type is ValueType.WORK:
        return _work_json(value) if value else None
    if row.concept_scheme or row.type is ValueType.COUNTRIES:
        named = [{"id": one, "label": value_name(row.key, one)} for one in row.texts(metadata)]
        return named if row.type.is_list else next(iter(named), None)
    return list(value) if row.type.is_list else value


def _work_json(work: Work) -> dict[str, object]:
    """Every part, those that are not stated empty; authors as objects of `family` and `given`, or of `name`."""
    return {**{part.name: _NOTHING.get(part.type, "") for part in WORK_PARTS}, **work.stated}


_NOTHING: dict[PartType, object] = {PartType.YEAR: None, PartType.AUTHORS: []}


def _cells(item: ExportItem) -> tuple[object, ...]:
    return (item.id, *(_cell(row, item) for row in TOLD_ROWS), item.url)


def _cell(row: MetadataKey, item: ExportItem) -> str:
    """Ids for concepts, which imports take as they are; names for records, which every reader knows."""
    if row.type is ValueType.SOURCES:
        return sources_cell(item.metadata.sources)
    if row.type is ValueType.WORK:
        return work_cell(item.metadata.describes)
    if row.key == "related":
        return list_cell(_public(item.metadata.related), "; ")
    texts = item.texts(row.key) if row.facet in RECORD_SCHEMES else row.texts(item.metadata)
    return list_cell(texts, "; ") if row.type.is_list else "".join(texts)


def _public(ids: Iterable[DocumentId]) -> list[str]:
    """The documents that visitors see; drafts are not named."""
    public = site().knowledge_base.comparer.public_records()
    return [each for each in ids if each in public]
