"""A small memory of the pages that were read last."""

from __future__ import annotations

import threading
from collections import OrderedDict

from indexer.domain.documents.document import Page

_PAGE_OVERHEAD = 200
"""What a page without text weighs, in characters."""


class RecentPages:
    """The pages that were read last, up to so many characters; safe to share between threads."""

    def __init__(self, max_characters: int) -> None:
        self._left = max_characters
        self._pages: OrderedDict[tuple[str, int], Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, content_hash: str, number: int) -> Page | None:
        """The page, if it is still here."""
        key = content_hash, number
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, content_hash: str, page: Page) -> None:
        """Keep a page; those that were not read for longest make room for it."""
        key = content_hash, page.number
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._left -= _characters(page)
            while self._left < 0:
                _, oldest = self._pages.popitem(last=False)
                self._left += _characters(oldest)

    def forget(self, content_hash: str) -> None:
        """Let go of the pages of a text."""
        with self._lock:
            for key in [key for key in self._pages if key[0] == content_hash]:
                self._left += _characters(self._pages.pop(key))


def _characters(page: Page) -> int:
    return len(page.text) + len(page.markup) + _PAGE_OVERHEAD
