"""Files told apart by what they hold, texts decoded whatever they say of themselves."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.media_type import HEAD_BYTES, HTML, MARKDOWN, PLAIN, detect_media_type
from indexer.extraction.worker import ENGINES

DANISH = st.text(alphabet="abcæøåÆØÅé .,\n", min_size=1, max_size=80)


@pytest.mark.parametrize(
    "head",
    [
        b"\x7fELF\x02\x01\x01" + b"\0" * 20,
        b"GIF89a\x01\0\x01\0\x80\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
        b"ID3\x04\0\0\0\0\0\x02\x05\x06\x07",
        b"%!PS-Adobe-3.0\n",
        b"-----BEGIN CERTIFICATE-----\nMIIC",
        b'<?xml version="1.0"?><rss>',
        bytes(range(1, 32)) * 4,
    ],
    ids=["program", "gif", "jpeg", "sound", "postscript", "certificate", "other-xml", "controls"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_what_is_no_document_has_no_type(head: bytes, name: str) -> None:
    assert detect_media_type(head, name) == ""


@pytest.mark.parametrize(
    "head",
    [
        b"<p>Kun et afsnit",
        b"\n\n  <h1>Overskrift",
        b"<!-- et --><!-- to --><body>",
        b"<FONT SIZE=2>",
        b"<link rel=stylesheet>",
        b'<?xml version="1.0"?>\n<html xmlns="x">',
        b"tekst foran <html lang=da>",
    ],
    ids=["fragment", "blanks", "comments", "capitals", "link", "xhtml", "late"],
)
def test_markup_of_web_pages_is_known_by_its_first_tags(head: bytes) -> None:
    assert detect_media_type(head, "fil") == HTML


@pytest.mark.parametrize("text", ["<pre>kode", "a < b og c > d", "<htmlx>", "&lt;html&gt;", "#!/bin/sh"])
def test_a_text_that_mentions_markup_is_a_text(text: str) -> None:
    assert detect_media_type(text.encode(), "fil.txt") == PLAIN


@given(DANISH)
def test_the_name_makes_a_text_markdown_and_nothing_else(text: str) -> None:
    head = f"x{text}".encode()[:HEAD_BYTES]

    assert detect_media_type(head, "a.MD") == MARKDOWN
    assert detect_media_type(head, "a.txt") == PLAIN


@given(DANISH, st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_danish_comes_back_from_every_usual_encoding(text: str, encoding: str) -> None:
    assert decode_text(f"Blåbær {text}".encode(encoding)) == f"Blåbær {text}"


@given(st.binary(max_size=120))
def test_any_bytes_become_some_text(content: bytes) -> None:
    assert decode_text(content).encode("utf-8", "surrogatepass") is not None
    assert detect_media_type(content, "fil") in {
        "", *ENGINES,
    }  # fmt: skip


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=["8", "16le", "16be"])
def test_a_byte_order_mark_is_no_part_of_the_text(mark: bytes) -> None:
    encoding = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}.get(mark, "utf-16-be")

    assert decode_text(mark + "Ærø".encode(encoding)) == "Ærø"


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("windows-1251", "Библиотека"),
        ("iso-8859-2", "Łódź"),
        ("big5", "圖書館"),
        ("shift_jis", "図書館"),
        ("latin-1", "Ærø"),
    ],
)
def test_a_declared_charset_is_believed_where_utf_8_does_not_hold(declared: str, text: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">{text}'

    assert decode_text(page.encode(declared)) == page


def test_a_charset_declared_far_down_is_not_looked_for() -> None:
    page = b" " * 5000 + b"<meta charset=koi8-r>\xc5"

    assert decode_text(page).endswith("Å")
