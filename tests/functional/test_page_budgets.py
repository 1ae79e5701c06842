"""What a page may weigh, and what it must not say: over every kind of page, as they are sent."""

from __future__ import annotations

import gzip
import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import KnowledgeBase, Language

PAGES = [
    "/", "/search", "/search?kind=case&view=pictures", "/search?q=lektiecaf%C3%A9&kind=case&view=map",
    "/search?q=findesikkexyz&sector=private", "/documents/100-lektiecafeer/comparable",
    "/documents/takeo-city-library-tsutaya", "/list?id=bogstart&id=takeo-city-library-tsutaya", "/guide", "/tools",
    "/places/aarhus", "/organisations/aarhus", "/concepts/goal/new-users", "/follow?goal=new-users",
]  # fmt: skip
PACKED_BYTES, ELEMENTS = 60_000, 1_500


@pytest.mark.parametrize("language", Language)
def test_pages_are_light_ask_nobody_else_and_do_not_shift(
    client: FlaskClient, collection: KnowledgeBase, language: Language
) -> None:
    others = {
        other
        for one in collection.comparer.public_records().values()
        for other in (one.title, one.title_other)
        if one.title_in(language) not in ("", other) and len(other) > 12
    }
    shared = sum(_packed(client, found) for found in _shared(client.get(f"/{language.value}/").text))
    for path in PAGES:
        text = client.get(f"/{language.value}{path}").text
        page = BeautifulSoup(text, "lxml")

        assert len(gzip.compress(text.encode())) + shared <= PACKED_BYTES, path
        assert not path.startswith("/search") or len(page.select("*")) <= ELEMENTS, path
        assert not [one for one in page.select("img") if not (one.get("width") and one.get("height"))], path
        fetched = (str(one.get("src") or one.get("href")) for one in page.select("[src], link[rel=stylesheet], use"))
        assert not [one for one in fetched if not one.startswith(("/", "#")) or one.startswith("//")], path
        # What stands in its own language, as the title that a text itself has, says so.
        for own in page.select(f"[lang={language.other.value}], .citation, .Z3988, script, meta"):
            own.decompose()
        said = " ".join(page.text.split())
        assert not [title for title in others if title in said], path


def _shared(front: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', front)


def _packed(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:
        return len(gzip.compress(answer.data))
