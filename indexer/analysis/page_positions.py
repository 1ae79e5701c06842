"""How the words of a page are counted as they are analysed, beside those of its text."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis.tokens import token_texts
from indexer.domain.documents.document import Page


def page_heading(page: Page) -> str:
    """What is analysed before a page's text: the heading of a section, which its text lacks."""
    return f"{page.label}\n" if page.markup else ""


def positions_in_text(page: Page, positions: Sequence[int]) -> list[int]:
    """Positions among the words of a page as it was analysed -> those among the words of its text."""
    before = len(token_texts(page_heading(page)))
    return [position - before for position in positions if position >= before]
