from __future__ import annotations

import io
import zipfile

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.office_files.office import DOCX, EPUB, ODT, PPTX, extract_office
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.files import SENTENCE, a_docx, a_pptx, a_zip_bomb, an_archive, an_epub, an_odt


def extract(content: bytes, limits: ExtractionLimits = ExtractionLimits()) -> Extraction:
    return extract_office(io.BytesIO(content), Allowance(limits))


def texts(extraction: Extraction) -> list[str]:
    assert extraction.refused is None
    return [page.text for page in extraction.pages]


def test_a_word_file_has_a_page_per_heading_and_its_footnotes_at_the_end() -> None:
    styles = (
        '<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Egen"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote><w:p><w:r><w:t>Se bilag 1.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    content = a_docx(
        "Forord",
        heading.format("Overskrift1", "Mål"),
        SENTENCE,
        heading.format("Egen", "Midler"),
        "Penge",
        styles=styles,
        parts={"word/footnotes.xml": notes},
    )

    extraction = extract(content)

    assert (extraction.media_type, extraction.language) == (DOCX, "da")
    assert texts(extraction) == ["Forord", f"Mål\n{SENTENCE}", "Midler\nPenge\nSe bilag 1."]
    assert [page.label for page in extraction.pages] == ["", "Mål", "Midler"]


def test_tabs_breaks_and_hyphens_of_word_stay_and_deleted_text_goes() -> None:
    run = (
        "<w:p><w:r><w:t>Et</w:t><w:tab/><w:t>it</w:t><w:noBreakHyphen/><w:t>system</w:t><w:br/>"
        "<w:t>ny linje</w:t></w:r>"
        "<w:del><w:r><w:delText>slettet</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert texts(extract(a_docx(run))) == ["Et it-system\nny linje"]


def test_a_text_box_is_read_once_and_apart() -> None:
    box = (
        '<w:p><w:r><w:t>Udenfor</w:t></w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent><w:p><w:r>'
        "<w:t>Indeni</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>Indeni</w:t></w:r></w:p>"
        "</mc:Fallback></mc:AlternateContent></w:p>"
    )

    assert texts(extract(a_docx(box))) == ["Indeni\nUdenfor"]


def test_an_open_document_text_keeps_blanks_and_leaves_out_comments() -> None:
    body = (
        '<text:p>Forord<text:s text:c="3"/>her</text:p><text:h text:outline-level="1">Mål</text:h>'
        "<text:p>To<text:tab/>ord<office:annotation><text:p>kommentar</text:p></office:annotation> og hale</text:p>"
        "<text:tracked-changes><text:p>slettet</text:p></text:tracked-changes>"
    )

    extraction = extract(an_odt(body))

    assert extraction.media_type == ODT
    assert texts(extraction) == ["Forord her", "Mål\nTo ord og hale"]


def test_slides_are_pages_in_the_order_in_which_they_are_shown_with_the_speakers_notes() -> None:
    extraction = extract(a_pptx())

    assert extraction.media_type == PPTX
    assert texts(extraction) == ["Første\nBiblioteket begynder\nHusk kaffen", "Anden\nSkolen er med"]
    assert [page.label for page in extraction.pages] == ["Første", "Anden"]


def test_chapters_are_pages_in_reading_order() -> None:
    extraction = extract(an_epub("<h1>Et</h1><p>Første &amp; sidste</p>", "<h1>To</h1><p>Andet</p>"))

    assert extraction.media_type == EPUB
    assert texts(extraction) == ["Et\nFørste & sidste", "To\nAndet"]
    assert (extraction.title_guess, extraction.information.author, extraction.information.year) == (
        "Bogen",
        "Åse Kjær",
        2012,
    )


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_zip_bomb(), "limit"),
        (an_archive({"word/document.xml": f"{ENTITY}<x>&a;</x>"}), "damaged"),
        (an_archive({"word/document.xml": f"{ENTITY}<x/>".encode("utf-16")}), "damaged"),
        (an_archive({"word/document.xml": "<x>" * 100_000}), "damaged"),
        (an_epub("x", href="../../../ude{}.xhtml"), "damaged"),
        (an_epub("x", doctype=ENTITY), "damaged"),
        (a_docx(SENTENCE)[:-40], "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (an_archive({"andet.xml": "<x/>"}), "wrong-type"),
        (a_docx(), "no-text"),
    ],
    ids=[
        "zip-bomb",
        "entity",
        "entity-in-utf-16",
        "nested-deep",
        "path-out-of-the-book",
        "entity-in-package",
        "cut-off",
        "nonsense",
        "other-archive",
        "empty",
    ],
)
def test_bad_archives_are_refused_with_their_reason(content: bytes, code: str) -> None:
    extraction = extract(content)

    assert extraction.refused is not None and extraction.refused.code == code


def test_locked_files_are_told_from_damaged_ones() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", b"\x93\x01")
        archive.writestr("META-INF/manifest.xml", manifest)

    locked = extract(out.getvalue()).refused

    assert locked is not None and locked.code == "password"


def test_text_beyond_the_limit_is_left_out_and_noted() -> None:
    limits = ExtractionLimits(text_megabytes=0.0001)

    extraction = extract(an_epub("<p>" + "ord " * 20 + "</p>", "<p>" + "ord " * 20 + "</p>"), limits)

    assert len(extraction.pages) == 1
    assert [note.code for note in extraction.notes] == ["text-limit"]


def test_nothing_that_a_file_names_is_fetched() -> None:
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

    extraction = extract(an_archive({"word/document.xml": external}))

    assert extraction.refused is not None and not extraction.pages
