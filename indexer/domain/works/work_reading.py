"""What a table states of a work -> Work, or what must be mended: the one judge for files, forms and imports."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_line
from indexer.domain.texts.web_addresses import WEB_ADDRESS, bare_doi, web_address
from indexer.domain.works.work import Author, Work, WorkType, author_of
from indexer.domain.works.work_parts import PARTS_BY_NAME, WORK_PARTS, PartType, WorkPart
from indexer.domain.years import is_year

PartFault = tuple[str, Message]
"""The part of the work that must be mended, "" for the whole, and what is to be said."""

MAX_AUTHORS = 1000
_NAME_KEYS = ("family", "given", "name")
_SHOWN_CHARACTERS = 80
_NEAREST = 3
_RANGE = re.compile(r"\s*(?:--+|[-–—])\s*")
_ISBN_SIGNS = re.compile(r"(?i)^\s*isbn(?:-1[03])?[:\s]*|[\s-]+")


class _Unfit(Exception):
    """A value that cannot be kept."""

    def __init__(self, message_id: str, **arguments: object) -> None:
        super().__init__(message_id)
        self.message = Message(message_id, **arguments)


def read_work(value: object) -> tuple[Work | None, tuple[PartFault, ...]]:
    """The work that a table states, with every fault; None where it states nothing, or as soon as there is a fault."""
    if not isinstance(value, Mapping):
        return None, (("", Message("not-work")),)
    faults: list[PartFault] = [_unknown_part(name) for name in value if name not in PARTS_BY_NAME]
    values: dict[str, Any] = {}
    for part in WORK_PARTS:
        try:
            values[part.name] = _READERS[part.type](part, value.get(part.name))
        except _Unfit as unfit:
            faults.append((part.name, unfit.message))
    if not faults and not any(values.values()):
        return None, ()
    faults += [
        (part.name, Message(f"missing-work-{part.name}"))
        for part in WORK_PARTS
        if part.is_required and values.get(part.name) == ""
    ]
    return (None, tuple(faults)) if faults else (Work(**_with_doi(values)), ())


def isbn_of(text: str) -> str:
    """An ISBN without hyphens; "" for what is none: ten or thirteen signs, the last of which checks the others.

    >>> isbn_of("ISBN 0-89843-611-7"), isbn_of("978-0-940069-34-3"), isbn_of("0-89843-611-8")
    ('0898436117', '9780940069343', '')
    """
    signs = _ISBN_SIGNS.sub("", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", signs):
        return signs if sum((10 - place) * _digit(sign) for place, sign in enumerate(signs)) % 11 == 0 else ""
    if re.fullmatch(r"97[89][0-9]{10}", signs):
        return signs if sum((1, 3)[place % 2] * int(sign) for place, sign in enumerate(signs)) % 10 == 0 else ""
    return ""


def _digit(sign: str) -> int:
    return 10 if sign == "X" else int(sign)


def _unknown_part(name: object) -> PartFault:
    nearest = difflib.get_close_matches(str(name), PARTS_BY_NAME, _NEAREST) or PARTS_BY_NAME
    return str(name), Message("unknown-work-key", name=str(name)[:_SHOWN_CHARACTERS], nearest=", ".join(nearest))


def _with_doi(values: dict[str, Any]) -> dict[str, Any]:
    """A DOI that stands as an address is kept as DOI: one form, in one place."""
    doi = bare_doi(values["url"])
    return {**values, "doi": doi, "url": ""} if doi and values["doi"] in ("", doi) else values


def _text(part: WorkPart, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unfit("not-text", value=_shown(value))
    line = incoming_line(value)
    if len(line) > part.limit:
        raise _Unfit("too-long", count=len(line), most=part.limit)
    return line


def _type(part: WorkPart, value: object) -> WorkType | str:
    word = _text(part, value)
    if word and word not in set(WorkType):
        raise _Unfit("unknown-choice", value=_shown(word), choices=", ".join(WorkType))
    return WorkType(word) if word else ""


def _year(_: WorkPart, value: object) -> int | None:
    if value is None or is_year(value):
        return value
    raise _Unfit("bad-year", value=f'"{_shown(value)}"' if isinstance(value, str) else _shown(value))


def _pages(part: WorkPart, value: object) -> str:
    return _RANGE.sub("-", _text(part, value))


def _doi(part: WorkPart, value: object) -> str:
    text = _text(part, value)
    if text and not bare_doi(text):
        raise _Unfit("bad-doi", value=_shown(text))
    return bare_doi(text)


def _isbn(part: WorkPart, value: object) -> str:
    text = _text(part, value)
    if text and not isbn_of(text):
        raise _Unfit("bad-isbn", value=_shown(text))
    return isbn_of(text)


def _address(part: WorkPart, value: object) -> str:
    address = web_address(_text(part, value))
    if address and not WEB_ADDRESS.fullmatch(address):
        raise _Unfit("bad-url", value=_shown(address))
    return address


def _authors(part: WorkPart, value: object) -> tuple[Author, ...]:
    names = [] if value is None else [value] if isinstance(value, str | Mapping) else value
    if not isinstance(names, list | tuple):
        raise _Unfit("not-authors", value=_shown(value))
    if len(names) > MAX_AUTHORS:
        raise _Unfit("too-many-authors", count=len(names), most=MAX_AUTHORS)
    return tuple(dict.fromkeys(_author(part, name) for name in names if name != ""))


def _author(part: WorkPart, value: object) -> Author:
    if isinstance(value, str):
        author = author_of(_text(part, value))
    elif isinstance(value, Mapping) and set(value) <= set(_NAME_KEYS):
        author = Author(**{key: _text(part, value.get(key)) for key in _NAME_KEYS})
    else:
        raise _Unfit("bad-author", value=_shown(value))
    # What cannot be typed cannot be kept: of a family name with a comma no format could tell where it ends.
    if author == Author() or author_of(str(author)) != author:
        raise _Unfit("bad-author", value=_shown(value))
    return author


def _shown(value: object) -> str:
    return str(value)[:_SHOWN_CHARACTERS]


_READERS: dict[PartType, Callable[[WorkPart, object], Any]] = {
    PartType.TYPE: _type,
    PartType.TEXT: _text,
    PartType.AUTHORS: _authors,
    PartType.YEAR: _year,
    PartType.PAGES: _pages,
    PartType.DOI: _doi,
    PartType.ISBN: _isbn,
    PartType.ADDRESS: _address,
}
