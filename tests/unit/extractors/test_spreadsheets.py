"""Sheets are pages, rows are lines, and cells say what they show."""

from __future__ import annotations

import io

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.office_files import sheets
from indexer.extraction.formats.office_files.office import ODS, XLSX, extract_office
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.files import an_archive, relations

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(content: bytes) -> Extraction:
    return extract_office(io.BytesIO(content), Allowance(ExtractionLimits()))


def pages(extraction: Extraction) -> list[tuple[str, str]]:
    assert extraction.refused is None, extraction.refused
    return [(page.label, page.text) for page in extraction.pages]


def text_cell(text: str, place: str = "") -> str:
    return (
        f'<c t="inlineStr" r="{place}"><is><t>{text}</t></is></c>'
        if place
        else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    )


def rows(*lines: str) -> str:
    return "".join(line if line.startswith("<row") else f"<row>{line}</row>" for line in lines)


def a_workbook(
    *sheets: str,
    states: tuple[str, ...] = (),
    strings: str = "",
    styles: str = "",
    properties: str = "",
    before: str = "",
) -> bytes:
    names = "".join(
        f'<sheet name="Ark {n}" r:id="s{n}" {states[n - 1] if states else ""}/>' for n in range(1, len(sheets) + 1)
    )
    targets = {f"s{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    parts = {
        "_rels/.rels": relations(a=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="{R}">{properties}<sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            **targets, t=("sharedStrings", "sharedStrings.xml"), y=("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }
    data = {
        f"xl/worksheets/sheet{n}.xml": f"<worksheet>{before}<sheetData>{sheet}</sheetData></worksheet>"
        for n, sheet in enumerate(sheets, start=1)
    }
    return an_archive(parts | data)


def test_sheets_are_pages_and_rows_are_lines() -> None:
    first = rows(text_cell("Bibliotek") + text_cell("Besøg"), text_cell("Ærø") + "<c><v>1250000</v></c>", "<c/>")

    extraction = office(a_workbook(first, rows(text_cell("Kun her"))))

    assert extraction.media_type == XLSX
    assert pages(extraction) == [("Ark 1", "Bibliotek | Besøg\nÆrø | 1250000"), ("Ark 2", "Kun her")]


FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0%"/>'
    '<numFmt numFmtId="166" formatCode="&quot;dage&quot; 0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/>'
    '<xf numFmtId="166"/><xf numFmtId="20"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c t="s"><v>0</v></c>', "fælles tekst"),
        ('<c t="s"><v>7</v></c>', ""),
        ('<c t="str"><f>A1</f><v>beregnet</v></c>', "beregnet"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#DIV/0!</v></c>', ""),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>42</v></c>", "42"),
        ('<c s="1"><v>45292</v></c>', "2024-01-01"),
        ('<c s="2"><v>45292</v></c>', "2024-01-01"),
        ('<c s="4"><v>45292.5</v></c>', "2024-01-01 12:00"),
        ('<c s="6"><v>0.75</v></c>', "18:00"),
        ('<c s="3"><v>0.125</v></c>', "12.5%"),
        ('<c s="5"><v>14</v></c>', "14"),
        ('<c s="1"><v>1e300</v></c>', "1e+300"),
        ("<c><v>ikke et tal</v></c>", ""),
        ("<c><f>SUM(A1:A9)</f></c>", ""),
    ],
)
def test_a_cell_says_what_it_shows(cell: str, shown: str) -> None:
    strings = '<si><r><t>fælles</t></r><r><t xml:space="preserve"> tekst</t></r><rPh><t>udtale</t></rPh></si>'

    extraction = office(a_workbook(rows(text_cell("A") + cell), strings=strings, styles=FORMATS))

    assert pages(extraction) == [("Ark 1", f"A | {shown}" if shown else "A")]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    extraction = office(
        a_workbook(rows('<c s="1"><v>43830</v></c>'), styles=FORMATS, properties='<workbookPr date1904="1"/>')
    )

    assert pages(extraction) == [("Ark 1", "2024-01-01")]


def test_hidden_sheets_rows_and_columns_are_left_out_and_named() -> None:
    shown = rows(
        text_cell("Synlig", "A1") + text_cell("hemmelig", "B1"),
        f'<row hidden="1">{text_cell("hemmelig")}</row>',
    )
    content = a_workbook(
        shown, rows(text_cell("hemmelig")), rows(text_cell("hemmelig")),
        states=("", 'state="hidden"', 'state="veryHidden"'), before='<cols><col min="2" max="3" hidden="1"/></cols>',
    )  # fmt: skip

    extraction = office(content)

    assert pages(extraction) == [("Ark 1", "Synlig")]
    assert [(note.code, note.page, dict(note.arguments)) for note in extraction.notes] == [
        ("hidden-text", 1, {}),
        ("hidden-sheets", None, {"names": "Ark 2, Ark 3"}),
    ]


def test_more_cells_than_are_read_end_in_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 3)

    extraction = office(
        a_workbook(rows(text_cell("A"), text_cell("B"), text_cell("C"), text_cell("D"), text_cell("E")))
    )

    assert pages(extraction) == [("Ark 1", "A\nB\nC")]
    assert [note.code for note in extraction.notes] == ["table-limit"]


def an_ods(*tables: str, styles: str = "") -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="s" xmlns:table="t" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    return an_archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_an_open_spreadsheet_is_read_as_it_shows_itself() -> None:
    table = (
        '<table:table table:name="Besøg"><table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{cell('Ærø')}{cell('hemmelig')}{cell('1.250,5')}"
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        f'<table:table-row table:visibility="filter">{cell("hemmelig")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row></table:table>'
    )
    row = f"<table:table-row>{cell('hemmelig')}</table:table-row>"
    hidden = f'<table:table table:name="Skjult" table:style-name="H">{row}</table:table>'
    style = '<style:style style:name="H"><style:table-properties table:display="false"/></style:style>'

    extraction = office(an_ods(table, hidden, styles=style))

    assert extraction.media_type == ODS
    assert pages(extraction) == [("Besøg", "Ærø | 1.250,5")]
    assert [(note.code, dict(note.arguments)) for note in extraction.notes] == [
        ("hidden-text", {}),
        ("hidden-sheets", {"names": "Skjult"}),
    ]


def test_a_cell_that_repeats_without_end_costs_nothing() -> None:
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="99999999999999999999"><text:p>A</text:p>'
        "</table:table-cell></table:table-row>"
    )

    assert pages(office(an_ods(f'<table:table table:name="T">{row}</table:table>'))) == [("T", "A")]
