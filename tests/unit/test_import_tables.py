"""Tables and lists of references become records by the keys of the schema."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import InvalidEntry, read_table
from tests.saying import raises_saying


def records(name: str, text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    table = read_table(name, text.encode() if isinstance(text, str) else text)
    return [(record.number, dict(record.values)) for record in table.records(table.mapping)]


def first(name: str, text: str | bytes) -> dict[str, str]:
    return records(name, text)[0][1]


@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("title", "title"), ("Titel", "title"), ("TITEL", "title"), ("engelsk titel", "title_en"),
        ("Resumé", "summary"), ("abstract", "summary"), ("tekst", "body"), ("materialetype", "kind"),
        ("Sprog", "language"), ("sektor", "sectors"), ("partner type", "partner_types"), ("mål", "goals"),
        ("Emne", "subjects"), ("fase", "phases"), ("samarbejdsform", "forms"), ("bibliotek", "library"),
        ("kommune", "municipality"), ("by", "municipality"), ("land", "country"), ("partnere", "partners"),
        ("forfatter", "authors"), ("år", "year_start"), ("slutår", "year_end"), ("udbytte", "outcome"),
        ("webadresse", "url"), ("doi", "url"), ("emneord", "keywords"), ("id", "id"), ("year_end", "year_end"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_danish_or_english_name(column: str, key: str) -> None:
    assert first("a.csv", f"{column},ukendt\nværdi,x\n") == {key: "værdi"}


@pytest.mark.parametrize(
    ("content", "values"),
    [
        ("titel;mål\nA;b,c\n", {"title": "A", "goals": "b,c"}),
        ("titel\tmål\nA\tb;c\n", {"title": "A", "goals": "b;c"}),
        ('titel,resumé\n"A, B","linje 1\nlinje 2"\n', {"title": "A, B", "summary": "linje 1\nlinje 2"}),
        ("\ufefftitel\nÆble\n", {"title": "Æble"}),
        ("titel,mål\nÆble\n".encode("cp1252"), {"title": "Æble"}),
        ("\n\ntitel\nA\n", {"title": "A"}),
        ("titel, mål \n A , b \n", {"title": "A", "goals": "b"}),
        ("mål,goals\na,b\n", {"goals": "a;b"}),
        ("titel,titel\nA,B\n", {"title": "A"}),
        ("titel\n'=1+1\n", {"title": "=1+1"}),
        ("titel\n''=1+1\n", {"title": "'=1+1"}),
        ("titel\n'Sov godt'\n", {"title": "'Sov godt'"}),
    ],
    ids=[
        "semicolons", "tabs", "quoted", "byte-order-mark", "old-windows", "blank-lines-first", "blanks", "two-columns",
        "the-same-column-twice", "guarded-formula", "apostrophe-of-its-own", "quotation",
    ],
)  # fmt: skip
def test_csv_is_read_as_spreadsheets_write_it(content: str | bytes, values: dict[str, str]) -> None:
    assert first("a.csv", content) == values


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_are_skipped() -> None:
    assert [number for number, _ in records("a.csv", "titel\nA\n\nB\n")] == [2, 4]


@given(st.lists(st.text(alphabet='abæ ,;"\n', min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4))
def test_whatever_a_cell_holds_comes_back(titles: list[str]) -> None:
    quoted = "".join('"' + title.replace('"', '""') + '"\n' for title in titles)

    assert [values["title"] for _, values in records("a.csv", f"titel\n{quoted}")] == [t.strip() for t in titles]


@pytest.mark.parametrize(
    ("reference", "values"),
    [
        ("TY  - RPRT\nTI  - Rapport\n", {"title": "Rapport", "kind": "report"}),
        ("TY  - BOOK\nTI  - Bog\n", {"title": "Bog", "kind": "theory"}),
        ("TY  - JOUR\nTI  - Stykke\nPY  - 2011/05/01\n", {"title": "Stykke", "kind": "article", "year_start": "2011"}),
        (
            "TY  - JOUR\nTI  - T\nAU  - Hansen, Mette\nAU  - Bo\n",
            {"title": "T", "kind": "article", "authors": "Hansen, Mette;Bo"},
        ),
        ("TY  - JOUR\nTI  - T\nLA  - dan\n", {"title": "T", "kind": "article", "language": "da"}),
        ("TY  - JOUR\nTI  - T\nLA  - de\n", {"title": "T", "kind": "article"}),
        ("TY  - JOUR\nTI  - T\nDO  - 10.1/x\n", {"title": "T", "kind": "article", "url": "https://doi.org/10.1/x"}),
        (
            "TY  - JOUR\nTI  - T\nUR  - https://a.example\nDO  - 10.1/x\n",
            {"title": "T", "kind": "article", "url": "https://a.example"},
        ),
        ("TY  - JOUR\nTI  - T\nKW  - a\nKW  - b\n", {"title": "T", "kind": "article", "keywords": "a;b"}),
    ],
    ids=["report", "book", "year", "authors", "danish", "other-language", "doi", "address-first", "keywords"],
)
def test_ris_is_read_by_its_tags(reference: str, values: dict[str, str]) -> None:
    assert first("a.RIS", f"{reference}ER  - \n") == values


@pytest.mark.parametrize(
    ("entry", "values"),
    [
        ("@book{a, title={Bog}}", {"title": "Bog", "kind": "theory"}),
        ("@manual{a, title={Guide}}", {"title": "Guide", "kind": "guide"}),
        (
            '@misc{a, title="En {DK} titel", year=2010}',
            {"title": "En DK titel", "kind": "article", "year_start": "2010"},
        ),
        (
            "@misc{a, title={T}, author={Hansen, Mette and Bo}}",
            {"title": "T", "kind": "article", "authors": "Hansen, Mette;Bo"},
        ),
        ("@misc{a, title={T}, keywords={x, y}}", {"title": "T", "kind": "article", "keywords": "x; y"}),
        ("@misc{a, title={T}, langid={english}}", {"title": "T", "kind": "article", "language": "en"}),
        ("@misc{a, title={T}, date={2012-05}}", {"title": "T", "kind": "article", "year_start": "2012"}),
    ],
    ids=["book", "manual", "braces", "authors", "keywords", "language", "date"],
)
def test_bibtex_is_read_by_its_fields(entry: str, values: dict[str, str]) -> None:
    assert first("a.bib", entry) == values


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", "x", "cannot be imported; use a file that ends in .csv, .ris or .bib"),
        ("a", "x", "cannot be imported"),
        ("a.csv", "", "The file is empty"),
        ("a.csv", "\n \n", "The file is empty"),
        ("a.csv", 'titel\n"uden slut\n', "a.csv cannot be read"),
        ("a.bib", "@misc{a, title={T}", "No entry of the file is complete"),
    ],
    ids=["spreadsheet", "no-ending", "empty", "blank", "open-quote", "open-brace"],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: str, said: str) -> None:
    with raises_saying(InvalidEntry, said):
        read_table(name, content.encode())


def test_who_imports_may_say_what_a_column_stands_for() -> None:
    table = read_table("a.csv", b"navn,farve\nA,b\n")

    assert table.mapping == {"navn": "", "farve": ""}
    assert [dict(record.values) for record in table.records({"navn": "title", "farve": "nothing"})] == [{"title": "A"}]
