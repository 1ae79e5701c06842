"""E-mails, with what is attached to them, and archives of web pages."""

from __future__ import annotations

import io
from email.message import EmailMessage

import olefile
import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import finish
from indexer.extraction.formats.mails import mail as mails
from indexer.extraction.formats.mails.mail import Mail, mail_text, parse_mail, read_web_archive
from indexer.extraction.formats.mails.outlook import is_outlook, parse_outlook
from indexer.extraction.formats.plain_text import read_plain_text
from tests.containers import a_container, an_outlook_mail

SENTENCE = "Rødgrød med fløde på Ærø og Øland"


def a_mail(subject: str = "Mødet på Ærø", text: str = SENTENCE, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Åse Kjær <aase@bibliotek.example>"
    message["To"] = "bo@bibliotek.example"
    message["Date"] = "Mon, 05 Feb 2024 10:00:00 +0100"
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    return message


def as_text(name: str, content: bytes) -> Extraction | None:
    return finish(read_plain_text(content)) if name.endswith(".txt") else None


def read(content: bytes | Mail) -> Extraction:
    return finish(mail_text(content if isinstance(content, Mail) else parse_mail(content), as_text))


def pages(extraction: Extraction) -> list[tuple[str, str]]:
    return [(page.label, page.text) for page in extraction.pages]


HEAD = (
    "Mødet på Ærø\nFrom: Åse Kjær <aase@bibliotek.example>\nTo: bo@bibliotek.example\n"
    "Date: Mon, 05 Feb 2024 10:00:00 +0100"
)


def test_an_e_mail_is_a_page_with_the_headers_that_are_shown() -> None:
    extraction = read(a_mail().as_bytes())

    assert pages(extraction) == [("Mødet på Ærø", f"{HEAD}\n{SENTENCE}")]
    assert (extraction.title_guess, extraction.information.author, extraction.information.year) == (
        "Mødet på Ærø", "Åse Kjær", 2024,
    )  # fmt: skip


def test_the_page_of_an_e_mail_is_read_where_the_plain_text_says_nothing() -> None:
    html = f"<div><p>{SENTENCE}</p><ul><li>Kaffe</li><li>Kage</li></ul><div class='footer'>Hilsen Åse</div></div>"

    without = read(a_mail(text="", html=html).as_bytes())
    hint = read(a_mail(text="Se siden.", html=html * 2).as_bytes())

    assert without.pages[0].text == f"{HEAD}\n{SENTENCE}\nKaffe\nKage\nHilsen Åse"
    assert "Kage" in hint.pages[0].text and "Se siden" not in hint.pages[0].text


def test_attachments_are_pages_under_the_names_of_their_files_and_others_are_named() -> None:
    message = a_mail()
    message.add_attachment(b"Referatet", maintype="text", subtype="plain", filename="referat på dansk.txt")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="billeder.zip")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")

    extraction = read(message.as_bytes())

    assert pages(extraction)[1:] == [("referat på dansk.txt", "Referatet")]
    assert [(note.code, dict(note.arguments)) for note in extraction.notes] == [
        ("attachments-unread", {"names": "billeder.zip"})
    ]


def test_an_e_mail_within_an_e_mail_is_read_with_what_is_attached_to_it() -> None:
    inner = a_mail("Videresendt", "Den første besked")
    inner.add_attachment(b"Bilaget", maintype="text", subtype="plain", filename="bilag.txt")
    outer = a_mail()
    outer.add_attachment(inner)

    extraction = read(outer.as_bytes())

    assert [label for label, _ in pages(extraction)] == ["Mødet på Ærø", "Videresendt", "Videresendt: bilag.txt"]
    assert "Den første besked" in extraction.pages[1].text and extraction.pages[2].text == "Bilaget"


def test_e_mails_within_e_mails_without_end_are_read_to_a_depth() -> None:
    message = a_mail("Inderst", "dybt nede")
    for _ in range(10):
        outer = a_mail("Udenom", "udenpå")
        outer.add_attachment(message)
        message = outer

    extraction = read(message.as_bytes())

    assert len(extraction.pages) == mails.MOST_LEVELS
    assert "dybt nede" not in "".join(page.text for page in extraction.pages)
    assert [note.code for note in extraction.notes] == ["attachments-unread"]


