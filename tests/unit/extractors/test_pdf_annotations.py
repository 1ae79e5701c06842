"""What was typed and written onto a PDF is text of its page; what is hidden is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.pdf_annotations import MOST_ANNOTATIONS
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.worker import Attempt, run_attempt
from tests.files import SENTENCE, a_pdf, stream


def extract(folder: Path, content: bytes) -> Extraction:
    path = folder / "fil.pdf"
    path.write_bytes(content)
    return run_attempt(Attempt(path, PDF, ExtractionLimits(), folder / "journal"), 0)


def page(more: str) -> dict[int, bytes]:
    """The first page of a_pdf, which says more."""
    used = "/Resources << /Font << /F1 3 0 R >> /XObject << /I 1003 0 R >> >>"
    plain = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {used} /Contents 11 0 R"
    return {10: f"<< {plain} {more} >>".encode()}


def annotated(*annotations: str, text: str = SENTENCE, catalog: str = "", shown: int = 0) -> bytes:
    """A page with annotations, which are objects from 1000 on; `shown` of them stand on the page, all where it is 0."""
    names = " ".join(f"{1000 + n} 0 R" for n in range(shown or len(annotations)))
    objects = {
        1000 + n: f"<< /Type /Annot /Rect [10 10 90 30] {one} >>".encode("cp1252") for n, one in enumerate(annotations)
    }
    return a_pdf(text, extra=objects | page(f"/Annots [{names}]"), catalog=catalog)


FORM = "/AcroForm << /Fields [{}] >>"


@pytest.mark.parametrize(
    ("annotation", "line"),
    [
        (
            "/Subtype /FreeText /Contents (Rettelse: rummet er Sofiesalen) /DA (/Helv 9 Tf)",
            "Note: Rettelse: rummet er Sofiesalen",
        ),
        ("/Subtype /Text /Contents (Husk nøglen)", "Note: Husk nøglen"),
        ("/Subtype /Highlight /Contents (Er det rigtigt?)", "Note: Er det rigtigt?"),
        ("/Subtype /Stamp /Contents (Godkendt)", "Note: Godkendt"),
        ("/Subtype /FreeText /RC (<body><p>Kun <b>rig</b> tekst</p></body>)", "Note: Kun rig tekst"),
        ("/Subtype /Text /Contents <FEFF00C600720151>", "Note: Ærő"),
        ("/Subtype /Text /F 2 /Contents (Skjult)", ""),
        ("/Subtype /FreeText /F 32 /Contents (Vises ikke)", ""),
        ("/Subtype /Popup /Contents (Boble)", ""),
        ("/Subtype /Link /Contents (Et link)", ""),
        ("/Subtype /Text /Contents ()", ""),
    ],
)
def test_what_was_written_onto_a_page_is_marked_as_a_note(tmp_path: Path, annotation: str, line: str) -> None:
    extraction = extract(tmp_path, annotated(annotation))

    assert extraction.pages[0].text == "\n".join(filter(None, (SENTENCE, line)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("/FT /Tx /T (navn) /V (Sofie Lund)", "Sofie Lund"),
        ("/FT /Tx /T (noter) /Ff 4096 /V (Linje et\\nLinje to)", "Linje et\nLinje to"),
        ("/FT /Ch /Ff 131072 /T (by) /Opt [(Ribe) (Tønder)] /V (Tønder)", "Tønder"),
        ("/FT /Tx /T (navn) /V (skjult) /F 2", ""),
        ("/FT /Tx /T (kode) /Ff 8192 /V (hemmelig)", ""),
        ("/FT /Btn /T (ja) /V /Yes /AS /Yes", ""),
        ("/FT /Tx /T (tom)", ""),
    ],
    ids=["text", "lines", "choice", "hidden", "password", "tick", "empty"],
)
def test_what_was_filled_into_a_form_is_text_of_its_page(tmp_path: Path, field: str, value: str) -> None:
    content = annotated(f"/Subtype /Widget {field}", catalog=FORM.format("1000 0 R"))

    assert extract(tmp_path, content).pages[0].text == "\n".join(filter(None, (SENTENCE, value)))


def test_a_value_of_several_boxes_is_read_from_the_field_above_them_and_once(tmp_path: Path) -> None:
    boxes = ["/Subtype /Widget /Parent 1002 0 R"] * 2
    field = "/FT /Tx /T (navn) /V (Sofie) /Kids [1000 0 R 1001 0 R]"

    extraction = extract(tmp_path, annotated(*boxes, field, catalog=FORM.format("1002 0 R"), shown=2))

    assert extraction.pages[0].text == f"{SENTENCE}\nSofie"


def test_a_page_that_holds_nothing_but_a_form_is_no_empty_page(tmp_path: Path) -> None:
    content = annotated("/Subtype /Widget /FT /Tx /T (n) /V (Kun udfyldt)", text=" ", catalog=FORM.format("1000 0 R"))

    extraction = extract(tmp_path, content)

    assert extraction.refused is None and extraction.pages[0].text == "Kun udfyldt"


def test_ten_thousand_annotations_end_in_a_note(tmp_path: Path) -> None:
    content = annotated(*(f"/Subtype /Text /Contents (Note nummer {n})" for n in range(10_000)))

    extraction = extract(tmp_path, content)

    assert extraction.pages[0].text.count("Note: ") == MOST_ANNOTATIONS
    assert [(note.code, note.page) for note in extraction.notes] == [("annotation-limit", 1)]


def test_pictures_of_a_tagged_page_say_what_they_show(tmp_path: Path) -> None:
    extra = {
        1000: b"<< /Type /StructTreeRoot /K 1001 0 R /ParentTree << /Nums [0 [1002 0 R]] >> >>",
        1001: b"<< /Type /StructElem /S /Document /P 1000 0 R /K [1002 0 R] >>",
        1002: b"<< /Type /StructElem /S /Figure /P 1001 0 R /Pg 10 0 R /K 0 /Alt (Et fyrt\xe5rn i solnedgang) >>",
    }
    picture = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    drawn = f"BT /F1 12 Tf 72 720 Td ({SENTENCE}) Tj ET q 9 0 0 9 0 0 cm /I Do Q"
    shown = {1003: stream(b"\x80", picture), 11: stream(drawn.encode("cp1252"))}
    catalog = "/MarkInfo << /Marked true >> /StructTreeRoot 1000 0 R"

    extraction = extract(tmp_path, a_pdf(SENTENCE, extra=extra | shown | page("/StructParents 0"), catalog=catalog))

    assert extraction.pages[0].text == f"{SENTENCE}\nEt fyrtårn i solnedgang"


WHITE = "BT /F1 12 Tf 1 1 1 rg 72 700 Td (skrevet til maskiner) Tj ET"
BLACK = "BT /F1 12 Tf 0 g 72 600 Td (skrevet til mennesker) Tj ET"


@pytest.mark.parametrize(
    ("drawn", "is_named"),
    [
        (f"{BLACK} {WHITE}", True),
        (f"1 g 0 0 595 842 re f {WHITE}", True),
        (f"0 0 .5 rg 60 690 300 30 re f {WHITE}", False),
        (f"0 0 .5 rg 60 90 300 30 re f {WHITE}", True),
        (BLACK, False),
    ],
    ids=["on-the-page", "on-a-white-shape", "on-a-dark-shape", "beside-a-dark-shape", "black"],
)
def test_white_words_on_white_are_named(tmp_path: Path, drawn: str, is_named: bool) -> None:
    extraction = extract(tmp_path, a_pdf("x", extra={11: stream(drawn.encode())}))

    assert extraction.pages[0].text.startswith("skrevet til")
    assert [(note.code, note.page) for note in extraction.notes] == ([("white-text", 1)] if is_named else [])
