from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import open_knowledge_base
from indexer.config import Config
from tests.builders import write_case
from tests.functional.reading import read_page, total_of, words_of
from web import create_app


@pytest.fixture
def own_client(place: Config) -> FlaskClient:
    """A site over an empty corpus that the test fills."""
    return create_app(place.path, open_knowledge_base(place)).test_client()


def test_facts_are_links_into_search_that_find_the_document(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/100-lektiecafeer")

    links = page.select("aside .facts a")
    assert len(links) > 6
    records = [link for link in links if "/search" not in str(link["href"])]
    assert len(records) > 2 and all(
        "/documents/100-lektiecafeer" in client.get(str(one["href"])).text for one in records
    )
    for link in (one for one in links if one not in records):
        found = read_page(client, str(link["href"]))
        assert total_of(found) >= 1
        address = str(link["href"])
        if total_of(found) <= 20:
            assert "100-lektiecafeer" in str(found), address


def test_the_address_of_a_merged_document_leads_to_the_one_that_took_it_in(place: Config, corpus: Path) -> None:
    write_case(corpus, "samlet", replaces='["foer", "endnu-foer"]')
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()

    page = client.get("/da/documents/foer?q=skole")
    answer = client.get("/api/documents/endnu-foer")

    assert (page.status_code, page.headers["Location"]) == (301, "/da/documents/samlet?q=skole")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/documents/samlet")
    assert client.get("/da/documents/samlet").status_code == 200
    assert client.get("/da/documents/aldrig").status_code == 404


def test_a_document_of_the_other_language_says_so_and_has_a_summary_in_the_readers(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/youmedia-chicago")

    article = page.select_one("article")
    assert article is not None and article["lang"] == "en"
    lead = page.select_one(".lead")
    assert lead is not None and lead.get("lang") is None


def test_searching_inside_a_document_names_the_sections(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/100-lektiecafeer?q=frivilligm%C3%B8de")

    links = page.select(".passages li a")
    assert links
    for link in links:
        assert page.find(id=str(link["href"]).removeprefix("#"))
    assert page.select(".passages mark")


def test_a_document_that_does_not_exist_is_met_with_help(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/findes-ikke", status=404)

    assert words_of(page, "h1") == "Dokumentet findes ikke"
    assert page.select_one("main form input[name=q]")


TRICKS = [
    "..%2f..%2fconfig.toml", "%2e%2e", "..", ".", "vocabulary", "judgements", "con%00fig", "100-lektiecafeer.md",
    "cases%2f100-lektiecafeer", "*", "%c0%ae%c0%ae",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("tail", ["", "/original", "/downloads/config.toml", "/downloads/..%2fvocabulary.ttl"])
def test_no_path_trick_reaches_a_file(client: FlaskClient, trick: str, tail: str) -> None:
    response = client.get(f"/da/documents/{trick}{tail}", follow_redirects=True)

    assert response.status_code == 404
    assert "title_weight" not in response.text


def test_a_download_that_is_not_stated_is_not_served(client: FlaskClient) -> None:
    assert client.get("/da/documents/100-lektiecafeer/downloads/100-lektiecafeer.md").status_code == 404


def test_script_in_a_write_up_never_reaches_the_reader(own_client: FlaskClient, corpus: Path) -> None:
    body = (
        "## Fælde <script>alert(1)</script>\n\n<img src=x onerror=alert(2)> [klik](javascript:alert(3)) "
        "<iframe src='https://example.org'></iframe> <svg onload=alert(4)>\n\n[ud](https://example.org)"
    )
    write_case(corpus, "faelde", body, title='"Titel <script>alert(5)</script>"', summary='"<b onclick=x>Ord</b>"')

    page = read_page(own_client, "/da/documents/faelde")

    assert not page.select("article script, article iframe, article svg, article img[onerror]")
    assert not [tag for tag in page.select("article *") if any(name.startswith("on") for name in tag.attrs)]
    assert not [link for link in page.select("a") if str(link["href"]).lower().startswith("javascript")]
    outside = page.find("a", href="https://example.org")
    assert outside is not None


def test_drafts_have_no_page_and_are_in_no_list(own_client: FlaskClient, corpus: Path, place: Config) -> None:
    write_case(corpus, "kladde", "Hemmeligt samarbejde.", status='"draft"')
    write_case(corpus, "fri", "Åbent samarbejde.", related='["kladde"]')
    with_index = open_knowledge_base(place)
    with_index.reconcile()
    with_index.close()

    assert own_client.get("/da/documents/kladde").status_code == 404
    assert own_client.get("/da/documents/kladde/original").status_code == 404
    assert "kladde" not in own_client.get("/da/documents/fri").text
    assert "kladde" not in own_client.get("/sitemap.xml").text
    assert total_of(read_page(own_client, "/da/search")) == 1
    assert total_of(read_page(own_client, "/da/search?q=hemmeligt")) == 0


def test_an_original_pdf_opens_in_the_browser_and_other_files_are_downloaded(
    own_client: FlaskClient, corpus: Path
) -> None:
    (corpus / "reports").mkdir()
    for name, content in (("side.html", b"<!doctype html><title>x</title><p>Samarbejde om en cafe med skolen.</p>"),):
        (corpus / "reports" / name).write_bytes(content)
        (corpus / "reports" / f"{name}.toml").write_text('title = "X"\nkind = "report"\nlanguage = "da"\n')

    response = own_client.get("/da/documents/side/original", buffered=True)

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.mimetype == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_date_is_written_as_danes_write_it(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/100-lektiecafeer")
    english = read_page(client, "/en/documents/100-lektiecafeer")

    dates = r"\d{1,2}\. (januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december) \d{4}"
    assert re.search(dates, page.select("aside dd")[-1].text)
    assert not re.search(r"\d\. [a-z]", english.select("aside dd")[-1].text)


def test_a_case_shows_when_and_where_it_was_and_what_came_of_it_beside_what_can_be_learned(client: FlaskClient) -> None:
    page = read_page(client, "/da/documents/roskilde-kanon-heintze")

    assert page.select_one("svg.time[aria-label='Tidslinje: 2006–2008']") is not None
    assert len(page.select("aside .tiles .only")) == 1
    assert [each.text for each in page.select(".verdict h2")] == ["Hvad kom der ud af det", "Hvad andre kan lære"]
    assert len([each for each in page.select("h2") if each.text == "Kilder"]) == 1
