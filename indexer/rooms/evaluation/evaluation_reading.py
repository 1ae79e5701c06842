"""What an evaluation still needs: three to five questions, one about citizens and one about the cooperation."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.domain.messages import Message
from indexer.rooms.evaluation.question_bank import BankQuestion
from indexer.rooms.record.changes import with_row
from indexer.rooms.record.evaluation import MAX_QUESTIONS, MIN_QUESTIONS, EvaluationQuestion
from indexer.rooms.record.room import Room, new_row_id

_NEEDED = {
    "citizens": Message("room-evaluation-no-citizens"),
    "cooperation": Message("room-evaluation-no-cooperation"),
}


def evaluation_gaps(room: Room) -> tuple[Message, ...]:
    """What is missing before the questions can be asked; nothing where they can."""
    return tuple(_gaps(room))


def with_questions(room: Room, chosen: tuple[BankQuestion, ...]) -> Room:
    """The room with questions of the collection that it does not have yet; one that was made its own stays.

    Raises:
        RoomRefused: there would be more than `MAX_QUESTIONS`.
    """
    held = {row.source for row in room.questions}
    for one in chosen:
        if one.id not in held:
            row = EvaluationQuestion(new_row_id(f"questions/{one.id}"), one.text, one.about, one.id, one.listen)
            room = with_row(room, "questions", row)
    return room


def _gaps(room: Room) -> Iterator[Message]:
    asked = [row for row in room.questions if row.text]
    if len(asked) < MIN_QUESTIONS:
        yield Message("room-evaluation-few", count=MIN_QUESTIONS - len(asked), least=MIN_QUESTIONS, most=MAX_QUESTIONS)
    about = {row.about for row in asked}
    for aspect, missing in _NEEDED.items():
        if asked and aspect not in about:
            yield missing
    if asked and not room.evaluation.purpose:
        yield Message("room-evaluation-no-purpose")
    if asked and not room.evaluation.before:
        yield Message("room-evaluation-no-before")
