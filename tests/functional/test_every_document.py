"""The page of every document, read once in each language: heading, citation, linked data, and what its header names."""

from __future__ import annotations

import json
from itertools import islice

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from signposting import find_signposting_http_link

from indexer import DocumentId, KnowledgeBase, Language, Metadata, Vocabulary
from tests.functional.reading import year_of

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
SCHEMA = Namespace("https://schema.org/")
LOCAL_CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    **{name: {"@type": "https://schema.org/Date"} for name in ("dateCreated", "datePublished", "dateModified")},
}
"""Stands for schema.org's own, which would be fetched: what the terms that are used mean."""
FOLLOWED = 9
"""Of every so many documents the addresses in the header are fetched."""
READ_IN_ENGLISH = 3
"""Of every so many the English page is read: it differs in the words around what is stated alone."""


@pytest.mark.parametrize("language", list(Language))
def test_every_document_has_a_page_that_people_and_programs_can_cite(
    client: FlaskClient, collection: KnowledgeBase, language: Language
) -> None:
    records = collection.comparer.public_records()
    assert set(records) == set(collection.engine.writer.indexed_documents())
    every = 1 if language is Language.DANISH else READ_IN_ENGLISH
    for number, (document_id, metadata) in islice(enumerate(records.items()), None, None, every):
        answer = client.get(f"/{language.value}/documents/{document_id}")
        assert answer.status_code == 200
        page = BeautifulSoup(answer.text, "lxml")

        (heading,) = page.select("h1")
        assert heading.text.strip()
        assert_cited(page, document_id, metadata)
        if language is Language.DANISH:
            assert_linked(page, document_id, metadata, collection.vocabulary)
            assert_pointed_to(client, answer.headers["Link"], document_id, metadata, is_followed=number % FOLLOWED == 0)


def assert_cited(page: BeautifulSoup, document_id: DocumentId, metadata: Metadata) -> None:
    danish, english = (p.text for p in page.select(".citation p[lang]"))
    for text, accessed, language in ((danish, "hentet", Language.DANISH), (english, "accessed", Language.ENGLISH)):
        assert metadata.read_in(language).title.rstrip(".?!") in text
        assert accessed in text and f"/documents/{document_id}" in text
        assert ".." not in text
        if metadata.describes:
            assert metadata.describes.title.rstrip(".?!") in text
            assert all(author.spoken in text for author in metadata.describes.authors)
            assert metadata.describes.address in text
    year = year_of(metadata)
    assert (f"({year})" in danish) == bool(year)
    assert ("(u.å.)" in danish, "(n.d.)" in english) == (not year, not year)


def assert_linked(page: BeautifulSoup, document_id: DocumentId, metadata: Metadata, vocabulary: Vocabulary) -> None:
    script = page.select_one("script[type='application/ld+json']")
    assert script is not None and script.string
    data = json.loads(script.string)
    assert data.pop("@context") == "https://schema.org"

    graph = Graph().parse(data=json.dumps({"@context": LOCAL_CONTEXT, **data}), format="json-ld")

    subject = URIRef(f"http://localhost/documents/{document_id}")
    assert list(graph.objects(subject, SCHEMA.name)) == [Literal(metadata.title)]
    assert list(graph.objects(subject, RDF.type))
    assert {str(n) for n in graph.objects(subject, SCHEMA.identifier)} == {document_id}
    assert_work_is_told(graph, subject, metadata)
    contributors = graph.objects(subject, SCHEMA.contributor)
    names = {str(name) for one in contributors for name in graph.objects(one, SCHEMA.name)}
    stated = (("library", metadata.libraries), ("partner", metadata.partners))
    assert names == {vocabulary.label(facet, one, Language.DANISH) for facet, values in stated for one in values}


def assert_work_is_told(graph: Graph, subject: URIRef, metadata: Metadata) -> None:
    """The work is what the page is mainly about, and its makers are persons and organisations."""
    works = list(graph.objects(subject, SCHEMA.mainEntity))
    assert len(works) == (metadata.describes is not None)
    if metadata.describes is None:
        return
    assert list(graph.objects(works[0], SCHEMA.name)) == [Literal(metadata.describes.title)]
    told = {
        (str(graph.value(one, SCHEMA.name)), str(graph.value(one, RDF.type)).rsplit("/", 1)[1])
        for one in graph.objects(works[0], SCHEMA.author)
    }
    makers = metadata.describes.authors
    assert told == {(author.spoken, "Person" if author.is_person else "Organization") for author in makers}


def assert_pointed_to(
    client: FlaskClient, header: str, document_id: DocumentId, metadata: Metadata, *, is_followed: bool
) -> None:
    found = find_signposting_http_link([header], baseurl=f"http://localhost/da/documents/{document_id}")
    assert found.citeAs is not None
    assert str(found.citeAs.target) == f"http://localhost/documents/{document_id}"
    assert {str(link.type) for link in found.describedBy} == {
        "application/x-research-info-systems", "application/x-bibtex", "application/json",
        "application/vnd.citationstyles.csl+json", "text/turtle", "application/ld+json",
    }  # fmt: skip
    for link in (*found.describedBy, *found.items) if is_followed else ():
        with client.get(str(link.target).removeprefix("http://localhost")) as answer:
            assert answer.status_code == 200
            assert answer.mimetype == str(link.type)
