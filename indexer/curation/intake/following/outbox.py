"""Mails that wait to be handed to the server: tried again where it says no for now, and none handed over twice.

A mail is marked before it is handed over and removed after. What is found marked later was cut short in between, and
nobody knows whether the server has it: it counts as sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from indexer.curation.accounts.handover import Handover
from indexer.curation.intake.following.followers import CONFIRM_SECONDS, Followers, forget

_PAUSES = (600.0, 3600.0, 4 * 3600.0, 12 * 3600.0, 24 * 3600.0, 24 * 3600.0)
"""Seconds between the tries of a mail; after the last one it is given up."""

_CUT_SHORT_SECONDS = 3600.0
"""Longer than any server lets wait for an answer (RFC 5321, 4.5.3.2)."""

_MAX_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that is ours to hand over; `content` says what it is about, `tries` how often that failed."""

    id: int
    reader: int
    address: str
    language: str
    content: str
    tries: int


class Outbox:
    """The mails of the followers; safe to share between threads and processes."""

    def __init__(self, followers: Followers, clock: Callable[[], float] = time.time) -> None:
        self._followers, self._database, self._clock = followers, followers.database, clock

    def apart(self) -> Outbox:
        """Another outbox over the same mails: for a thread beside forks, whose locks no child must inherit."""
        return Outbox(Followers(self._followers.folder, self._clock), self._clock)

    def has_due(self) -> bool:
        """Whether anybody is to be written to now, or forgotten."""
        if not self._database.exists:
            return False
        now = self._clock()
        asked = (
            ("SELECT 1 FROM mail WHERE handed = 0 AND next_try <= ?", now),
            ("SELECT 1 FROM mail WHERE handed > 0 AND handed < ?", now - _CUT_SHORT_SECONDS),
            ("SELECT 1 FROM reader WHERE due > 0 AND due <= ?", now),
            ("SELECT 1 FROM follow WHERE NOT is_confirmed AND asked < ?", now - CONFIRM_SECONDS),
        )
        with self._database.reading() as connection:
            return any(connection.execute(question, (moment,)).fetchone() for question, moment in asked)

    def forget_unconfirmed(self) -> None:
        """Forget what nobody confirmed in time; the addresses too, whether mail is sent or not."""
        self._followers.forget_unconfirmed()

    def take(self) -> WaitingMail | None:
        """Mark the next mail as ours, None where none waits; readers whose address nobody can read are forgotten."""
        now = self._clock()
        while True:
            with self._database.writing() as connection:
                row = connection.execute(
                    "SELECT mail.id, mail.reader, sealed, language, content, tries FROM mail"
                    " JOIN reader ON reader.id = mail.reader JOIN address ON address.reader = mail.reader"
                    " WHERE handed = 0 AND next_try <= ? ORDER BY mail.id LIMIT 1",
                    (now,),
                ).fetchone()
                if row is None:
                    return None
                number, reader, sealed, *rest = row
                address = self._followers.seal.opened(sealed)
                if address is not None:
                    connection.execute("UPDATE mail SET handed = ? WHERE id = ?", (now, number))
                    return WaitingMail(number, reader, address, *rest)
                forget(connection, reader)

    def settle(self, mail: WaitingMail, outcome: Handover) -> None:
        """Note what became of a mail that is ours. An address that is refused again and again is forgotten."""
        with self._database.writing() as connection:
            if outcome in (Handover.LATER, Handover.UNREACHABLE) and mail.tries < len(_PAUSES):
                next_try = self._clock() + _PAUSES[mail.tries]
                again = "UPDATE mail SET handed = 0, tries = tries + 1, next_try = ? WHERE id = ?"
                connection.execute(again, (next_try, mail.id))
                return
            connection.execute("DELETE FROM mail WHERE id = ?", (mail.id,))
            if outcome is Handover.REFUSED:
                connection.execute("UPDATE reader SET refusals = refusals + 1 WHERE id = ?", (mail.reader,))
            elif outcome is Handover.SENT:
                connection.execute("UPDATE reader SET refusals = 0 WHERE id = ?", (mail.reader,))
            asked = "SELECT refusals FROM reader WHERE id = ?"
            found = connection.execute(asked, (mail.reader,)).fetchone()
            if found and found[0] >= _MAX_REFUSALS:
                forget(connection, mail.reader)

    def give_up_cut_short(self) -> int:
        """Remove the mails whose handing over was cut short; how many there were."""
        if not self._database.exists:
            return 0
        with self._database.writing() as connection:
            late = self._clock() - _CUT_SHORT_SECONDS
            return connection.execute("DELETE FROM mail WHERE handed > 0 AND handed < ?", (late,)).rowcount
