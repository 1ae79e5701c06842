"""The same answer as a list, as pictures and as a map, and from document to document."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.functional.reading import read_page, total_of, words_of


def hrefs(page: BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(selector)]


def kept_by(address: str, name: str) -> list[str]:
    return [value for key, value in parse_qsl(urlsplit(address).query) if key == name]


def walk(client: FlaskClient, address: str, came_from: str, relation: str) -> list[str]:
    """The paths of the documents that links of a relation lead through."""
    page = read_page(client, address, headers={"Referer": f"http://localhost{came_from}"})
    found = [urlsplit(address).path]
    while link := page.select_one(f"nav.way-back a[rel~={relation}]"):
        found.append(urlsplit(str(link["href"])).path)
        page = read_page(client, str(link["href"]))
    return found


@pytest.mark.parametrize("search", ["q=frivillige", "sector=public&sort=title"])
def test_pictures_show_the_documents_of_the_list_in_its_order(reader: FlaskClient, search: str) -> None:
    as_list, as_pictures = (read_page(reader, f"/da/search?{search}&view={view}") for view in ("list", "pictures"))

    assert hrefs(as_pictures, ".wall > li > a") == hrefs(as_list, "#results > .hit h3 a")
    assert total_of(as_pictures) == total_of(as_list) > 1
    assert len(as_pictures.select(".wall svg")) == total_of(as_list)


@pytest.mark.parametrize("search", ["kind=case", "sector=public&sector=civil-society", "q=frivillige"])
def test_every_number_of_the_map_is_what_its_click_gives(reader: FlaskClient, search: str) -> None:
    page = read_page(reader, f"/da/search?{search}&view=map")

    links = page.select(".place-lists li")
    assert links
    for item in links:
        link, count = item.select_one("a"), item.select_one(".count")
        assert link is not None and count is not None
        assert total_of(read_page(reader, str(link["href"]))) == int(count.text)
    on_tiles = {str(link["href"]) for link in page.select(".tiles a")}
    assert on_tiles <= {str(link["href"]) for link in page.select(".place-lists a")}
    nowhere = page.select_one(".result-map .explanation a")
    if nowhere is not None:
        assert words_of(page, ".result-map .explanation a").split()[0] == str(
            total_of(read_page(reader, str(nowhere["href"])))
        )


def test_the_view_and_the_ticks_stand_in_every_link_that_changes_the_search(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/search?sector=public&goal=new-users&view=pictures&id=bogbus")

    links = hrefs(page, ".chips a, .sorts a, a.without")
    assert len(links) > 5
    assert {tuple(kept_by(link, "view")) for link in links} == {("pictures",)}
    assert {tuple(kept_by(link, "id")) for link in links} == {("bogbus",)}
    assert page.select_one("form input[name=view][value=pictures]") is not None


def test_the_button_of_a_view_wins_over_what_the_form_holds(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/search?q=&view=pictures&view=map")

    assert page.select_one(".result-map") is not None
    assert words_of(page, ".views b") == "landkort"
    assert read_page(reader, "/da/search?view=film").select(".hit")


def test_related_documents_stand_folded_below_the_counted_ones_with_their_number(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecaf%C3%A9&limit=50")
    fold = page.select_one("details.kin")
    assert fold is not None and fold.get("open") is None
    more = page.select_one("details.kin > p > a")
    assert more is not None

    with_them = read_page(client, f"{more['href']}&limit=100")
    counted = hrefs(page, "#results > .hit h3 a")
    assert hrefs(page, "details.kin .hit h3 a") == hrefs(with_them, ".hit h3 a")[len(counted) :][:5]
    assert len(counted) == total_of(page)
    assert int(words_of(page, "details.kin summary b").split()[0]) == total_of(with_them) - total_of(page)


def test_what_is_ticked_stays_ticked_in_every_view_and_in_the_open(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecaf%C3%A9&limit=50")
    ids = [str(page.select(f"{place} .hit input[name=id]")[0]["value"]) for place in ("#results >", "details.kin")]
    ticks = "&".join(f"id={one}" for one in ids)

    for view in ("list", "pictures", "map"):
        shown = read_page(client, f"/da/search?q=lektiecaf%C3%A9&view={view}&{ticks}")

        assert sorted(str(box["value"]) for box in shown.select("input[name=id][checked]")) == sorted(ids)
    fold = read_page(client, f"/da/search?q=lektiecaf%C3%A9&limit=50&{ticks}").select_one("details.kin")
    assert fold is not None and fold.get("open") is not None


def test_pages_before_the_last_counted_document_list_no_related_ones(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecaf%C3%A9&limit=1")

    assert total_of(page) > 1
    assert page.select_one("details.kin") is None
    assert "beslægtede" in words_of(page, "p.related a")


def test_a_document_leads_on_through_all_pages_of_its_search_and_back(reader: FlaskClient) -> None:
    search = "/da/search?kind=case&sort=title&limit=100&id=bogbus"
    first, *others = hrefs(read_page(reader, search), ".hit h3 a")

    there = walk(reader, first, search, "next")
    back = walk(reader, others[-1], search, "prev")

    assert there == [first, *others]
    assert back == there[::-1]


def test_neighbours_on_other_pages_are_found_and_the_way_back_leads_to_their_page(client: FlaskClient) -> None:
    search = "/da/search?kind=case&q=b%C3%B8rn"
    pages = [hrefs(read_page(client, f"{search}&page={number}"), "#results > .hit h3 a") for number in (1, 2)]
    last, following = pages[0][-1], pages[1][0]

    page = read_page(client, last, headers={"Referer": f"http://localhost{search}&page=1&view=list&id=a"})
    link = page.select_one("nav.way-back a[rel~=next]")
    assert link is not None
    onward = read_page(client, str(link["href"]))

    assert urlsplit(str(link["href"])).path == urlsplit(following).path
    assert "20 af" in words_of(page, "nav.way-back span") and "21 af" in words_of(onward, "nav.way-back span")
    (back,) = hrefs(onward, "nav.way-back .back")
    assert kept_by(back, "page") == ["2"] and kept_by(back, "id") == ["a"]
    assert onward.select_one("meta[name=robots][content*=noindex]") is not None


@pytest.mark.parametrize(
    "search",
    [urlencode([("goal", f"g{number}") for number in range(200)]), "q=" + "+".join(["a*"] * 90)],
    ids=["filters", "prefixes"],
)
def test_a_search_that_no_page_would_answer_leads_nowhere(reader: FlaskClient, search: str) -> None:
    page = read_page(reader, f"/da/documents/bogbus?{urlencode({'search': search})}")

    assert page.select_one("nav.way-back") is None


def test_a_document_that_the_search_does_not_hold_still_leads_back(reader: FlaskClient) -> None:
    page = read_page(reader, f"/da/documents/bogbus?{urlencode({'search': 'country=NO&view=pictures'})}")

    assert hrefs(page, "nav.way-back a") == ["/da/search?country=NO&view=pictures"]


def test_every_document_is_met_once_however_it_is_paged(client: FlaskClient) -> None:
    seen: list[str] = []
    total = total_of(read_page(client, "/da/search?kind=case"))
    for number in range(1, -(-total // 36) + 1):
        seen += hrefs(read_page(client, f"/da/search?kind=case&view=pictures&page={number}"), ".wall > li > a")

    assert all(one != other for one, other in pairwise(sorted(seen)))
    assert len(seen) == total > 36
