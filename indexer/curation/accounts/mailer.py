"""Mail to those who have accounts, by the SMTP server that is configured; without one nothing is sent or offered."""

from __future__ import annotations

import dataclasses
import logging
import smtplib
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

from indexer.curation.accounts.handover import (
    SEVEN_BITS,
    Handover,
    MailRefused,
    handed_over,
    send_or_refuse,
    without_address,
)
from indexer.curation.accounts.mail_queue import MailQueue
from indexer.domain.errors import InvalidEntry

_LOG = logging.getLogger(__name__)
_TIMEOUT_SECONDS = 15.0
_SECRET_WAITS = (30.0, 120.0)
"""Seconds between the tries of a mail that is written nowhere."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and how long links are good; what config.toml says, units in the names.

    Attributes:
        encryption: "starttls", "tls" or "none".
        user: whom to sign in as; "" where nobody does.
        password_file: holds the password alone; read for every mail, so that it can be changed.
    """

    host: str
    port: int
    encryption: str
    user: str
    password_file: str
    sender: str
    invitation_hours: float
    reset_minutes: float

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> MailServer:
        """What concerns the server among the settings of mail."""
        return cls(**{part.name: settings[part.name] for part in dataclasses.fields(cls)})


class Mailer:
    """Sends mail, where a server, a sender and the address of the site are known."""

    def __init__(self, server: MailServer, base: Path, public_url: str, queue: MailQueue) -> None:
        """`base` is the folder that relative paths start at; `queue` keeps what could not be sent."""
        self.server, self._base, self.queue = server, base, queue
        self._timer: threading.Timer | None = None
        self.is_on = bool(server.host and server.sender and public_url)

    def send(self, to: str, subject: str, text: str, message_id: str = "") -> None:
        """Hand in one mail, and wait until the server has taken it.

        Raises:
            MailRefused: it never will; the message says why.
            InvalidEntry: it did not.
        """
        try:
            message = self._message(to, subject, text, message_id)
        except (ValueError, MessageError) as error:
            raise MailRefused("mail-not-sent", address=to, error=error) from error
        is_taken = False
        try:
            with self._connected() as connection:
                send_or_refuse(connection, to, message)
                is_taken = True
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # A server that fails while it says goodbye has the mail all the same.
            if not is_taken:
                raise InvalidEntry("mail-not-sent", address=to, error=error) from error

    def hand_over(self, to: str, subject: str, text: str, html: str, headers: Mapping[str, str]) -> Handover:
        """Hand in one mail as text and as HTML, and tell what is known of it: for queues, which must not send twice."""
        try:
            message = self._message(to, subject, text)
            for name, value in headers.items():
                message[name] = value
            message.add_alternative(html, subtype="html")
        except (ValueError, MessageError) as error:
            _LOG.error("A mail cannot be written: %s", without_address(error, to))
            return Handover.REFUSED
        outcome = Handover.UNREACHABLE
        try:
            with self._connected() as connection:
                outcome = handed_over(connection, self.server.sender, to, message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # A server that fails while it says goodbye has the mail all the same.
            if outcome is Handover.UNREACHABLE:
                _LOG.error("The mail server cannot be used: %s", without_address(error, to))
        return outcome

    def send_later(self, to: str, subject: str, text: str, *, holds_secret: bool = False) -> None:
        """Hand it in beside the request, so that nobody waits and nothing is told by how long it takes.

        What the server does not take is kept and tried again. A mail that holds a secret is written nowhere: it is
        tried a few times while this process lives.
        """
        if not holds_secret:
            try:
                self.queue.put(to, subject, text, _new_id(self.server.sender))
            except OSError as error:
                _LOG.warning("A mail cannot be kept, and is tried now alone: %s", error)
            else:
                self.send_waiting()
                return
        threading.Thread(target=self._send_or_note, args=(to, subject, text), daemon=True).start()

    def send_waiting(self) -> None:
        """Hand in beside the request what waits, and go on until nothing does."""
        if self.is_on:
            threading.Thread(target=self._send_queue, daemon=True).start()

    def send_queued(self) -> float | None:
        """Hand in what waits; seconds until the next try, None where nothing does or it cannot be looked at."""
        try:
            return self.queue.send(lambda mail: self.send(mail.to, mail.subject, mail.text, mail.message_id))
        except OSError as error:
            _LOG.error("Mail that waits cannot be looked at: %s", error)
            return None

    def check(self) -> None:
        """Reach the server and sign in; raises InvalidEntry where that fails."""
        try:
            with self._connected() as connection:
                connection.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise InvalidEntry("mail-not-sent", address=self.server.host, error=error) from error

    def _message(self, to: str, subject: str, text: str, message_id: str = "") -> EmailMessage:
        server, message = self.server, EmailMessage(SEVEN_BITS)
        # On one line: EmailMessage refuses line breaks in a header, which could begin another one.
        message["From"], message["To"], message["Subject"] = server.sender, to, _subject(subject)
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = message_id or _new_id(server.sender)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices stay away
        message.set_content(text)
        return message

    def _send_queue(self) -> None:
        wait = self.send_queued()
        if wait is not None:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(wait, self._send_queue)
            self._timer.daemon = True
            self._timer.start()

    def _send_or_note(self, to: str, subject: str, text: str) -> None:
        for wait in (*_SECRET_WAITS, None):
            try:
                self.send(to, subject, text)
                return
            except InvalidEntry as error:
                _LOG.error("A mail was not sent: %s", without_address(error.message.arguments["error"], to))
                if isinstance(error, MailRefused):
                    return
            if wait is not None:
                time.sleep(wait)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        # Without a context smtplib checks no certificate, and the password goes to whoever answers.
        server, context = self.server, ssl.create_default_context()
        if server.encryption == "tls":
            opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_SECONDS, context=context)
        else:
            opened = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
        with opened as connection:
            if server.encryption == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, self._password())
            yield connection

    def _password(self) -> str:
        name = self.server.password_file
        return (self._base / name).read_text("utf-8").strip() if name else ""


def _new_id(sender: str) -> str:
    # Without a domain Python looks up the name of this machine, and tells it to whoever gets the mail.
    return make_msgid(domain=sender.rpartition("@")[2])


def _subject(text: str) -> str:
    """A text as a subject, on one line."""
    # EmailMessage decodes encoded words (RFC 2047) before it looks for line ends, which would begin other headers.
    return " ".join(text.replace("=?", "= ?").split())
