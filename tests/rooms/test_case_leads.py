"""»Se, hvordan andre gjorde«: what a tool offers leads to as many cases as it says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from indexer import Filter, KnowledgeBase, Language, Query, name_in
from indexer.config import Config
from indexer.rooms import SECTIONS, Place, Plan, Room, RoomActor, RoomLink, Rooms, Section
from tests.functional.reading import read_page, total_of
from web import create_app
from web.rooms.leads.case_leads import leads_by_text
from web.rooms.leads.field_leads import FieldLeads
from web.rooms.leads.lead_counts import LeadCounts, lead_counts
from web.rooms.partnership_tools.room_tools import TOOLS, Tool

TYPED = [section for section in SECTIONS.values() if section.id not in ("survey_answers", "conflicts", "notices")]


def count_of(link: Tag) -> int:
    count = link.select_one(".count")
    assert isinstance(count, Tag)
    return int(re.sub(r"\D", "", count.text))


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


def leads_on(page: BeautifulSoup) -> list[tuple[str, str, int]]:
    """(text, address, count) of the searches that a page offers."""
    found = []
    for link in page.select(".leads a"):
        found.append((link.get_text(" ", strip=True), str(link["href"]), count_of(link)))
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


@pytest.mark.parametrize("section", TYPED, ids=lambda section: section.id)
def test_every_field_has_words_to_search_by_in_both_languages(section: Section) -> None:
    for name in section.fields:
        words = [
            name_in(f"room-sought-{section.id}-{name}", language) or name_in(f"room-sought-{section.id}", language)
            for language in Language
        ]
        assert all(words), name


@pytest.mark.parametrize("path", ["", "/network", "/form/risks", "/form/communication", "/evaluation", "/case"])
def test_every_field_of_a_page_offers_one_search_whose_count_is_true(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, path: str
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), with_a_plan)

    page = read_page(guest, f"/da/room/{begun[0]}{path}")

    named = (str(one["name"]).split("/") for one in page.select("main [name]:not([type=hidden])"))
    asked = {(parts[0], parts[2]) for parts in named if len(parts) == 3}
    offered = {str(one["href"]): count_of(one) for one in page.select(".lead-on")}
    assert len(page.select(".lead-on")) == len(asked) > 0
    for address, count in list(offered.items())[:3]:
        assert total_of(read_page(guest, address)) == count > 0


def test_a_page_asks_for_each_total_once(small_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Query] = []
    monkeypatch.setattr(LeadCounts, "count", lambda self, query: asked.append(query) or 3)
    rows = [Place("tasks", row, name) for row in ("a", "b", "c") for name in ("what", "actor", "holder", "deputy")]

    with small_site.test_request_context("/da/"):
        leads = FieldLeads(with_a_plan(Room()))
        found = [leads.once(place) for place in rows]

    assert len([lead for lead in found if lead]) == 4
    assert len(asked) == len(set(asked)) <= 4


def test_what_the_room_knows_narrows_the_search_of_a_field_while_it_has_cases(small_site: Flask) -> None:
    with small_site.test_request_context("/da/"):
        known = FieldLeads(with_a_plan(Room())).once(Place("plan", "", "goals"))
        unknown = FieldLeads(Room()).once(Place("plan", "", "goals"))

    assert known and "goal=new-users" in known.query
    assert unknown and "goal=" not in unknown.query
