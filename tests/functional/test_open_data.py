"""What programs of others may read: from pages of any site, under a licence that every answer names."""

from __future__ import annotations

import json

import feedparser
import pytest
from flask.testing import FlaskClient

from tests.functional.reading import read_page

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
OPEN = [
    "/api/search?q=skole", "/api/documents/aaben-skole", "/api/documents/aaben-skole/text", "/api/openapi.json",
    "/api/organisations", "/da/feed", "/da/export/csv", "/da/documents/aaben-skole/export/ris", "/vocabulary.ttl",
    "/documents/aaben-skole.jsonld", "/documents/aaben-skole/linkset.json", "/oai?verb=Identify",
]  # fmt: skip
CLOSED = ["/da/curator/sign-in", "/da/room", "/da/contribute", "/da/search", "/metrics"]


@pytest.mark.parametrize("address", OPEN)
def test_every_site_may_read_what_programs_get_and_is_told_the_licence(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address, headers={"Origin": "https://another.example"}, buffered=True)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert f'<{LICENCE}>; rel="license"' in answer.headers.getlist("Link")


def test_a_browser_that_asks_before_is_told_that_it_may_read_and_nothing_else(reader: FlaskClient) -> None:
    asked = {"Origin": "https://another.example", "Access-Control-Request-Method": "GET"}
    answer = reader.options("/api/search", headers=asked | {"Access-Control-Request-Headers": "x-own"})

    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "x-own"


def test_errors_can_be_read_as_well(reader: FlaskClient) -> None:
    for address in ("/api/documents/findes-ikke", "/api/findes-ikke", "/documents/findes-ikke.ttl"):
        answer = reader.get(address)
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (404, "*"), address


@pytest.mark.parametrize("address", CLOSED)
def test_pages_of_people_and_of_curators_are_not_opened(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address, headers={"Origin": "https://another.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_and_feeds_name_the_licence(reader: FlaskClient) -> None:
    for address in ("/da/", "/en/documents/aaben-skole", "/da/concepts"):
        links = {str(link["href"]) for link in read_page(reader, address).select("a[rel~=license]")}
        assert links == {LICENCE}, address
    feed = feedparser.parse(reader.get("/da/feed").data).feed
    assert LICENCE in feed.rights and LICENCE in {link.href for link in feed.links if link.rel == "license"}


def test_the_api_gives_the_text_page_by_page_and_the_dates_of_hits(reader: FlaskClient) -> None:
    text = json.loads(reader.get("/api/documents/aaben-skole/text").data)
    hit = json.loads(reader.get("/api/search?q=skole").data)["hits"][0]

    assert text["license"] == LICENCE and text["url"].endswith("/documents/aaben-skole")
    assert [page["number"] for page in text["pages"]] == list(range(1, len(text["pages"]) + 1))
    assert "Flere børn låner bøger." in " ".join(page["text"] for page in text["pages"])
    assert hit["published"] and hit["changed"] >= hit["published"]


def test_the_api_gives_organisations_with_what_they_are_part_of(client: FlaskClient) -> None:
    listed = json.loads(client.get("/api/organisations").data)
    second = json.loads(client.get("/api/organisations?page=2").data)
    branch = json.loads(client.get("/api/organisations/aarhus-dokk1?labels=en").data)
    system = json.loads(client.get("/api/organisations/aarhus?labels=en").data)
    named = json.loads(client.get("/api/search?library=aarhus").data)["total"]

    assert len(listed["organisations"]) == 100 < listed["total"]
    assert not {one["id"] for one in listed["organisations"]} & {one["id"] for one in second["organisations"]}
    assert branch["part_of"] == {"id": "aarhus", "label": "Aarhus Public Libraries"}
    assert branch["id"] in {one["id"] for one in system["parts"]}
    assert system["identifiers"] == {"isil": "DK-775100"} and system["documents"]["library"] == named > 0
    assert client.get("/api/organisations/findes-ikke").status_code == 404
