"""Documents side by side: every cell, how a row agrees, and the files."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from flask.testing import FlaskClient

from tests.functional.reading import read_page, words_of

Table = dict[str, list[str]]


def table_of(client: FlaskClient, *ids: str, language: str = "da") -> Table:
    """The cells of each row, its agreement first, by the name of the row."""
    answer = client.get(f"/{language}/compare/csv", query_string={"id": ids})
    assert answer.status_code == 200
    text, separator = answer.data.decode("utf-8-sig"), ";" if language == "da" else ","
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text), delimiter=separator)}


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("", ["Enighed", "Åben skole på Ærø", "Bogbussen kører ud"]),
        ("Emne", ["delvis ens", "Lektiehjælp; Læsevenner og læsemakkere", "Lektiehjælp"]),
        ("Partner", ["delvis ens", "Læsepatruljen; Marstal Skole", "'+45 Partneren; læsepatruljen"]),
        ("Sektor", ["forskelligt", "Den offentlige sektor", "Civilsamfundet"]),
        (
            "Mål",
            [
                "delvis ens",
                "Få kontakt til nye brugere; Udvikle nyt indhold og nye tilbud",
                "Få kontakt til nye brugere",
            ],
        ),
        ("Partnertype", ["forskelligt", "Uddannelsesinstitutioner", "Frivillige"]),
        ("Fase", ["forskelligt", "Afdækning", "Partnersøgning"]),
        ("Samarbejdsform", ["kun angivet ét sted", "Partnerskab", "ikke angivet"]),
        ("Hvordan gik det?", ["forskelligt", "Afsluttet som planlagt", "I drift"]),
        ("Tid", ["forskelligt", "2009–2012", "2011–"]),
        ("Sted", ["ens", "Ærø Folkebibliotek; Ærø, Danmark", "Ærø Folkebibliotek; Ærø, Danmark"]),
        (
            "Kilder",
            ["", "Evaluering af åben skole https://example.org/aaben-skole\nEn bog uden adresse", "ikke angivet"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_holds_what_each_document_says_and_how_they_agree(
    reader: FlaskClient, row: str, cells: list[str]
) -> None:
    assert table_of(reader, "aaben-skole", "bogbus")[row] == cells


@pytest.mark.parametrize(
    ("row", "starts"),
    [
        ("Kort fortalt", ("Den åbne skole samler", "En bogbus kører")),
        ("Hvad de gjorde", ("Lærere og bibliotekarer", "Bussen holder")),
        ("Hvad der kom ud af det", ("Flere børn låner bøger.", "ikke angivet")),
        ("Hvad andre kan lære", ("ikke angivet", "ikke angivet")),
    ],
)
def test_sections_of_write_ups_stand_beside_each_other(reader: FlaskClient, row: str, starts: tuple[str, ...]) -> None:
    agreement, *cells = table_of(reader, "aaben-skole", "bogbus")[row]

    assert agreement == ""
    assert all(cell.startswith(start) for cell, start in zip(cells, starts, strict=True))


@pytest.mark.parametrize(
    ("ids", "row", "agreement"),
    [
        (("museet", "fengsel", "aaben-skole"), "Sektor", "ens"),
        (("museet", "fengsel", "bogbus"), "Sektor", "delvis ens"),
        (("museet", "bogbus", "data-lab"), "Sektor", "forskelligt"),
        (("oldfund", "guide-aftale"), "Sektor", "ikke angivet"),
        (("oldfund", "museet"), "Sektor", "kun angivet ét sted"),
        (("oldfund", "museet", "fengsel"), "Sektor", "ens"),
    ],
    ids=["all-the-same", "two-of-three", "all-different", "nobody", "one", "those-who-say-it"],
)
def test_agreement_is_judged_among_those_who_say_something(
    reader: FlaskClient, ids: tuple[str, ...], row: str, agreement: str
) -> None:
    assert table_of(reader, *ids)[row][0] == agreement


def test_the_english_table_is_english(reader: FlaskClient) -> None:
    table = table_of(reader, "aaben-skole", "bogbus", language="en")

    assert table["Sector"] == ["different", "Public sector", "Civil society"]


def test_the_page_marks_what_others_state_too(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/compare?id=aaben-skole&id=bogbus")

    marked = {" ".join(tag.text.split()) for tag in page.select("td mark, td .shared, td strong")}
    assert "Lektiehjælp" in " ".join(marked)
    assert "Civilsamfundet" not in " ".join(marked)


def test_a_document_can_be_taken_out_by_a_link(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/compare?id=aaben-skole&id=bogbus&id=museet")

    left = [parse_qs(urlsplit(str(a["href"])).query)["id"] for a in page.select("thead a[href*='/compare?']")]
    assert ["bogbus", "museet"] in left and ["aaben-skole", "museet"] in left


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/da/compare?id=aaben-skole&id=kladden", "kladden"),
        ("/da/compare?id=aaben-skole", "mindst"),
        ("/da/compare", "mindst"),
    ],
    ids=["draft", "one", "none"],
)
def test_what_cannot_be_compared_is_said(reader: FlaskClient, address: str, text: str) -> None:
    page = read_page(reader, address)

    assert not page.select("table")
    assert text in words_of(page, "main")


def test_more_than_five_documents_are_cut_to_five(reader: FlaskClient) -> None:
    ids = ("aaben-skole", "bogbus", "museet", "fengsel", "oldfund", "rapport", "data-lab")

    assert len(table_of(reader, *ids)[""]) == 1 + 5


@pytest.mark.parametrize("address", ["?id=bogbus&id=museet&id=bogbus", "?id=bogbus&id=museet&q=skole"])
def test_an_untidy_address_leads_to_the_tidy_one(reader: FlaskClient, address: str) -> None:
    answer = reader.get(f"/da/compare{address}")

    assert (answer.status_code, answer.location) == (302, "/da/compare?id=bogbus&id=museet")


def test_the_word_file_holds_the_same_cells(reader: FlaskClient) -> None:
    answer = reader.get("/da/compare/docx?id=aaben-skole&id=bogbus")
    rows = docx.Document(io.BytesIO(answer.data)).tables[0].rows

    cells = {row.cells[0].text.split("\n")[0]: [cell.text for cell in row.cells[1:]] for row in rows}
    table = table_of(reader, "aaben-skole", "bogbus")
    assert cells["Sektor"] == table["Sektor"][1:]
    assert cells["Partner"][1] == "+45 Partneren; læsepatruljen"
    assert set(cells) == set(table)


def test_a_file_of_no_document_is_no_page(reader: FlaskClient) -> None:
    assert reader.get("/da/compare/csv?id=kladden").status_code == 404
