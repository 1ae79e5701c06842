"""The type of a file by the signature in its first kilobyte, never by its ending."""

from __future__ import annotations

import codecs
import re

HEAD_BYTES = 1024
MARKDOWN, HTML, PLAIN, PDF = "text/markdown", "text/html", "text/plain", "application/pdf"
ZIP = "application/zip"
"""An archive: office files and e-books are told apart by what they hold; see `office.py`."""

OLE = "application/x-ole-storage"
"""The container of old office files, of office files with a password, and of Outlook's e-mails."""

RTF, MAIL, WEB_ARCHIVE = "application/rtf", "message/rfc822", "multipart/related"

_BINARY_ENDINGS = (
    ".pdf", ".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm",
    ".odp", ".xlsx", ".xlsm", ".xltx", ".ods", ".epub", ".ppt", ".msg",
)  # fmt: skip
_TEXT_TYPES = (MARKDOWN, HTML, PLAIN)
_SIGNATURES = ((b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE))
_RTF_BEGINS = "{\\rtf"
_OTHER_TEXTS = ("%!ps", "-----begin ")
_WEB_ARCHIVE_SIGNS = ("\nsnapshot-content-location:", "from: <saved by", 'from: "saved by')
_WEB_ARCHIVE_ENDINGS = (".mht", ".mhtml")
_HEADERS = re.compile(r"(?:from \S+.*\n)?((?:[!-9;-~]+:.*\n(?:[ \t].*\n)*)+)")
_HEADERS_OF_MAIL = frozenset(
    "from to subject date message-id mime-version received return-path delivered-to content-type reply-to sender "
    "x-mailer thread-index dkim-signature authentication-results x-unsent".split()
)
_LEAST_HEADERS = 2
_HTML_BEGINS = re.compile(
    r"(?:<!--.*?(?:-->|\Z)\s*)*<(?:!doctype\s+html|html|head|body|title|meta|base|link|script|style|center|font|div|table|"
    r"frameset|article|main|section|h[1-6]|p)\b",
    re.DOTALL,
)
_HTML_FOLLOWS = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_PDF_WITHOUT_HEADER = re.compile(rb"\s*(?:%[^\r\n]*\s+)*\d+\s+\d+\s+obj\s*<<")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02


def detect_media_type(head: bytes, name: str) -> str:
    """The media type of a file by its first kilobyte; "" if it is none that is read.

    Text without a sign of its own is Markdown when the name says so.
    """
    signed = next((media_type for signature, media_type in _SIGNATURES if head.startswith(signature)), "")
    if signed:
        return signed
    # Anywhere in the head: readers of PDF bear what stands before it.
    if b"%PDF-" in head or _PDF_WITHOUT_HEADER.match(head):
        return PDF
    text = _text_of(head)
    return "" if text is None else _type_of_text(text, name)


def _type_of_text(text: str, name: str) -> str:
    if name.lower().endswith(".md") or text.startswith("+++"):
        return MARKDOWN
    lowered = text.lower().lstrip()
    if lowered.startswith(_RTF_BEGINS):
        return RTF
    if _is_mail(lowered):
        named = name.lower().endswith(_WEB_ARCHIVE_ENDINGS)
        return WEB_ARCHIVE if named or any(sign in f"\n{lowered}" for sign in _WEB_ARCHIVE_SIGNS) else MAIL
    if _HTML_BEGINS.match(lowered) or _HTML_FOLLOWS.search(lowered):
        return HTML
    return "" if lowered.startswith(("<?xml", *_OTHER_TEXTS)) else PLAIN


def _is_mail(lowered: str) -> bool:
    """Whether a text begins with the headers of an e-mail, of which the last in sight may be cut off."""
    block = _HEADERS.match(lowered.replace("\r\n", "\n") + "\n")
    if block is None:
        return False
    names = {line.partition(":")[0] for line in block.group(1).split("\n") if not line.startswith((" ", "\t"))}
    return len(names & _HEADERS_OF_MAIL) >= _LEAST_HEADERS


def breaks_promise(media_type: str, name: str) -> bool:
    """Whether a text bears the name of a printed or packed file: a download that ended in an error page."""
    return media_type in _TEXT_TYPES and name.lower().endswith(_BINARY_ENDINGS)


def _text_of(head: bytes) -> str | None:
    """The head as text; None if it is none. Zeros are passed over, for they come in saved web pages."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    # By Latin-1 nothing fails, and a head that ends within a character is no fault: all signs are ASCII.
    text = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    is_html = bool(_HTML_FOLLOWS.search(text.replace("\0", "").lower()))
    zeros = text.count("\0")
    text = text.replace("\0", "")
    if is_html:
        return text
    if zeros and not 0.4 <= zeros / len(head) <= 0.55:  # half of the bytes: UTF-16 without its mark
        return None
    return None if len(_CONTROL.findall(text)) > _MOST_CONTROLS * max(1, len(text)) else text
