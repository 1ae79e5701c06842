"""Mail to those who have accounts, by the SMTP server that is configured; without one nothing is sent or offered."""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from indexer.domain.errors import InvalidEntry

_LOG = logging.getLogger(__name__)
_TIMEOUT_SECONDS = 15.0


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


class Mailer:
    """Sends mail, where a server, a sender and the address of the site are known."""

    def __init__(self, server: MailServer, base: Path, public_url: str) -> None:
        """`base` is the folder that relative paths start at."""
        self.server, self._base = server, base
        self.is_on = bool(server.host and server.sender and public_url)

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand in one mail, and wait until the server has taken it.

        Raises:
            InvalidEntry: it did not; the message says why.
        """
        server, message = self.server, EmailMessage()
        # On one line: EmailMessage refuses line breaks in a header, which could begin another one.
        message["From"], message["To"], message["Subject"] = server.sender, to, _subject(subject)
        message["Date"] = formatdate(localtime=False)
        # Without a domain Python looks up the name of this machine, and tells it to whoever gets the mail.
        message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices stay away
        message.set_content(text)
        try:
            with self._connected() as connection:
                connection.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError, MessageError) as error:
            raise InvalidEntry("mail-not-sent", address=to, error=error) from error

    def send_later(self, to: str, subject: str, text: str) -> None:
        """Hand it in beside the request, so that nobody waits and nothing is told by how long it takes."""
        threading.Thread(target=self._send_or_note, args=(to, subject, text), daemon=True).start()

    def check(self) -> None:
        """Reach the server and sign in; raises InvalidEntry where that fails."""
        try:
            with self._connected() as connection:
                connection.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise InvalidEntry("mail-not-sent", address=self.server.host, error=error) from error

    def _send_or_note(self, to: str, subject: str, text: str) -> None:
        try:
            self.send(to, subject, text)
        except InvalidEntry as error:
            _LOG.error("A mail was not sent: %s", error.message.arguments["error"])

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


def _subject(text: str) -> str:
    """A text as a subject, on one line."""
    # EmailMessage decodes encoded words (RFC 2047) before it looks for line ends, which would begin other headers.
    return " ".join(text.replace("=?", "= ?").split())
