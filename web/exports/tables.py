"""CSV and JSON: everything that is stated, one document at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from indexer import RECORD_SCHEMES, SCHEMA, Metadata, MetadataKey, ValueType
from web.exports.items import ExportItem
from web.exports.spreadsheet import spreadsheet_row
from web.site.context import site
from web.site.facet_names import value_name

TOLD_ROWS = tuple(row for row in SCHEMA if row.key not in ("status", "downloads"))
"""What is told of public documents; all of them have the same status, and forms are fetched from their pages."""

_COLUMNS = ("id", *(row.attribute for row in TOLD_ROWS), "url")


def csv_rows(items: Iterator[ExportItem]) -> Iterator[str]:
    """A head and a row per document; lists are joined by "; ". Begins with a byte order mark."""
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
    public = site().knowledge_base.comparer.public_records()
    content: dict[str, object] = {"id": item.id, "url": item.url}
    content |= {row.attribute: _json_value(row, item.metadata) for row in TOLD_ROWS}
    content["related"] = [related for related in item.metadata.related if related in public]
    return content


def _json_value(row: MetadataKey, metadata: Metadata) -> object:
    value = row.value(metadata)
    if row.type is ValueType.SOURCES:
        return [asdict(source) for source in value]
    if row.concept_scheme or row.type is ValueType.COUNTRIES:
        named = [{"id": one, "label": value_name(row.key, one)} for one in row.texts(metadata)]
        return named if row.type.is_list else next(iter(named), None)
    return list(value) if row.type.is_list else value


def _cells(item: ExportItem) -> tuple[object, ...]:
    cells = {
        row.attribute: "; ".join(_cell_texts(row, item.metadata))
        for row in TOLD_ROWS
        if row.type is not ValueType.SOURCES
    }
    cells["summary"] = item.summary
    cells["sources"] = "; ".join(source.url or source.title for source in item.metadata.sources)
    return (item.id, *(cells[row.attribute] for row in TOLD_ROWS), item.url)


def _cell_texts(row: MetadataKey, metadata: Metadata) -> Iterable[str]:
    """Ids for concepts, which imports take as they are; names for records, which every reader knows."""
    texts = row.texts(metadata)
    return (value_name(row.key, one) for one in texts) if row.facet in RECORD_SCHEMES else texts
