"""Paragraphs, headings and what is no text in files of offices and e-books."""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.office_files.office import extract_office
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.files import a_docx, a_slide, an_archive, an_epub, an_odt, relations

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Aftale</dc:title>'
    "<dc:creator>Åse  Kjær</dc:creator><dcterms:created>2014-02-03T10:00:00Z</dcterms:created></cp:coreProperties>"
)


def extract(content: bytes, **limits: float) -> Extraction:
    return extract_office(io.BytesIO(content), Allowance(ExtractionLimits(**limits)))  # type: ignore[arg-type]


def pages(content: bytes) -> list[tuple[str, str]]:
    extraction = extract(content)
    assert extraction.refused is None
    return [(page.label, page.text) for page in extraction.pages]


def styled(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("style", "begins_a_page"),
    [
        ('<w:style w:styleId="X"><w:name w:val="heading 1"/></w:style>', True),
        ('<w:style w:styleId="X"><w:name w:val="Heading 2"/></w:style>', True),
        ('<w:style w:styleId="X"><w:name w:val="heading 3"/></w:style>', False),
        ('<w:style w:styleId="X"><w:name w:val="Title"/></w:style>', False),
        ('<w:style w:styleId="X"><w:name w:val="Y"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>', True),
        ('<w:style w:styleId="X"><w:name w:val="Y"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>', False),
        ('<w:style w:styleId="Y"><w:name w:val="heading 1"/></w:style>', False),
        ("", False),
    ],
    ids=["first", "second", "third", "title", "own-outline", "body-outline", "another-style", "no-styles"],
)
def test_styles_of_the_first_two_levels_begin_a_page(style: str, begins_a_page: bool) -> None:
    found = pages(a_docx("Forord", styled("X", "Mål"), "Tekst", styles=style))

    assert found == ([("", "Forord"), ("Mål", "Mål\nTekst")] if begins_a_page else [("", "Forord\nMål\nTekst")])


def test_cells_of_a_table_are_lines_and_moved_text_stands_once() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell.format('Skole')}{cell.format('Bibliotek')}</w:tr></w:tbl>"
    moved = (
        "<w:p><w:moveFrom><w:r><w:t>flyttet</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>flyttet</w:t></w:r></w:moveTo></w:p>"
    )

    assert pages(a_docx(table, moved)) == [("", "Skole\nBibliotek\nflyttet")]


def test_runs_of_one_word_are_one_word() -> None:
    assert pages(a_docx("<w:p><w:r><w:t>Biblio</w:t></w:r><w:r><w:t>teket</w:t></w:r></w:p>")) == [("", "Biblioteket")]


@pytest.mark.parametrize(
    ("core", "stated"),
    [
        (CORE, ("Aftale", "Åse Kjær", 2014)),
        (CORE.replace("2014-02-03T10:00:00Z", "i går"), ("Aftale", "Åse Kjær", None)),
        ("<broken", ("", "", None)),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', ("", "", None)),
    ],
    ids=["stated", "no-year", "broken", "entity"],
)
def test_a_word_file_says_who_wrote_it_and_when(core: str, stated: tuple[str, str, int | None]) -> None:
    extraction = extract(a_docx("Tekst her.", parts={"docProps/core.xml": core}))

    information = extraction.information
    assert (information.title, information.author, information.year) == stated
    assert extraction.title_guess == (stated[0] or "Tekst her.")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>et<text:span> to</text:span> tre</text:p>", [("", "et to tre")]),
        ("<text:p>et<text:line-break/>to</text:p>", [("", "et\nto")]),
        ('<text:h text:outline-level="2">Mål</text:h><text:p>x</text:p>', [("Mål", "Mål\nx")]),
        ('<text:h text:outline-level="3">Mål</text:h><text:p>x</text:p>', [("", "Mål\nx")]),
        ("<text:p>et<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p>"
         "</text:note-body></text:note> to</text:p>", [("", "et to\nnote")]),
        ('<text:p>et<text:s text:c="x"/>to</text:p>', [("", "et to")]),
        ('<text:p>et<text:s text:c="999999999"/>to</text:p>', [("", "et to")]),
        ("<text:list><text:list-item><text:p>et</text:p></text:list-item></text:list>", [("", "et")]),
        ("løs<text:p> </text:p><text:p>x</text:p>", [("", "x")]),
    ],
    ids=["span", "break", "heading", "third-level", "footnote", "odd-count", "endless-blanks", "list", "outside"],
)  # fmt: skip
def test_paragraphs_of_an_open_document_are_lines(body: str, expected: list[tuple[str, str]]) -> None:
    assert pages(an_odt(body)) == expected


def a_show(slide: str, **more: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    order = f'<p:presentation xmlns:p="p" xmlns:r="{office}"><p:sldId r:id="r1"/><p:sldId r:id="r7"/></p:presentation>'
    fixed = {
        "ppt/presentation.xml": order,
        "ppt/_rels/presentation.xml.rels": relations(r1=("slide", "slides/s.xml")),
        "ppt/slides/s.xml": slide,
    }
    return an_archive({**fixed, **more})


def test_a_slide_that_is_named_and_not_there_is_passed_over() -> None:
    assert pages(a_show(a_slide("Titel", "Linje"))) == [("Titel", "Titel\nLinje")]


def test_numbers_of_slides_are_no_text() -> None:
    number = '<a:p><a:fld type="slidenum"><a:t>12</a:t></a:fld></a:p>'
    date = '<a:p><a:fld type="datetime1"><a:t>3. maj</a:t></a:fld></a:p>'
    slide = a_slide("Titel").replace("</p:sld>", f"{number}{date}</p:sld>")

    assert pages(a_show(slide)) == [("Titel", "Titel\n3. maj")]


def test_what_a_diagram_says_stands_before_the_speakers_notes() -> None:
    found = pages(
        a_show(
            a_slide("Titel"),
            **{
                "ppt/slides/_rels/s.xml.rels": relations(
                    r1=("notesSlide", "../notes/n.xml"), r2=("diagramData", "../diagrams/d.xml")
                ),
                "ppt/notes/n.xml": a_slide("Husk kaffen"),
                "ppt/diagrams/d.xml": a_slide("Pil"),
            },
        )
    )

    assert found == [("Titel", "Titel\nPil\nHusk kaffen")]


def test_pages_beyond_the_limit_are_left_out_and_noted() -> None:
    extraction = extract(an_epub("<p>et</p>", "<p>to</p>", "<p>tre</p>"), page_limit=2)

    assert [page.text for page in extraction.pages] == ["et", "to"]
    assert [note.code for note in extraction.notes] == ["text-limit"]


@pytest.mark.parametrize(
    ("locked", "code"), [("OEBPS/kapitel%200.xhtml", "password"), ("OEBPS/font.otf", "")], ids=["chapter", "font"]
)
def test_a_book_is_locked_when_a_chapter_is(locked: str, code: str) -> None:
    book = io.BytesIO(an_epub("<p>et</p>"))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(
            "META-INF/encryption.xml",
            f'<encryption><EncryptedData><CipherReference URI="{locked}"/></EncryptedData></encryption>',
        )

    refused = extract(book.getvalue()).refused

    assert (refused.code if refused else "") == code


def test_a_chapter_is_labelled_by_its_first_heading_and_empty_ones_are_no_pages() -> None:
    assert pages(an_epub("<h2>Om <i>bogen</i></h2><p>et</p>", " ", "<p>to</p>")) == [
        ("Om bogen", "Om bogen\net"),
        ("", "to"),
    ]
