"""Tables as spreadsheets write them become records by the keys of the schema; what does not is named by its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    IMPORT_KEYS,
    SCHEMA,
    InvalidEntry,
    Language,
    MetadataKey,
    Vocabulary,
    guarded,
    key_label,
    list_cell,
)
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.bulk.readers import read_table
from indexer.curation.bulk.readers.table import Table, list_texts
from tests.conftest import PROJECT
from tests.saying import raises_saying


@pytest.fixture(scope="module")
def collection_vocabulary() -> Vocabulary:
    return load_vocabulary(PROJECT / "corpus" / "vocabulary.ttl")


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
        ("titel,mål\nÆblegrød på Ærø\n".encode("cp850"), {"title": "Æblegrød på Ærø"}),
        ("titel,mål\nÆblegrød på Ærø\n".encode("mac_roman"), {"title": "Æblegrød på Ærø"}),
        ("\n\ntitel\nA\n", {"title": "A"}),
        ("titel, mål \n A , b \n", {"title": "A", "goals": "b"}),
        ("mål,goals\na,b\n", {"goals": "a;b"}),
        ("titel,titel\nA,A\n", {"title": "A"}),
        ("partner;partner\nA;B\n", {"partners": "A;B"}),
        ("\ufeffsep=;\r\ntitel;år\r\nÆble;2015\r\n", {"title": "Æble", "year_start": "2015"}),
        ('"sep=,"\ntitel,år\nÆble,2015\n', {"title": "Æble", "year_start": "2015"}),
        ("Udtræk, den 1. maj;\n;\ntitel;år\nÆble;2015\n", {"title": "Æble", "year_start": "2015"}),
        ("titel;mål\nÆble;b\n".encode("utf-16"), {"title": "Æble", "goals": "b"}),
        ("titel\tmål\nÆble\tb\n".encode("utf-16-le"), {"title": "Æble", "goals": "b"}),
        ("titel;mål\nÆble;b\n".encode("utf-16-be"), {"title": "Æble", "goals": "b"}),
        ("titel;mål\nÆble;b\n".encode("utf-32"), {"title": "Æble", "goals": "b"}),
        ("tit\u0065l;a\u030ar\nA\u030aben;2015\n", {"title": "Åben", "year_start": "2015"}),
        ("titel;år\rA;2015\r", {"title": "A", "year_start": "2015"}),
        ("titel;;mål\nA;;b\n", {"title": "A", "goals": "b"}),
        ("titel\n'=1+1\n", {"title": "=1+1"}),
        ("titel\n''=1+1\n", {"title": "'=1+1"}),
        ("titel\n'Sov godt'\n", {"title": "'Sov godt'"}),
    ],
    ids=[
        "semicolons", "tabs", "quoted", "byte-order-mark", "old-windows", "ms-dos", "macintosh", "blank-lines-first",
        "blanks", "two-columns",
        "the-same-twice", "lists-in-two-columns", "sep", "sep-quoted", "line-above", "utf-16", "utf-16-le", "utf-16-be",
        "utf-32", "decomposed", "old-mac", "nameless-column", "guarded-formula", "apostrophe-of-its-own", "quotation",
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
    ("name", "content", "said"),
    [
        ("a.xlsx", "x", "cannot be imported; use a file that ends in .csv, .tsv, .txt, .ris, .bib or .json"),
        ("a", "x", "cannot be imported"),
        ("a.csv", "", "The file is empty"),
        ("a.csv", "\n \n", "The file is empty"),
        ("a.csv", "titel;mål\n", "there are no rows below"),
        ("a.csv", 'titel\nhel\n"uden slut\nmere\n', "Row 3, which begins on line 3, cannot be read"),
        ("a.csv", 'titel\n"A" og B\n', "Row 2, which begins on line 2"),
        ("a.ris", "", "no records in the file"),
        ("a.bib", "kun tekst", "no records in the file"),
        ("a.json", "{", "no JSON"),
        ("a.json", "[]", "no records in the file"),
        ("a.json", "[" * 100_000, "no JSON"),
    ],
    ids=[
        "spreadsheet", "no-ending", "empty", "blank", "header-alone", "open-quote", "quote-within", "empty-ris",
        "text-as-bibtex", "half-json", "empty-json", "deep-json",
    ],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_says_why(name: str, content: str, said: str) -> None:
    with raises_saying(InvalidEntry, said):
        read_table(name, content.encode())


def test_who_imports_may_say_what_a_column_stands_for() -> None:
    table = read_table("a.csv", b"navn,farve\nA,b\n")

    assert table.mapping == {"navn": "", "farve": ""}
    assert [dict(record.values) for record in table.records({"navn": "title", "farve": "nothing"})] == [{"title": "A"}]


def said_of(table: Table) -> list[tuple[str, str]]:
    return [(one.row, one.message.id) for one in (*table.faults, *table.notes)]


def test_two_columns_that_contradict_each_other_are_named_row_by_row() -> None:
    table = read_table("a.csv", "titel;titel;år\nA;A;2010\nB;C;2011\n;D;2012\n".encode())

    read = list(table.records(table.mapping))

    assert table.columns == ("titel", "titel (2)", "år")
    assert [record.values["title"] for record in read] == ["A", "B", "D"]
    assert [[(key, message.id) for key, message in record.faults] for record in read] == [
        [], [("title", "two-columns")], [],
    ]  # fmt: skip
    assert read[1].faults[0][1].arguments == {"first": "titel", "second": "titel (2)"}


def test_a_row_with_more_cells_than_columns_is_a_fault_and_counted() -> None:
    table = read_table("a.csv", b"titel,by\nA,Odense\nB, C,Odense\nD,Odense,,\n")

    assert said_of(table) == [("3", "cells-without-column")]
    assert (table.found, table.numbers) == (3, (2, 4))


def test_a_line_above_the_names_of_the_columns_is_noted_and_rows_count_on() -> None:
    table = read_table("a.csv", "Partnerskaber i 2015;;\n\ntitel;år;by\nA;2015;Odense\n".encode())

    assert said_of(table) == [("1", "row-above-header")]
    assert table.notes[0].message.arguments == {"text": "Partnerskaber i 2015"}
    assert (table.numbers, table.found) == ((4,), 1)


@pytest.mark.parametrize("first", ["by;titel\nOdense;titel\n", "navn;farve\ntekst;by\n", "titel;x\ntitel;år\n"])
def test_a_row_of_values_is_not_taken_for_the_names_of_columns(first: str) -> None:
    table = read_table("a.csv", first.encode())

    assert (table.found, table.notes) == (1, ())


def test_columns_that_stand_for_nothing_are_told_where_they_say_something() -> None:
    table = read_table("a.csv", "titel;farve;tom;;\nA;blå;;x;\n".encode())

    assert table.unused(table.mapping) == ("farve", "(4)")
    assert table.unused({**table.mapping, "farve": "body"}) == ("(4)",)


def test_letters_that_cannot_be_read_are_noted_with_their_row() -> None:
    table = read_table("a.csv", b"titel\nx\x8dy\n")

    assert said_of(table) == [("2", "letters-unreadable")]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("key", [key for key in IMPORT_KEYS if key != "file"])
def test_what_a_page_calls_a_key_is_known_as_a_column(
    collection_vocabulary: Vocabulary, key: str, language: Language
) -> None:
    name = key_label(collection_vocabulary, key, language)

    assert read_table("a.csv", f"{name};x\nA;B\n".encode()).mapping[name] == key


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("row", [row for row in SCHEMA if row.concept_scheme], ids=lambda row: row.key)
def test_what_the_vocabulary_calls_a_scheme_is_known_as_a_column(
    collection_vocabulary: Vocabulary, row: MetadataKey, language: Language
) -> None:
    scheme = collection_vocabulary.schemes.get(row.concept_scheme)
    name = scheme.labels.get(language, row.facet) if scheme else row.facet

    assert read_table("a.csv", f"{name};x\nA;B\n".encode()).mapping[name] == row.key


@pytest.mark.parametrize("name", ["a.CSV", "a.Tsv", "a.TXT", "min fil.v2.csv"])
def test_the_case_of_the_ending_is_no_matter(name: str) -> None:
    assert first(name, "titel;år\nA;2015\n") == {"title": "A", "year_start": "2015"}


@given(st.lists(st.text(alphabet='abæ ;"\n\\=+', min_size=1, max_size=8), max_size=4))
def test_a_list_in_a_cell_comes_back_as_it_was(values: list[str]) -> None:
    stated = [" ".join(value.split()) for value in values if value.strip()]

    assert list_texts(list_cell(stated)) == stated


@given(st.text(alphabet="'=+-@\tab;\"", max_size=8))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    quoted = cell.replace('"', '""')

    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    read = read_table("a.csv", f'titel;tekst\nA;"{quoted}"\n'.encode())
    assert read.rows[0]["tekst"] == text
