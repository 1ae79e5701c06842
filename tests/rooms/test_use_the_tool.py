"""From a tool's page in the collection into a room, and a case of real life on each such page."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import PROJECT
from tests.functional.reading import read_page
from tests.rooms.forms import form_with, send
from web.rooms.partnership_tools.room_tools import TOOLS

TOOL_TEXTS = sorted((PROJECT / "corpus" / "tools").glob("vaerktoej-*.md"))


def test_a_tool_that_is_wanted_opens_once_the_links_of_the_new_room_were_shown(guest: FlaskClient) -> None:
    page = read_page(guest, "/da/room?tool=network")
    assert "Netværkskort" in page.select_one("main").text

    answer = send(guest, form_with(page, "ends"))

    start = read_page(guest, answer.headers["Location"])
    (link,) = start.select(".links a.button")
    assert str(link["href"]).endswith("/network")
    assert start.select_one("#edit-link") is not None


def test_a_tool_that_is_none_changes_nothing(guest: FlaskClient) -> None:
    page = read_page(guest, "/da/room?tool=findes-ikke")

    answer = send(guest, form_with(page, "ends"), tool="findes-ikke")

    assert answer.headers["Location"].endswith("?begun=1")


def test_every_tool_that_names_a_write_up_names_one_of_the_collection() -> None:
    known = {path.name.split(".")[0] for path in TOOL_TEXTS}

    assert {one for tool in TOOLS for one in (tool.write_up, *tool.also) if one} <= known


@pytest.mark.parametrize("path", TOOL_TEXTS, ids=lambda path: path.stem)
def test_the_page_of_every_tool_links_to_a_case_that_is_there(path) -> None:
    cases = re.findall(r"\]\(\.\./cases/([\w.-]+?)\.md\)", path.read_text("utf-8"))

    assert cases
    assert all((PROJECT / "corpus" / "cases" / f"{case}.md").is_file() for case in cases)
