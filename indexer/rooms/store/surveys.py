"""Surveys that can be answered: published apart from their room, and the answers that wait for it.

While a room asks, its survey lies in a file of its own under the key of the link to answer, with the room's public key.
Each answer is sealed with that and waits beside the room, in an order that says nothing; whoever opens the room sees
them as part of it, and its next change takes them in.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace

from indexer.domain.errors import RoomNotFound, RoomRefused
from indexer.rooms.record.room import Room
from indexer.rooms.record.room_json import record_to_json, room_from_json
from indexer.rooms.record.survey import WAVES, SurveyAnswer
from indexer.rooms.store.answer_seals import opened_answer, sealed_answer
from indexer.rooms.store.links import AnswerLink, RoomLink
from indexer.rooms.store.published_survey import OpenSurvey, PublishedSurvey
from indexer.rooms.store.room_folder import RoomFolder
from indexer.rooms.store.sealed_file import Envelope, sealed, unsealed
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock


class Surveys:
    """The surveys of all rooms; safe to share between threads and processes."""

    def __init__(
        self, files: RoomFolder, lock: SharedLock, room_bytes: int, today: Callable[[], datetime.date]
    ) -> None:
        self._files, self._lock, self._room_bytes, self._today = files, lock, room_bytes, today

    def open(self, link: AnswerLink) -> OpenSurvey:
        """The survey of a link.

        Raises:
            RoomNotFound: there is none, or it cannot be answered any more.
            RoomDamaged: its file is not what was written.
        """
        return self._published(link)[1].asked

    def answer(self, link: AnswerLink, answer: SurveyAnswer) -> None:
        """Have an answer wait for its room; one that is sent twice under the same id counts once.

        Raises:
            RoomNotFound, RoomDamaged: see `open`.
            RoomRefused: there is no room for more answers.
            OSError: it cannot be written; all that waited is as it was.
        """
        if not self._files.survey_path(link).is_file():
            raise RoomNotFound("room-not-found")
        with self._lock.held():
            envelope, published = self._published(link)
            path = self._files.answers_path(published.room)
            lines = path.read_bytes().splitlines()[1:] if path.is_file() else []
            line = sealed_answer(published.key, _as_json(answer))
            # A line is longer than the row that it becomes, so that what is let in fits into the room.
            is_full = len(lines) >= published.answers_left
            if is_full or sum(map(len, (*lines, line))) > published.bytes_left:
                raise RoomRefused("room-survey-full")
            file = b"\n".join((envelope.line().rstrip(), *sorted((*lines, line)), b""))
            atomic_write(path, file, is_private=True)

    def with_waiting(self, link: RoomLink, read: Callable[[], tuple[Envelope, Room]]) -> tuple[Envelope, Room]:
        """A room as it is read, with the answers that wait for it; those that it has already are not added again."""
        # Answers first: were they taken in between the two, they would be in neither.
        waiting = self._waiting(link)
        envelope, room = read()
        held = {answer.id: answer for answer in (*waiting, *room.survey_answers)}
        if len(held) == len(room.survey_answers):
            return envelope, room
        return envelope, _with_answers(room, held)

    def are_waiting(self, link: RoomLink) -> bool:
        """Whether answers wait for a room."""
        return self._files.answers_path(link.file_name).is_file()

    def taken_in(self, link: RoomLink) -> None:
        """Forget the answers that waited; to be called once the room has been written with them."""
        if self.are_waiting(link):
            remove_durably(self._files.answers_path(link.file_name))

    def publish(self, link: RoomLink, ends: datetime.date, room: Room) -> None:
        """Have the survey be answered by the link of the wave that the room asks, and by no other."""
        for wave in WAVES:
            answer_link = link.answer_link(wave)
            assert answer_link is not None
            path = self._files.survey_path(answer_link)
            if room.survey.asking == wave and any(item.is_complete for item in room.survey_items):
                content = self._of_room(link, room).written()
                atomic_write(path, sealed(Envelope(ends, ""), answer_link.content_key, content), is_private=True)
            elif path.is_file():
                remove_durably(path)

    def withdraw(self, link: RoomLink) -> None:
        """Remove what there is of a room's survey for good."""
        for wave in WAVES:
            answer_link = link.answer_link(wave)
            assert answer_link is not None
            remove_durably(self._files.survey_path(answer_link))
        self.taken_in(link)

    def _of_room(self, link: RoomLink, room: Room) -> PublishedSurvey:
        bytes_left = self._room_bytes - self._files.path(link).stat().st_size
        return PublishedSurvey.of_room(room, link.file_name, link.answers_key.public_key(), bytes_left)

    def _published(self, link: AnswerLink) -> tuple[Envelope, PublishedSurvey]:
        try:
            file = self._files.survey_path(link).read_bytes()
        except FileNotFoundError as error:
            raise RoomNotFound("room-not-found") from error
        envelope, content = unsealed(file, link.content_key)
        published = PublishedSurvey.parsed(content)
        if envelope.ends < self._today() or not self._files.has_room(published.room):
            raise RoomNotFound("room-not-found")
        return envelope, published

    def _waiting(self, link: RoomLink) -> tuple[SurveyAnswer, ...]:
        try:
            lines = self._files.answers_path(link.file_name).read_bytes().splitlines()[1:]
        except FileNotFoundError:
            return ()
        key = link.answers_key
        rows = {row["id"]: row for row in (json.loads(opened_answer(key, line)) for line in lines)}
        return room_from_json({"survey_answers": list(rows.values())}, is_own=True).survey_answers


def _with_answers(room: Room, held: dict[str, SurveyAnswer]) -> Room:
    # Ids are random: their order says nothing about who came when.
    return replace(room, survey_answers=tuple(held[answer_id] for answer_id in sorted(held)))


def _as_json(answer: SurveyAnswer) -> bytes:
    return json.dumps(record_to_json(answer), ensure_ascii=False, separators=(",", ":")).encode()
