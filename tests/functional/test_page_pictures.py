"""Pages of PDFs as pictures on the site: shown beside their text, with marks, and never of what is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import KnowledgeBase, open_knowledge_base
from indexer.config import Config
from tests.builders import write_case, write_report
from tests.files import a_pdf, a_placed_pdf
from tests.functional.reading import read_page, words_of
from web import create_app
from web.site.traffic import budgets

PAGES = (
    "Aarsberetning for bogbussen\nBogbussen korte i byen hver uge i hele aret.",
    "Skolen og bogbussen aftalte tiden.\nBogbussen holder ved skolen.",
    "Det sidste om planen for naeste ar.",
)


@pytest.fixture
def opened(place: Config, corpus: Path) -> Iterator[KnowledgeBase]:
    write_report(corpus, "beretning.pdf", a_pdf(*PAGES))
    knowledge_base = open_knowledge_base(place)
    knowledge_base.reconcile()
    yield knowledge_base
    knowledge_base.close()


@pytest.fixture
def own_client(place: Config, opened: KnowledgeBase) -> FlaskClient:
    return create_app(place.path, opened).test_client()


def status(client: FlaskClient, address: str) -> int:
    with client.get(address) as response:
        return response.status_code


def test_a_page_shows_picture_and_text_with_the_sought_words_marked(own_client: FlaskClient) -> None:
    page = read_page(own_client, "/da/documents/beretning/pages/2?q=bogbussen")

    picture = page.select_one("svg.page-picture")
    assert picture is not None
    assert "side 2" in str(picture["aria-label"]) and "2 ord er markeret" in str(picture["aria-label"])
    assert len(picture.select("rect.found")) == 2 == len(page.select(".plain mark"))
    with own_client.get(str(picture.select_one("image")["href"])) as image:
        assert image.data.startswith(b"\x89PNG") and image.mimetype == "image/png"
    links = {str(link["href"]) for link in page.select("main a")}
    assert "/da/documents/beretning/original#page=2" in links
    assert {"/da/documents/beretning/pages/1?q=bogbussen", "/da/documents/beretning/pages/3?q=bogbussen"} <= links
    assert not page.select("main [style], main script")


def test_an_english_reader_reads_it_in_english(own_client: FlaskClient) -> None:
    page = read_page(own_client, "/en/documents/beretning/pages/1")

    assert words_of(page, "#as-picture") == "As a picture"
    assert "Page 1 of 3" in page.get_text()


def test_hits_and_documents_lead_to_the_page_and_its_thumbnail(own_client: FlaskClient) -> None:
    results = read_page(own_client, "/da/search?q=planen")
    document = read_page(own_client, "/da/documents/beretning?q=planen")

    assert str(results.select_one(".snippet a")["href"]) == "/da/documents/beretning/pages/3?q=planen"
    for page in (results, document):
        thumbnail = page.select_one("img.thumbnail, .thumbnail img")
        assert thumbnail is not None
        with own_client.get(str(thumbnail["src"])) as image:
            assert image.data.startswith(b"\x89PNG")
    assert re.search(r"PDF, 3 sider, \d kB", words_of(document, ".original"))
    assert document.select_one("a[href='/da/documents/beretning/pages/2?q=planen']") is not None


def test_a_picture_that_is_kept_is_asked_for_again_and_not_sent_again(own_client: FlaskClient) -> None:
    address = "/da/documents/beretning/pages/1/picture"
    with own_client.get(address) as first:
        etag, kept = first.headers["ETag"], first.headers["Cache-Control"]

    with own_client.get(address, headers={"If-None-Match": etag}) as again:
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    with own_client.get("/da/documents/beretning/pages/2/picture", headers={"If-None-Match": etag}) as other:
        assert other.status_code == 200
    assert kept == "no-cache"


@pytest.mark.parametrize("wanted", ["draft", "review", "withdrawn"])
def test_no_picture_of_what_is_not_published(own_client: FlaskClient, corpus: Path, wanted: str) -> None:
    addresses = [f"/da/documents/beretning{tail}" for tail in ("/pages/1", "/pages/1/picture", "/thumbnail")]
    with own_client.get(addresses[1]) as first:
        etag = first.headers["ETag"]
    assert [status(own_client, address) for address in addresses] == [200] * 3

    sidecar = corpus / "reports" / "beretning.pdf.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + f'status = "{wanted}"\n', "utf-8")

    gone = 410 if wanted == "withdrawn" else 404
    assert [status(own_client, address) for address in addresses] == [gone] * 3
    with own_client.get(addresses[1], headers={"If-None-Match": etag}) as again:
        assert again.status_code == gone


@pytest.mark.parametrize("tail", ["pages/0", "pages/4", f"pages/{10**20}", "pages/-1", "pages/x", "pages/4/picture"])
def test_pages_that_are_not_there_are_met_with_404(own_client: FlaskClient, tail: str) -> None:
    assert status(own_client, f"/da/documents/beretning/{tail}") == 404


def test_a_write_up_has_no_pictures(own_client: FlaskClient, corpus: Path) -> None:
    write_case(corpus, "fortalt")

    assert status(own_client, "/da/documents/fortalt") == 200
    for tail in ("pages/1", "pages/1/picture", "thumbnail"):
        assert status(own_client, f"/da/documents/fortalt/{tail}") == 404


def test_a_page_too_large_is_shown_as_text_with_a_note(own_client: FlaskClient, corpus: Path) -> None:
    huge = a_pdf(*PAGES).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 50000 50000]", 1)
    write_report(corpus, "plakat.pdf", huge)

    page = read_page(own_client, "/da/documents/plakat/pages/1")

    assert "for stor" in words_of(page, ".viewer .notice")
    assert "Bogbussen korte" in words_of(page, ".plain")
    assert page.select_one("svg.page-picture") is None
    assert status(own_client, "/da/documents/plakat/thumbnail") == 404
    assert status(own_client, "/da/documents/plakat/pages/2/picture") == 200


def test_a_page_without_letters_says_so_beside_its_picture(own_client: FlaskClient, corpus: Path) -> None:
    signs = "%LEOLRWHNHW RJ VNROHQ PGHV KYHU RQVGDJ RP OHNWLHU RJ IULYLOOLJH KMDOSHU EUQHQH PHG DW OVH"
    write_report(corpus, "tegn.pdf", a_pdf(PAGES[0], signs, PAGES[1]))

    page = read_page(own_client, "/da/documents/tegn/pages/2")

    assert "samspil ocr" in words_of(page, ".viewer .notice")
    assert page.select_one("svg.page-picture") is not None and page.select_one(".plain") is None


def test_those_who_come_while_too_many_wait_are_asked_to_come_back(
    own_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "_PICTURE_SECONDS", 0.0)
    kept = own_client.application.extensions["samspil-budgets"]

    with kept.picture_place(), kept.picture_place():
        answer = own_client.get("/da/documents/beretning/pages/3/picture")
        page = read_page(own_client, "/da/documents/beretning/pages/3")

    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert "Prøv igen om et øjeblik" in words_of(page, ".viewer .notice")
    assert status(own_client, "/da/documents/beretning/pages/3/picture") == 200


def test_downloads_say_title_kind_pages_and_size(own_client: FlaskClient, corpus: Path) -> None:
    (corpus / "downloads").mkdir()
    form = a_placed_pdf(
        [(60, 700, 24, "Aftale om bogbussen"), (60, 600, 11, "Mellem os og jer.")], [(60, 700, 11, "To")]
    )
    (corpus / "downloads" / "aftale.pdf").write_bytes(form)
    write_case(corpus, "vaerktoej", downloads='["aftale.pdf"]', title='"Aftaler om bogbusser"')

    page = read_page(own_client, "/da/documents/vaerktoej")

    assert words_of(page, ".files a").startswith("Aftale om bogbussen PDF til at udfylde eller printe, 2 sider, ")
    assert words_of(page, ".files a").endswith(" kB")
