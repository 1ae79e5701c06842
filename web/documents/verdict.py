"""What worked, what was hard, what can be learned: sections of a case that stand side by side, where it has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer import Page

_HEADINGS = frozenset({
    "det virkede", "det drillede", "det kan i lære", "hvad kom der ud af det", "hvad andre kan lære",
    "what worked", "what was hard", "what you can learn", "what came of it", "what others can learn",
})  # fmt: skip
_MOST, _MOST_WORDS = 3, 160
"""Columns that stand side by side; a longer text is read more easily across the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pages of a text that are shown together; side by side where they are a verdict."""

    pages: tuple[Page, ...]
    is_verdict: bool


def blocks(pages: Iterable[Page]) -> list[Block]:
    """The pages of a document in their order; nothing is left out, and nothing is filled in."""
    found: list[Block] = []
    for page in pages:
        belongs = bool(page.markup) and page.label.casefold() in _HEADINGS and len(page.text.split()) <= _MOST_WORDS
        if belongs and found and found[-1].is_verdict and len(found[-1].pages) < _MOST:
            found[-1] = Block((*found[-1].pages, page), True)
        else:
            found.append(Block((page,), belongs))
    return [Block(one.pages, one.is_verdict and len(one.pages) > 1) for one in found]
