"""Organisations and places that were taken out of use: their addresses answer that, in words of their own."""

from __future__ import annotations

from werkzeug.exceptions import Gone, HTTPException, NotFound

from indexer import PLACE_SCHEME, Message
from web.site.context import page_vocabulary


class RecordGone(Gone):
    """An organisation or a place was taken out of use, and no other stands for it."""

    def __init__(self, facet: str) -> None:
        """Of the facet whose value it was."""
        super().__init__()
        is_place = facet == PLACE_SCHEME
        self.advice = Message("page-410-place-advice") if is_place else Message("page-410-organisation-advice")


def no_record(facet: str, record_id: str) -> HTTPException:
    """What answers for an id that no organisation or place has now: one had it, or none ever did."""
    return RecordGone(facet) if page_vocabulary().records(facet).has_gone(record_id) else NotFound()
