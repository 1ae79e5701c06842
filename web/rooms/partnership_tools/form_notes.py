"""What a short form says of what stands in it: what is missing, who carries most, what is worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from indexer import Message
from indexer.rooms import Risk, Room
from web.rooms.writing.record_form import side_names
from web.site.language import number

_GRAVE, _MIN_TASKS, _MIN_SIDES = 6, 4, 2
_HALF = 0.5


def no_notes(room: Room) -> tuple[Message, ...]:
    """Nothing."""
    return ()


def goal_notes(room: Room) -> tuple[Message, ...]:
    """Goals by which nothing can be seen."""
    return tuple(Message("room-note-no-sign", goal=goal.text) for goal in room.goals if goal.text and not goal.sign)


def role_notes(room: Room) -> tuple[Message, ...]:
    """Tasks that nobody holds, and whoever holds more than half."""
    return (*_unheld(room), *_burdened(room))


def risk_notes(room: Room) -> tuple[Message, ...]:
    """The gravest risks first, by likelihood times harm, and whether anybody keeps watch."""
    judged = sorted((risk for risk in room.risks if risk.what), key=_weight, reverse=True)
    return tuple(
        Message("room-note-grave", risk=risk.what, owner=risk.owner)
        if risk.owner
        else Message("room-note-grave-unwatched", risk=risk.what)
        for risk in judged
        if _weight(risk) >= _GRAVE
    )


def budget_notes(room: Room) -> tuple[Message, ...]:
    """What each side puts in, and that it is worth asking whether it is fair."""
    names = side_names(room)
    kroner = _sums((row.actor, row.kroner) for row in room.money)
    hours = _sums((row.actor, row.hours) for row in room.hours)
    sides = [side for side in names if side in {*kroner, *hours}]
    own = tuple(
        Message("room-note-puts-in", name=names[side], kroner=number(kroner[side]), hours=number(hours[side]))
        for side in sides
    )
    unnamed = kroner[""] or hours[""]
    nobody = (Message("room-note-nobodys", kroner=number(kroner[""]), hours=number(hours[""])),) if unnamed else ()
    total = (Message("room-note-in-all", kroner=number(kroner.total()), hours=number(hours.total())),)
    return (*own, *nobody, *(total if len(sides) >= _MIN_SIDES else ()))


def closing_notes(room: Room) -> tuple[Message, ...]:
    """What is left to tidy up, and whether those who used it are thought of."""
    left = sum(1 for task in room.closing_tasks if task.what and not task.is_done)
    users = room.closing.way and not room.closing.users
    return (
        *((Message("room-note-left", count=left),) if left else ()),
        *((Message("room-note-users"),) if users else ()),
    )


def _unheld(room: Room) -> Iterator[Message]:
    for task in room.tasks:
        if task.what and not task.holder:
            yield Message("room-note-unheld", task=task.what)


def _burdened(room: Room) -> Iterator[Message]:
    held = Counter((task.actor, task.holder) for task in room.tasks if task.holder)
    count = held.total()
    for (_, holder), own in held.most_common(1):
        if count >= _MIN_TASKS and own / count > _HALF:
            yield Message("room-note-burdened", holder=holder, own=own, count=count)


def _weight(risk: Risk) -> int:
    return int(risk.likelihood or 0) * int(risk.harm or 0)


def _sums(pairs: Iterable[tuple[str, int | None]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for side, amount in pairs:
        sums[side] += amount or 0
    return sums
