"""A paper as Word and as PDF: the same words, tagged, whatever somebody typed."""

from __future__ import annotations

import io

import docx
import pypdf
import pytest

from indexer import Language
from web.exports.papers.paper import Boxes, Bullets, Heading, Lines, NewPage, Paper, Paragraph, Picture, Table
from web.exports.papers.paper_pdf import paper_pdf
from web.exports.papers.paper_word import paper_docx
from web.site.drawings.qr_code import qr_png, qr_svg

ADDRESS = "https://bibliotek.example/da/room/x"
PAPER = Paper(
    "Aftale",
    "Cykler",
    Language.DANISH,
    (
        Heading("Et"), Paragraph("Linje 1\nLinje 2"), Paragraph("Sagt i forbifarten", is_aside=True), Heading("To", 3),
        Bullets(("Første", "Anden")), Table((("Dato", "A"), ("Underskrift", ""))), Boxes(("Ja", "Nej")), Lines(2),
        Picture(qr_svg(ADDRESS), qr_png(ADDRESS), "Vejen til skemaet", 30), NewPage(), Heading("Notat"),
    ),
)  # fmt: skip


def words_of_pdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def is_accessible(pdf: bytes) -> bool:
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return "pdfuaid" in root["/Metadata"].get_data().decode()


def test_both_files_hold_the_same_words_in_their_order() -> None:
    word, pdf = docx.Document(io.BytesIO(paper_docx(PAPER))), paper_pdf(PAPER)

    told = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    assert told == [
        "Aftale", "Cykler", "Et", "Linje 1\nLinje 2", "Sagt i forbifarten", "To", "Første", "Anden", "☐ Ja", "☐ Nej",
        "Notat",
    ]  # fmt: skip
    assert word.inline_shapes[0]._inline.docPr.get("descr") == "Vejen til skemaet"
    words = words_of_pdf(pdf)
    places = [words.index(text) for text in ("Cykler", "Linje 1", "Linje 2", "Første", "Underskrift", "Nej", "Notat")]
    assert places == sorted(places) and is_accessible(pdf) and paper_pdf(PAPER) == pdf


@pytest.mark.parametrize(
    "text", ['#import "x" $x$ @y \\ [ ] * _ `', "= Ingen overskrift", "a\u2028b\x00", "العربية", "1. Et\n2. To", " "]
)
def test_what_somebody_typed_is_words_and_never_markup(text: str) -> None:
    pdf = paper_pdf(Paper("Aftale", "", Language.ENGLISH, (Heading(text), Paragraph(text), Table(((text,), ("",))))))

    assert is_accessible(pdf)
    assert all(sign in words_of_pdf(pdf) for sign in text if sign.isascii() and sign.isprintable())


@pytest.mark.parametrize("text", ["fest 🎉", "图书馆 fest"])
def test_a_sign_that_no_font_has_costs_the_standard_and_nothing_else(text: str) -> None:
    pdf = paper_pdf(Paper(text, "", Language.DANISH, (Paragraph(text),)))

    assert "fest" in words_of_pdf(pdf) and not is_accessible(pdf)
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]
