"""What programs read: JSON-LD, meta tags, signposting, COinS, Atom, OpenSearch, the vocabulary, the sitemap."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree
from rdflib import Graph, Literal, Namespace
from rdflib.compare import isomorphic
from rdflib.namespace import SKOS

from indexer import DocumentId, KnowledgeBase
from tests.functional.reading import read_page, total_of

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
SCHEMA = Namespace("https://schema.org/")


def test_nothing_a_curator_writes_ends_the_script(client: FlaskClient) -> None:
    from web.documents.linked_data.json_ld import script_text

    assert "<" not in script_text({"name": "</script><script>alert(1)</script>&"})
    assert json.loads(script_text({"name": "</script>æ&"})) == {"name": "</script>æ&"}


def test_meta_tags_and_coins_name_the_title(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/en/documents/100-lektiecafeer")
    title = collection.comparer.public_records()[DocumentId("100-lektiecafeer")].title
    results = read_page(client, "/da/search?q=lektiecaf%C3%A9")

    assert [tag["content"] for tag in page.select("meta[name=citation_title]")] == [title]
    spans = [parse_qs(str(span["title"])) for span in results.select("span.Z3988")]
    assert len(spans) == len(results.select(".hit"))
    assert [title] in [span.get("rft.title") for span in spans]
    assert not page.select("span.Z3988")


ARTICLE = "four-spaces-model"


def test_meta_tags_give_the_work_and_the_page_as_that_of_its_abstract(client: FlaskClient) -> None:
    page = read_page(client, f"/da/documents/{ARTICLE}")
    tags = [(tag["name"], tag["content"]) for tag in page.select("meta[name^=citation_]")]

    assert [content for name, content in tags if name == "citation_author"] == [
        "Jochumsen, Henrik", "Hvenegaard Rasmussen, Casper", "Skot-Hansen, Dorte",
    ]  # fmt: skip
    told = dict(tags)
    assert told["citation_title"] == "The four spaces - a new model for the public library"
    assert (told["citation_journal_title"], told["citation_volume"], told["citation_issue"]) == (
        "New Library World", "113", "11/12",
    )  # fmt: skip
    assert (told["citation_firstpage"], told["citation_lastpage"]) == ("586", "597")
    assert (told["citation_doi"], told["citation_publication_date"]) == ("10.1108/03074801211282948", "2012")
    assert told["citation_abstract_html_url"] == f"http://localhost/da/documents/{ARTICLE}"


def test_a_hit_on_a_presented_article_is_a_context_object_of_the_article(client: FlaskClient) -> None:
    results = read_page(client, "/da/search?q=title:spaces&kind=article")
    (span,) = [parse_qs(str(each["title"])) for each in results.select("span.Z3988") if ARTICLE in str(each["title"])]

    assert span["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert span["rft.atitle"] == ["The four spaces - a new model for the public library"]
    assert (span["rft.jtitle"], span["rft.volume"], span["rft.pages"]) == (["New Library World"], ["113"], ["586-597"])
    assert (span["rft.aulast"], span["rft.aufirst"], len(span["rft.au"])) == (["Jochumsen"], ["Henrik"], 3)
    assert span["rft_id"] == ["info:doi/10.1108/03074801211282948"]
    assert span["rfe_id"] == [f"http://localhost/da/documents/{ARTICLE}"]


def test_the_page_shows_the_work_and_says_where_it_is_presented(client: FlaskClient) -> None:
    page = read_page(client, f"/da/documents/{ARTICLE}")

    facts = {dt.text: dt.find_next("dd").text.strip() for dt in page.select(".work dt")}  # type: ignore[union-attr]
    assert facts["Forfattere"] == "Henrik Jochumsen; Casper Hvenegaard Rasmussen; Dorte Skot-Hansen"
    assert (facts["Udgivet i"], facts["Sider"], facts["Hvad det er"]) == (
        "New Library World", "586–597", "Tidsskriftsartikel",
    )  # fmt: skip
    danish, english = (p.text for p in page.select(".citation p[lang]"))
    assert danish.startswith("Henrik Jochumsen, Casper Hvenegaard Rasmussen og Dorte Skot-Hansen (2012).")
    assert (
        "New Library World, 113(11/12), 586–597. https://doi.org/10.1108/03074801211282948. Omtalt i Samspil: The"
        in danish
    )
    assert "Presented in Samspil: The four spaces: a new model" in english
    assert not read_page(client, "/da/documents/100-lektiecafeer").select(".work")


@pytest.mark.parametrize("search", ["", "?q=frivillige", "?sector=private&from=2005", "?q=findesikkexyz"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_feed_of_any_search_reads_back_with_feedparser(
    client: FlaskClient, collection: KnowledgeBase, search: str, language: str
) -> None:
    response = client.get(f"/{language}/feed{search}")
    feed = feedparser.parse(response.data)

    assert response.mimetype == "application/atom+xml"
    assert not feed.bozo
    assert feed.feed.id == f"http://localhost/{language}/feed{search}"
    total = total_of(read_page(client, f"/{language}/search{search}"))
    assert len(feed.entries) == min(total, 30)
    for entry in feed.entries:
        metadata = collection.comparer.public_records()[DocumentId(entry.link.rsplit("/", 1)[1])]
        assert entry.title in (metadata.title, metadata.title_other)
        assert entry.updated_parsed


def test_a_feed_of_signs_that_no_xml_holds_is_xml(client: FlaskClient) -> None:
    feed = feedparser.parse(client.get("/da/feed?subject=%01x&q=%02y").data)

    assert not feed.bozo and feed.feed.id == "http://localhost/da/feed?q=y&subject=x"


def test_the_pages_of_the_feed_hold_the_whole_collection(client: FlaskClient, collection: KnowledgeBase) -> None:
    entries, address = [], "/da/feed"
    while address:
        feed = feedparser.parse(client.get(address).data)
        assert not feed.bozo
        assert feed.feed.id == "http://localhost/da/feed"
        entries += feed.entries
        links = {link.rel: link.href for link in feed.feed.links}
        assert {"self", "first", "last"} <= links.keys()
        address = links.get("next", "")

    known = collection.comparer.public_records()
    found = {entry.link.rsplit("/", 1)[1]: entry for entry in entries}
    assert len(entries) == len(found) == len(known)
    for document_id, metadata in known.items():
        assert found[document_id].title in (metadata.title, metadata.title_other)
        assert (found[document_id].published, found[document_id].updated) == (metadata.published, metadata.changed)
    assert any("å" in entry.title for entry in entries)
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)


OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_opensearch_template_answers(client: FlaskClient, language: str) -> None:
    page = read_page(client, f"/{language}/")
    link = page.select_one("link[rel=search]")
    assert link is not None
    description = etree.fromstring(client.get(str(link["href"])).data)

    types = set()
    for url in description.iter(f"{OPENSEARCH}Url"):
        address = url.get("template").removeprefix("http://localhost")
        address = address.replace("{searchTerms}", quote("lektiecafé")).replace("{startPage?}", "1")
        answer = client.get(address)
        types.add(url.get("type"))
        assert answer.status_code == 200
        assert answer.mimetype == url.get("type")
        text = answer.get_data(as_text=True).replace("\\u00e9", "é").lower()
        assert "lektiecafé" in text or url.get("rel") == "self"
    assert types >= {"text/html", "application/atom+xml", "application/x-suggestions+json"}


def test_suggestions_for_browsers_have_their_form(client: FlaskClient) -> None:
    text, found = json.loads(client.get("/da/suggest?q=lektiec").data)

    assert text == "lektiec"
    assert any("Lektiecafé" in suggestion for suggestion in found)


def test_the_vocabulary_is_the_same_as_turtle_and_as_json_ld(client: FlaskClient) -> None:
    turtle = Graph().parse(data=client.get("/vocabulary.ttl").data, format="turtle")
    linked = Graph().parse(data=client.get("/vocabulary.jsonld").data, format="json-ld")

    assert isomorphic(turtle, linked)
    assert Literal("Ældre", lang="da") in linked.objects(None, SKOS.prefLabel) or Literal(
        "ældre", lang="da"
    ) in linked.objects(None, SKOS.prefLabel)


def test_the_sitemap_names_documents_and_concepts(client: FlaskClient, collection: KnowledgeBase) -> None:
    text = client.get("/sitemap.xml").get_data(as_text=True)
    addresses = set(re.findall(r"<loc>http://localhost(.*?)</loc>", text))

    assert {f"/da/documents/{document_id}" for document_id in collection.comparer.public_records()} <= addresses
    assert {f"/en/concepts/{c.scheme}/{c.id}" for c in collection.vocabulary.concepts()} <= addresses
    changed = collection.comparer.public_records()[DocumentId("bogstart")].changed
    assert f"/da/documents/bogstart</loc><lastmod>{changed}</lastmod>" in text
