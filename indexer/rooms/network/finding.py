"""What is seen on a map of a network: a message that names its actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.domain.messages import Message
from indexer.rooms.record.records import RoomActor

NEAR = ("agreement", "regular")
MIN_ACTORS = 8
"""Below this a share says next to nothing: one actor more changes it by more than a tenth."""

_MAX_NAMES = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen: `code` for a link or a picture beside it, and the actors that it rests on."""

    code: str
    message: Message
    actors: tuple[str, ...] = ()
    sector: str = ""


def names(actors: Sequence[RoomActor]) -> str:
    """The names, of many the first and how many more there are."""
    told = [actor.name for actor in actors]
    return ", ".join(told[:_MAX_NAMES]) + (f" + {len(told) - _MAX_NAMES}" if len(told) > _MAX_NAMES else "")


def ids(actors: Sequence[RoomActor]) -> tuple[str, ...]:
    """The ids, in their order."""
    return tuple(actor.id for actor in actors)
