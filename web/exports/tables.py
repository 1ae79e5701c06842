"""CSV and JSON: everything that is stated, one document at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator

from web.exports.items import ExportItem
from web.exports.spreadsheet import spreadsheet_row
from web.site.context import site
from web.site.presentation import label

_VOCABULARY = {
    "sector": "sectors",
    "goal": "goals",
    "partner-type": "partner_types",
    "subject": "subjects",
    "phase": "phases",
    "form": "forms",
    "country": "countries",
}
_COLUMNS = (
    "id", "title", "title_other", "kind", "language", "summary", *_VOCABULARY.values(), "libraries", "municipalities",
    "partners", "year_start", "year_end", "outcome", "authors", "url", "sources",
)  # fmt: skip


def csv_rows(items: Iterator[ExportItem]) -> Iterator[str]:
    """A head and a row per document; lists are joined by "; ", concepts are ids. Begins with a byte order mark."""
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
    metadata, public = item.metadata, site().knowledge_base.public_records()
    content: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": metadata.title,
        "title_other": metadata.title_other,
        "summary": metadata.summary,
        "summary_other": metadata.summary_other,
        "kind": {"id": metadata.kind, "label": item.kind},
        "language": metadata.language.value,
        "libraries": list(metadata.libraries),
        "municipalities": list(metadata.municipalities),
        "partners": list(metadata.partners),
        "authors": list(metadata.authors),
        "year_start": metadata.year_start,
        "year_end": metadata.year_end,
        "outcome": metadata.outcome.value if metadata.outcome else None,
        "related": [related for related in metadata.related if related in public],
        "sources": [
            {"title": s.title, "url": s.url, "publisher": s.publisher, "year": s.year} for s in metadata.sources
        ],
    }
    for facet, name in _VOCABULARY.items():
        content[name] = [{"id": value, "label": label(facet, value)} for value in getattr(metadata, name)]
    return content


def _cells(item: ExportItem) -> tuple[object, ...]:
    metadata = item.metadata
    lists = ("; ".join(getattr(metadata, name)) for name in _VOCABULARY.values())
    return (
        item.id, metadata.title, metadata.title_other, metadata.kind, metadata.language.value, item.summary, *lists,
        "; ".join(metadata.libraries), "; ".join(metadata.municipalities), "; ".join(metadata.partners),
        metadata.year_start, metadata.year_end, metadata.outcome.value if metadata.outcome else "",
        "; ".join(metadata.authors), item.url, "; ".join(source.url or source.title for source in metadata.sources),
    )  # fmt: skip
