"""RIS, for reference managers; one entry at a time, so that any number can be streamed.

Imports read each entry as the same document: by its id, which is the last part of the address of its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer import RIS_FACTS, RIS_PAGE, RIS_PRESENTED, TYPE_NAMES, WORK_PARTS, PartType, Work, incoming_line, ris_name
from web.exports.items import ExportItem
from web.site.language import page_language

_PAGES = re.compile(r"([^-]+)-([^-]+)")
_Tags = Iterator[tuple[str, str]]


def ris_entry(item: ExportItem) -> str:
    """One reference from TY to ER."""
    record = item.cited
    tags = [
        ("TY", TYPE_NAMES[record.work.type].ris),
        ("ID", item.id),
        *_work_tags(record.work),
        *(_presentation_tags(item) if record.is_presentation else _own_tags(item)),
        ("AB", item.metadata.summary),
        *(("KW", keyword) for keyword in item.exact_keywords),
        ("LA", item.metadata.language.value),
        ("C1", item.span),
        *((tag, value) for tag, key in RIS_FACTS.items() for value in item.texts(key)),
    ]
    lines = [f"{tag}  - {line}" for tag, value in tags if (line := incoming_line(value))]
    return "\n".join([*lines, "ER  - ", "", ""])


def _work_tags(work: Work) -> _Tags:
    stated = work.stated
    for part in WORK_PARTS:
        if part.type is PartType.AUTHORS:
            yield from (("AU", ris_name(author)) for author in work.authors)
        elif part.type is PartType.PAGES:
            first_and_last = _PAGES.fullmatch(work.pages)
            yield from zip(("SP", "EP"), first_and_last.groups() if first_and_last else (work.pages,), strict=False)
        elif part.ris:
            yield part.ris, str(stated.get(part.name, ""))


def _own_tags(item: ExportItem) -> _Tags:
    yield "TT", item.metadata.title_other
    yield "M3", item.kind
    yield "Y2", item.accessed.strftime("%Y/%m/%d")


def _presentation_tags(item: ExportItem) -> _Tags:
    """Our document about the work: in words for readers, and part by part for imports."""
    yield "N1", item.cited.presented(page_language())
    yield RIS_PAGE, item.url
    yield from ((tag, text) for tag, key in RIS_PRESENTED.items() for text in item.presented_texts(key))
