"""CSL-JSON, for reference managers and our own citations.

Imports read each item as the same document: by its id, which is the last part of the address of its page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from indexer import CSL_CUSTOM, TYPE_NAMES, WORK_PARTS, Author, Work, incoming_line
from web.exports.citation_record import SITE_NAME
from web.exports.items import ExportItem
from web.site.language import page_language


def csl_item(item: ExportItem) -> dict[str, object]:
    """One item as CSL-JSON has it."""
    record, metadata = item.cited, item.metadata
    span = [[int(year)] for year in item.span.split("/") if year]
    fields: dict[str, object] = {
        "id": item.id,
        "type": TYPE_NAMES[record.work.type].csl,
        **_work_fields(record.work),
        **(_presentation_fields(item) if record.is_presentation else _own_fields(item)),
        "abstract": incoming_line(metadata.summary),
        "keyword": "; ".join(map(incoming_line, item.exact_keywords)),
        "language": metadata.language.value,
        "event-date": {"date-parts": span} if span and not item.span.startswith("/") else {},
    }
    return {key: value for key, value in fields.items() if value}


def csl_json(items: Iterator[ExportItem]) -> Iterator[str]:
    """A JSON array, piece by piece."""
    yield "["
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + json.dumps(csl_item(item), ensure_ascii=False)
    yield "\n]\n"


def _work_fields(work: Work) -> dict[str, object]:
    stated = work.stated
    return {
        **{part.csl: stated.get(part.name, "") for part in WORK_PARTS if part.csl},
        "author": list(map(_name, work.authors)),
        "issued": {"date-parts": [[work.year]]} if work.year else {},
    }


def _own_fields(item: ExportItem) -> dict[str, object]:
    accessed = item.accessed
    return {
        "container-title": SITE_NAME,
        "publisher": "",  # the site is named once
        "genre": incoming_line(item.kind),
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }


def _presentation_fields(item: ExportItem) -> dict[str, object]:
    """Our document about the work: in words for readers, and part by part for imports."""
    told = {key: item.presented_texts(key) for key in ("title", "title_other", "kind", "authors")}
    texts = {key: list(texts) if key == "authors" else "".join(texts) for key, texts in told.items()}
    stated = {key: value for key, value in texts.items() if value}
    return {
        "note": item.cited.presented(page_language()),
        "custom": {CSL_CUSTOM: {"page": item.url, **stated}},
    }


def _name(author: Author) -> dict[str, str]:
    if not author.is_person:
        return {"literal": author.name}
    return {"family": author.family, **({"given": author.given} if author.given else {})}
