from __future__ import annotations

import struct
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from indexer import EngineUnavailable, KnowledgeBase, open_knowledge_base
from indexer.config import Config
from tests.builders import write_case
from tests.functional.reading import read_page, total_of, words_of
from web import create_app

PAGES = ["/{}/", "/{}/search", "/{}/search?q=bibliotek&sector=private", "/{}/documents/youmedia-chicago", "/{}/help"]


@pytest.mark.parametrize("address", [*PAGES, "/{}/findes-ikke"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_needs_inline_script_or_style(client: FlaskClient, address: str, language: str) -> None:
    response = client.get(address.format(language))
    page = BeautifulSoup(response.text, "lxml")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert all(
        script.get("src") and not script.text for script in page.select("script:not([type='application/ld+json'])")
    )
    assert not page.select("style, [style]")
    assert not [tag for tag in page.select("*") if any(name.startswith("on") for name in tag.attrs)]
    for tag in page.select("[src], link[href]:not([rel=canonical], [hreflang])"):
        address_of = str(tag.get("src") or tag.get("href"))
        assert address_of.startswith("/") and not address_of.startswith("//")


@pytest.mark.parametrize("address", ["/da/", "/da/findes-ikke", "/api/search", "/static/site.css", "/healthz"])
def test_every_answer_carries_the_guarding_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        headers = response.headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_have_one_heading_a_skip_link_and_no_danish_in_english(
    client: FlaskClient, address: str, language: str
) -> None:
    page = read_page(client, address.format(language))

    assert len(page.select("h1")) == 1
    skip = page.select_one("a.skip")
    assert skip is not None and page.find(id=str(skip["href"])[1:])
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    if language == "en":
        navigation = words_of(page, "header nav") + words_of(page, "footer")
        assert not any(word in navigation for word in ("Søg", "Værktøjer", "Hjælp", "Tilgængelighed"))


def test_the_accessibility_statement_has_its_address(client: FlaskClient, collection_config: Config) -> None:
    assert client.get("/was").location == collection_config.web.accessibility_statement_url
    foot = read_page(client, "/da/").select_one("footer")
    assert foot is not None and foot.select_one("a[href='/da/about#accessibility']") is not None


def test_health_says_ok_while_searching_works(client: FlaskClient, collection: KnowledgeBase) -> None:
    assert client.get("/healthz").json == {"status": "ok", "documents": collection.engine.statistics.document_count()}


def test_robots_are_led_to_documents(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    sitemap = client.get("/sitemap.xml").text

    assert "Disallow: /da/search" in robots and "Disallow: /en/search" in robots
    assert "/sitemap.xml" in robots
    assert "/da/documents/100-lektiecafeer</loc>" in sitemap
    assert "/en/documents/100-lektiecafeer</loc>" in sitemap


def test_the_sitemap_holds_every_document(client: FlaskClient, collection: KnowledgeBase) -> None:
    sitemap = client.get("/sitemap.xml").text

    assert sitemap.count("<loc>") >= 2 * collection.engine.statistics.document_count()


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_wrong_address_is_met_in_the_readers_language(client: FlaskClient, language: str) -> None:
    page = read_page(client, f"/{language}/findes-ikke", status=404)

    assert words_of(page, "h1") == ("Siden findes ikke" if language == "da" else "There is no such page")


def test_a_language_that_we_do_not_speak_is_no_page(client: FlaskClient) -> None:
    assert client.get("/de/search").status_code == 404


def test_a_form_sent_to_a_reading_page_is_refused_with_a_page(client: FlaskClient) -> None:
    response = client.post("/da/search", data={"q": "x"})

    assert response.status_code == 405
    assert "<h1>" in response.text


def test_an_endless_address_is_refused(client: FlaskClient) -> None:
    response = client.get("/da/search?" + "&".join(f"library=bibliotek{n}" for n in range(800)))

    assert response.status_code == 414


def test_api_faults_are_json(client: FlaskClient) -> None:
    response = client.get(f"/api/search?q={'bibliotek+' * 80}")

    assert response.status_code == 400
    assert response.json is not None and set(response.json) == {"error", "advice"}


def test_without_an_index_the_site_says_to_come_back(place: Config) -> None:
    client = create_app(place.path, open_knowledge_base(place)).test_client()

    page = read_page(client, "/da/search", status=503)

    assert words_of(page, "h1") == "Søgningen er ikke klar lige nu"
    assert client.get("/api/search").status_code == 503


@pytest.mark.parametrize(
    ("language", "told"), [("da", "Der kan ikke søges lige nu"), ("en", "Searching is not possible right now")]
)
def test_while_the_cluster_is_out_of_reach_the_site_says_so(
    place: Config, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    def unreachable() -> None:
        raise EngineUnavailable("cluster-silent", error="http://inside:9200")

    opened = open_knowledge_base(place)
    monkeypatch.setattr(opened.engine, "searcher", unreachable)
    client = create_app(place.path, opened).test_client()

    page = read_page(client, f"/{language}/search?q=bog", status=503)

    assert words_of(page, "h1") == told and "inside" not in page.text
    opened.close()


def test_a_fault_of_ours_is_a_page_without_details(site: Flask, collection_config: Config) -> None:
    app = create_app(collection_config.path, _Broken())  # type: ignore[arg-type]  # a knowledge base that fails
    response = app.test_client().get("/da/search?q=hemmelig")

    assert response.status_code == 500
    assert "Noget gik galt hos os" in response.text
    assert "Traceback" not in response.text and "RuntimeError" not in response.text


class _Broken:
    engine = SimpleNamespace(writer=SimpleNamespace(indexed_documents=None))
    texts = corpus = None

    def search(self, query: object) -> object:
        raise RuntimeError("a fault of ours")


def test_an_english_site_shows_english_labels(client: FlaskClient) -> None:
    page = read_page(client, "/en/search")

    legends = [" ".join(legend.text.split()) for legend in page.select("fieldset legend")]
    assert legends[:3] == ["Kind of document", "Sector", "Goal"] or "Sector" in legends
    assert "Ikke angivet" not in str(page)


def test_numbers_are_written_with_danish_separators(place: Config, corpus: Path) -> None:
    for number in range(1001):
        write_case(corpus, f"case-{number}", "Kort.")
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()

    danish = words_of(read_page(client, "/da/search"), "#results h2")
    english = words_of(read_page(client, "/en/search"), "#results h2")
    opened.close()

    assert danish == "1.001 cases"
    assert english == "1,001 cases"


def test_the_site_answers_while_a_new_index_is_built(place: Config, corpus: Path) -> None:
    for number in range(5):
        write_case(corpus, f"case-{number}")
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()
    writer = open_knowledge_base(place)
    totals = []

    writer.reconcile(rebuild=True, report_progress=lambda p: totals.append(total_of(read_page(client, "/da/search"))))
    opened.close()
    writer.close()

    assert len(totals) >= 5 and set(totals) == {5}
    assert total_of(read_page(client, "/da/search")) == 5
    assert len(list((place.var_folder / "index").glob("index-*"))) == 2


def test_a_vocabulary_that_breaks_leaves_the_site_running(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()
    (corpus / "vocabulary.ttl").write_text("dette er ikke turtle")

    assert total_of(read_page(client, "/da/search")) == 1
    opened.close()


def test_a_site_that_starts_with_a_broken_vocabulary_says_so(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    opened = open_knowledge_base(place)
    opened.reconcile()
    opened.close()
    (corpus / "vocabulary.ttl").write_text("dette er ikke turtle")
    (place.var_folder / "last-good-vocabulary.ttl").unlink()
    fresh = create_app(place.path, open_knowledge_base(place)).test_client()

    assert words_of(read_page(fresh, "/da/search", status=503), "h1") == "Søgningen er ikke klar lige nu"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/da/", "Samspil"),
        ("/en/documents/bogstart", "Bogstart"),
        ("/da/documents/byg-partnerskaber-guiden", "partnerskaber"),
    ],
)
def test_a_page_that_is_shared_says_what_it_is_and_shows_a_drawing(
    client: FlaskClient, address: str, name: str
) -> None:
    page = read_page(client, address)

    said = {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property^='og:']")}
    own, other = (str(link["href"]) for link in page.select("link[rel=alternate][hreflang]"))
    assert name.casefold() in said["og:title"].casefold() and len(said["og:description"]) > 30
    assert page.select_one("meta[name=description]")["content"] == said["og:description"]  # type: ignore[index]
    assert page.select_one("link[rel=canonical]")["href"] == own == said["og:url"] == f"http://localhost{address}"  # type: ignore[index]
    assert client.get(other.removeprefix("http://localhost")).status_code == 200
    picture = client.get(said["og:image"].removeprefix("http://localhost"))
    assert picture.mimetype == "image/png"
    assert struct.unpack(">II", picture.data[16:24]) == (1200, 630)


def test_a_search_has_no_lasting_address_and_an_error_is_not_shared(client: FlaskClient) -> None:
    assert not read_page(client, "/da/search?q=bibliotek").select("link[rel=canonical]")
    assert not read_page(client, "/da/findes-ikke", status=404).select("meta[property]")
    assert struct.unpack(">II", client.get("/apple-touch-icon.png").data[16:24]) == (180, 180)
