"""Addresses that are themselves the key to something: they are written down nowhere."""

from __future__ import annotations

import re

_LINK = re.compile(r"(/(?:room|contribute/receipt|set-password|follow/confirm|follow/mine)/)[^/?#\s]+", re.IGNORECASE)
_OF_ROOMS = re.compile(r"/room(?:/|$)", re.IGNORECASE)
_HIDDEN = r"\1…"


def is_of_rooms(path: str) -> bool:
    """Whether a path is one of a room, or could be meant so.

    What leads nowhere may hold a link all the same, and the answer to a room that is begun leads to it.
    """
    return _OF_ROOMS.search(path) is not None


def holds_key(path: str) -> bool:
    """Whether a path opens something for whoever has it, so that a page must not repeat it in its head.

    >>> holds_key("/da/room"), holds_key("/da/room/edit-9f3a/network")
    (False, True)
    """
    return _LINK.search(path) is not None


def masked(text: str) -> str:
    """A text without the links of rooms, receipts and readers in it.

    >>> masked("GET /da/room/edit-9f3a/network 200")
    'GET /da/room/…/network 200'
    """
    return _LINK.sub(_HIDDEN, text)
