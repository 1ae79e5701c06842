"""Addresses that others wrote: what cannot be read as one is one that says nothing."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split_address(text: str) -> SplitResult:
    """The parts of an address, all of them "" where it is none.

    >>> split_address("http://[::1/?q=a").query, split_address("/da/search?q=a").query
    ('', 'q=a')
    """
    try:
        return urlsplit(text)
    except ValueError:
        return SplitResult("", "", "", "", "")
