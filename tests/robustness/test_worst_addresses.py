"""What the worst address of each public route costs, counted in calls of functions and bytes of the answer.

A count is the same on a busy machine. What an address may hold is said in config.toml; each test fills that up.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import cycle, islice, product
from urllib.parse import quote_plus, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import KnowledgeBase
from indexer.config import WebSettings
from tests.functional.reading import read_page, words_of

LIMITS = WebSettings()
MAX_TIMES = 10
FACETS = ("kind", "sector", "goal", "partner-type", "subject", "phase", "form")
CASE = "100-lektiecafeer"
WORDS = ("bibliotek", "samarbejde", "frivillige", "partner", "skole", "kommune", "unge", "lokal", "projekt", "borger")
NORMAL = {
    "/<language>/situation": "q=lektiecafe&subject=homework-help&goal=new-users&sector=civil-society",
    "/api/situation": "q=lektiecafe&subject=homework-help&goal=new-users&sector=civil-society",
    "/<language>/compare": f"id={CASE}&id=husum-it-cafe",
    "/<language>/compare/<any(csv, docx):form>": f"id={CASE}&id=husum-it-cafe",
    "/<language>/list": f"id={CASE}&id=husum-it-cafe&id=bogstart&id=youmedia-chicago&id=lochal-tilburg"
    "&id=100-lektiecafeer&id=aalesund-fengselsbibliotek&id=rockmuseum-musikbibliotek-roskilde&id=ereolen-forlagene",
    "/<language>/documents/<document_id>/why": "q=bibliotek+frivillig*",
    "/<language>/suggest": "q=bib",
    "/api/suggest": "q=bib",
    "/<language>/export/<any(csv, json, ris, bibtex, csl, markdown, docx):form>": "sector=public",
    "/<language>/map": "from=1900",
    "/<language>/map/csv": "from=1900",
    "/api/map": "from=1900",
    "/oai": "verb=ListRecords&metadataPrefix=oai_dc",
}
"""What is asked of a route on an ordinary day; else a search for two words with a filter."""
SEARCH = "q=bibliotek+frivillige&sector=civil-society"
ALIKE = (
    "/healthz",
    "/metrics",
    "/was",
    "/robots.txt",
    "/sitemap.xml",
    "/vocabulary",
    "/vocabulary.ttl",
    "/vocabulary.jsonld",
    "/",
)
"""Routes that take nothing from their address."""

OF_FILES = ("/original", "/thumbnail", "/picture")
"""Ends of routes to a file and its pictures: they take nothing from their address."""


def work_of(client: FlaskClient, address: str) -> tuple[int, int, int]:
    """Status, bytes of the answer, and calls of functions in Python and C that it took."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        response = client.get(address)
        content = response.get_data()
    finally:
        sys.setprofile(None)
    return response.status_code, len(content), calls


def cut(parameters: list[tuple[str, str]], most: int = LIMITS.address_search_bytes) -> str:
    """As many of the parameters as an address may hold."""
    kept, length = [], 0
    for name, value in parameters:
        length += len(name) + len(quote_plus(value)) + 2
        if length <= most:
            kept.append((name, value))
    return urlencode(kept)


def concepts(knowledge_base: KnowledgeBase) -> list[tuple[str, str]]:
    found = [(one.scheme, one.id) for one in knowledge_base.vocabulary.concepts() if one.scheme in FACETS]
    return found[: LIMITS.address_filters]


def worst_searches(knowledge_base: KnowledgeBase) -> list[str]:
    """Filters that are known, excluded, unknown, long; words that are known, misspelt, quoted, many prefixes."""
    known = concepts(knowledge_base)
    unknown = [("library", f"Bibliotek nr. {n} i en by med et langt navn") for n in range(LIMITS.address_filters)]
    libraries = sorted({name for m in knowledge_base.comparer.public_records().values() for name in m.libraries})
    named = [("library", name) for name in libraries[: LIMITS.address_filters]]
    prefixes = " ".join(f"{a}{b}*" for a, b in islice(product("bdfgs", "aeio"), LIMITS.address_prefixes))
    misspelt = " ".join(f"xq{a}{b}z" for a, b in islice(product("abdfghjk", "aeiouy"), LIMITS.address_words))
    many = " ".join(islice(cycle(WORDS), LIMITS.address_words))[:500]
    return [
        cut(known),
        cut([(f"-{name}", value) for name, value in known]),
        cut(unknown),
        cut(named),
        cut([("q", "bibliotek"), *[("partner", "ø" * LIMITS.address_value_characters)]]),
        cut([("q", prefixes), *known[:15]]),
        cut([("q", misspelt)]),
        cut([("q", many), *known]),
        cut([("q", " ".join(f'"{one} {other}"' for one, other in product(WORDS[:5], WORDS[5:]))[:450])]),
        cut([("q", " ELLER ".join(WORDS)), *known, ("from", "1990"), ("to", "2020")]),
    ]


def worst_addresses(rule: str, knowledge_base: KnowledgeBase) -> list[str]:
    ids = list(knowledge_base.comparer.public_records())
    documents = urlencode([("id", one) for one in islice(cycle(ids), LIMITS.address_documents)][:100])
    searches = worst_searches(knowledge_base)
    if "/map" in rule:
        axes = ("rows=library&columns=partner", "rows=subject&columns=partner-type", "rows=year&columns=municipality")
        return [f"{search}&{one}" for search, one in product(searches[:4], axes)]
    if "/compare" in rule:
        return [documents, "&".join(f"id=findes-ikke-{n}" for n in range(LIMITS.address_documents))]
    if rule.endswith("/list"):
        return [documents]
    if rule == "/oai":
        lists = ("ListRecords", "ListIdentifiers")
        asked = [f"verb={verb}&metadataPrefix=mods&set={one}" for verb in lists for one in ("partner", "language:da")]
        return [*asked, "verb=ListRecords&metadataPrefix=mods&from=1970-01-01", "verb=ListSets"]
    if "situation" in rule:
        texts = [(name, "lektiehjælp " * 8) for name in ("municipality", "library")]
        offer = urlencode({"offer": "lektiehjælp frivillige " * 20})
        return [*searches, f"{offer}&{cut([*texts, *concepts(knowledge_base)[:28]])}"]
    return [*searches, documents, documents + "&selected=1"] if "/export/" in rule else searches


