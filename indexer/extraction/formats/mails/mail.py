"""E-mails and archives of web pages, as MIME has them -> what they say and what is attached to them."""

from __future__ import annotations

import codecs
import email
import email.errors
import email.header
import email.message
import email.policy
import email.utils
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from indexer.domain.documents.extraction import Extraction, FileInformation
from indexer.extraction.cleaning.raw_text import RawPage, RawText
from indexer.extraction.formats.decoding import decode_as, decode_text
from indexer.extraction.formats.media_type import MAIL, WEB_ARCHIVE
from indexer.extraction.formats.web_files.html import parse_html, read_html
from indexer.extraction.formats.web_files.html_rules import all_blocks
from indexer.extraction.notes import attachment_limit, attachments_unread

MOST_ATTACHMENTS = 50
MOST_LEVELS = 3
"""E-mails within e-mails that are read; what is deeper is named."""

_MOST_PARTS = 10_000
_LEAST_SHARE_OF_PLAIN = 0.5
_SHOWN_HEADERS = ("From", "To", "Cc", "Date")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_SHOWN_TYPES = ("image/", "audio/", "video/")
_PAGES = ("text/html", "application/xhtml+xml")
_NOT_FOR_READERS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


@dataclass(slots=True)
class Mail:
    """What an e-mail says: headers as they are shown, its text as plain text or as HTML, attachments."""

    subject: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    plain: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, or another e-mail, that comes with an e-mail."""

    name: str
    content: bytes | Mail


ReadAttachment = Callable[[str, bytes], Extraction | None]
"""Takes the text of an attached file by its name and content; None where nobody is to try."""


def parse_mail(content: bytes) -> Mail:
    """An e-mail as MIME has it; what is not well formed is read as far as it goes."""
    return _mail(_message(content), 1)


def _message(content: bytes) -> email.message.Message:
    return email.message_from_bytes(content.removeprefix(codecs.BOM_UTF8), policy=email.policy.compat32)


def _mail(message: email.message.Message, level: int) -> Mail:
    mail = Mail(_header(message, "Subject"), {name: _header(message, name) for name in _SHOWN_HEADERS})
    for part in _leaves(message):
        _take(mail, part, level)
    return mail


def read_web_archive(content: bytes) -> RawText:
    """The page of an archive: its first part of HTML, read as any web page."""
    message = _message(content)
    page = next((part for part in _leaves(message) if part.get_content_type() in _PAGES), None)
    raw = read_html(_decoded(page).encode("utf-8", "replace") if page is not None else b"")
    raw.media_type = WEB_ARCHIVE
    return raw


def mail_text(mail: Mail, read: ReadAttachment) -> RawText:
    """The e-mail as a page, then the pages of what is attached to it, each under the name of its file."""
    raw = RawText(MAIL, "mime", [RawPage("\n".join(_lines(mail)), mail.subject)], title_guess=mail.subject)
    raw.information = _information(mail)
    unread = []
    for attachment in mail.attachments[:MOST_ATTACHMENTS]:
        if isinstance(attachment.content, Mail):
            within = mail_text(attachment.content, read)
            _attach(raw, attachment.name, within)
            continue
        extraction = read(attachment.name, attachment.content)
        if extraction is None or not extraction.pages:
            unread.append(attachment.name)
        else:
            pages = [RawPage(page.text, page.label) for page in extraction.pages]
            _attach(raw, attachment.name, RawText(extraction.media_type, "", pages, list(extraction.notes)))
    if len(mail.attachments) > MOST_ATTACHMENTS:
        raw.notes.append(attachment_limit(MOST_ATTACHMENTS, len(mail.attachments)))
    if unread:
        raw.notes.append(attachments_unread(unread))
    return raw


def _attach(raw: RawText, name: str, within: RawText) -> None:
    before = len(raw.pages)
    for page in within.pages:
        named = f"{name}: {page.label}" if page.label and page.label != name else name
        raw.pages.append(replace(page, label=named))
    raw.notes += [replace(note, page=note.page + before if note.page else None) for note in within.notes]


def _lines(mail: Mail) -> Iterator[str]:
    """What a reader of the e-mail sees: subject, who wrote to whom and when, the text."""
    yield mail.subject
    yield from (f"{name}: {text}" for name, text in mail.headers.items() if text)
    as_text = "\n".join(text for _, text in all_blocks(parse_html(mail.html))) if mail.html else ""
    # Some programs write no more than a hint into the plain text of a page.
    yield mail.plain if len(mail.plain) >= _LEAST_SHARE_OF_PLAIN * len(as_text) else as_text


def _information(mail: Mail) -> FileInformation:
    name, address = email.utils.parseaddr(mail.headers.get("From", ""))
    year = _YEAR.search(mail.headers.get("Date", ""))
    return FileInformation(mail.subject, name or address, int(year.group(1)) if year else None)


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that hold something, in order; an attached e-mail is one of them. Without recursion, and bounded."""
    waiting: list[object] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if not isinstance(part, email.message.Message):
            continue
        if part.is_multipart() and not (_is_message(part) and part is not message):
            waiting += reversed(_parts(part))
        else:
            yield part


