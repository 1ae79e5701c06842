"""The API as its description says, called by schemathesis; every example in the description is a request of its own."""

from __future__ import annotations

import json
import warnings

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries that schemathesis stands on
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )


PATHS = [
    "/api/search",
    "/api/suggest",
    "/api/map",
    "/api/situation",
    "/api/documents/{id}",
    "/api/documents/{id}/comparable",
    "/api/documents/{id}/text",
    "/api/organisations",
    "/api/organisations/{id}",
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("path", PATHS)
def test_the_api_does_what_its_description_says(site: Flask, path: str) -> None:
    """Requests of all shapes that the description allows, with odd letters and limits."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", site)
    assert set(schema) == set(PATHS)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path]["GET"].as_strategy())
    def call(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, checks=CHECKS)  # it unpacks nothing over WSGI

    call()


def test_every_example_of_the_description_is_answered(client: FlaskClient) -> None:
    description = json.loads(client.get("/api/openapi.json").data)

    assert description["openapi"] == "3.1.0"
    for path, operations in description["paths"].items():
        parameters = operations["get"]["parameters"]
        examples = {p["name"]: p["example"] for p in parameters if p["in"] == "query"}
        address = path.format(**{p["name"]: p["example"] for p in parameters if p["in"] == "path"})
        answer = client.get(address, query_string=examples)
        assert answer.status_code == 200, path


def test_the_api_gives_the_same_comparable_documents_as_the_page(client: FlaskClient) -> None:
    found = json.loads(client.get("/api/documents/100-lektiecafeer/comparable?labels=en").data)["documents"]
    page = client.get("/en/documents/100-lektiecafeer/comparable").get_data(as_text=True)

    places = [page.index(f'/en/documents/{each["id"]}"') for each in found]
    assert places == sorted(places)
    assert any(reason["words"].startswith("same type of partner: volunteers") for reason in found[0]["reasons"])


def test_an_unknown_document_is_an_error_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/documents/findes-ikke/comparable")

    assert answer.status_code == 404
    assert set(json.loads(answer.data)) == {"error", "advice"}