def address_of(rule: str, query: str) -> str:
    for part, value in (
        ("<language>", "da"),
        ("<document_id>/pages/<int:number>", "kom-godt-i-gang/pages/1"),
        ("<any(ttl, jsonld):form>", "jsonld"),
        ("<document_id>", CASE),
        ("<organisation_id>", "aarhus-dokk1"),
        ("<place_id>", "aarhus"),
        ("<any(svg, png):form>", "svg"),
        ("<any(csv, docx):form>", "csv"),
        ("<any(csv, json, ris, bibtex, csl, markdown, docx):form>", "csv"),
        ("<any(json, ris, bibtex, csl):form>", "json"),
        ("<scheme>/<concept_id>", "goal/new-users"),
        ("<scheme>", "goal"),
    ):
        rule = rule.replace(part, value)
    return f"{rule}?{query}"


def ordinary_query(rule: str, query: str) -> str:
    """What is asked of a route on an ordinary day; of a map, for the same axes."""
    axes = query.partition("&rows=")[2]
    return NORMAL.get(rule, SEARCH) + (f"&rows={axes}" if axes else "")


def public_rules(site: Flask) -> list[str]:
    rules = {rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ())}
    # A room is open to those alone who have its link, and its tests are in tests/rooms; so it is with a receipt.
    hidden = ("/curator", "<path:", "<name>", "<token>", "<receipt>")
    return sorted(rule for rule in rules if not any(part in rule for part in hidden))


def test_the_worst_address_of_each_route_costs_at_most_ten_times_an_ordinary_one(
    site: Flask, client: FlaskClient, collection: KnowledgeBase
) -> None:
    dear, ordinary = [], dict[str, list[int]]()
    for rule in public_rules(site):
        if rule in ALIKE or rule.endswith(OF_FILES):
            continue
        for query in worst_addresses(rule, collection):
            normal = address_of(rule, ordinary_query(rule, query))
            if normal not in ordinary:
                client.get(normal, buffered=True)  # what is made once per process is made now
                status, *ordinary[normal] = work_of(client, normal.replace("frivillig", "partner"))
                assert status in (200, 303), normal
            size, calls = ordinary[normal]
            answer, worst_size, worst_calls = work_of(client, address_of(rule, query))
            if worst_calls > MAX_TIMES * calls:  # something may have been made once per process; answers are not kept
                _, _, worst_calls = work_of(client, address_of(rule, query))
            assert answer in (200, 302, 303, 404), (rule, query)
            if worst_calls > MAX_TIMES * calls or worst_size > MAX_TIMES * size:
                dear.append(f"{rule} {query[:60]}: {worst_size / size:.1f} {worst_calls / calls:.1f}")

    assert not dear, "\n".join(dear)


def over_filters() -> list[tuple[str, str]]:
    return [("library", f"b{n}") for n in range(LIMITS.address_filters + 1)]


OVER: dict[str, tuple[Callable[[], list[tuple[str, str]]], int, str]] = {
    "filters": (over_filters, LIMITS.address_filters, "værdier"),
    "documents": (lambda: [("id", f"d{n}") for n in range(LIMITS.address_documents + 1)], 100, "dokumenter"),
    "value": (lambda: [("partner", "x" * 201)], LIMITS.address_value_characters, "tegn"),
    "words": (lambda: [("q", "et " * (LIMITS.address_words + 1))], LIMITS.address_words, "ord"),
    "prefixes": (lambda: [("q", "bo* " * (LIMITS.address_prefixes + 1))], LIMITS.address_prefixes, "*"),
    "search": (lambda: [("library", "ø" * 190), ("partner", "å" * 190)], LIMITS.address_search_bytes, "byte"),
    "parameters": (lambda: [(f"p{n}", "") for n in range(251)], 250, "oplysninger"),
}


@pytest.mark.parametrize("name", OVER)
def test_one_more_than_an_address_may_hold_is_refused_on_every_route_and_the_limit_named(
    site: Flask, client: FlaskClient, name: str
) -> None:
    make, limit, word = OVER[name]
    for rule in public_rules(site):
        answer = client.get(address_of(rule, urlencode(make())))
        assert answer.status_code == 400, rule
        if not rule.startswith("/api/"):
            continue
        assert answer.json is not None
        assert str(limit) in answer.json["advice"] and word in answer.json["advice"]


@pytest.mark.parametrize(("language", "words"), [("da", "højst vælge 30 værdier"), ("en", "At most 30 values")])
def test_the_limit_is_named_in_the_language_of_the_page(client: FlaskClient, language: str, words: str) -> None:
    page = read_page(client, f"/{language}/search?{urlencode(over_filters())}", status=400)

    assert words in words_of(page, "main")


def test_a_refused_address_costs_less_than_an_ordinary_search(client: FlaskClient) -> None:
    client.get("/da/search")
    _, _, ordinary = work_of(client, f"/da/search?{SEARCH}")
    refused = urlencode([("library", f"b{n}") for n in range(240)])
    client.get(f"/da/search?{refused}")

    status, _, calls = work_of(client, f"/da/search?{refused}")

    assert status == 400 and calls < ordinary
