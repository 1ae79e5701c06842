"""Outlook's .msg -> what it says and what is attached to it, as of any e-mail; olefile reads the container.

Which stream holds what: Microsoft's [MS-OXMSG] and [MS-OXPROPS].
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator

import compressed_rtf
import olefile

from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.mails.mail import MOST_LEVELS, Attachment, Mail
from indexer.extraction.formats.rich_text import read_rich_text
from indexer.extraction.timeout import at_most

OUTLOOK = "application/vnd.ms-outlook"
_SUBJECT, _BODY, _HTML, _RICH_TEXT = "0037", "1000", "1013", "1009"
_SENDER, _SENDER_ADDRESS, _TO, _CC = "0C1A", "5D01", "0E04", "0E03"
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _CONTENT, _EMBEDDED = "3707", "3704", "3001", "37010102", "3701000D"
_SENT = (0x0039, 0x0E06)
_TEXT_TYPES = {"001F": "utf-16-le", "001E": ""}
_STREAM = "__substg1.0_"
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_"
_TIME = 0x0040
_FILETIME_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_UNPACKING_SECONDS = 5.0
_MOST_BYTES = 50 << 20


def is_outlook(container: olefile.OleFileIO) -> bool:
    """Whether a container holds an e-mail."""
    return bool(container.exists(_PROPERTIES))


def parse_outlook(container: olefile.OleFileIO) -> Mail:
    """The e-mail of a container.

    Raises:
        OSError, struct.error: the container is damaged.
    """
    return _mail(container, (), 1)


def _mail(container: olefile.OleFileIO, place: tuple[str, ...], level: int) -> Mail:
    sender, address = _text(container, place, _SENDER), _text(container, place, _SENDER_ADDRESS)
    mail = Mail(_text(container, place, _SUBJECT))
    mail.headers = {
        "From": f"{sender} <{address}>" if sender and address and address != sender else sender or address,
        "To": _text(container, place, _TO),
        "Cc": _text(container, place, _CC),
        "Date": _sent(container, place, is_outermost=level == 1),
    }
    mail.plain = _text(container, place, _BODY)
    mail.html = _text(container, place, _HTML) or decode_text(_stream(container, (*place, f"{_STREAM}{_HTML}0102")))
    if not mail.plain and not mail.html:
        packed = _stream(container, (*place, f"{_STREAM}{_RICH_TEXT}0102"))
        mail.plain = "\n".join(page.text for page in read_rich_text(_unpacked(packed)).pages)
    mail.attachments = list(_attachments(container, place, level))
    return mail


def _attachments(container: olefile.OleFileIO, place: tuple[str, ...], level: int) -> Iterator[Attachment]:
    depth = len(place)
    folders = {
        tuple(entry[: depth + 1])
        for entry in container.listdir(streams=True, storages=False)
        if tuple(entry[:depth]) == place and len(entry) > depth + 1 and entry[depth].startswith(_ATTACHMENT)
    }
    for folder in sorted(folders):
        names = (_text(container, folder, key) for key in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        name = next(filter(None, names), "")
        embedded = (*folder, f"{_STREAM}{_EMBEDDED}")
        if container.exists([*embedded, _PROPERTIES]):
            mail = _mail(container, embedded, level + 1) if level < MOST_LEVELS else None
            yield Attachment(name or (mail.subject if mail else "") or "e-mail", mail or b"")
        else:
            yield Attachment(name or folder[-1], _stream(container, (*folder, f"{_STREAM}{_CONTENT}")))


def _text(container: olefile.OleFileIO, place: tuple[str, ...], key: str) -> str:
    for ending, encoding in _TEXT_TYPES.items():
        content = _stream(container, (*place, f"{_STREAM}{key}{ending}"))
        if content:
            text = content.decode(encoding, "replace") if encoding else decode_text(content)
            return text.rstrip("\0")
    return ""


def _stream(container: olefile.OleFileIO, place: tuple[str, ...]) -> bytes:
    """A stream; b"" if there is none or it is larger than is read."""
    name = list(place)
    if not container.exists(name) or container.get_type(name) != olefile.STGTY_STREAM:
        return b""
    if container.get_size(name) > _MOST_BYTES:
        return b""
    return bytes(container.openstream(name).read())


def _sent(container: olefile.OleFileIO, place: tuple[str, ...], *, is_outermost: bool) -> str:
    """When the e-mail was sent, else delivered, as ISO 8601 has it; "" if nothing says."""
    content = _stream(container, (*place, _PROPERTIES))
    moments = {}
    # Its head is longer in the outermost e-mail, which counts recipients.
    for start in range(32 if is_outermost else 24, len(content) - 15, 16):
        kind, key, _, ticks = struct.unpack_from("<HHIQ", content, start)
        if kind == _TIME:
            moments[key] = ticks
    ticks = next((moments[key] for key in _SENT if moments.get(key)), 0)
    try:
        moment = _FILETIME_EPOCH + datetime.timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M}" if ticks else ""


def _unpacked(packed: bytes) -> bytes:
    """The RTF that Outlook keeps packed; b"" where it is damaged: everything else is there."""
    unpacked: list[bytes] = []
    with at_most(_UNPACKING_SECONDS):
        unpacked.append(compressed_rtf.decompress(packed))
    return b"".join(unpacked)
