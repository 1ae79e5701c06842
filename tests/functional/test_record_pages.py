"""Pages of organisations and places, and names in place of ids wherever people read."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient

from indexer import Filter, KnowledgeBase, Language, Query
from tests.functional.reading import read_page, total_of

AARHUS = "aarhus"


def test_a_library_has_a_page_with_its_names_its_branches_and_all_that_it_did(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, f"/en/organisations/{AARHUS}")

    text = page.select_one("main").text  # type: ignore[union-attr]
    record = collection.vocabulary.organisations[AARHUS]
    assert page.select_one("h1").text == record.name(Language.ENGLISH)  # type: ignore[union-attr]
    assert record.name(Language.DANISH) in text and record.identifiers["isil"] in text and "Dokk1" in text
    total = collection.count(Query(filters=(Filter("library", AARHUS),)))
    assert f"As a library in {total} documents" in text
    search, network = (str(link["href"]) for link in page.select("main p:has(> .button) a")[:2])
    (follow,) = (str(link["href"]) for link in page.select("main p a[href*='/follow']"))
    assert total_of(read_page(client, search)) == total
    assert client.get(network).status_code == 200
    assert len(feedparser.parse(client.get(follow.replace("/follow", "/feed")).data).entries) >= min(total, 30)
    data = json.loads(page.select_one("script[type='application/ld+json']").string)  # type: ignore[union-attr, arg-type]
    assert (data["@type"], data["name"]) == ("Library", record.name(Language.ENGLISH))


def test_those_beside_an_organisation_are_counted_by_the_documents_that_name_both(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/organisations/roede-kors")

    (first, *_) = page.select("aside .counted li")
    value = str(first.a["href"]).rsplit("/", 1)[1]  # type: ignore[index]
    facet = "library" if collection.vocabulary.organisations[value].is_library else "partner"
    both = Query(filters=(Filter("partner", "roede-kors"), Filter(facet, value)))
    stated = collection.comparer.public_records().values()
    expected = sum("roede-kors" in one.partners and value in (*one.libraries, *one.partners) for one in stated)
    assert int(first.select_one(".count").text) == expected  # type: ignore[union-attr]
    assert collection.count(both) >= expected


def test_every_organisation_has_a_page_in_both_languages_without_ids_for_names(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    for organisation_id in list(collection.vocabulary.organisations)[::97]:
        for language in Language:
            answer = client.get(f"/{language.value}/organisations/{organisation_id}")

            assert answer.status_code == 200
            name = collection.vocabulary.organisations[organisation_id].name(language)
            assert name.replace("&", "&amp;").replace("'", "&#39;") in answer.text
    assert client.get("/da/organisations/findes-ikke").status_code == 404


def test_a_place_has_a_page_with_all_that_happened_there_and_what_is_near(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/en/places/koebenhavn")

    total = collection.count(Query(filters=(Filter("municipality", "koebenhavn"),)))
    text = page.select_one("main").text  # type: ignore[union-attr]
    assert page.select_one("h1").text == "Copenhagen" and f"{total} documents" in text  # type: ignore[union-attr]
    assert total_of(read_page(client, str(page.select_one("main p a.button")["href"]))) == total  # type: ignore[index]
    near = page.select("main .plain-list:last-of-type li")
    kilometres = [int(re.search(r"(\d+) km", one.text).group(1)) for one in near]  # type: ignore[union-attr]
    assert len(near) == 6 and kilometres == sorted(kilometres) and kilometres[0] < 30
    assert client.get("/da/places/findes-ikke").status_code == 404


def test_a_region_holds_its_municipalities(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/da/places/region-syddanmark")

    region, odense = (
        collection.count(Query(filters=(Filter("municipality", one),))) for one in ("region-syddanmark", "odense")
    )
    stated = [one.municipalities for one in collection.comparer.public_records().values()]
    inside = {place.id for place in collection.vocabulary.places.values() if place.part_of == "region-syddanmark"}
    assert region == sum(bool(inside.intersection(places)) for places in stated) > odense > 0
    assert any("Odense" in one.text for one in page.select("main li"))


@pytest.mark.parametrize(
    ("name", "moved"),
    [("municipality=K%C3%B8benhavns+Kommune", "municipality=koebenhavn"), ("municipality=Nowhere", "")],
)
def test_an_address_with_the_name_of_a_place_leads_to_that_with_its_id(
    client: FlaskClient, name: str, moved: str
) -> None:
    answer = client.get(f"/en/search?{name}")

    assert (answer.status_code, answer.location) == ((301, f"/en/search?{moved}") if moved else (200, None))


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_address_with_the_name_of_a_library_leads_to_that_with_its_id(client: FlaskClient, sign: str) -> None:
    answer = client.get(f"/da/search?{sign}library={quote('Aarhus Bibliotekerne')}&goal=new-users&page=2")

    assert (answer.status_code, answer.location) == (301, f"/da/search?goal=new-users&{sign}library=aarhus&page=2")
    named = client.get("/api/search?library=Aarhus Public Libraries").json
    assert named is not None and named["total"] == client.get("/api/search?library=aarhus").json["total"] > 0


def test_the_concept_of_an_organisation_leads_to_its_page(client: FlaskClient) -> None:
    answer = client.get("/en/concepts/partner/roede-kors")

    assert (answer.status_code, answer.location) == (301, "/en/organisations/roede-kors")
    assert "/organisations/" not in client.get("/da/concepts").text


@pytest.mark.parametrize("name", ["Danish Red Cross", "Røde Kors", "Aarhus Public Libraries", "Dansk Flygtningehjælp"])
def test_whatever_name_is_searched_the_documents_that_state_the_organisation_are_counted(
    client: FlaskClient, collection: KnowledgeBase, name: str
) -> None:
    organisation_id = collection.vocabulary.organisations.named(name)

    found = client.get("/api/search", query_string={"q": name, "limit": 100}).json

    stating = {
        document_id
        for document_id, one in collection.comparer.public_records().items()
        if organisation_id in (*one.libraries, *one.partners)
    }
    assert stating and stating <= {hit["id"] for hit in found["hits"]}  # type: ignore[index]


def test_people_read_names_and_never_ids(client: FlaskClient, collection: KnowledgeBase) -> None:
    records = collection.vocabulary.organisations
    hyphened = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
    shown = client.get("/da/export/csv?library=aarhus").text
    for row in csv.DictReader(io.StringIO(shown.removeprefix("\ufeff")), delimiter=";"):
        names = [*row["libraries"].split("; "), *row["partners"].split("; ")]
        assert not [name for name in names if name in records and hyphened.fullmatch(name)]
    for address in ("/da/search?library=aarhus", "/da/network", "/da/documents/bogstart", "/da/map?rows=library"):
        text = read_page(client, address).select_one("main").get_text(" ")  # type: ignore[union-attr]
        assert not [word for word in hyphened.findall(text) if word in records], address
    listed = client.get("/da/export/json?library=aarhus").json["documents"][0]["libraries"]  # type: ignore[index]
    assert {"id", "label"} == set(listed[0]) and listed[0]["label"] != listed[0]["id"]


def test_an_organisation_has_a_portrait_and_a_line_for_each_dated_case(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/organisations/roskilde")

    stated = collection.comparer.public_records().values()
    cases = [one for one in stated if one.kind == "case" and "roskilde" in (*one.libraries, *one.partners)]
    rows = {row.a.text: row.select_one("span + .soft").text for row in page.select(".gantt li")}  # type: ignore[union-attr]
    assert len(rows) == sum(one.year_start is not None for one in cases) > 3
    for one in cases:
        first, last = one.year_start, one.year_end
        word = "siden" if one.outcome == "running" else "fra"
        said = f"{first}–{last}" if last and last != first else str(first) if last else f"{word} {first}"
        assert first is None or rows[one.title_in(Language.DANISH) or one.title] == said
    assert page.select_one(".case-head .emblem") is not None and page.select_one(".tiles .only") is not None
    assert f"{len(cases)} cases" in page.select(".case-head .lead")[-1].text