def test_five_thousand_attachments_end_in_a_note() -> None:
    part = b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n'
    content = b"Subject: Mange\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 5000 + b"--b--\r\n"

    extraction = read(content)

    assert len(extraction.pages) == 1 + mails.MOST_ATTACHMENTS
    assert [(note.code, dict(note.arguments)) for note in extraction.notes] == [
        ("attachment-limit", {"read": mails.MOST_ATTACHMENTS, "total": 5000})
    ]


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?B?w4ZyxKk=?=", "Ærĩ"),
        (b"=?iso-8859-1?Q?M=F8de_p=E5?= =?iso-8859-1?Q?_=C6r=F8?=", "Møde på Ærø"),
        ("Møde på Ærø".encode(), "Møde på Ærø"),
        ("Møde på Ærø".encode("cp1252"), "Møde på Ærø"),
        (b"En lang\r\n linje", "En lang linje"),
        (b"=?rot13?Q?Abc?=", "Abc"),
        (b"=?utf-8?B?x?=", "=?utf-8?B?x?="),
    ],
    ids=["base64", "two-words", "raw-utf-8", "raw-windows", "folded", "no-charset", "broken"],
)
def test_a_subject_is_read_however_it_is_written(header: bytes, subject: str) -> None:
    extraction = read(b"Subject: " + header + b"\r\nFrom: a@b.example\r\n\r\nTekst\r\n")

    assert extraction.pages[0].label == subject


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "latin-1"), ("utf-8", "utf-8"), ("findes-ikke", "cp1252"), ("rot13", "utf-8"), ("", "cp1252")],
)
def test_a_text_is_decoded_by_its_charset_else_by_its_bytes(charset: str, encoding: str) -> None:
    kind = f"Content-Type: text/plain; charset={charset}" if charset else "Content-Type: text/plain"
    content = f"Subject: A\r\n{kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + SENTENCE.encode(encoding)

    assert read(content).pages[0].text == f"A\n{SENTENCE}"


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: A\r\nContent-Type: multipart/mixed\r\n\r\nTekst",
        b"Subject: A\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTekst uden ende",
        b"Subject: A\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\xff",
        b"Subject: A\r\nContent-Type: ;;;=\r\n\r\nTekst",
        b"Subject: A\r\nContent-Disposition: attachment; filename*=x''%FF\r\n\r\nTekst",
    ],
)
def test_what_is_not_well_formed_is_read_as_far_as_it_goes(content: bytes) -> None:
    assert read(content).pages[0].text.startswith("A")


def test_a_web_archive_is_its_page() -> None:
    story = f"{SENTENCE}. " * 20
    page = f"<html><head><title>Om os</title></head><body><h1>Om os</h1><p>{story}</p></body></html>"
    content = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.dk\r\nSubject: Om os\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )

    extraction = finish(read_web_archive(content.encode()))

    assert pages(extraction) == [("Om os", f"Om os\n{story.strip()}")]
    assert extraction.title_guess == "Om os"


def outlook(content: bytes) -> Mail:
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        assert is_outlook(container)
        return parse_outlook(container)


def test_an_e_mail_of_outlook_is_read_as_any_other() -> None:
    content = an_outlook_mail(
        "Mødet på Ærø", SENTENCE, attachments={"referat.txt": b"Referatet " * 900, "a.zip": b"PK"}
    )

    extraction = read(outlook(content))

    assert extraction.pages[0].text == (
        "Mødet på Ærø\nFrom: Åse Kjær <aase@bibliotek.example>\nTo: Bo Olsen\nDate: 2024-01-17 21:20\n" + SENTENCE
    )
    assert extraction.pages[1].label == "referat.txt" and extraction.pages[1].text.startswith("Referatet Referatet")
    assert [dict(note.arguments) for note in extraction.notes] == [{"names": "a.zip"}]


def test_an_e_mail_within_one_of_outlook_is_read() -> None:
    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D"
    content = an_outlook_mail(
        "Ydre", "Se nedenfor",
        more={
            f"{inner}/__properties_version1.0": b"\0" * 24,
            f"{inner}/__substg1.0_0037001F": "Indre".encode("utf-16-le"),
            f"{inner}/__substg1.0_1000001F": "Den første besked".encode("utf-16-le"),
        },
    )  # fmt: skip

    assert pages(read(outlook(content)))[1:] == [("Indre", "Indre\nDen første besked")]


def test_the_page_of_an_e_mail_of_outlook_is_read_where_it_has_no_text() -> None:
    content = an_outlook_mail("A", "", more={"__substg1.0_10130102": f"<p>{SENTENCE}</p>".encode()})

    assert read(outlook(content)).pages[0].text.endswith(SENTENCE)


def test_another_container_is_no_e_mail() -> None:
    with olefile.OleFileIO(io.BytesIO(a_container({"WordDocument": b"\0" * 5000}))) as container:
        assert not is_outlook(container)


def test_a_charset_that_can_be_none_ends_nothing() -> None:
    head = b"Subject: Hej\r\nFrom: a@b.dk\r\nContent-Type: text/plain; charset=ut\0f-8\r\n\r\n"

    extraction = read(head + "Vi ses på Ærø".encode())

    assert "Vi ses på Ærø" in extraction.pages[0].text
