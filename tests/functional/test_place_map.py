"""The map of Denmark by municipality, and the countries of the world: numbers are clicks."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer import CONTINENTS, NOT_STATED, PLACE_SCHEME, Filter, KnowledgeBase, Language, Query
from tests.functional.reading import read_page, total_of

CASES = Query(filters=(Filter("kind", "case"),))


def number_in(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found
    return int(found.group())


@pytest.mark.parametrize("address", ["/da/places", "/en/places?q=volunteers", "/da/places?sector=private&from=2015"])
def test_every_number_leads_to_exactly_so_many_documents(client: FlaskClient, address: str) -> None:
    page = read_page(client, address)

    tiles = [(str(link["href"]), number_in(link.text)) for link in page.select("svg.tiles a")]
    lands = [(str(link["href"]), number_in(link.text)) for link in page.select(".world a")]
    assert len(page.select("svg.tiles polygon")) == 98
    for link, count in (*tiles[::9], *lands[::7], *_nationwide(page)):
        assert total_of(read_page(client, link)) == count, link


def _nationwide(page: object) -> list[tuple[str, int]]:
    links = page.select(".map-and-list .explanation a")  # type: ignore[attr-defined]
    return [(str(link["href"]), number_in(link.text)) for link in links]


def test_without_a_search_the_cases_are_counted_and_named(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/da/places")

    facet = collection.search(CASES).facet(PLACE_SCHEME)
    places = collection.vocabulary.places
    stated = {value.id: value.count for value in facet.values if value.id in places and places[value.id].tile}
    named = {link["aria-label"] for link in page.select("svg.tiles a")}
    written = {one: f"{places[one].name(Language.DANISH)}: {count} case" for one, count in stated.items() if count}
    assert named == {text if text.endswith(": 1 case") else f"{text}s" for text in written.values()}
    without = page.select_one(".name-columns").text  # type: ignore[union-attr]
    assert all(places[one].name(Language.DANISH) not in without.split(", ") for one in written)
    assert len(without.split(", ")) + len(written) == 98
    listed = {str(link["href"]).rsplit("/", 1)[1] for link in page.select(".home a, .ones a")}
    assert set(written) <= listed


def test_a_municipality_sees_its_neighbours_and_those_of_its_kind(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/places?near=herning+kommune")

    near, alike = page.select("section[aria-labelledby=near] ul")
    kilometres = [number_in(one.span.text) for one in near.select("li")]  # type: ignore[union-attr]
    places = collection.vocabulary.places
    group = {one.name(Language.DANISH) for one in places.values() if one.group == places["herning"].group}
    assert len(kilometres) == 6 and kilometres == sorted(kilometres) and kilometres[0] < 40
    assert {one.a.text for one in alike.select("li")} <= group - {"Herning"}  # type: ignore[union-attr]
    assert page.select_one("polygon.here") and page.select_one("#near-name")["value"] == "Herning"  # type: ignore[index]


def test_a_municipality_is_known_by_the_letters_of_its_address_too(client: FlaskClient) -> None:
    assert read_page(client, "/da/places?near=Koebenhavn").select_one("#near-name")["value"] == "København"  # type: ignore[index]


def test_a_name_that_no_municipality_has_is_said_and_kept(client: FlaskClient) -> None:
    page = read_page(client, "/en/places?near=Atlantis")

    assert "“Atlantis”" in page.select_one(".notice").text  # type: ignore[union-attr]
    assert page.select_one("#near-name")["value"] == "Atlantis"  # type: ignore[index]


def test_every_country_of_the_collection_lies_in_one_part_of_the_world(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/places")

    values = collection.search(CASES).facet("country").values
    countries = {value.id for value in values if value.count and value.id != NOT_STATED}
    assert len(page.select(".world a")) == len(countries)
    assert all(sum(country in codes for codes in CONTINENTS.values()) == 1 for country in countries)


def test_the_front_page_shows_where_the_cases_are(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/en/")

    tile = page.select_one(".hero-map a[aria-label^='Copenhagen']")
    assert tile is not None
    assert total_of(read_page(client, str(tile["href"]))) == number_in(tile.text)
    at_home = collection.count(CASES.with_filter(Filter("country", "DK")))
    assert f"{at_home} Danish cases" in page.select_one(".hero-map figcaption").text  # type: ignore[union-attr]


def test_a_place_is_marked_on_its_own_page(client: FlaskClient) -> None:
    page = read_page(client, "/da/places/herning")

    assert len(page.select("polygon.only")) == 1 and "Herning" in page.select_one("svg.tiles")["aria-label"]  # type: ignore[index]
    assert not read_page(client, "/da/places/oslo-no").select("svg.tiles")


def test_results_without_words_are_told_in_the_readers_language(client: FlaskClient, collection: KnowledgeBase) -> None:
    english = Query(filters=(Filter("language", "en"),), page_size=60)
    told = [hit for hit in collection.search(english).hits if hit.metadata.summary_other]
    page = read_page(client, "/da/search?language=en")

    shown = {article.select_one("h3").text: article.select_one(".snippet") for article in page.select("article.hit")}  # type: ignore[union-attr]
    compared = [(hit.metadata, shown[hit.metadata.title_other]) for hit in told if hit.metadata.title_other in shown]
    assert compared
    for metadata, snippet in compared:
        assert snippet is not None and snippet.get("lang") is None
        assert " ".join(metadata.summary_other.split()).startswith(snippet.text.strip().rstrip("…").strip())
