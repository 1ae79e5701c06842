"""A harvester that asks the site itself, and the grammar of what it is answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from requests import Response
from sickle import Sickle

HERE = Path(__file__).parent
GRAMMAR = etree.RelaxNG(etree.parse(HERE / "answers.rng"))
DUBLIN_CORE = etree.RelaxNG(etree.parse(HERE / "dublin_core.rng"))
OAI = "{http://www.openarchives.org/OAI/2.0/}"
Ask = Callable[..., Any]


class OwnHarvester(Sickle):
    """Sickle with the site in place of the network; every answer must be one of the protocol."""

    def __init__(self, client: FlaskClient, http_method: str = "GET") -> None:
        super().__init__("http://localhost/oai", http_method=http_method)
        self.client = client
        self.requests = 0

    def _request(self, kwargs: dict[str, str]) -> Response:
        self.requests += 1
        if self.http_method == "GET":
            answer = self.client.get("/oai", query_string=kwargs)
        else:
            answer = self.client.post("/oai", data=kwargs)
        assert answer.status_code == 200 and answer.mimetype == "text/xml"
        response = Response()
        response.status_code, response._content, response.encoding = 200, answer.data, "utf-8"
        return response


@pytest.fixture
def harvester(client: FlaskClient) -> OwnHarvester:
    """Harvests the collection."""
    return OwnHarvester(client)


def asked(client: FlaskClient, query: str) -> Any:
    """The element that answers a query string, after it was found to be one of the protocol."""
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200 and answer.content_type == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.data)
    GRAMMAR.assertValid(root)
    return root[-1]


def error_of(client: FlaskClient, query: str) -> str:
    """The code of the error that answers a query string."""
    return str(asked(client, query).get("code"))
