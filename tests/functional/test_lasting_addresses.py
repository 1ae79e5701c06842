"""Addresses without a language: what they lead to, and the linked data behind them."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SKOS
from signposting import find_signposting_http_link

from indexer import DocumentId, KnowledgeBase
from tests.conftest import PROJECT

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
HERE = "http://localhost"
SCHEMA = Namespace("https://schema.org/")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, ""),
        ("*/*", ""),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ""),
        ("text/*", ""),
        ("text/turtle", ".ttl"),
        ("Text/Turtle; charset=utf-8", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', ".jsonld"),
        ("application/*", ".jsonld"),
        ("text/html;q=0.5, text/turtle;q=0.9, application/ld+json;q=0.8", ".ttl"),
        ("text/html, text/turtle", ""),
        ("text/html;q=0, */*", ".ttl"),
        ("text/*;q=0.3, application/ld+json;q=0.4", ".jsonld"),
        ("image/png, text/turtle;q=0.1", ".ttl"),
    ],
)
def test_a_lasting_address_leads_to_what_is_wanted_most(reader: FlaskClient, accept: str | None, ending: str) -> None:
    headers = {"Accept-Language": "en", **({"Accept": accept} if accept else {})}

    answer = reader.get("/documents/aaben-skole", headers=headers)

    page = "/en/documents/aaben-skole"
    assert answer.status_code == 303
    assert answer.location.removeprefix(HERE) == (f"/documents/aaben-skole{ending}" if ending else page)
    assert {"Accept", "Accept-Language"} <= set(answer.vary)
    assert f'<{HERE}/documents/aaben-skole.ttl>; rel="alternate"; type="text/turtle"' in answer.headers.getlist("Link")


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "application/pdf, text/plain"])
def test_where_nothing_fits_what_there_is_is_named(reader: FlaskClient, accept: str) -> None:
    answer = reader.get("/documents/aaben-skole", headers={"Accept": accept})

    assert answer.status_code == 406 and "text/turtle" in answer.text
    assert {"accept", "accept-language"} <= {name.lower() for name in answer.vary}


@pytest.mark.parametrize("accept", ["*", "text/plain, *;q=0.2", "*/*"])
def test_who_takes_anything_gets_the_page(reader: FlaskClient, accept: str) -> None:
    answer = reader.get("/documents/aaben-skole", headers={"Accept": accept})

    assert answer.status_code == 303 and answer.location.endswith("/da/documents/aaben-skole")


def test_a_page_leads_to_its_data_those_who_prefer_it_and_says_that_it_depends_on_that(reader: FlaskClient) -> None:
    page = reader.get("/da/documents/aaben-skole", headers={"Accept": "text/html"})
    data = reader.get("/da/documents/aaben-skole", headers={"Accept": "text/turtle"})
    again = reader.get(
        "/da/documents/aaben-skole", headers={"Accept": "text/html", "If-None-Match": page.headers["ETag"]}
    )

    assert page.status_code == 200 and "Accept" in page.vary and again.status_code == 304
    assert (data.status_code, data.location) == (303, f"{HERE}/documents/aaben-skole.ttl") and "Accept" in data.vary


def graph_at(client: FlaskClient, address: str) -> Graph:
    """The graph behind an address, the same in both formats."""
    texts = {}
    for form, media_type in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        answer = client.get(address, headers={"Accept": media_type}, follow_redirects=True)
        assert answer.status_code == 200 and answer.mimetype == media_type
        assert answer.request.path == f"{address}.{form}"
        assert f'<{LICENCE}>; rel="license"' in answer.headers.getlist("Link")
        again = client.get(f"{address}.{form}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        texts[form] = answer.text
    turtle = Graph().parse(data=texts["ttl"], format="turtle")
    assert isomorphic(turtle, Graph().parse(data=texts["jsonld"], format="json-ld")), address
    return turtle


def test_rdflib_reads_what_is_stated_about_documents(client: FlaskClient, collection: KnowledgeBase) -> None:
    records = collection.comparer.public_records()
    for document_id in [*list(records)[::23], DocumentId("bogstart")]:
        metadata, subject = records[document_id], URIRef(f"{HERE}/documents/{document_id}")
        graph = graph_at(client, f"/documents/{document_id}")

        assert Literal(metadata.title, lang=metadata.language.value) in graph.objects(subject, SCHEMA.name)
        assert set(graph.objects(subject, SCHEMA.license)) == {URIRef(LICENCE)}
        contributors = {str(one) for one in graph.objects(subject, SCHEMA.contributor) if isinstance(one, URIRef)}
        known = collection.vocabulary.organisations
        assert contributors == {
            f"{HERE}/organisations/{one}" for one in (*metadata.libraries, *metadata.partners) if one in known
        }
        concepts = {str(one) for one in graph.objects(subject, SCHEMA.about)}
        assert f"{HERE}/concepts/goal/{metadata.goals[0]}" in concepts if metadata.goals else True


def test_the_work_that_a_document_presents_is_told_with_its_makers(client: FlaskClient) -> None:
    graph = graph_at(client, "/documents/four-spaces-model")

    work = URIRef("https://doi.org/10.1108/03074801211282948")
    assert list(graph.objects(URIRef(f"{HERE}/documents/four-spaces-model"), SCHEMA.mainEntity)) == [work]
    makers = list(graph.objects(work, SCHEMA.author))
    assert {str(graph.value(one, SCHEMA.familyName)) for one in makers} == {
        "Jochumsen", "Hvenegaard Rasmussen", "Skot-Hansen",
    }  # fmt: skip
    assert {graph.value(one, RDF.type) for one in makers} == {SCHEMA.Person}
    assert (work, SCHEMA.pagination, Literal("586-597")) in graph


def test_a_work_that_is_presented_is_told_apart_from_its_presentation(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    records = collection.comparer.public_records()
    presenting = [key for key, one in records.items() if one.describes and one.describes.authors]
    for document_id in presenting[::40]:
        work, subject = records[document_id].describes, URIRef(f"{HERE}/documents/{document_id}")
        assert work is not None
        graph = graph_at(client, f"/documents/{document_id}")

        (told,) = graph.objects(subject, SCHEMA.mainEntity)
        assert str(graph.value(told, SCHEMA.name)) == work.title
        names = {str(name) for one in graph.objects(told, SCHEMA.author) for name in graph.objects(one, SCHEMA.name)}
        assert names == {author.spoken for author in work.authors}
        assert not list(graph.objects(told, SCHEMA.license))
    assert presenting


@pytest.mark.parametrize(
    ("address", "kind", "danish"),
    [
        ("/organisations/aarhus", "Library", "Aarhus Kommunes Biblioteker"),
        ("/organisations/roede-kors", "Organization", "Røde Kors"),
        ("/places/koebenhavn", "AdministrativeArea", "København"),
        ("/places/region-syddanmark", "AdministrativeArea", "Region Syddanmark"),
    ],
)
def test_rdflib_reads_organisations_and_places(client: FlaskClient, address: str, kind: str, danish: str) -> None:
    graph, subject = graph_at(client, address), URIRef(f"{HERE}{address}")

    assert (subject, RDF.type, SCHEMA[kind]) in graph
    assert (subject, SCHEMA.name, Literal(danish, lang="da")) in graph
    assert (subject, SCHEMA.sdLicense, URIRef(LICENCE)) in graph
    if address == "/organisations/aarhus":
        values = {str(value) for one in graph.objects(subject, SCHEMA.identifier) for value in graph.objects(one)}
        assert "DK-775100" in values and (subject, SCHEMA.location, URIRef(f"{HERE}/places/aarhus")) in graph


def test_rdflib_reads_the_concepts_with_the_names_of_those_beside_them(client: FlaskClient) -> None:
    graph, subject = graph_at(client, "/concepts/partner-type/volunteers"), f"{HERE}/concepts/partner-type/volunteers"

    assert (URIRef(subject), SKOS.notation, Literal("volunteers")) in graph
    sectors = set(graph.objects(URIRef(subject), SKOS.broadMatch))
    assert URIRef(f"{HERE}/concepts/sector/civil-society") in sectors
    assert all(any(graph.objects(one, SKOS.prefLabel)) for one in sectors)
    assert (URIRef(subject), DCTERMS.license, URIRef(LICENCE)) in graph


def test_the_whole_vocabulary_stands_under_the_addresses_of_the_site(client: FlaskClient) -> None:
    told = graph_at(client, "/vocabulary")
    own = Graph().parse(PROJECT / "corpus" / "vocabulary.ttl")

    licences = dict(told.subject_objects(DCTERMS.license))
    assert set(licences.values()) == {URIRef(LICENCE)}
    assert set(licences) == set(told.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(told) == len(own) + len(licences)
    assert not [one for one in told.all_nodes() if str(one).startswith("urn:")]
    (scheme,) = (one for one in licences if str(one).endswith("/goal"))
    for address in (str(scheme), f"{scheme}/new-users"):
        assert client.get(address.removeprefix(HERE)).status_code == 303


def test_merged_records_and_documents_lead_on_and_what_there_is_not_is_not_found(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    merged, into = next(
        (one.replaces[0], key) for key, one in collection.comparer.public_records().items() if one.replaces
    )
    for ending in ("", ".ttl", ".jsonld", "/linkset.json"):
        answer = client.get(f"/documents/{merged}{ending}")
        assert (answer.status_code, answer.location) == (301, f"/documents/{into}{ending}")

    for address in (
        "/documents/findes-ikke", "/documents/findes-ikke.ttl", "/organisations/findes-ikke",
        "/places/findes-ikke.jsonld",
        "/concepts/goal/findes-ikke", "/concepts/findes-ikke", "/concepts/partner/roede-kors",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_the_linkset_says_what_the_page_its_file_and_its_descriptions_are_to_each_other(
    reader: FlaskClient,
) -> None:
    header = reader.get("/da/documents/rapport").headers.getlist("Link")
    found = find_signposting_http_link(header, baseurl=f"{HERE}/da/documents/rapport")
    assert found.linksets and found.license is not None
    (address,) = {str(one.target) for one in found.linksets}
    answer = reader.get(address.removeprefix(HERE))
    contexts = {one["anchor"]: one for one in json.loads(answer.data)["linkset"]}

    assert answer.mimetype == "application/linkset+json"
    page = contexts[f"{HERE}/da/documents/rapport"]
    assert [one["href"] for one in page["cite-as"]] == [f"{HERE}/documents/rapport"] == [str(found.citeAs.target)]
    assert [one["href"] for one in page["license"]] == [LICENCE] == [str(found.license.target)]
    assert {one["href"] for one in page["describedby"]} == {str(one.target) for one in found.describedBy}
    assert {one["href"] for one in page["type"]} == {"https://schema.org/AboutPage", "https://schema.org/Report"}
    links = ", ".join(reader.get("/documents/rapport.ttl").headers.getlist("Link"))
    assert f'<{HERE}/da/documents/rapport>; rel="describes"' in links and f'<{address}>; rel="linkset"' in links
    for one in page["describedby"]:
        back = contexts[one["href"]]["describes"]
        assert {each["href"] for each in back} == {f"{HERE}/{each}/documents/rapport" for each in ("da", "en")}
