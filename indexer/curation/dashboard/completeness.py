"""What a useful document states: the list that a curator sees before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.domain.documents.metadata import NOT_GIVEN, Metadata
from indexer.domain.documents.metadata_schema import SCHEMA

MIN_WORDS = 120


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One point of the list; `id` is a fixed short name, for example "goals"."""

    id: str
    is_fulfilled: bool


def completeness(metadata: Metadata, words: int) -> tuple[CheckItem, ...]:
    """The points that matter for the kind of document, in the order of the form; `words` is the length of the text."""
    points: dict[str, bool] = {}
    for row in SCHEMA:
        if row.wanted.holds_for(metadata.kind):
            point = row.point or row.key
            points[point] = points.get(point, False) or row.value(metadata) not in NOT_GIVEN
    points["text"] = words >= MIN_WORDS
    return tuple(CheckItem(name, is_fulfilled) for name, is_fulfilled in points.items())
