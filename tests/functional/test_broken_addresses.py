"""Addresses that others wrote and that nobody can read: hosts, pages that were come from, links that were pasted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

BROKEN = "http://[::1/da/search?q=bog"


@pytest.mark.parametrize("host", ["[::1", "a]b", "x" * 300])
def test_a_host_that_none_can_have_is_refused_or_passed_over(reader: FlaskClient, host: str) -> None:
    answer = reader.get("/da/help", headers={"Host": host})

    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.text


def test_a_document_is_shown_wherever_its_reader_says_to_come_from(reader: FlaskClient) -> None:
    answer = reader.get("/da/documents/bogbus", headers={"Referer": BROKEN})

    assert answer.status_code == 200 and "Bogbussen" in answer.text


def test_a_pasted_link_that_is_none_adds_nothing_to_a_list(reader: FlaskClient) -> None:
    answer = reader.get("/da/list", query_string={"id": "bogbus", "add": BROKEN}, follow_redirects=True)

    assert answer.status_code == 200 and "Bogbussen" in answer.text
