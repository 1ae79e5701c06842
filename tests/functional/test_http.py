"""What HTTP offers beside the content: validators, compression, ranges, methods, names, proxies and prefixes."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.config import Config
from tests.builders import write_report
from tests.files import SENTENCE, a_pdf
from tests.functional.reading import read_page
from web import create_app

TEXTS = [
    "/da/search?q=bibliotek", "/api/search?q=bibliotek", "/da/feed", "/sitemap.xml", "/vocabulary.ttl",
    "/vocabulary.jsonld", "/da/map", "/api/openapi.json", "/da/export/csv", "/da/export/bibtex",
]  # fmt: skip
WHOLE = [address for address in TEXTS if "/export/" not in address]


@pytest.mark.parametrize("address", TEXTS)
def test_texts_are_compressed_for_those_who_say_that_they_can_read_it(reader: FlaskClient, address: str) -> None:
    plain = reader.get(address, buffered=True)
    packed = reader.get(address, headers={"Accept-Encoding": "br, gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 0.6 * len(plain.data)


@pytest.mark.parametrize("address", [*WHOLE, "/static/site.css"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_who_has_an_answer_already_is_told_that_it_is_the_same(
    reader: FlaskClient, address: str, encoding: str
) -> None:
    headers = {"Accept-Encoding": encoding}
    first = reader.get(address, headers=headers)

    again = reader.get(address, headers=headers | {"If-None-Match": first.headers["ETag"]})
    other = reader.get(address, headers=headers | {"If-None-Match": '"another"'})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Vary"] == first.headers["Vary"]
    assert other.status_code == 200 and other.data == first.data


def test_another_search_has_another_validator(reader: FlaskClient) -> None:
    one, other = (reader.get(f"/da/search?q={word}").headers["ETag"] for word in ("bibliotek", "skole"))

    assert one != other


def test_static_files_have_names_of_their_content_and_are_kept_for_good(reader: FlaskClient) -> None:
    page = read_page(reader, "/da/")
    named = [str(e.get("href") or e.get("src")) for e in page.select("link[rel=stylesheet], script[src], img")]

    assert len(named) >= 4
    for address in named:
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{12}\.\w+", address), address
        answer = reader.get(address)
        plain = reader.get(re.sub(r"\.[0-9a-f]{12}", "", address))
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert plain.headers["Cache-Control"] == "no-cache"
        assert answer.data == plain.data and answer.mimetype == plain.mimetype


def test_a_name_of_other_content_is_answered_with_that_of_today_and_kept_by_nobody(reader: FlaskClient) -> None:
    answer = reader.get("/static/site.0123456789ab.css")

    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"
    for address in ("/static/../__init__.py", "/static/%2e%2e/__init__.py", "/static/nej.css", "/static/"):
        assert reader.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "address", [*TEXTS, "/healthz", "/da/", "/static/site.css", "/da/search?q=bibliotek&page=9999"]
)
def test_the_head_of_an_answer_is_that_of_the_whole(reader: FlaskClient, address: str) -> None:
    whole = reader.get(address, buffered=True)  # an export keeps its place until it is read
    head = reader.head(address, buffered=True)

    assert head.data == b"" and head.status_code == whole.status_code
    for name in ("Content-Type", "ETag", "Cache-Control", "Content-Disposition"):
        assert head.headers.get(name) == whole.headers.get(name), name


def test_only_pages_of_readers_are_compressed_and_kept(reader: FlaskClient) -> None:
    answer = reader.get("/da/curator/sign-in", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers and "ETag" not in answer.headers


@pytest.fixture
def own(place: Config, corpus: Path, knowledge_base: KnowledgeBase) -> FlaskClient:
    """A site with one report."""
    write_report(corpus, "a.pdf", a_pdf(SENTENCE))
    knowledge_base.reconcile()
    return create_app(place.path, knowledge_base).test_client()


def test_a_part_of_a_file_can_be_asked_for(own: FlaskClient) -> None:
    whole = own.get("/da/documents/a/original", buffered=True)
    part = own.get("/da/documents/a/original", buffered=True, headers={"Range": "bytes=5-14"})
    beyond = own.get("/da/documents/a/original", buffered=True, headers={"Range": "bytes=99999999-"})
    same = own.get("/da/documents/a/original", buffered=True, headers={"If-None-Match": whole.headers["ETag"]})

    assert (part.status_code, part.data) == (206, whole.data[5:15])
    assert part.headers["Content-Range"] == f"bytes 5-14/{len(whole.data)}"
    assert beyond.status_code == 416
    assert same.status_code == 304


def test_a_withdrawn_document_is_gone_and_an_unknown_one_or_a_draft_is_not_there(
    own: FlaskClient, corpus: Path, knowledge_base: KnowledgeBase
) -> None:
    sidecar = corpus / "reports" / "a.pdf.toml"
    published = sidecar.read_text("utf-8")
    for status, code in (("withdrawn", 410), ("draft", 404)):
        sidecar.write_text(published + f'status = "{status}"\n', "utf-8")
        knowledge_base.reconcile()
        for address in (
            "/da/documents/a",
            "/da/documents/a/original",
            "/api/documents/a",
            "/en/documents/a/comparable",
        ):
            assert own.get(address, buffered=True).status_code == code, (status, address)

    sidecar.write_text(published + 'status = "withdrawn"\n', "utf-8")
    assert "Dokumentet er trukket tilbage" in own.get("/da/documents/a").text
    assert own.get("/da/documents/findes-ikke").status_code == 404


def test_a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes(reader: FlaskClient) -> None:
    for address, methods in (("/da/search", {"GET", "HEAD", "OPTIONS"}), ("/da/curator/sign-out", {"POST", "OPTIONS"})):
        answer = reader.delete(address)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].replace(" ", "").split(",")) == methods


def test_who_is_to_come_back_is_told_when(reader: FlaskClient, place: Config) -> None:
    robot = reader.get("/da/search?goal=a&sector=b", headers={"User-Agent": "Examplebot/1.0"})
    empty = create_app(place.path).test_client().get("/da/search")

    assert (robot.status_code, robot.headers["Retry-After"]) == (429, "3600")
    assert (empty.status_code, empty.headers["Retry-After"]) == (503, "5")


def a_site(config: Config, knowledge_base: KnowledgeBase, **settings: str) -> Flask:
    """The site with other values in [web]."""
    text = config.path.read_text("utf-8")
    for key, value in settings.items():
        text = re.sub(rf"(?m)^{key} = (\"[^\"]*\"|\S+)", f"{key} = {value}", text)
    own = config.path.with_name("other.toml")
    own.write_text(text, "utf-8")
    return create_app(own, knowledge_base)


@pytest.fixture
def four(template: Path, tmp_path: Path) -> Iterator[tuple[Config, KnowledgeBase]]:
    shutil.copytree(template, tmp_path / "site")
    config = load_config(tmp_path / "site" / "config.toml")
    opened = open_knowledge_base(config)
    yield config, opened
    opened.close()


FORWARDED = {
    "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "bib.example",
    "X-Forwarded-Prefix": "/samspil",
}  # fmt: skip


@pytest.mark.parametrize(("sender", "is_believed"), [("10.0.0.1", True), ("10.0.0.2", False)])
def test_forwarded_headers_are_believed_where_a_trusted_address_sent_them(
    four: tuple[Config, KnowledgeBase], sender: str, is_believed: bool
) -> None:
    client = a_site(*four, trusted_proxies='["10.0.0.1"]').test_client()

    feed = client.get("/da/feed", headers=FORWARDED, environ_base={"REMOTE_ADDR": sender}).text

    assert ("https://bib.example/samspil/da/documents/" in feed) == is_believed
    assert ("http://localhost/da/documents/" in feed) == (not is_believed)


@pytest.mark.parametrize("strips", [True, False], ids=["the proxy strips the prefix", "the proxy passes it on"])
def test_below_a_prefix_every_link_of_a_page_has_it(four: tuple[Config, KnowledgeBase], strips: bool) -> None:
    client = a_site(*four, public_url='"https://bib.example/samspil/"').test_client()
    before = "" if strips else "/samspil"
    seen = 0

    for page in (
        "",
        "search?q=bibliotek",
        "documents/bogstart",
        "map",
        "network",
        "situation",
        "curator/sign-in",
        "nej",
    ):
        address = f"{before}/da/{page}"
        answer = client.get(address)
        for link in re.findall(
            r'(?:href|src|action|formaction|data-suggest)="(/[^"]*|https://bib\.[^"]*)"', answer.text
        ):
            assert link.startswith(("/samspil/", "https://bib.example/samspil/")), (address, link)
            assert "/samspil/samspil" not in link
            seen += 1
    assert seen > 200
    assert client.get(f"{before}/").headers["Location"] == "/samspil/da/"
    assert "Disallow: /samspil/da/search" in client.get(f"{before}/robots.txt").text
    assert "https://bib.example/samspil/da/documents/bogstart" in client.get(f"{before}/sitemap.xml").text
    assert client.get("/healthz").status_code == 200


def test_only_named_hosts_are_answered_and_health_under_any_name(four: tuple[Config, KnowledgeBase]) -> None:
    client = a_site(*four, allowed_hosts='["bib.example"]', public_url='"https://samspil.example"').test_client()

    for host, code in (("bib.example", 200), ("BIB.example:8000", 200), ("samspil.example", 200), ("ond.example", 400)):
        assert client.get("/da/", headers={"Host": host}).status_code == code, host
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "cookie", "is_strict"),
    [("https://bib.example", "__Host-samspil_session=", True), ("http://bib.example", "samspil_session=", False)],
)
def test_where_tls_is_stated_browsers_are_held_to_it(
    four: tuple[Config, KnowledgeBase], address: str, cookie: str, is_strict: bool
) -> None:
    client = a_site(*four, public_url=f'"{address}"').test_client()

    answer = client.get("/da/curator/sign-in", base_url=address)

    assert answer.headers["Set-Cookie"].startswith(cookie)
    assert ("Strict-Transport-Security" in answer.headers) == is_strict
    if is_strict:
        assert "Secure" in answer.headers["Set-Cookie"] and "Path=/;" in answer.headers["Set-Cookie"] + ";"
