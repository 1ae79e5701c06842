"""A survey as it is published for those who answer: the questions, and what letting an answer in takes."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from indexer.rooms.record.room import SECTIONS, Room
from indexer.rooms.record.room_json import record_to_json, room_from_json
from indexer.rooms.record.survey import Survey, SurveyItem


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey as its link opens it: what is asked, in which wave, and nothing else of the room."""

    survey: Survey
    items: tuple[SurveyItem, ...]

    @property
    def wave(self) -> str:
        """The wave that an answer counts in."""
        return self.survey.asking


@dataclass(frozen=True, slots=True)
class PublishedSurvey:
    """What lies under the key of a link to answer.

    Attributes:
        room: the name of the room's file, beside which answers wait.
        key: what they are sealed with.
        answers_left, bytes_left: for how many the room has space, beside what it has taken in.
    """

    asked: OpenSurvey
    room: str
    key: X25519PublicKey
    answers_left: int
    bytes_left: int

    @classmethod
    def of_room(cls, room: Room, file_name: str, key: X25519PublicKey, bytes_left: int) -> PublishedSurvey:
        """The survey of a room, with the questions that can be asked."""
        asked = OpenSurvey(room.survey, tuple(item for item in room.survey_items if item.is_complete))
        left = SECTIONS["survey_answers"].most - len(room.survey_answers)
        return cls(asked, file_name, key, left, bytes_left)

    @classmethod
    def parsed(cls, content: bytes) -> PublishedSurvey:
        """What `written` wrote."""
        held = json.loads(content)
        asked = room_from_json({name: held[name] for name in ("survey", "survey_items")}, is_own=True)
        key = X25519PublicKey.from_public_bytes(base64.b64decode(held["key"]))
        opened = OpenSurvey(asked.survey, asked.survey_items)
        return cls(opened, held["room"], key, held["answers_left"], held["bytes_left"])

    def written(self) -> bytes:
        """As JSON."""
        content = {
            "survey": record_to_json(self.asked.survey),
            "survey_items": [record_to_json(item) for item in self.asked.items],
            "room": self.room,
            "key": base64.b64encode(self.key.public_bytes_raw()).decode(),
            "answers_left": self.answers_left,
            "bytes_left": self.bytes_left,
        }
        return json.dumps(content, ensure_ascii=False).encode()
