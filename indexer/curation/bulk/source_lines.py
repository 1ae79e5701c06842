"""Sources in one cell: a line each, its parts between bars, in an order that people read and programs as well."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from indexer.domain.documents.metadata import Source
from indexer.domain.texts.web_addresses import web_address

_BAR = " | "
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:|10\.\d+/)\S+", re.IGNORECASE)
_YEAR = re.compile(r"[12]\d{3}")


def sources_cell(sources: Sequence[Source]) -> str:
    """A cell that `source_of_line` reads as the same sources, line by line; JSON where a text holds a bar.

    >>> sources_cell([Source("Evaluering", "https://a.example", "Skolen", 2012), Source("En bog")])
    'Evaluering | Skolen | 2012 | https://a.example\\nEn bog'
    """
    lines = [_line(source) for source in sources]
    stated = [_stated(source) for source in sources]
    if [one for line in lines for one in source_of_line(line)] == stated and lines[:1] != [""]:
        joined = "\n".join(lines)
        if not joined.startswith(("[", "{")):
            return joined
    return json.dumps(stated, ensure_ascii=False) if stated else ""


def _stated(source: Source) -> dict[str, object]:
    parts = {"title": source.title, "url": source.url, "publisher": source.publisher, "year": source.year}
    return {key: value for key, value in parts.items() if value}


def _line(source: Source) -> str:
    parts = (source.title, source.publisher, str(source.year or ""), source.url)
    return _BAR.join(part for part in parts if part)


def source_of_line(line: str) -> Iterator[Mapping[str, object]]:
    """The source of a line; those between semicolons, as exports of older versions wrote addresses and titles."""
    parts = [line] if _BAR in line else re.split(r"\s*;\s+", line.strip(" ;"))
    yield from (_source(part) for part in parts if part.strip())


def _source(line: str) -> Mapping[str, object]:
    title, *others = [part.strip() for part in line.split("|") if part.strip()] or [""]
    stated: dict[str, object] = {"title": title}
    if _ADDRESS.fullmatch(title):
        stated["url"] = web_address(title)
    for part in others:
        if _YEAR.fullmatch(part):
            stated["year"] = int(part)
        elif _ADDRESS.fullmatch(part):
            stated["url"] = web_address(part)
        else:
            stated["publisher"] = part
    return stated
