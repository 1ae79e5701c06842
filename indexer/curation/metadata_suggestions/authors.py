"""Who wrote a document: names behind »Af« and »Forfatter:« at its beginning, else names that the file states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.curation.metadata_suggestions.concept_matcher import Passage
from indexer.domain.documents.document import Page

_PAGES_LOOKED_AT, _LINES_LOOKED_AT = 2, 40
_MAX_AUTHORS = 6
_LONGEST_REST = 60
_BEHIND = re.compile(
    r"^\s*(?:af|by|von|av|(?:skrevet|udarbejdet|forfattet|redigeret) af|(?:written|prepared|edited) by|"
    r"forfatter(?:e|en|ne)?|authors?|tekst|text)(?:\s*:\s*|\s+)(.{3,160})$",
    re.IGNORECASE,
)
_CAPITAL = "A-ZÆØÅÄÖÜÉÈÞÐŁŠŽ"
_NAME = re.compile(
    rf"[{_CAPITAL}][\w'’.-]*"
    rf"(?:\s+(?:(?:de|van|von|der|den|la|del|af|ten|ter|da)\s+){{0,2}}[{_CAPITAL}][\w'’-]*\.?){{1,4}}"
)
_BETWEEN = re.compile(r"\s*(?:;|,|\bog\b|\band\b|&|\bund\b|\boch\b)\s*")
_INVERTED = re.compile(rf"([{_CAPITAL}][\w'’-]+),\s+([{_CAPITAL}][\w'’.-]*(?:\s+[{_CAPITAL}][\w'’.-]*){{0,2}})")
_NO_PERSON = re.compile(
    r"\b(?:admin\w*|user|bruger\w*|owner|ejer|microsoft|office|windows|default|standard|scanner|canon|xerox|ricoh|adobe|"
    r"acrobat|unknown|ukendt|anonym\w*|guest|gæst|test|template|skabelon|\w*kommune|\w*bibliotek\w*|"
    r"\w*librar\w*|"
    r"universit\w*|institut\w*|\w*center|centre|\w*styrelsen?|ministeri\w*|\w*forening\w*|\w*selskab\w*|a/s|aps|ltd|inc|"
    r"team|gruppe\w*|group|redaktion\w*|\w*afdeling\w*|department|\w*forvaltning\w*|\w*skolen?|school|museum|council|"
    r"the|rapport|report|projekt\w*|project)\b",
    re.IGNORECASE,
)


def read_authors(pages: Sequence[Page]) -> list[tuple[str, Passage]]:
    """The names at the beginning of a text that a line calls its authors."""
    for page in pages[:_PAGES_LOOKED_AT]:
        for line in page.text.split("\n")[:_LINES_LOOKED_AT]:
            found = _BEHIND.match(line)
            names = _leading_names(found.group(1)) if found else []
            if names:
                return [(name, Passage(line.strip(), page.number, page.label)) for name in names[:_MAX_AUTHORS]]
    return []


def stated_authors(author: str) -> list[str]:
    """The names that a file states; none where one part of it is no person's name, as the name of a computer."""
    inverted = _INVERTED.fullmatch(author.strip())
    if inverted:
        author = f"{inverted[2]} {inverted[1]}"
    parts = [part for part in _BETWEEN.split(author) if part]
    return [_written(part) for part in parts[:_MAX_AUTHORS]] if parts and all(map(_is_name, parts)) else []


def _leading_names(text: str) -> list[str]:
    """The names that a line begins with, if nothing but a title or a place of work in small letters follows."""
    names: list[str] = []
    rest = ""
    for part in filter(None, _BETWEEN.split(text.strip(" .:"))):
        if rest or not _is_name(part):
            rest += f" {part}"
        else:
            names.append(_written(part))
    is_person_behind = not rest or (rest.strip()[0].islower() and len(rest) <= _LONGEST_REST)
    return names if is_person_behind else []


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text.title() if text.isupper() else text) is not None and not _NO_PERSON.search(text)


def _written(name: str) -> str:
    return " ".join((name.title() if name.isupper() else name).split())


def suggested_authors(pages: Sequence[Page], stated: str) -> Iterator[tuple[str, Passage | None]]:
    """Names that are read with where; where none is, those that the file states."""
    read = read_authors(pages)
    yield from read or ((name, None) for name in stated_authors(stated))
