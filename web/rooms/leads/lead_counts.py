"""Totals of the searches that rooms offer, counted once over each committed state: a page offers a score of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Flask, current_app

from indexer import DocumentId, Metadata, Query
from web.site.context import page_vocabulary, site

_MAX_REMEMBERED = 2000
State = tuple[Mapping[DocumentId, Metadata], str]


class LeadCounts:
    """Totals over the newest state; threads may share it, and count twice at worst."""

    def __init__(self) -> None:
        self._remembered: tuple[State | None, dict[Query, int]] = (None, {})

    def count(self, query: Query) -> int:
        """The total that the page of results gives."""
        # The records are the same object as long as no other state is committed; words may change without one.
        now = site().knowledge_base.comparer.public_records(), page_vocabulary().content_hash
        state, counts = self._remembered
        if state is None or state[0] is not now[0] or state[1] != now[1] or len(counts) >= _MAX_REMEMBERED:
            counts = {}
            self._remembered = (now, counts)
        if query not in counts:
            counts[query] = site().knowledge_base.count(query)
        return counts[query]


def install(app: Flask) -> None:
    """Keep the totals of the application."""
    app.extensions["samspil-lead-counts"] = LeadCounts()


def lead_counts() -> LeadCounts:
    """The totals of the current application."""
    return cast(LeadCounts, current_app.extensions["samspil-lead-counts"])
