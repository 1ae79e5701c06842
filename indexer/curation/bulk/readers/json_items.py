"""JSON: CSL items, as reference managers exchange them, or an export of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from indexer.curation.bulk.readers.own_json import read_own_json
from indexer.curation.bulk.readers.references import Reference, reference_table, year_in
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

_KINDS = {"report": "report", "book": "theory", "chapter": "theory", "thesis": "theory", "pamphlet": "guide"}
_READ = frozenset("id type title title-short author abstract keyword language issued event-date URL DOI genre".split())
_ITSELF = frozenset(("accessed", "container-title"))


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
    unread = sorted({str(key) for _, item in whole for key in item} - _READ - _ITSELF)
    notes = [RowMessage("", "", Message("columns-not-used", columns=", ".join(unread)))] if unread else []
    return reference_table((_reference(number, item) for number, item in whole), len(items), faults, notes)


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("type"), str)


def _reference(number: int, item: Mapping[str, Any]) -> Reference:
    read = Reference(
        number=number,
        kind=_KINDS.get(item["type"], "article"),
        id=_text(item.get("id")),
        kind_name=_text(item.get("genre")),
        title=_text(item.get("title")),
        summary=_text(item.get("abstract")),
        language=_text(item.get("language")),
        year=year_in(_date(item.get("issued"))),
        span=_date(item.get("event-date")),
        doi=_text(item.get("DOI")),
        authors=list(_names(item.get("author"))),
        urls=[_text(item.get("URL"))] if item.get("URL") else [],
    )
    keywords = _text(item.get("keyword"))
    # Ours have semicolons; others leave the sign to each program.
    sign = ";" if read.is_own or ";" in keywords else ","
    return replace(read, keywords=[word.strip() for word in keywords.split(sign) if word.strip()])


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


def _names(value: object) -> Iterator[str]:
    for name in value if isinstance(value, list) else ():
        if isinstance(name, dict):
            particle = _text(name.get("non-dropping-particle"))
            family = " ".join(filter(None, (particle, _text(name.get("family")))))
            given = _text(name.get("given"))
            yield _text(name.get("literal")) or ", ".join(filter(None, (family, given)))
