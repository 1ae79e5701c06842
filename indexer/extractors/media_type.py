"""The type of a file by the signature in its first bytes, never by its ending alone."""

from __future__ import annotations

HEAD_BYTES = 1024
MARKDOWN, HTML, PDF = "text/markdown", "text/html", "application/pdf"
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def detect_media_type(head: bytes, name: str) -> str:
    """The media type of a file by its first kilobyte; "" if it is none that is read.

    Text without a sign of its own is Markdown when the name says so.
    """
    if b"%PDF-" in head:
        return PDF
    if b"\0" in head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:64]:
        return ""
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name.endswith(".md") or lowered.startswith(b"+++"):
        return MARKDOWN
    return HTML if any(sign in lowered for sign in _HTML_SIGNS) else ""
