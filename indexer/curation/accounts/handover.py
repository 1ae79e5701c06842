"""What a mail server answers, step by step, and what is known of a mail then."""

from __future__ import annotations

import enum
import logging
import re
import smtplib
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from indexer.domain.errors import InvalidEntry

_LOG = logging.getLogger(__name__)
_REFUSED, _REFUSED_FOR_GOOD = 400, 500
_HEADER_LINE = 998
"""The most characters of a line (RFC 5322, 2.1.1)."""

SEVEN_BITS = SMTP_POLICY.clone(cte_type="7bit")
"""Every server takes it, and it is what a signature (DKIM) survives on any way."""


class Handover(enum.Enum):
    """What became of a mail: the server has it, or may have it, wants it later, or never; or is not there at all."""

    SENT = enum.auto()
    UNSURE = enum.auto()
    LATER = enum.auto()
    REFUSED = enum.auto()
    UNREACHABLE = enum.auto()


class MailRefused(InvalidEntry):
    """A mail that no further try brings anywhere."""


def send_or_refuse(connection: smtplib.SMTP, to: str, message: EmailMessage) -> None:
    """Hand in a mail; raises MailRefused where nobody ever takes it, else what smtplib does.

    A sender that is refused is no fault of the mail but of the settings, which somebody mends.
    """
    try:
        connection.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        if min(_codes(error)) < _REFUSED_FOR_GOOD:
            raise
        raise MailRefused("mail-not-sent", address=to, error=error) from error
    except (ValueError, MessageError) as error:
        raise MailRefused("mail-not-sent", address=to, error=error) from error


def handed_over(connection: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> Handover:
    """Step by step: only while the text itself goes over can it be unknown whether the server has it."""
    connection.ehlo_or_helo_if_needed()
    code, answer = connection.mail(sender)
    if code < _REFUSED:
        code, answer = connection.rcpt(to)
    if code >= _REFUSED:
        return _refused(code, answer, to)
    try:
        # Not folded: a long address within a header would be written as an encoded word, which no program follows.
        code, answer = connection.data(message.as_bytes(policy=SEVEN_BITS.clone(max_line_length=_HEADER_LINE)))
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error, to)
    except (OSError, smtplib.SMTPServerDisconnected):
        return Handover.UNSURE
    return _refused(code, answer, to) if code >= _REFUSED else Handover.SENT


def without_address(told: object, to: str) -> str:
    """What a server says, which often names the one who was to get the mail."""
    return re.sub(re.escape(to), "…", str(told), flags=re.IGNORECASE)


def _codes(error: smtplib.SMTPDataError | smtplib.SMTPRecipientsRefused) -> list[int]:
    if isinstance(error, smtplib.SMTPDataError):
        return [error.smtp_code]
    return [code for code, _ in error.recipients.values()]


def _refused(code: int, answer: bytes | str, to: str) -> Handover:
    told = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    _LOG.warning("The mail server refused a mail: %d %s", code, without_address(told, to))
    return Handover.REFUSED if code >= _REFUSED_FOR_GOOD else Handover.LATER