def _parts(message: email.message.Message) -> list[object]:
    """The parts of a message; none of one that has a text, which the library would decode by any charset it names."""
    payload = message.get_payload() if message.is_multipart() else None
    return list(payload) if isinstance(payload, list) else []


def _is_message(part: email.message.Message) -> bool:
    return part.get_content_type() == "message/rfc822"


def _take(mail: Mail, part: email.message.Message, level: int) -> None:
    kind, name = part.get_content_type(), _file_name(part)
    is_attached = bool(name) or part.get_content_disposition() == "attachment"
    if _is_message(part):
        mail.attachments.append(_attached_mail(part, name, level))
    elif kind == "text/plain" and not is_attached:
        mail.plain = "\n".join(filter(None, (mail.plain, _decoded(part))))
    elif kind in _PAGES and not is_attached:
        mail.html += _decoded(part)
    elif _is_for_readers(part, kind, is_attached=is_attached):
        mail.attachments.append(Attachment(name or kind, _bytes(part)))


def _is_for_readers(part: email.message.Message, kind: str, *, is_attached: bool) -> bool:
    """Whether a part is a file that a reader is handed: no signature, no picture that stands in the text."""
    if kind in _NOT_FOR_READERS or kind.startswith("multipart/"):
        return False
    is_shown = kind.startswith(_SHOWN_TYPES) and part.get_content_disposition() != "attachment"
    return not is_shown and (is_attached or not kind.startswith("text/"))


def _attached_mail(part: email.message.Message, name: str, level: int) -> Attachment:
    inner = next(iter(_parts(part)), None)
    if not isinstance(inner, email.message.Message) or level >= MOST_LEVELS:
        return Attachment(name or "e-mail", b"")
    mail = _mail(inner, level + 1)
    return Attachment(name or mail.subject or "e-mail", mail)


def _bytes(part: email.message.Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(part: email.message.Message) -> str:
    return decode_as(_bytes(part), str(part.get_content_charset("") or ""))


def _file_name(part: email.message.Message) -> str:
    try:
        return _plain(part.get_filename("") or "")
    except (LookupError, ValueError, TypeError):
        return ""


def _header(message: email.message.Message, name: str) -> str:
    # As it stands: the parser gives up bytes beyond ASCII, which many programs write into headers.
    stated = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return _plain(str(next(stated, "")))


def _plain(value: str) -> str:
    """A header on one line, its encoded words decoded; as it stands where they cannot be."""
    text = decode_text(value.encode("utf-8", "surrogateescape"))
    try:
        parts = [
            content if isinstance(content, str) else _encoded_word(content, charset)
            for content, charset in email.header.decode_header(text)
        ]
    except (ValueError, email.errors.MessageError):
        parts = [text]
    return " ".join("".join(parts).split())


def _encoded_word(content: bytes, charset: str | None) -> str:
    # What stands between encoded words comes in this form from the library.
    return decode_as(content, charset) if charset else content.decode("raw-unicode-escape", "replace")
