"""Pages of lists that are no searches."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

_HIGHEST_PAGE = 100_000


def asked_page(parameters: MultiDict[str, str]) -> int:
    """The number of the page that an address asks for, 1 where it asks for none that could be."""
    text = parameters.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(1, number), _HIGHEST_PAGE)
