"""The link of a room is the key to it: no answer repeats it in its head, and none is kept, told on or counted by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.rooms import RoomLink, RoomNotFound
from web.rooms.partnership_tools.room_tools import TOOLS

PAGES = ("", "/settings", "/survey", "/evaluation/meeting")


def pages_of(app: Flask, token: str) -> Iterator[str]:
    """The addresses of all pages that a room shows."""
    with app.test_request_context("/da/"):
        yield from (tool.address(token) for tool in TOOLS)
    yield from (f"/da/room/{token}{path}" for path in PAGES)


def is_private(answer: TestResponse) -> bool:
    told = (answer.headers.get("Referrer-Policy"), answer.headers.get("Cache-Control"))
    return told == ("no-referrer", "no-store") and "noindex" in answer.headers.get("X-Robots-Tag", "")


def head_of(answer: TestResponse) -> Tag:
    head = BeautifulSoup(answer.text, "html.parser").head
    assert isinstance(head, Tag)
    return head


def test_no_page_of_a_room_names_its_link_in_its_head_or_leads_it_elsewhere(
    small_site: Flask, guest: FlaskClient, begun: tuple[str, str]
) -> None:
    for address in (*pages_of(small_site, begun[0]), f"/da/room/{begun[1]}", f"/da/room/{begun[1]}/network"):
        answer = guest.get(address)
        page = BeautifulSoup(answer.text, "html.parser")

        assert answer.status_code == 200 and is_private(answer), address
        assert all(token[5:] not in str(page.head) for token in begun), address
        assert not page.select('head [rel="canonical"], head [hreflang], head [property^="og:"]'), address
        led = [str(one.get(name)) for name in ("href", "src", "action") for one in page.select(f"[{name}]")]
        assert all(link.startswith("/") for link in led if begun[0][5:] in link), address


def test_errors_below_a_link_are_as_private_and_name_it_nowhere(
    small_site: Flask, guest: FlaskClient, begun: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit, read = (f"/da/room/{token}" for token in begun)
    answers = {
        400: guest.post(f"{edit}/end", data={"ends": "i morgen"}),
        403: guest.post(f"{read}/plan", data={"was:plan/": "text:x", "plan//text": "y"}),
        404: guest.get(f"{edit}/findes-ikke"),
        405: guest.put(f"{edit}/plan"),
        413: guest.post(f"{edit}/plan", data={"x": "y" * 1_100_000}),
    }
    live = small_site.extensions["samspil"].rooms
    monkeypatch.setattr(live, "open", lambda link: 1 / 0)
    guest.application.testing = False
    answers[500] = guest.get(f"{edit}/plan")
    guest.application.testing = True
    monkeypatch.setattr(live, "open", lambda link: (_ for _ in ()).throw(OSError(5, "disk")))
    answers[503] = guest.get(f"{edit}/plan")

    for status, answer in answers.items():
        assert answer.status_code == status
        assert is_private(answer), status
        assert begun[0][5:] not in str(head_of(answer)) and begun[1][5:] not in str(head_of(answer)), status


def test_whatever_is_asked_below_a_link_is_counted_under_its_route_alone(
    guest: FlaskClient, begun: tuple[str, str]
) -> None:
    for path in ("/network", "/form/risks", "/findes-ikke", "/agreement/intet"):
        guest.get(f"/da/room/{begun[0]}{path}")

    metrics = guest.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text

    assert "/<language>/room/<token>/network" in metrics
    assert begun[0][5:] not in metrics


def test_pages_after_deletion_name_the_link_nowhere(guest: FlaskClient, begun: tuple[str, str]) -> None:
    deleted = guest.post(f"/da/room/{begun[0]}/delete", data={"sure": "1"})
    gone = guest.get(f"/da/room/{begun[0]}/plan")

    assert (deleted.status_code, gone.status_code) == (200, 404)
    assert is_private(deleted) and is_private(gone)
    assert begun[0][5:] not in str(head_of(deleted)) + str(head_of(gone))
    with pytest.raises(RoomNotFound):
        guest.application.extensions["samspil"].rooms.open(RoomLink.parsed(begun[0]))
