"""What programs read: JSON-LD, meta tags, signposting, COinS, Atom, OpenSearch, the vocabulary, the sitemap."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import SKOS
from signposting import find_signposting_http_link

from indexer import DocumentId, KnowledgeBase, Language
from tests.conftest import PROJECT
from tests.functional.reading import read_page, total_of

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
SCHEMA = Namespace("https://schema.org/")
LOCAL_CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    **{name: {"@type": "https://schema.org/Date"} for name in ("dateCreated", "datePublished", "dateModified")},
}
"""Stands for schema.org's own, which would be fetched: what the terms that are used mean."""


def test_json_ld_of_every_document_reads_back(client: FlaskClient, collection: KnowledgeBase) -> None:
    for document_id, metadata in collection.comparer.public_records().items():
        page = read_page(client, f"/da/documents/{document_id}")
        script = page.select_one("script[type='application/ld+json']")
        assert script is not None and script.string
        data = json.loads(script.string)
        assert data.pop("@context") == "https://schema.org"

        graph = Graph().parse(data=json.dumps({"@context": LOCAL_CONTEXT, **data}), format="json-ld")

        subject = URIRef(f"http://localhost/{metadata.language.value}/documents/{document_id}")
        assert list(graph.objects(subject, SCHEMA.name)) == [Literal(metadata.title)]
        assert list(graph.objects(subject, RDF.type))
        assert {str(n) for n in graph.objects(subject, SCHEMA.identifier)} == {document_id}
        names = {
            str(n)
            for organization in graph.objects(subject, SCHEMA.contributor)
            for n in graph.objects(organization, SCHEMA.name)
        }
        stated = (("library", metadata.libraries), ("partner", metadata.partners))
        label = collection.vocabulary.label
        assert names == {label(facet, one, Language.DANISH) for facet, values in stated for one in values}


def test_nothing_a_curator_writes_ends_the_script(client: FlaskClient) -> None:
    from web.documents.json_ld import script_text

    assert "<" not in script_text({"name": "</script><script>alert(1)</script>&"})
    assert json.loads(script_text({"name": "</script>æ&"})) == {"name": "</script>æ&"}


def test_signposting_reads_back_with_its_client_library(client: FlaskClient, collection: KnowledgeBase) -> None:
    for document_id, metadata in collection.comparer.public_records().items():
        address = f"http://localhost/da/documents/{document_id}"
        header = client.get(f"/da/documents/{document_id}").headers["Link"]

        found = find_signposting_http_link([header], baseurl=address)

        assert found.citeAs is not None
        assert str(found.citeAs.target) == f"http://localhost/{metadata.language.value}/documents/{document_id}"
        assert {str(link.type) for link in found.describedBy} == {
            "application/x-research-info-systems", "application/x-bibtex", "application/json",
            "application/vnd.citationstyles.csl+json",
        }  # fmt: skip
        for link in (*found.describedBy, *found.items):
            with client.get(str(link.target).removeprefix("http://localhost")) as answer:
                assert answer.status_code == 200
                assert answer.mimetype == str(link.type)


def test_meta_tags_and_coins_name_the_title(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/en/documents/100-lektiecafeer")
    title = collection.comparer.public_records()[DocumentId("100-lektiecafeer")].title
    results = read_page(client, "/da/search?q=lektiecaf%C3%A9")

    assert [tag["content"] for tag in page.select("meta[name=citation_title]")] == [title]
    spans = [parse_qs(str(span["title"])) for span in results.select("span.Z3988")]
    assert len(spans) == len(results.select(".hit"))
    assert [title] in [span["rft.title"] for span in spans]
    assert not page.select("span.Z3988")


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
    assert [entry.published for entry in entries] == sorted((entry.published for entry in entries), reverse=True)


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
    assert isomorphic(turtle, Graph().parse(PROJECT / "corpus" / "vocabulary.ttl"))
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
