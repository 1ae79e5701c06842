"""What was read stands beside the form, and only what is sure is ticked together."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.curation.metadata_suggestions import suggest
from tests.curation.conftest import sign_in
from tests.curation.test_curator_pages import FIELDS, upload

TEXT = (
    "# Læseklub\n\nSiden 2009 har Kulturministeriet støttet læseklubben på Aars Bibliotek.\n\n"
    "Adressen er http://www.w3.org/1999/02/22-rdf-syntax-ns og www.aars.dk/arkiv/1998.\n"
)


def test_the_words_that_suggestions_rest_on_are_marked_in_the_text_beside_the_form(shared_site: FlaskClient) -> None:
    curator = sign_in(shared_site, "curator")

    page = BeautifulSoup(curator.get(upload(curator, "laeseklub.md", TEXT.encode())).text, "lxml")

    marked = {mark.text for mark in page.select(".doc-preview mark")}
    assert {"2009", "Kulturministeriet", "Aars Bibliotek"} <= marked
    years = {box["value"] for box in page.select("input[name=year_start-read]")}
    assert years == {"2009"}  # none of an address or a namespace
    links = {str(link["href"]) for link in page.select(".suggestion .reason a[href^='#']")}
    assert links and all(page.select_one(f'[id="{link[1:]}"]') for link in links)


def test_only_what_is_right_often_enough_is_ticked_together(
    shared_site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggest, "confidence", lambda key, score: {"library": 0.8, "partner": 0.79}.get(key, 0.0))
    curator = sign_in(shared_site, "curator")
    place = upload(curator, "klub.md", TEXT.replace("Læseklub", "Klub").encode())
    assert "det forslag, der oftest passer" in curator.get(place).text

    page = BeautifulSoup(curator.post(place, **FIELDS, summary="Selv skrevet.", action="accept").text, "lxml")

    ticked = [(box["name"], box["value"]) for box in page.select(".suggestion input[checked]")]
    assert ticked == [("libraries-read", "Aars Bibliotek")]
    assert "passer oftest (80 %)" in page.text and "gæt (79 %)" in page.text
    assert page.select_one("#summary").text.strip() == "Selv skrevet."  # type: ignore[union-attr]
    saved = curator.post(place, **FIELDS, **{"libraries-read": "Aars Bibliotek"}, status="draft")
    assert saved.status_code == 302


def test_what_is_seldom_asked_for_is_folded_says_what_it_holds_and_opens_for_a_fault(shared_site: FlaskClient) -> None:
    curator = sign_in(shared_site, "curator")
    sent = {**FIELDS, "title_other": "A new case", "year_end": "20x0", "body": "Tekst."}

    page = BeautifulSoup(curator.post("/da/curator/write-up", **sent).text, "lxml")

    parts = {part.select_one(".heading").text: part for part in page.select("details.folded")}  # type: ignore[union-attr]
    assert "Titel på det andet sprog" in parts["På det andet sprog"].select_one("summary").text  # type: ignore[union-attr]
    assert "ikke udfyldt" in parts["Det omtalte værk"].select_one("summary").text  # type: ignore[union-attr]
    assert [name for name, part in parts.items() if part.has_attr("open")] == ["Flere oplysninger"]
