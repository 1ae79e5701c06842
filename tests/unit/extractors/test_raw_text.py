"""What becomes of the pages that a reader gives: mended, told apart from scans, or refused."""

from __future__ import annotations

import pytest

from indexer import Language, say
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import SCANNED_PAGE_CHARACTERS, RawPage, RawText, finish
from indexer.extraction.formats.plain_text import read_plain_text
from indexer.extraction.notes import bad_page

SENTENCE = "Biblioteket samarbejder med skolen om lektiehjælp til børn og unge i hele kommunen."
STRANGE = "".join(chr(0xE000 + number) for number in range(60))


def finished(*pages: RawPage, **raw: object) -> Extraction:
    return finish(RawText("application/pdf", "pdfium", list(pages), **raw))  # type: ignore[arg-type]  # test data


def refusal(extraction: Extraction) -> str:
    return extraction.refused.code if extraction.refused else ""


def test_pages_are_numbered_from_one_and_keep_their_labels() -> None:
    extraction = finished(RawPage(SENTENCE, "xii"), RawPage(""), RawPage(SENTENCE, "Et\nto"))

    assert [(page.number, page.label) for page in extraction.pages] == [(1, "xii"), (2, ""), (3, "Et to")]


@pytest.mark.parametrize(
    ("characters", "codes"),
    [(SCANNED_PAGE_CHARACTERS - 1, ["scanned-page"]), (SCANNED_PAGE_CHARACTERS, [])],
    ids=["a-stamp", "a-caption"],
)
def test_a_picture_with_hardly_any_text_is_a_scanned_page(characters: int, codes: list[str]) -> None:
    extraction = finished(RawPage(SENTENCE), RawPage("x" * characters, is_picture=True))

    assert [note.code for note in extraction.notes] == codes
    assert refusal(extraction) == ""


@pytest.mark.parametrize(("scans", "texts", "code"), [(9, 1, "no-text"), (8, 2, ""), (1, 0, "no-text")])
def test_a_file_of_nearly_nothing_but_scans_is_a_scan(scans: int, texts: int, code: str) -> None:
    pages = [RawPage("", is_picture=True)] * scans + [RawPage(SENTENCE)] * texts

    assert refusal(finished(*pages)) == code


def test_a_scan_is_told_from_a_file_without_text() -> None:
    scan, empty = finished(RawPage("", is_picture=True)).refused, finished(RawPage(" \n")).refused

    assert scan is not None and "samspil ocr" in say(scan.message, Language.ENGLISH)
    assert empty is not None and "ocr" not in say(empty.message, Language.ENGLISH)


def test_a_file_of_nothing_but_bad_pages_is_damaged() -> None:
    assert refusal(finished(RawPage(""), notes=[bad_page(1)])) == "damaged"
    assert refusal(finished(RawPage(""), RawPage(STRANGE), notes=[bad_page(1)])) == "no-text"


def test_a_page_of_signs_that_are_no_letters_is_emptied_and_noted() -> None:
    extraction = finished(RawPage(SENTENCE), RawPage(STRANGE))

    assert [page.text for page in extraction.pages] == [SENTENCE, ""]
    assert [(note.code, note.page) for note in extraction.notes] == [("unreadable-page", 2)]


@pytest.mark.parametrize(
    ("guess", "title"),
    [
        ("En god titel", "En god titel"),
        ("En\n  god\ttitel ", "En god titel"),
        ("Microsoft Word - rapport.doc", SENTENCE),
        ("rapport_endelig.indd", SENTENCE),
        ("Untitled", SENTENCE),
        ("Dokument1", SENTENCE),
        ("Dias 1", SENTENCE),
        ("PowerPoint-præsentation", SENTENCE),
        ("Dokumentet om biblioteker", "Dokumentet om biblioteker"),
        ("", SENTENCE),
        ("Titel om byen " * 30, ("Titel om byen " * 30)[:200].rstrip()),
    ],
    ids=lambda value: value[:20],
)
def test_what_programs_fill_in_by_themselves_is_no_title(guess: str, title: str) -> None:
    assert finished(RawPage(f"{SENTENCE}\nMere."), title_guess=guess).title_guess == title


def test_lines_of_print_are_mended_and_lines_of_files_are_not() -> None:
    page = RawPage("Et biblio-\ntek i byen")

    assert finished(page, is_printed=True).pages[0].text == "Et bibliotek i byen"
    assert finished(page).pages[0].text == "Et biblio-\ntek i byen"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("Et\fTo\fTre", ["Et", "To", "Tre"]),
        ("Et\f\f \fTo", ["Et", "To"]),
        ("Uden skift\r\nto linjer", ["Uden skift\nto linjer"]),
    ],
    ids=["form-feeds", "empty-between", "one-page"],
)
def test_plain_text_has_a_page_between_form_feeds(content: str, texts: list[str]) -> None:
    assert [page.text for page in finish(read_plain_text(content.encode())).pages] == texts


def test_plain_text_of_old_programs_is_decoded() -> None:
    assert finish(read_plain_text("Rødgrød – på Ærø".encode("cp1252"))).pages[0].text == "Rødgrød – på Ærø"


def test_the_same_text_has_the_same_sketch_in_whatever_pages() -> None:
    whole = finished(RawPage(f"{SENTENCE} {SENTENCE}"))
    parted = finished(RawPage(SENTENCE), RawPage(SENTENCE))

    assert whole.sketch == parted.sketch != ()
