from __future__ import annotations

import pytest

from indexer.extraction.formats.media_type import (
    HTML,
    MAIL,
    MARKDOWN,
    OLE,
    PDF,
    PLAIN,
    RTF,
    WEB_ARCHIVE,
    ZIP,
    breaks_promise,
    detect_media_type,
)


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"%PDF-1.7\n", "a.txt", PDF),
        (b"junk before\n%PDF-1.4", "a.pdf", PDF),
        (b"%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog", "a.pdf", PDF),
        (b"PK\x03\x04rest", "a.pdf", ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", OLE),
        (b"<!DOCTYPE html><title>x", "a", HTML),
        (b"\xef\xbb\xbf\r\n<HTML>", "a.txt", HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C">', "a", HTML),
        (b"<!-- saved from url -->\n<table><tr><td>", "a.htm", HTML),
        ("<html><body>å".encode("utf-16"), "a", HTML),
        (b"<html>\0\0<body>", "a.html", HTML),
        (b"# Overskrift", "a.md", MARKDOWN),
        (b'+++\ntitle = "x"\n+++', "a.txt", MARKDOWN),
        ("Blåbær på Ærø".encode("latin-1"), "a.txt", PLAIN),
        ("Blåbær på Ærø og Øland".encode("utf-16-le"), "a.txt", PLAIN),
        (b"<svg xmlns='x'>", "a.html", PLAIN),
        (b'<?xml version="1.0"?><office:document>', "a.odt", ""),
        (b"{\\rtf1\\ansi", "a.doc", RTF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.pdf", ""),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.mht", WEB_ARCHIVE),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.dk\r\nSubject: A", "a.txt", WEB_ARCHIVE),
        (b"Return-Path: <a@b.dk>\r\nReceived: from x\r\n\tby y; Mon\r\nSubject: A", "a.txt", MAIL),
        (b"From a@b.dk Mon Feb  5 10:00:00 2024\nFrom: a@b.dk\nTo: c@d.dk\n\nHej", "a", MAIL),
        ("Subject: Møde\nFrom: Åse".encode("cp1252"), "a.eml", MAIL),
        (b"Fra: A\nEmne: B\nDato: C", "a.txt", PLAIN),
        (b"Subject: kun en linje\n\nTekst", "a.txt", PLAIN),
        (b"Subject: A\nFrom: B\n", "a.md", MARKDOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].decode("latin-1"),
)
def test_the_type_is_told_by_the_first_bytes(head: bytes, name: str, media_type: str) -> None:
    assert detect_media_type(head, name) == media_type


def test_a_web_page_under_the_name_of_a_pdf_breaks_its_promise() -> None:
    assert breaks_promise(HTML, "rapport.pdf")
    assert breaks_promise(PLAIN, "rapport.DOCX")
    assert not breaks_promise(HTML, "side.html")
    assert not breaks_promise(PDF, "rapport.docx")
