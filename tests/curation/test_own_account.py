"""Second factor, own sessions, and what the log and the files below state/ tell whom, through the pages."""

from __future__ import annotations

import io
import re
import time

import pyotp
import pytest
from flask.testing import FlaskClient

from indexer.config import Config
from tests.curation.conftest import PASSWORD, Curator, sign_in


@pytest.fixture
def person(own_site: FlaskClient) -> Curator:
    return sign_in(own_site, "curator")


def code(page: str, steps_ahead: int = 0) -> str:
    """What a telephone that has read the key of the page shows, so many half minutes ahead."""
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret
    return pyotp.TOTP(secret[1]).generate_otp(int(time.time() // 30) + steps_ahead)


def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    own_site: FlaskClient, person: Curator
) -> None:
    address = "/da/curator/second-factor"
    person.post(address, action="begin", password=PASSWORD)
    page = person.get(address).text
    refused = person.post(address, action="confirm", code="12")
    confirmed = person.post(address, action="confirm", code=code(page))
    recovery = re.findall(r"<code>(\w{5}-\w{5})</code>", confirmed.text)
    visitor = Curator(own_site.application.test_client())
    asked = visitor.post("/da/curator/sign-in", name="curator", password=PASSWORD)

    assert "<svg" in page and refused.status_code == 400 and len(recovery) == 10
    assert asked.status_code == 302 and asked.location.endswith("/da/curator/sign-in/code")
    assert visitor.get("/da/curator").status_code == 302
    wrong = visitor.client.post(asked.location, data={"csrf_token": visitor.token(asked.location), "code": "000000"})
    assert wrong.status_code == 401 and "Koden er forkert" in wrong.text
    right = visitor.client.post(asked.location, data={"csrf_token": visitor.token(asked.location), "code": recovery[0]})
    assert right.status_code == 302 and visitor.get("/da/curator").status_code == 200
    assert "9 reservekoder" in person.get(address).text


def test_a_page_left_open_is_not_enough_to_begin(person: Curator) -> None:
    answer = person.post("/da/curator/second-factor", action="begin", password="forkert forkert")

    assert answer.status_code == 400 and "Adgangskoden er forkert" in answer.text
    assert 'name="code"' not in person.get("/da/curator/second-factor").text


def test_the_code_page_opens_nothing_without_a_password_before(own_site: FlaskClient) -> None:
    visitor = Curator(own_site.application.test_client())

    answer = visitor.post("/da/curator/sign-in/code", code="123456")

    assert answer.status_code == 302 and answer.location.endswith("/da/curator/sign-in")


def test_switching_off_asks_for_the_password_and_an_administrator_can_do_it(
    own_site: FlaskClient, person: Curator
) -> None:
    address, chief = "/da/curator/second-factor", sign_in(own_site, "administrator")
    person.post(address, action="begin", password=PASSWORD)
    person.post(address, action="confirm", code=code(person.get(address).text))

    refused = person.post(address, action="remove", password="forkert forkert")
    chief.post("/da/curator/accounts/curator", action="second-factor")

    assert refused.status_code == 400
    assert sign_in(own_site, "curator").get("/da/curator").status_code == 200


def test_a_lost_session_is_ended_from_another_place(own_site: FlaskClient, person: Curator) -> None:
    lost = sign_in(own_site, "curator")
    page = person.get("/da/curator/sessions").text
    (listed,) = re.findall(r'name="session" value="(\d+)"', page)

    person.post("/da/curator/sessions", session=listed)

    assert lost.get("/da/curator").status_code == 302
    assert person.get("/da/curator").status_code == 200


def test_a_stranger_who_guesses_leaves_the_owner_be_and_the_log_says_from_where(own_site: FlaskClient) -> None:
    stranger, chief = own_site.application.test_client(), Curator(own_site.application.test_client())
    stranger.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    token = Curator(stranger).token()
    for _ in range(6):
        stranger.post(
            "/da/curator/sign-in", data={"csrf_token": token, "name": "administrator", "password": "forkert forkert"}
        )

    assert chief.post("/da/curator/sign-in", name="administrator", password=PASSWORD).status_code == 302
    log = chief.get("/da/curator/audit").text
    assert "<td>198.51.100.7</td>" in log and "<td>127.0.0.1</td>" in log


def test_nothing_below_state_is_open_to_others(person: Curator, small: Config) -> None:
    uploaded = person.post("/da/curator/uploads", files=(io.BytesIO(b"# Et navn\n\nEn tekst."), "et-navn.md"))

    paths = [small.state_folder, *small.state_folder.rglob("*")]
    assert uploaded.status_code in (200, 302) and len(paths) > 6
    wrong = [path.name for path in paths if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)]
    assert wrong == []


def test_what_was_typed_before_a_session_ended_is_given_back(own_site: FlaskClient, person: Curator) -> None:
    token = person.token("/da/curator/write-up")
    own_site.application.extensions["samspil"].curation.sessions.end_all("curator")

    answer = person.client.post(
        "/da/curator/write-up", data={"csrf_token": token, "title": "Et navn", "body": "En lang tekst <b>."}
    )

    assert answer.status_code == 401
    assert "Du er logget ud" in answer.text and "En lang tekst &lt;b&gt;." in answer.text
    assert token not in answer.text.partition('name="typed"')[2]  # nothing of the form but what was written
