"""How the answer to a search is shown: as a list, as pictures or as a map. The view stands in the address (`view`)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace

from indexer import Query

PARAMETER = "view"
_PICTURES = 36
"""Pictures of a page: rows of two, three, four and six come out even; with 48 a page has more than 1,500 elements."""


class ResultView(enum.StrEnum):
    """A view of the same set of documents."""

    LIST = "list"
    PICTURES = "pictures"
    MAP = "map"

    def page_of(self, query: Query, usual_size: int) -> Query:
        """The search for what a page of the view shows; a number of hits that the address asks for is kept."""
        if self is ResultView.MAP:
            return replace(query, page_number=1, page_size=1)
        if self is ResultView.PICTURES and query.page_size == usual_size:
            return replace(query, page_size=_PICTURES)
        return query

    @property
    def kept(self) -> str:
        """What links add to an address to stay in the view; "" for the list."""
        return "" if self is ResultView.LIST else f"&{PARAMETER}={self.value}"


def asked_view(values: Sequence[str]) -> ResultView:
    """The last of the views that an address asks for: a button of a form comes after what the form holds."""
    known = [value for value in values if value in set(ResultView)]
    return ResultView(known[-1]) if known else ResultView.LIST
