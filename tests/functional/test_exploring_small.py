"""The gap map and the network over a collection that can be counted by hand."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.functional.reading import read_page, total_of, words_of


def map_of(client: FlaskClient, address: str, language: str = "da", of: str = "all") -> list[list[str]]:
    answer = client.get(f"/{language}/map/csv{address or '?'}&of={of}")
    assert answer.status_code == 200
    separator = ";" if language == "da" else ","
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=separator))


def map_json(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(f"/api/map{address}")
    assert answer.status_code == 200
    return answer.json  # type: ignore[no-any-return]


def test_a_row_has_a_number_for_each_column_and_its_own_total(reader: FlaskClient) -> None:
    table = map_of(reader, "?rows=sector&columns=outcome")
    rows = {row[0]: dict(zip(table[0][1:], row[1:], strict=True)) for row in table[1:]}

    assert table[0][0] == "Sektor / Hvordan gik det?"
    assert list(rows) == ["Den offentlige sektor", "Civilsamfundet", "Den private sektor", "Ikke angivet", "I alt"]
    assert rows["Den offentlige sektor"] == {
        "Afsluttet som planlagt": "1", "I drift": "0", "Overgået til anden drift": "1", "Stoppet": "0",
        "Ukendt": "0", "Ikke angivet": "3", "I alt": "5",
    }  # fmt: skip
    assert rows["I alt"]["I drift"] == "1"


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        ("decade", ["1990’erne", "2000’erne", "2010’erne", "2020’erne", "Ikke angivet"]),
        ("year", ["1998", *map(str, range(2009, 2017)), "2018", "2020", "Ikke angivet"]),
        ("country", ["Danmark", "Norge", "Storbritannien", "Sverige", "Ikke angivet"]),
        ("language", ["Dansk", "Engelsk"]),
        ("municipality", ["Nyborg", "Odense", "Ærø", "Ikke angivet"]),
        ("kind", ["Case", "Guide", "Værktøj", "Teori", "Rapport", "Artikel"]),
    ],
)
def test_years_stand_in_their_order_and_other_values_by_their_numbers(
    reader: FlaskClient, axis: str, names: list[str]
) -> None:
    rows = map_of(reader, f"?rows={axis}&columns=sector")[1:-1]

    assert sorted(row[0] for row in rows) == sorted(names)
    if axis in ("decade", "year"):
        assert [row[0] for row in rows] == names
    else:
        numbers = [int(row[-1]) for row in rows if row[0] != "Ikke angivet"]
        assert numbers == sorted(numbers, reverse=True)
        assert rows[-1][0] == "Ikke angivet" or "Ikke angivet" not in names


def test_cases_are_counted_unless_all_or_a_search_is_asked_for(reader: FlaskClient) -> None:
    counted = {of: map_of(reader, "?rows=sector&columns=goal", of=of) for of in ("", "cases", "all")}
    searched = {of: map_of(reader, "?rows=sector&columns=goal&q=museet", of=of) for of in ("", "cases", "all")}

    assert counted[""] == counted["cases"] != counted["all"]
    assert searched[""] == searched["all"] != searched["cases"]


def test_the_largest_gaps_are_told_and_the_map_can_be_taken_as_a_picture(client: FlaskClient) -> None:
    page = read_page(client, "/da/map")
    told = words_of(page, ".gap-sentence")
    empty = [
        (words_of(row, "th a"), str(cell["data-column"]))
        for row in page.select("tbody tr")
        for cell in row.select("td.empty")
    ]

    assert empty and all(any(f"{row} × {column}" in one for row, column in empty) for one in told.split(";"))
    links = {str(link["href"]) for link in page.select(".take-away a") if "/picture." in str(link["href"])}
    drawn = {client.get(link).mimetype: client.get(link).data for link in links}
    assert set(drawn) == {"image/svg+xml", "image/png"} and drawn["image/png"].startswith(b"\x89PNG")
    svg = BeautifulSoup(drawn["image/svg+xml"], "xml")
    numbers = [cell.get_text() for cell in svg.select("text[font-weight='600'][text-anchor=middle]")]
    assert numbers == [re.findall(r"\d+", link.text)[0] for link in page.select("tbody td a")]


def heads_of(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select("tbody th[scope=row] a")]


def test_a_map_lists_the_broad_concepts_and_leads_to_those_below_one(client: FlaskClient) -> None:
    page = read_page(client, "/da/map?rows=partner-type&columns=sector&of=all")
    [closer] = [link for link in page.select("p.explanation a") if link.get_text() == "Foreninger og ngo'er"]
    below = heads_of(read_page(client, str(closer["href"])))

    assert "Foreninger og ngo'er" in heads_of(page) and "Patientforeninger" not in heads_of(page)
    assert "Patientforeninger" in below, below
    assert set(below) & set(heads_of(page)) == {"Foreninger og ngo'er", "Ikke angivet"}


@pytest.mark.parametrize(
    ("asked", "axes"),
    [
        ("", "Partnertype / Mål"),
        ("?rows=phase", "Fase / Mål"),
        ("?columns=phase", "Partnertype / Fase"),
        ("?rows=goal", "Mål / Partnertype"),
        ("?rows=goal&columns=goal", "Mål / Partnertype"),
        ("?rows=year&columns=decade", "Startår / Partnertype"),
        ("?rows=nonsense&columns=phase", "Partnertype / Fase"),
    ],
)
def test_axes_that_cannot_be_crossed_fall_back(reader: FlaskClient, asked: str, axes: str) -> None:
    assert map_of(reader, asked)[0][0] == axes


def test_the_map_follows_the_search(reader: FlaskClient) -> None:
    table = map_of(reader, "?q=museet&rows=kind&columns=sector")

    assert {row[0]: row[-1] for row in table[1:-1]} == {
        "Case": "1", "Guide": "0", "Værktøj": "0", "Teori": "0", "Rapport": "0", "Artikel": "1",
    }  # fmt: skip


def test_names_that_a_spreadsheet_would_calculate_stay_texts(reader: FlaskClient) -> None:
    assert "'+45 Partneren" in [row[0] for row in map_of(reader, "?rows=partner&columns=sector")]


def test_an_english_map_has_english_heads(reader: FlaskClient) -> None:
    table = map_of(reader, "?rows=decade&columns=sector", "en")

    assert table[0] == ["Decade / Sector", "Public sector", "Civil society", "Private sector", "Not stated", "Total"]


def test_every_number_of_the_page_is_a_link_to_so_many_documents(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/map?rows=sector&columns=goal&q=biblioteket")

    links = page.select("tbody td a")
    assert links
    for link in links:
        assert total_of(read_page(reader, str(link["href"]))) == int(re.findall(r"\d+", link.text)[0])


def test_the_api_gives_the_same_numbers(reader: FlaskClient) -> None:
    said = map_json(reader, "?rows=sector&columns=outcome")
    table = map_of(reader, "?rows=sector&columns=outcome")

    assert str(said).count("ended-as-planned") >= 1
    assert {str(value) for value in said.values() if isinstance(value, str)} >= {"sector", "outcome"}
    assert len(table) == 6


def test_a_map_can_be_turned_round(reader: FlaskClient) -> None:
    there = map_of(reader, "?rows=sector&columns=outcome")
    back = map_of(reader, "?rows=outcome&columns=sector")

    numbers = {(row[0], name): n for row in there[1:-1] for name, n in zip(there[0][1:-1], row[1:-1], strict=True)}
    turned = {(name, row[0]): n for row in back[1:-1] for name, n in zip(back[0][1:-1], row[1:-1], strict=True)}
    assert numbers == turned


def network_rows(client: FlaskClient, address: str = "") -> dict[str, list[str]]:
    page = read_page(client, f"/da/network{address}")
    rows = {}
    for row in page.select("table tbody tr"):
        head, *cells = row.select("th, td")
        rows[" ".join(head.text.split())] = [" ".join(cell.text.split()) for cell in cells]
    return rows


def test_partners_that_more_documents_name_come_first_whatever_their_capitals(reader: FlaskClient) -> None:
    names = list(network_rows(reader))

    assert names[0].casefold().startswith("læsepatruljen")
    assert {name.split(" (")[0] for name in names[1:]} == {
        "+45 Partneren",
        "Bymuseet",
        "Cykelsmeden A/S",
        "Marstal Skole",
    }


def test_both_spellings_of_a_partner_lead_to_both_documents(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/network")

    addresses = [str(a["href"]) for a in page.select("a[href*='partner=']") if "epatruljen" in str(a["href"])]
    assert addresses
    chosen = parse_qs(urlsplit(addresses[0]).query)["partner"]
    assert sorted(chosen) == ["Læsepatruljen", "læsepatruljen"]
    assert total_of(read_page(reader, "/da/search" + "?" + urlsplit(addresses[0]).query)) == 2


def test_partners_of_drafts_are_not_drawn(reader: FlaskClient) -> None:
    assert "Hemmelig" not in words_of(read_page(reader, "/da/network"), "main")


@pytest.mark.parametrize(("address", "named"), [("?q=museet", "Bymuseet"), ("?sector=private", "Cykelsmeden A/S")])
def test_the_network_follows_the_search(reader: FlaskClient, address: str, named: str) -> None:
    assert [name.split(" (")[0] for name in network_rows(reader, address)] == [named]


def test_a_network_of_nobody_says_so(reader: FlaskClient) -> None:
    assert network_rows(reader, "?kind=guide") == {}
