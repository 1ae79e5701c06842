from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain.documents.extraction import Extraction, OutlineEntry
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.pdf import mend_tail
from indexer.extraction.journal import Journal, read_journal
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.worker import Attempt, run_attempt
from tests.files import SENTENCE, a_page_tree_loop, a_pdf, a_scanned_pdf, text_stream

PDFIUM, PYPDF, REPAIR = 0, 1, 2


def extract(
    folder: Path, content: bytes, engine: int = PDFIUM, limits: ExtractionLimits = ExtractionLimits()
) -> Extraction:
    path = folder / "fil.pdf"
    path.write_bytes(content)
    return run_attempt(Attempt(path, PDF, limits, folder / "journal"), engine)


@pytest.mark.parametrize("engine", [PDFIUM, PYPDF])
def test_each_page_gives_its_text(tmp_path: Path, engine: int) -> None:
    extraction = extract(tmp_path, a_pdf(f"Side et\n{SENTENCE}", "Side to"), engine)

    assert [page.text for page in extraction.pages] == [f"Side et\n{SENTENCE}", "Side to"]
    assert (extraction.media_type, extraction.engine) == (PDF, ("pdfium", "pypdf")[engine])


def test_labels_outline_and_metadata_are_read(tmp_path: Path) -> None:
    extra = {
        1000: b"<< /Title (Microsoft Word - rapport.doc) /Author (Kj\xe6r) /CreationDate (D:20120501) >>",
        1001: b"<< /Type /Outlines /First 1002 0 R /Last 1002 0 R /Count 1 >>",
        1002: b"<< /Title (Andet kapitel) /Parent 1001 0 R /Dest [12 0 R /Fit] >>",
    }
    content = a_pdf(
        SENTENCE, SENTENCE, extra=extra, catalog="/Outlines 1001 0 R /PageLabels << /Nums [0 << /S /r >>] >>"
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 1000 0 R")

    extraction = extract(tmp_path, content)

    assert [page.label for page in extraction.pages] == ["i", "ii"]
    assert extraction.information.outline == (OutlineEntry("Andet kapitel", 2),)
    assert (extraction.information.author, extraction.information.year) == ("Kjær", 2012)


def test_an_outline_has_levels_leads_by_names_and_actions_and_ends_where_it_turns_in_a_circle(tmp_path: Path) -> None:
    extra = {
        1001: b"<< /Type /Outlines /First 1002 0 R /Last 1005 0 R /Count 3 >>",
        1002: b"<< /Title (Kapitel) /Parent 1001 0 R /First 1003 0 R /Last 1003 0 R /Next 1004 0 R /Dest /maal >>",
        1003: b"<< /Title (Afsnit) /Parent 1002 0 R /A << /S /GoTo /D [12 0 R /Fit] >> >>",
        1004: b"<< /Title (Uden  sted) /Parent 1001 0 R /Next 1005 0 R >>",
        1005: b"<< /Title (  ) /Parent 1001 0 R /First 1001 0 R /Next 1002 0 R >>",
    }
    catalog = "/Outlines 1001 0 R /Dests << /maal [12 0 R /Fit] >>"

    extraction = extract(tmp_path, a_pdf(SENTENCE, SENTENCE, extra=extra, catalog=catalog))

    assert extraction.information.outline[:3] == (
        OutlineEntry("Kapitel", 2),
        OutlineEntry("Afsnit", 2, 2),
        OutlineEntry("Uden sted", None),
    )
    assert len(extraction.information.outline) <= 6


def test_the_largest_type_of_the_first_page_is_the_title_guess(tmp_path: Path) -> None:
    lines = b"BT /F1 10 Tf 72 800 Td (Bibliotekerne 2012) Tj ET BT /F1 30 Tf 72 700 Td (Samspil i byen) Tj ET "
    content = a_pdf("x").replace(text_stream("x"), b"<< /Length %d  >>\nstream\n%b\nendstream" % (len(lines), lines))

    assert extract(tmp_path, content).title_guess == "Samspil i byen"


def test_pages_and_text_beyond_the_limits_are_left_out_and_noted(tmp_path: Path) -> None:
    content = a_pdf(*[SENTENCE] * 5)

    few_pages = extract(tmp_path, content, limits=ExtractionLimits(page_limit=3))
    (tmp_path / "journal").unlink()
    little_text = extract(tmp_path, content, limits=ExtractionLimits(text_megabytes=0.00005))

    assert len(few_pages.pages) == 3
    assert [note.code for note in few_pages.notes] == ["page-limit"]
    assert few_pages.notes[0].arguments == {"read": 3, "total": 5}
    assert len(little_text.pages) == 2
    assert [note.code for note in little_text.notes] == ["text-limit"]


def test_a_reader_out_of_time_keeps_what_it_has(tmp_path: Path) -> None:
    limits = ExtractionLimits(timeout_seconds=0.0)

    extraction = extract(tmp_path, a_pdf(SENTENCE), limits=limits)

    assert extraction.refused is not None


def test_an_attempt_goes_on_behind_the_page_that_ended_the_last_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.open(3)
    journal.add(1, RawPage("Som den blev læst før"))
    journal.add_bad(2)
    journal.close()

    extraction = extract(tmp_path, a_pdf("Et", "To", "Tre"))

    assert [page.text for page in extraction.pages] == ["Som den blev læst før", "", "Tre"]
    assert [(note.code, note.page) for note in extraction.notes] == [("bad-page", 2)]


def test_a_journal_that_was_cut_off_tells_what_it_can(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.begin()
    journal.open(9)
    journal.add(1, RawPage("\ud800 halv", "i"))
    journal.close()
    with (tmp_path / "journal").open("a") as stream:
        stream.write('{"number": 2, "pa')

    state = read_journal(tmp_path / "journal")

    assert (state.page_count, list(state.pages), state.next_page) == (9, [1], 2)
    assert state.started is not None


def test_a_scan_is_told_from_an_empty_page(tmp_path: Path) -> None:
    scan = extract(tmp_path, a_scanned_pdf()).refused
    (tmp_path / "journal").unlink()
    empty = extract(tmp_path, a_pdf("")).refused

    assert scan is not None and (scan.code, scan.case) == ("no-text", "scan")
    assert empty is not None and (empty.code, empty.case) == ("no-text", "")


def test_a_file_without_an_end_is_mended(tmp_path: Path) -> None:
    content = a_pdf(SENTENCE)
    cut = content[: content.rindex(b"xref\n0")].replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved\n")

    extraction = extract(tmp_path, cut, REPAIR)

    assert [page.text for page in extraction.pages] == [SENTENCE]
    assert [note.code for note in extraction.notes] == ["repaired"]


def test_the_mended_tail_names_the_last_root_else_the_catalog() -> None:
    assert b"/Root 7 0 R" in mend_tail(b"... /Root 3 0 R ... /Root 7 0 R ...")
    assert b"/Root 5 0 R" in mend_tail(b"5 0 obj << /Lang (da) /Type /Catalog >>")
    assert mend_tail(b"intet").endswith(b"startxref\n0\n%%EOF\n")


@pytest.mark.parametrize("engine", [PDFIUM, PYPDF, REPAIR])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 og saa ikke mere", a_page_tree_loop(), a_pdf()], ids=["header-only", "loop", "no-pages"]
)
def test_what_holds_no_page_is_damaged(tmp_path: Path, content: bytes, engine: int) -> None:
    refused = extract(tmp_path, content, engine).refused

    assert refused is not None and refused.code in ("damaged", "no-text")
