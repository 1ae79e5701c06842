"""When a document came in, became public and changed last: moments of UTC, written as texts that sort by time.

A moment is a day, "2026-11-23", or a second of one, "2026-11-23T17:52:58Z".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from indexer.domain.documents.metadata import Metadata, Status

Clock = Callable[[], str]
"""Tells the moment that it is."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The moments of a document; "" for those that are not known."""

    added: str = ""
    published: str = ""
    changed: str = ""

    @classmethod
    def stated(cls, metadata: Metadata) -> Dates:
        """What a file states itself."""
        return cls(metadata.added, metadata.published, metadata.changed)

    def of(self, metadata: Metadata) -> Metadata:
        """The metadata with these dates."""
        return metadata.replaced({"added": self.added, "published": self.published, "changed": self.changed})


def now() -> str:
    """The moment that it is."""
    return written_moment(datetime.datetime.now(datetime.UTC))


def is_public(metadata: Metadata, moment: str = "") -> bool:
    """Whether everybody may see a document at a moment, now unless it is named.

    Published, not internal, and its embargo is over: the one question that everything public asks.
    """
    # Moments are written alike, so that their letters are in the order of time; a day begins before its moments.
    return _is_for_all(metadata) and (not metadata.embargo or metadata.embargo <= (moment or now()))


def public_from(metadata: Metadata) -> str:
    """The moment at which an embargo ends and a document becomes public by itself; "" where it does not."""
    return metadata.embargo if _is_for_all(metadata) and not is_public(metadata) else ""


def seconds_until(moment: str) -> float:
    """How long it is until a moment, 0 for one that is over."""
    return max(0.0, (_read_time(moment) - datetime.datetime.now(datetime.UTC)).total_seconds())


def _is_for_all(metadata: Metadata) -> bool:
    """Whether it is public, or will be once its embargo is over."""
    return metadata.status is Status.PUBLISHED and not metadata.level


def written_moment(value: datetime.datetime | datetime.date) -> str:
    """A date or a date and time as a moment; a time that names no zone is one of UTC.

    >>> written_moment(datetime.date(2026, 11, 23)), written_moment(datetime.datetime(2026, 11, 23, 17, 52, 58, 7))
    ('2026-11-23', '2026-11-23T17:52:58Z')
    """
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    zoned = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return f"{zoned.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def read_moment(text: str) -> datetime.datetime | datetime.date | None:
    """What an ISO 8601 text says; None for a text that says no day.

    >>> read_moment("2026-11-23"), read_moment("i går")
    (datetime.date(2026, 11, 23), None)
    """
    try:
        return datetime.date.fromisoformat(text) if len(text) == len("2026-11-23") else _read_time(text)
    except ValueError:
        return None


def seconds(moment: str) -> int | None:
    """Seconds since 1970 of a moment, None for "".

    >>> seconds("1970-01-02"), seconds("1970-01-01T00:00:01Z"), seconds("")
    (86400, 1, None)
    """
    return int(_read_time(moment).timestamp()) if moment else None


def rfc3339(moment: str) -> str:
    """A moment with its time, as feeds have it; "" for "".

    >>> rfc3339("2026-11-23")
    '2026-11-23T00:00:00Z'
    """
    return written_moment(_read_time(moment)) if moment else ""


def _read_time(text: str) -> datetime.datetime:
    read = datetime.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)


def as_new(metadata: Metadata, moment: str) -> Metadata:
    """A document that comes in now; what it states of itself stands, for it may have been exported elsewhere."""
    published = metadata.published or _public_from(metadata, moment)
    return Dates(metadata.added or moment, published, metadata.changed or moment).of(metadata)


def as_changed(metadata: Metadata, before: Metadata, moment: str) -> Metadata:
    """A document that is saved with other content; it is published once, whatever becomes of it in between."""
    was_waiting = before.embargo > moment and before.published == before.embargo
    published = "" if was_waiting else before.published
    if not published and not is_public(before, moment):
        published = _public_from(metadata, moment)
    return Dates(before.added, published, moment).of(metadata)


def _public_from(metadata: Metadata, moment: str) -> str:
    """When a document that is saved at a moment becomes public; "" where it does not."""
    return max(moment, metadata.embargo) if _is_for_all(metadata) else ""


def first_seen(metadata: Metadata, moment: str) -> Dates:
    """The dates of a published file that was never seen before: what it states, and otherwise now.

    A file that states when it came in or became public, and no change, has not changed since.
    """
    stated = Dates.stated(metadata)
    published = stated.published or moment
    # A day of publication may lie ahead; nothing was added later than now.
    added = stated.added or min(published, moment)
    return Dates(added, published, stated.changed or stated.published or stated.added or moment)


def known(metadata: Metadata, before: Dates) -> Metadata:
    """Metadata with the dates that are remembered, and those that the file states now."""
    stated = Dates.stated(metadata)
    changed = max(stated.changed, before.changed)
    return Dates(stated.added or before.added, stated.published or before.published, changed).of(metadata)


def seen_again(metadata: Metadata, before: Dates, moment: str) -> Dates:
    """The dates of a file that holds something else than before; a change that it states itself stands."""
    stated = Dates.stated(metadata)
    changed = stated.changed if stated.changed > before.changed else moment
    return Dates(stated.added or before.added, stated.published or before.published, changed)
