"""»Se, hvordan andre gjorde«: what a tool offers leads to as many cases as it says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from indexer import Filter, KnowledgeBase, Query
from indexer.config import Config
from indexer.rooms import Plan, Room, RoomActor, RoomLink, Rooms
from tests.functional.reading import read_page, total_of
from web import create_app
from web.rooms.leads.case_leads import leads_by_text
from web.rooms.leads.lead_counts import lead_counts
from web.rooms.partnership_tools.room_tools import TOOLS, Tool


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


def leads_on(page: BeautifulSoup) -> list[tuple[str, str, int]]:
    """(text, address, count) of the searches that a page offers."""
    found = []
    for link in page.select(".leads a"):
        count = link.select_one(".count")
        assert isinstance(count, Tag)
        found.append((link.get_text(" ", strip=True), str(link["href"]), int(re.sub(r"\D", "", count.text))))
    return found


def with_a_plan(room: Room) -> Room:
    party = RoomActor("a", name="Klubben", sector="civil-society", partner_type="volunteers", is_party=True)
    return replace(room, plan=Plan(text="En café", goals=("new-users",)), actors=(party,))


@pytest.mark.parametrize("path", ["/plan", "/network", "/agreement"])
def test_a_tool_offers_searches_with_their_true_counts(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, path: str
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), with_a_plan)

    offered = leads_on(read_page(guest, f"/da/room/{begun[0]}{path}"))

    assert offered
    assert all(count > 0 for _, _, count in offered)
    for _, address, count in offered:
        assert total_of(read_page(guest, address)) == count


def test_a_room_that_knows_nothing_leads_to_all_cases(guest: FlaskClient, begun: tuple[str, str]) -> None:
    offered = leads_on(read_page(guest, f"/da/room/{begun[0]}/plan"))

    assert [text.split("  ")[0].startswith("Alle cases") for text, _, _ in offered] == [True]


def test_what_the_plan_says_is_what_is_searched_for(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    rooms.change(RoomLink.parsed(begun[0]), with_a_plan)

    addresses = [address for _, address, _ in leads_on(read_page(guest, f"/da/room/{begun[0]}/plan"))]

    assert any("goal=new-users" in address or "partner-type=volunteers" in address for address in addresses)
    assert all("kind=case" in address for address in addresses)


def test_a_clause_leads_to_cases_that_speak_of_it_and_to_none_where_there_are_none(small_site: Flask) -> None:
    with small_site.test_request_context("/da/"):
        (found,) = leads_by_text(Room(), "frivillige")
        elsewhere = leads_by_text(with_a_plan(Room()), "frivillige")
        nothing = leads_by_text(Room(), "qwertyuiop")

    page = read_page(small_site.test_client(), f"/da/search{found.query}")
    assert found.count == total_of(page) > 0
    assert elsewhere and all(lead.count > 0 for lead in elsewhere)
    assert nothing == ()


def test_a_new_case_is_counted_at_once(place: Config, knowledge_base: KnowledgeBase) -> None:
    cases = Query(filters=(Filter("kind", "case"),))
    app = create_app(place.path, knowledge_base)
    (place.corpus_folder / "cases").mkdir()
    counts = []

    for name in ("first", "second"):
        text = f'+++\ntitle = "{name}"\nkind = "case"\nlanguage = "da"\n+++\nCykler i gården, {name}.\n'
        (place.corpus_folder / "cases" / f"{name}.md").write_text(text, "utf-8")
        knowledge_base.reconcile()
        with app.test_request_context("/da/"):
            counts += [lead_counts().count(cases), lead_counts().count(cases)]

    assert counts == [1, 1, 2, 2]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
@pytest.mark.parametrize("access", [0, 1], ids=["edit", "read"])
def test_every_tool_opens_in_english_under_both_links_and_leads_on(
    small_site: Flask, guest: FlaskClient, begun: tuple[str, str], tool: Tool, access: int
) -> None:
    with small_site.test_request_context("/en/"):
        address = tool.address(begun[access])

    page = read_page(guest, address)

    assert page.select_one(".others h2").text == "See how others did it"
    assert page.select_one('.room-tabs [aria-current="page"]')["href"] == address
    assert access == 0 or page.select_one("main button") is None
