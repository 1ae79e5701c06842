"""Programs of others that read what pages carry: extruct takes data out of a page, skosify judges a vocabulary."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries that extruct and skosify stand on
    import extruct
    import skosify

HERE = "http://localhost"
TOLD = "dublincore json-ld microdata microformat opengraph rdfa".split()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("path", "kind", "thing"),
    [
        ("", "WebSite", ""),
        ("documents/100-lektiecafeer", "CreativeWork", "/documents/100-lektiecafeer"),
        ("documents/four-spaces-model", "WebPage", "/documents/four-spaces-model"),
        ("organisations/roede-kors", "Organization", "/organisations/roede-kors"),
        ("places/aarhus", "AdministrativeArea", "/places/aarhus"),
        ("places/country-gb", "Country", "/places/country-gb"),
    ],
)
def test_extruct_finds_what_a_page_is_about(
    client: FlaskClient, path: str, kind: str, thing: str, language: str
) -> None:
    page = client.get(f"/{language}/{path}").text

    found = extruct.extract(page, base_url=f"{HERE}/{language}/{path}", syntaxes=TOLD, errors="strict", uniform=True)

    (data,) = found["json-ld"]
    assert data["@type"] == kind and data.get("@id", "") == (HERE + thing if thing else "") and data["name"]
    (shared,) = found["opengraph"]
    assert shared["og:url"] == f"{HERE}/{language}/{path}" and shared["og:title"] and shared["og:image"]
    assert not found["microdata"] and not found["microformat"]


def test_the_search_that_the_front_page_tells_of_is_ours(client: FlaskClient) -> None:
    (data,) = extruct.extract(client.get("/da/").text, base_url=f"{HERE}/da/", syntaxes=["json-ld"])["json-ld"]
    address = data["potentialAction"]["target"]["urlTemplate"].replace("{text}", "lektiecafe").removeprefix(HERE)

    assert "100-lektiecafeer" in client.get(address).text


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_skosify_finds_no_fault_in_the_vocabulary(
    client: FlaskClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served, path = client.get("/vocabulary.ttl").data, tmp_path / "vocabulary.ttl"
    path.write_bytes(served)
    own = Graph().parse(data=served, format="turtle")
    scheme = min(own.subjects(RDF.type, SKOS.ConceptScheme))

    with caplog.at_level(logging.INFO):
        mended = skosify.skosify(str(path), default_namespace=f"{HERE}/concepts/", label="Samspil")

    faults = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    # The schemes are many, and skosify wants one for what stands in none: nothing does.
    assert faults == [f"Multiple concept schemes found. Selecting {scheme} as default concept scheme."]
    # It adds the other side of a relation, and takes nothing out.
    assert not set(own) - set(mended)
    concepts = set(own.subjects(RDF.type, SKOS.Concept))
    assert concepts == set(mended.subjects(RDF.type, SKOS.Concept)) and len(concepts) > 100
    assert all(isinstance(mended.value(concept, SKOS.inScheme), URIRef) for concept in concepts)
