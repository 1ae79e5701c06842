"""JSON: CSL items, as reference managers exchange them, or an export of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from indexer.curation.bulk.readers.own_json import read_own_json
from indexer.curation.bulk.readers.reference_types import type_of_csl
from indexer.curation.bulk.readers.references import Reference, reference_table, year_in
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text
from indexer.domain.texts.web_addresses import is_page_of
from indexer.domain.works.work import Author
from indexer.domain.works.work_parts import WORK_PARTS, PartType

CSL_CUSTOM = "samspil"
"""Below `custom`, which CSL leaves to each program: our document that presents the work, by key, and its `page`."""

_PARTS = {
    part.name: part.csl
    for part in WORK_PARTS
    if part.csl and part.name != "title" and part.type in (PartType.TEXT, PartType.PAGES, PartType.ISBN)
}
_READ = frozenset(_PARTS.values()).union(
    "id type title title-short author abstract keyword language issued event-date URL DOI genre custom".split()
)
_ITSELF = frozenset(("accessed",))


def read_json(text: str) -> Table:
    """The table of a list of items, of one, or of the documents of an export of ours.

    Raises:
        InvalidEntry: it is no JSON, or no item stands in it.
    """
    try:
        content = _incoming(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise InvalidEntry("not-json", error=str(error)[:120]) from error
    if isinstance(content, dict):
        if isinstance(content.get("documents"), list):
            return read_own_json(content["documents"])
        content = content.get("items", [content])
    return _table(content if isinstance(content, list) else [])


def _incoming(value: object) -> object:
    """What JSON wrote as \\u00ad was no character yet when the text came in by the one door."""
    if isinstance(value, str):
        return incoming_text(value)
    if isinstance(value, list):
        return [_incoming(one) for one in value]
    return {incoming_text(key): _incoming(one) for key, one in value.items()} if isinstance(value, dict) else value


def _table(items: list[Any]) -> Table:
    numbered = list(enumerate(items, start=1))
    faults = [RowMessage(str(number), "", Message("not-an-item")) for number, item in numbered if not _is_item(item)]
    whole = [(number, item) for number, item in numbered if _is_item(item)]
    # The note of an item of ours says in words what stands below `custom`.
    said = {str(key) for _, item in whole for key in item if key != "note" or not _custom(item)}
    unread = sorted(said - _READ - _ITSELF)
    notes = [RowMessage("", "", Message("columns-not-used", columns=", ".join(unread)))] if unread else []
    return reference_table((_reference(number, item) for number, item in whole), len(items), faults, notes)


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("type"), str)


def _reference(number: int, item: Mapping[str, Any]) -> Reference:
    document_id, custom = _text(item.get("id")), _custom(item)
    page = _text(custom.get("page"))
    read = Reference(
        number=number,
        type=type_of_csl(item["type"]),
        id=document_id,
        kind_name=_text(item.get("genre")),
        title=_text(item.get("title")),
        summary=_text(item.get("abstract")),
        language=_text(item.get("language")),
        year=year_in(_date(item.get("issued"))),
        span=_date(item.get("event-date")),
        doi=_text(item.get("DOI")),
        authors=list(_names(item.get("author"))),
        urls=[_text(item.get("URL"))] if item.get("URL") else [],
        parts={part: _text(item.get(name)) for part, name in _PARTS.items()},
        page=page if is_page_of(page, document_id) else "",
        presented={key: _texts(custom.get(key)) for key in ("title", "title_other", "kind", "authors")},
    )
    keywords = _text(item.get("keyword"))
    # Ours have semicolons; others leave the sign to each program.
    sign = ";" if read.is_own or ";" in keywords else ","
    return replace(read, keywords=[word.strip() for word in keywords.split(sign) if word.strip()])


def _custom(item: Mapping[str, Any]) -> Mapping[str, Any]:
    custom = item.get("custom")
    own = custom.get(CSL_CUSTOM) if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def _texts(value: object) -> list[str]:
    return [text for one in (value if isinstance(value, list) else [value]) if (text := _text(one))]


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _date(value: object) -> str:
    """The years of a date or a span, "2009/2012"; what is written in words as it is."""
    if not isinstance(value, dict):
        return _text(value)
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts):
        return "/".join(_text(part[0]) for part in parts)
    return _text(value.get("raw") or value.get("literal"))


def _names(value: object) -> Iterator[Author]:
    for name in value if isinstance(value, list) else ():
        if isinstance(name, dict) and (author := _name(name)) != Author():
            yield author


def _name(name: Mapping[str, object]) -> Author:
    particle, dropped = _text(name.get("non-dropping-particle")), _text(name.get("dropping-particle"))
    family = " ".join(filter(None, (particle, _text(name.get("family")))))
    given = " ".join(filter(None, (_text(name.get("given")), dropped)))
    if literal := _text(name.get("literal")) or ("" if family else given):
        return Author(name=literal)
    return Author(family, ", ".join(filter(None, (given, _text(name.get("suffix"))))))
