"""Suggestions of readers: kept for curators, with the contact apart, and nothing lost to a trap for programs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import DocumentId, KnowledgeBase, Language, Status, suggested_case
from indexer.config import Config
from indexer.curation.intake.public_suggestions import PublicSuggestions, SuggestionState
from tests.curation.conftest import sign_in
from tests.functional.reading import read_page, words_of
from web import create_app

CASE = {"title": "Læsehunde på biblioteket", "done": "Børn læste for hunde.\nHver uge.", "contact": "anna@example.dk"}
SENT = re.compile(r"/da/contribute/receipt/[\w-]{20,}")


@pytest.fixture
def visitor(small: Config, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    return create_app(small.path).test_client()


def sent(visitor: FlaskClient, address: str = "/da/contribute", **values: str) -> TestResponse:
    stamp = read_page(visitor, address).select_one("input[name=opened]")
    assert stamp is not None
    return visitor.post("/da/contribute", data={"opened": stamp["value"], "website": "", **values})


def test_a_case_is_suggested_without_a_cookie_and_leads_to_a_receipt(visitor: FlaskClient) -> None:
    answer = sent(visitor, **CASE)
    receipt = read_page(visitor, answer.location)

    assert answer.status_code == 303 and SENT.fullmatch(urlsplit(answer.location).path)
    assert answer.headers.get("Set-Cookie") is None
    told = words_of(receipt, "main")
    assert "Børn læste for hunde. Hver uge." in told and "ikke set på det endnu" in told
    assert CASE["contact"] not in receipt.text
    headers = visitor.get(answer.location).headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_correction_names_its_document(visitor: FlaskClient) -> None:
    page = read_page(visitor, "/da/documents/bogstart")
    link = next(str(each["href"]) for each in page.select("aside a") if "Ret noget" in each.text)
    form = read_page(visitor, link)

    answer = sent(visitor, link, document="bogstart", wrong="Årstallet er 2009.")

    assert words_of(form, "h1") == words_of(page, "h1")
    assert words_of(page, "h1") in words_of(read_page(visitor, answer.location), "main")
    assert visitor.get("/da/contribute?document=findes-ikke").status_code == 404


def test_those_who_tried_are_asked_through_the_curators(own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, curators = own_site.application.test_client(), sign_in(own_site, "curator")
    page = read_page(visitor, "/da/documents/bogstart")
    (link,) = (str(each["href"]) for each in page.select("aside a") if each.text.strip() == "Spørg dem, der prøvede")
    question = {"document": "bogstart", "ask": "1", "question": "Hvad kostede det?", "contact": "bo@example.dk"}

    empty = sent(visitor, link, **{**question, "question": ""})
    answer = sent(visitor, link, **question)

    assert empty.status_code == 422 and "Skriv noget her" in empty.text and 'name="ask"' in empty.text
    shown = curators.get("/da/curator/suggestions/1").text
    assert "Spørg dem, der prøvede" in shown and "Hvad kostede det?" in shown and "bo@example.dk" in shown
    curators.post("/da/curator/suggestions/1", state="closed", answer="Næsten ingenting.")
    receipt = read_page(visitor, answer.location)
    assert "Næsten ingenting." in receipt.text and "Hvad kostede det?" in receipt.text
    assert "bo@example.dk" not in receipt.text + curators.get("/da/curator/suggestions/1").text


@pytest.mark.parametrize(
    ("values", "status", "told"),
    [
        ({"title": "Uden tekst"}, 422, "Skriv noget her"),
        ({**CASE, "contact": "anna(at)example"}, 422, "ligner ikke en e-mailadresse"),
        ({**CASE, "website": "https://spam.example"}, 422, "skal stå tomt"),
        ({**CASE, "opened": "opfundet"}, 422, "Tryk Send igen"),
        ({**CASE, "title": "x" * 400}, 422, "for langt"),
    ],
    ids=["required", "address", "honeypot", "stamp", "long"],
)
def test_a_form_with_a_fault_comes_back_with_everything_typed(
    visitor: FlaskClient, values: dict[str, str], status: int, told: str
) -> None:
    answer = sent(visitor, **values)

    page = BeautifulSoup(answer.text, "lxml")
    assert answer.status_code == status and told in " ".join(page.text.split())
    typed = {field["name"]: field.get("value") or field.text for field in page.select("main [name]")}
    for name in set(values) & {"title", "done", "contact"}:
        assert str(typed[name]).strip() == values[name]
    assert not typed["website"]


def test_a_form_that_is_sent_at_once_is_shown_again_and_then_taken(
    small: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 3600)
    visitor = create_app(small.path).test_client()

    hurried = sent(visitor, **CASE)
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    again = BeautifulSoup(hurried.text, "lxml").select_one("input[name=opened]")
    taken = visitor.post("/da/contribute", data={**CASE, "opened": again["value"]})  # type: ignore[index]

    assert hurried.status_code == 422 and "Vent et øjeblik" in hurried.text
    assert taken.status_code == 303


def test_an_address_that_sends_too_much_is_asked_to_wait(small: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    text = small.path.read_text("utf-8").replace("suggestions_per_hour = 10", "suggestions_per_hour = 2")
    small.path.write_text(text, "utf-8")
    visitor = create_app(small.path).test_client()

    assert [sent(visitor, **CASE).status_code for _ in range(3)] == [303, 303, 429]


def test_forms_that_are_closed_are_nowhere(small: Config) -> None:
    text = small.path.read_text("utf-8").replace("suggestions_per_hour = 10", "suggestions_per_hour = 0")
    small.path.write_text(text, "utf-8")
    visitor = create_app(small.path).test_client()

    assert visitor.get("/da/contribute").status_code == visitor.post("/da/contribute", data=CASE).status_code == 404
    assert "/contribute" not in visitor.get("/da/documents/bogstart").text


def test_a_sender_can_delete_what_was_sent(visitor: FlaskClient, small: Config) -> None:
    receipt = sent(visitor, **CASE).location

    gone = visitor.post(receipt)

    assert "slettet" in gone.text
    assert visitor.get(receipt).status_code == visitor.post(receipt).status_code == 404
    assert PublicSuggestions(small.state_folder, kept_days=1).open() == []


def test_the_log_tells_no_receipt(visitor: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    receipt = urlsplit(sent(visitor, **CASE).location).path

    visitor.get(receipt)

    assert receipt.rpartition("/")[2] not in caplog.text and "/contribute/receipt/…" in caplog.text


def test_curators_answer_and_closing_deletes_the_contact(
    own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, curator = own_site.application.test_client(), sign_in(own_site, "curator")
    receipt = sent(visitor, **CASE).location

    desk = BeautifulSoup(curator.get("/da/curator").text, "lxml")
    address = next(
        str(link["href"]) for link in desk.select("#suggestions ~ ul a, .pile a") if CASE["title"] in link.text
    )
    before = curator.get(address).text
    refused = curator.post(address, state="måske", answer="Tak!")
    curator.post(address, state="closed", answer="Tak! Casen er skrevet.")

    assert f"mailto:{CASE['contact']}" in before
    assert "mailto:" not in curator.get(address).text
    told = words_of(read_page(visitor, receipt), "main")
    assert "Tak! Casen er skrevet." in told and "færdig med det" in told
    assert CASE["title"] not in curator.get("/da/curator").text
    assert refused.status_code == 400
    assert "Forslag besvaret" in curator.get("/da/curator/audit").text


def test_a_curator_deletes_a_suggestion(own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, curator = own_site.application.test_client(), sign_in(own_site, "curator")
    receipt = sent(visitor, **CASE).location

    curator.post("/da/curator/suggestions/1", action="delete")

    assert visitor.get(receipt).status_code == curator.get("/da/curator/suggestions/1").status_code == 404
    assert curator.get("/da/curator/suggestions/x").status_code == 404


def test_contributors_and_visitors_see_no_suggestion(own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, contributor = own_site.application.test_client(), sign_in(own_site, "contributor")
    sent(visitor, **CASE)

    assert contributor.get("/da/curator/suggestions/1").status_code == 403
    assert visitor.get("/da/curator/suggestions/1").status_code == 302
    assert CASE["title"] not in contributor.get("/da/curator").text


def test_the_file_holds_no_receipt_and_the_contact_in_a_table_of_its_own(tmp_path: Path) -> None:
    suggestions = PublicSuggestions(tmp_path, kept_days=30)

    receipt = suggestions.add("case", "", {"title": "En"}, "anna@example.dk")

    with closing(sqlite3.connect(tmp_path / "suggestions.sqlite3")) as connection:
        rows = connection.execute("SELECT * FROM suggestion").fetchall()
    assert receipt not in str(rows) and "anna" not in str(rows)
    found = suggestions.of_receipt(receipt)
    assert found is not None and suggestions.contact(found.id) == "anna@example.dk"
    assert suggestions.of_receipt("gættet") is None


def test_closed_suggestions_are_forgotten_after_their_days_and_open_ones_are_not(tmp_path: Path) -> None:
    suggestions = PublicSuggestions(tmp_path, kept_days=-1)
    receipts = [suggestions.add("case", "", {"title": title}, "") for title in ("En", "To")]
    closed = suggestions.of_receipt(receipts[0])
    assert closed is not None
    suggestions.answer(closed.id, SuggestionState.CLOSED, "Tak")

    suggestions.add("case", "", {"title": "Tre"}, "")

    assert suggestions.of_receipt(receipts[0]) is None
    assert [one.fields["title"] for one in suggestions.open()] == ["To", "Tre"]


WHOLE = {
    **CASE,
    "library": "Herning Bibliotek, og Ikke Kendt Bibliotek",
    "partners": "Slots- og Kulturstyrelsen, Læsehundene; Bo og Anna ApS",
    "place": "Herning",
    "years": "2019-",
    "outcome": "Flere læste.",
    "learnt": "- Spørg skolen\n- Spørg hunden",
    "sources": "Evaluering: https://example.dk/a.\nEn bog",
}


def test_a_suggested_case_becomes_a_draft_by_one_click_and_its_sender_sees_what_became_of_it(
    own_site: FlaskClient, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, curator = own_site.application.test_client(), sign_in(own_site, "curator")
    curation = own_site.application.extensions["samspil"].curation
    receipt = sent(visitor, **WHOLE).location
    assert "Lav en kladde af det" in curator.get("/da/curator/suggestions/1").text

    first, again = (curator.post("/da/curator/suggestions/1/take-up").location for _ in range(2))

    assert first == again == "/da/curator/documents/laesehunde-paa-biblioteket/edit"
    draft = curation.editor.read(DocumentId("laesehunde-paa-biblioteket"))
    stated = draft.metadata
    assert (stated.title, stated.status, stated.language) == (WHOLE["title"], Status.DRAFT, Language.DANISH)
    assert stated.libraries == ("Herning Bibliotek", "Ikke Kendt Bibliotek")
    assert stated.partners == ("slots-og-kulturstyrelsen", "Læsehundene", "Bo og Anna ApS")
    assert (stated.municipalities, stated.countries) == (("herning",), ("DK",))
    assert (stated.year_start, stated.year_end, stated.outcome) == (2019, None, "running")
    assert [(one.title, one.url) for one in stated.sources] == [("Evaluering", "https://example.dk/a"), ("En bog", "")]
    text = curation.text(draft).pages
    assert [page.label for page in text] == ["Sådan gjorde de", "Hvad kom der ud af det", "Hvad andre kan lære"]
    assert CASE["contact"] not in curator.get(first).text
    told = words_of(read_page(visitor, receipt), "main")
    assert "Når det er udgivet, står linket her." in told and "arbejder med det" in told
    assert "Gå til kladden" in curator.get("/da/curator/suggestions/1").text

    version = curator.version("laesehunde-paa-biblioteket")
    curator.post("/da/curator/documents/laesehunde-paa-biblioteket/status", status="published", version=version)
    base.reconcile()

    links = {str(each["href"]) for each in read_page(visitor, receipt).select("main a")}
    assert "/da/documents/laesehunde-paa-biblioteket" in links
    contributor = sign_in(own_site, "contributor")
    assert contributor.post("/da/curator/suggestions/1/take-up").status_code == 403


def test_a_correction_is_taken_up_at_its_document(own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    visitor, curator = own_site.application.test_client(), sign_in(own_site, "curator")
    receipt = sent(visitor, "/da/contribute?document=bogstart", document="bogstart", wrong="Årstallet.").location

    led = curator.post("/da/curator/suggestions/1/take-up").location

    assert led == "/da/curator/documents/bogstart/edit"
    assert "arbejder med det" in words_of(read_page(visitor, receipt), "main")


@pytest.mark.parametrize(
    ("fields", "left", "stated"),
    [
        ({"place": "Et sted på Mols, Danmark"}, "Hvor", {"countries": ("DK",), "municipalities": ()}),
        ({"years": "vist i 2011"}, "Hvornår", {"year_start": 2011}),
        ({"years": "for længe siden"}, "Hvornår", {"year_start": None}),
        ({"years": "2015-2012"}, "Hvornår", {"year_end": None}),
        ({"sources": "x" * 400}, "Kilder", {"sources": ()}),
        ({"library": "b" * 400}, "Hvilket bibliotek", {"libraries": ()}),
    ],
    ids=["place", "guess", "no-year", "reversed", "long-source", "long-name"],
)
def test_what_no_key_takes_stands_in_the_text_of_the_draft(
    base: KnowledgeBase, fields: dict[str, str], left: str, stated: dict[str, object]
) -> None:
    made = suggested_case({"title": "En", "done": "To", **fields}, Language.DANISH, base.vocabulary)

    assert f"## {left}\n\n{next(iter(fields.values()))}" in made.body
    assert {name: getattr(made.metadata, name) for name in stated} == stated
