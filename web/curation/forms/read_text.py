"""The text of a file as it stands beside its form, with the passages marked that suggestions rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer import Extraction, MetadataSuggestion, Page

_FIRST_PAGES = 3
_MOST_PAGES = 20
_CHARACTERS = 2500
_BEHIND_A_MARK = 400


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it is shown.

    Attributes:
        parts: its text in order, each with whether it is marked.
        is_cut: whether the page goes on.
    """

    number: int
    label: str
    language: str
    parts: tuple[tuple[str, bool], ...]
    is_cut: bool


def read_pages(extraction: Extraction, suggested: Iterable[MetadataSuggestion]) -> tuple[ReadPage, ...]:
    """The first pages, and those that something was read on."""
    places: dict[int, set[tuple[int, int]]] = {}
    for one in suggested:
        passage = one.passage
        if passage is not None and passage.start >= 0:
            places.setdefault(passage.page_number, set()).add((passage.start, passage.end))
    shown = [page for ordinal, page in enumerate(extraction.pages) if ordinal < _FIRST_PAGES or page.number in places]
    return tuple(
        _read_page(page, extraction.page_language(page), sorted(places.get(page.number, ())))
        for page in shown[:_MOST_PAGES]
    )


def _read_page(page: Page, language: str, marks: Sequence[tuple[int, int]]) -> ReadPage:
    end = max(_CHARACTERS, marks[-1][1] + _BEHIND_A_MARK if marks else 0)
    text, at, parts = page.text[:end], 0, list[tuple[str, bool]]()
    for start, stop in marks:
        if start < at:  # one stands within another
            continue
        parts += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    parts.append((text[at:], False))
    label = page.label if page.label != str(page.number) else ""
    return ReadPage(page.number, label, language, tuple(part for part in parts if part[0]), end < len(page.text))
