"""What a meeting about results still owes: one decision, who sees to it, a day, and word to those who answered."""

from __future__ import annotations

from indexer.domain.messages import Message
from indexer.rooms.record.room import Room


def meeting_gaps(room: Room) -> tuple[Message, ...]:
    """What is missing, the decision first; without one nothing else is asked for."""
    plan, meeting = room.evaluation, room.result_meeting
    if not plan.decision:
        return (Message("room-meeting-no-decision"),)
    missing = (
        (not meeting.owner, Message("room-meeting-no-owner")),
        (not meeting.by, Message("room-meeting-no-day")),
        (not plan.told_back, Message("room-meeting-not-told")),
    )
    return tuple(message for is_missing, message in missing if is_missing)
