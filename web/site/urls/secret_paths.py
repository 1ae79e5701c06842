"""Addresses that are themselves the key to something: they are written down nowhere."""

from __future__ import annotations

import re

_LINK = re.compile(r"(/room/)[^/?#\s]+")
_HIDDEN = r"\1…"


def is_of_rooms(path: str) -> bool:
    """Whether a path, without the prefix of the site, is one of a room."""
    return path[3:].startswith("/room/")


def masked(text: str) -> str:
    """A text without the links of rooms in it.

    >>> masked("GET /da/room/edit-9f3a/network 200")
    'GET /da/room/…/network 200'
    """
    return _LINK.sub(_HIDDEN, text)
