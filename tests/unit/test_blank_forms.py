"""Blank forms: every blank can be filled in on a screen and by pen, in PDF and Word, by as many parties as three."""

from __future__ import annotations

import io
import re
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from publishing.__main__ import _BLANK_FORM
from publishing.form_fields import FieldKind, with_fields, without_fields
from publishing.markdown_to_typst import column_shares
from publishing.parties import with_third_party
from publishing.typesetting import typeset_form
from publishing.word_form import word_form
from publishing.word_page import text_width
from tests.conftest import PROJECT

FORM = """Dato: ______ Mødeleder: ______

### Aktører
| Hvem | Helt |
| --- | --- |
| Skolen | |
| | ☐ |

### Kort at tegne på
- [ ] Overdraget til: ______
"""
LABELS = ["Dato", "Mødeleder", "Helt, Skolen", "Hvem, række 2", "Helt, række 2", "Overdraget til", "Overdraget til"]
_PEN_MM = 24
"""Below this a pen has no room for a word."""

TOOLS = sorted((PROJECT / "corpus" / "tools").glob("vaerktoej-*.md"))


@cache
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(typeset_form("Prøve", FORM, "da")))


def widgets() -> list[DictionaryObject]:
    found = [one.get_object() for page in pdf().pages for one in page.get("/Annots", [])]
    assert all(one["/Subtype"] == "/Widget" for one in found)
    return found


def test_every_blank_is_a_field_that_is_called_by_what_is_asked() -> None:
    fields = with_fields(FORM, "da").fields

    assert [one.label for one in fields if one.kind is not FieldKind.MAP] == LABELS
    assert [one.kind.value for one in fields] == ["line", "line", "cell", "cell", "box", "map", "tick", "line"]
    assert with_fields("Name: ____", "en").fields[0].label == "Name"


def test_a_pdf_has_real_fields_with_names_in_the_order_of_reading() -> None:
    form = pdf().trailer["/Root"]["/AcroForm"]

    assert [one.get_object()["/TU"] for one in form["/Fields"]] == LABELS
    assert [one["/FT"] for one in widgets()].count("/Btn") == 2
    assert len({one["/T"] for one in widgets()}) == len(LABELS)
    assert all("/N" in one["/AP"] and "/A" not in one for one in widgets())


def test_a_field_stands_where_it_belongs_in_the_structure_of_the_pdf() -> None:
    tree = pdf().trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]
    pairs = tree["/Nums"] if "/Nums" in tree else [one for kid in tree["/Kids"] for one in kid.get_object()["/Nums"]]
    element = {int(key): value.get_object() for key, value in zip(pairs[::2], pairs[1::2], strict=True)}

    parents = [element[int(one["/StructParent"])] for one in widgets()]

    assert {one["/S"] for one in parents} == {"/Form"}
    assert [one["/P"].get_object()["/S"] for one in parents].count("/TD") == 3
    assert pdf().trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_word_file_has_a_control_for_every_blank_and_the_map_as_a_picture_with_its_text() -> None:
    file = docx.Document(io.BytesIO(word_form("Prøve", FORM, "da")))
    controls = list(file.element.body.iter(qn("w:sdt")))

    names = [one.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")) for one in controls]
    assert names == LABELS
    (picture,) = file.inline_shapes
    assert picture._inline.docPr.get("descr").startswith("Et kort at tegne på")
    assert len({one.find(f"{qn('w:sdtPr')}/{qn('w:id')}").get(qn("w:val")) for one in controls}) == len(LABELS)


def test_the_same_form_is_the_same_file() -> None:
    assert typeset_form("Prøve", "Dato: ___", "da") == typeset_form("Prøve", "Dato: ___", "da")
    assert word_form("Prøve", "Dato: ___", "da") == word_form("Prøve", "Dato: ___", "da")


def test_a_third_party_has_room_in_columns_rows_and_lines_and_a_deputy_of_its_own() -> None:
    assert with_third_party("For part B, dato: ___") == "For part B, dato: ___\n\nFor part C, dato: ___"
    table = "| Rolle | Part A | Vikar | Part B | Vikar |\n| --- | --- | --- | --- | --- |\n| Ejer | | | | |"
    assert with_third_party(table).splitlines()[0] == "| Rolle | Part A | Vikar | Part B | Vikar | Part C | Vikar |"
    assert with_third_party("| Part B bidrager | |").splitlines()[1] == "| Part C bidrager | |"
    assert with_third_party("| Opgave | Part A | Part B | Part C |") == "| Opgave | Part A | Part B | Part C |"


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_every_form_of_the_collection_can_be_filled_in_by_pen(path) -> None:
    language = path.stem.rpartition(".")[2]
    for _, text in _BLANK_FORM.findall(path.read_text("utf-8")):
        form = with_fields(text.strip(), language)
        assert form.fields
        assert all(one.label for one in form.fields)
        for table in re.findall(r"(?:^\|.*\n)+", form.markdown, re.MULTILINE):
            rows = [line.strip("|\n ").split("|") for line in table.splitlines()]
            cells = [[without_fields(cell).strip() for cell in row] for row in (rows[0], *rows[2:])]
            shares = column_shares(cells)
            width = text_width(is_wide=form.is_wide)
            for share, column in zip(shares, zip(*cells, strict=True), strict=True):
                if not any(column[1:]):
                    assert width * share / sum(shares) >= _PEN_MM, column[0]


def test_every_form_that_can_be_fetched_has_fields() -> None:
    forms = sorted((PROJECT / "corpus" / "downloads").glob("*.pdf"))

    assert len(forms) > 25
    assert [path.name for path in forms if b"/AcroForm" not in path.read_bytes()] == []
