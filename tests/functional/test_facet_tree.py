"""A group of the panel that is asked for whole: broader values before what they hold, places under their countries."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from indexer import KnowledgeBase
from tests.functional.reading import boxes_of, read_page, total_of


def depths_of(page: BeautifulSoup, facet: str) -> dict[str, int]:
    """How deep each value of an unfolded group stands, in the order of the page."""
    found = {}
    for row in page.select(f"#filter-{facet} details[open] .value"):
        box = row.select_one("input")
        depth = re.search(r"depth-(\d)", " ".join(row["class"]))
        assert isinstance(box, Tag)
        found[str(box["value"])] = int(depth.group(1)) if depth else 0
    return found


def test_municipalities_stand_below_their_region_and_places_under_their_country(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/search?goal=new-users&unfold=municipality")

    depths, places = depths_of(page, "municipality"), collection.vocabulary.places
    order = list(depths)
    for place_id, depth in depths.items():
        parent = places[place_id].part_of
        assert depth == (1 if parent in depths else 0)
        assert parent not in depths or order.index(parent) < order.index(place_id)
    lands = [places[one].country for one in order]
    assert lands[0] == "DK" and len(set(lands)) == len(
        [one for n, one in enumerate(lands) if lands[n - 1] != one or not n]
    )
    assert len(set(lands)) > 3


def test_the_number_beside_a_country_is_that_of_its_click_whatever_is_chosen(client: FlaskClient) -> None:
    page = read_page(client, "/en/search?goal=new-users&country=NO&unfold=municipality")
    headings = page.select("#filter-municipality .branch")

    assert headings
    for heading in headings[:4]:
        count = heading.select_one(".count")
        assert heading.a is not None and count is not None
        assert total_of(read_page(client, str(heading.a["href"]))) == int(re.sub(r"\D", "", count.text))


def test_no_value_stands_twice_and_none_is_lost(client: FlaskClient) -> None:
    for facet in ("municipality", "library", "subject", "kind"):
        known = {value["id"] for value in client.get("/api/search").json["facets"][facet]}  # type: ignore[index]
        shown = [value for name, value, _ in boxes_of(read_page(client, f"/da/search?unfold={facet}")) if name == facet]

        assert len(shown) == len(set(shown)) and set(shown) == known, facet


def test_a_concept_stands_below_the_broader_one(client: FlaskClient, collection: KnowledgeBase) -> None:
    depths = depths_of(read_page(client, "/da/search?unfold=subject"), "subject")

    concepts = collection.vocabulary.schemes["subject"].concepts
    below = [one for one in depths if set(concepts[one].broader) & depths.keys()]
    assert below and all(depths[one] == depths[concepts[one].broader[0]] + 1 for one in below)
