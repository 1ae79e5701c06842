"""A document with a text in each language: one of them for every reader, and a way to the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import KnowledgeBase, open_knowledge_base
from indexer.config import Config
from tests.conftest import make_place
from tests.files import a_pdf
from tests.functional.reading import read_page, total_of, words_of
from web import create_app

AGREEMENT = """+++
title = "Aftale om bogbus"
title_en = "Agreement on a book bus"
summary = "Et skema til to parter."
summary_en = "A form for two parties."
kind = "tool"
language = "da"
downloads = ["aftale.docx"]
downloads_en = ["agreement.docx"]
replaces = ["agreement"]
+++

## Formål
Parterne kører sammen om kvarkblomst.
"""
ENGLISH = "## Purpose\nThe parties drive together on zimbelquartz.\n\nSee [the book](../reports/bog.en.pdf).\n"
BOOK = """title = "Bogen"
title_en = "The book"
summary = "En bog."
summary_en = "A book."
kind = "report"
language = "da"
"""
ALONE = """+++
title = "Only in English"
title_da = "Kun på engelsk, om biler"
summary = "Cars."
summary_da = "Biler."
kind = "tool"
language = "en"
related = ["aftale"]
+++

## Cars
Nothing but cars.
"""


@pytest.fixture(scope="module")
def two_languages(tmp_path_factory: pytest.TempPathFactory, lexicon: Path) -> Iterator[tuple[Config, KnowledgeBase]]:
    config = make_place(tmp_path_factory.mktemp("two-languages"), lexicon)
    files: dict[str, str | bytes] = {
        "tools/aftale.da.md": AGREEMENT,
        "tools/aftale.en.md": ENGLISH,
        "tools/alone.md": ALONE,
        "reports/bog.da.pdf": a_pdf("Danske ord om vrinsk"),
        "reports/bog.da.pdf.toml": BOOK,
        "reports/bog.en.pdf": a_pdf("English words on whinny"),
        "downloads/aftale.docx": b"PK",
        "downloads/agreement.docx": b"PK",
    }
    for name, content in files.items():
        path = config.corpus_folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    opened = open_knowledge_base(config)
    opened.reconcile()
    yield config, opened
    opened.close()


@pytest.fixture(scope="module")
def visitor(two_languages: tuple[Config, KnowledgeBase]) -> FlaskClient:
    config, opened = two_languages
    return create_app(config.path, opened).test_client()


def test_it_is_one_document_whose_counts_are_what_a_click_gives(visitor: FlaskClient) -> None:
    found = json.loads(visitor.get("/api/search").text)

    counts = {value["id"]: value["count"] for value in found["facets"]["language"]}
    assert (found["total"], counts) == (3, {"da": 2, "en": 3})
    for language, count in counts.items():
        assert json.loads(visitor.get(f"/api/search?language={language}").text)["total"] == count
    assert [hit["languages"] for hit in found["hits"] if hit["id"] == "aftale"] == [["da", "en"]]


@pytest.mark.parametrize(
    ("language", "own", "other"), [("da", "kvarkblomst", "zimbelquartz"), ("en", "zimbelquartz", "kvarkblomst")]
)
def test_it_is_found_in_the_words_of_both_and_called_by_the_readers(
    visitor: FlaskClient, language: str, own: str, other: str
) -> None:
    title = {"da": "Aftale om bogbus", "en": "Agreement on a book bus"}[language]
    for text in (own, other):
        page = read_page(visitor, f"/{language}/search?q={text}")
        assert (total_of(page), words_of(page, ".hit h3")) == (1, title)
        assert words_of(page, ".hit mark") == text
    (way,) = page.select(".hit .via a")
    assert other in read_page(visitor, str(way["href"])).select_one(".prose").text  # type: ignore[union-attr]
    assert own in read_page(visitor, f"/{language}/documents/aftale").select_one(".prose").text  # type: ignore[union-attr]


def test_its_page_has_the_readers_text_and_forms_and_leads_to_the_other(visitor: FlaskClient) -> None:
    danish, english = (read_page(visitor, f"/{language}/documents/aftale") for language in ("da", "en"))

    assert [link["href"] for link in danish.select(".files a")] == ["/da/documents/aftale/downloads/aftale.docx"]
    assert [link["href"] for link in english.select(".files a")] == ["/en/documents/aftale/downloads/agreement.docx"]
    with visitor.get("/da/documents/aftale/downloads/agreement.docx") as form:
        assert form.status_code == 200
    assert [link.text for link in english.select("dl.facts a[href*='language=']")] == ["English", "Danish"]
    for page, other in ((danish, "en"), (english, "da")):
        assert [link["href"] for link in page.select(f".kind a[hreflang={other}]")] == [f"/{other}/documents/aftale"]
    assert english.select_one("article[lang]") is None and "in Danish" not in english.text
    assert english.select_one(".prose a[href='/en/documents/bog']")
    script = json.loads(english.select_one("script[type='application/ld+json']").string or "")  # type: ignore[union-attr]
    assert (script["name"], script["inLanguage"]) == ("Agreement on a book bus", "en")
    assert script["workTranslation"]["url"] == "http://localhost/da/documents/aftale"


def test_old_addresses_lead_to_it_for_good(visitor: FlaskClient) -> None:
    for language in ("da", "en"):
        answer = visitor.get(f"/{language}/documents/agreement?q=bus")
        assert (answer.status_code, answer.location) == (301, f"/{language}/documents/aftale?q=bus")
    assert visitor.get("/api/documents/agreement").location == "/api/documents/aftale"
    assert visitor.get("/en/documents/aftale.en/original").location == "/en/documents/aftale/original"
    assert visitor.get("/en/documents/none.en").status_code == 404


def test_each_text_has_its_own_file(visitor: FlaskClient) -> None:
    files = []
    for address in ("/da/documents/bog/original", "/en/documents/bog/original", "/da/documents/bog/original?text=en"):
        with visitor.get(address) as answer:
            files.append(answer.data)

    assert files[0] != files[1] == files[2] and b"%PDF" in files[1]
    (hit,) = json.loads(visitor.get("/api/search?q=whinny&labels=da").text)["hits"]
    assert (hit["id"], hit["title"], hit["page"]) == ("bog", "Bogen", 1)
    page = read_page(visitor, "/da/search?q=whinny")
    assert page.select_one(".snippet a[href='/da/documents/bog/pages/1?text=en&q=whinny']")


def test_programs_are_told_it_in_the_language_they_ask_in(visitor: FlaskClient) -> None:
    danish, english = (visitor.get(f"/{language}/documents/aftale/export/ris").text for language in ("da", "en"))

    assert "TI  - Aftale om bogbus" in danish and "LA  - da" in danish
    assert "TI  - Agreement on a book bus" in english and "LA  - en" in english
    text = json.loads(visitor.get("/api/documents/aftale/text?labels=en").text)
    assert (text["language"], text["languages"]) == ("en", ["da", "en"]) and "zimbelquartz" in text["pages"][0]["text"]
    record = visitor.get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:aftale").text
    assert record.count("<dc:language>") == 2 and "Agreement on a book bus" in record
    sitemap = visitor.get("/sitemap.xml").text
    assert 'hreflang="en" href="http://localhost/en/documents/aftale"' in sitemap
    assert '"Agreement on a book bus"' in visitor.get("/documents/aftale.ttl").text


def test_what_is_in_one_language_alone_is_marked_in_the_other_and_told_in_the_readers(visitor: FlaskClient) -> None:
    for address, selector in (
        ("/da/search?q=biler", ".hit"), ("/da/search?q=biler&view=pictures", ".wall"), ("/da/list?id=alone", "main"),
        ("/da/documents/alone", ".case-head"), ("/da/compare?id=alone&id=aftale", "main"),
    ):  # fmt: skip
        shown = words_of(read_page(visitor, address), selector)
        assert "Kun på engelsk, om biler" in shown and "på engelsk" in shown.replace("Kun på engelsk", "")
    assert "in English" not in words_of(read_page(visitor, "/en/search?q=cars"), ".hit .kind")
    entry = visitor.get("/da/feed?q=biler").text
    assert "<title>Kun på engelsk, om biler</title>" in entry and 'hreflang="en"' in entry
