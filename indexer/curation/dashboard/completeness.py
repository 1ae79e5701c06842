"""What a useful document states: the list that a curator sees before publishing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.domain.documents.metadata import NOT_GIVEN, Metadata
from indexer.domain.documents.metadata_key import MetadataKey
from indexer.domain.documents.metadata_schema import SCHEMA

MIN_WORDS = 120


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One point of the list; `id` is a fixed short name, for example "goals"."""

    id: str
    is_fulfilled: bool


def completeness(metadata: Metadata, words: int) -> tuple[CheckItem, ...]:
    """The points that matter for the kind of document, in the order of the form; `words` is the length of the text."""
    return checked_points(metadata.kind, lambda row: row.value(metadata) not in NOT_GIVEN, words)


def checked_points(kind: str, is_stated: Callable[[MetadataKey], bool], words: int | None) -> tuple[CheckItem, ...]:
    """The same of what a form holds; the text is no point where None says that it is not written there."""
    points: dict[str, bool] = {}
    for row in SCHEMA:
        if row.wanted.holds_for(kind):
            point = row.point or row.key
            points[point] = points.get(point, False) or is_stated(row)
    if words is not None:
        points["text"] = words >= MIN_WORDS
    return tuple(CheckItem(name, is_fulfilled) for name, is_fulfilled in points.items())
