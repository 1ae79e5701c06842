"""Comparable documents, side by side, the situation, the gap map, the network and the concepts, as readers see them."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from indexer import (
    SUBJECT_SCHEME,
    Aspect,
    ComparisonWeights,
    Concept,
    Document,
    KnowledgeBase,
    Language,
    Relation,
    compared_values,
)
from tests.functional.reading import read_page, total_of, words_of

OWN = "/da/documents/100-lektiecafeer"


def test_a_document_names_five_comparable_ones_with_reasons(client: FlaskClient) -> None:
    page = read_page(client, OWN)

    items = page.select(".alike .comparables > li")
    assert len(items) == 5
    for item in items:
        assert 1 <= len(item.select(".reasons li")) <= 3
        assert item.select_one("a") != page.select_one("h1 a")
    assert "100-lektiecafeer" not in [str(box["value"]) for box in page.select(".alike .pick input")]


def test_documents_that_are_closely_alike_come_first_under_their_own_heading(client: FlaskClient) -> None:
    listed = client.get("/api/documents/100-lektiecafeer/comparable?scope=all").get_json()["documents"]
    own_page = read_page(client, OWN)
    page = read_page(client, OWN + "/comparable")

    expected = [found["is_close"] for found in listed]
    assert expected == sorted(expected, reverse=True) and set(expected) == {True, False}
    assert [in_close_group(item) for item in page.select(".comparables > li")] == expected
    assert [in_close_group(item) for item in own_page.select(".alike .comparables > li")] == expected[:5]
    assert [heading.get_text(strip=True) for heading in page.select(".group, .others")] == [
        "Ligner meget",
        "Har noget til fælles",
    ]
    close = client.get("/api/documents/100-lektiecafeer/comparable").get_json()["documents"]
    assert close == [found for found in listed if found["is_close"]]


def test_a_document_like_no_other_names_the_nearest(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ComparisonWeights, "close_score", 1000.0)
    named = client.get("/api/documents/100-lektiecafeer/comparable").get_json()["documents"]
    page = read_page(client, OWN)

    assert len(named) == 3 and not any(found["is_close"] for found in named)
    assert "Ingen dokumenter ligner meget; her er de nærmeste." in page.text
    assert not page.select(".group, .others") and len(page.select(".alike .comparables > li")) == 5


def in_close_group(item: Tag) -> bool:
    """Whether the document is listed under "Ligner meget"."""
    return "close" in item.parent["class"]  # type: ignore[index]  # an item always has a list


def everything_in(document: Document) -> str:
    """Title, summary and pages in all languages, folded, with single spaces."""
    metadata = document.metadata
    stated = (f"{metadata.title_in(language)} {metadata.summary_in(language)}" for language in Language)
    return " ".join(" ".join((*stated, *(page.text for page in document.all_pages))).casefold().split())


def test_every_reason_in_the_collection_is_true(collection: KnowledgeBase) -> None:
    """Of all documents and the ten most comparable with each: what both state, mention, and say in some form."""
    texts = {d: everything_in(collection.documents.document(d)) for d in collection.comparer.public_records()}
    analyzers = collection.retrieval.knowledge.newest().analyzers

    def terms_of(text: str) -> set[str]:
        tokens = [token for language in Language for token in analyzers[language].analyze(text)]
        return {term for token in tokens for term in (token.term, *token.parts)}

    terms = {document_id: terms_of(text) for document_id, text in texts.items()}
    subjects = {concept.id: concept for concept in collection.vocabulary.schemes[SUBJECT_SCHEME].concepts.values()}
    checked: Counter[Aspect] = Counter()
    for own, metadata in collection.comparer.public_records().items():
        for found in collection.comparer.comparable(own, limit=10):
            for reason in found.reasons:
                checked[reason.aspect] += 1
                if reason.aspect is Aspect.TEXT:
                    assert all(terms_of(word) & terms[found.id] for word in reason.values), (found.id, reason)
                    assert all(terms_of(word) & terms[own] for word in reason.own_values), (own, reason)
                elif reason.aspect is Aspect.SUBJECT and reason.relation is Relation.SAME:
                    for document_id, stated in ((own, metadata), (found.id, found.metadata)):
                        for value in set(reason.values) - set(stated.subjects):
                            assert mentions(texts[document_id], subjects[value]), (document_id, value)
                elif reason.relation is Relation.SAME and reason.aspect not in (Aspect.TIME, Aspect.SCALE):
                    for stated in (compared_values(metadata), compared_values(found.metadata)):
                        assert {value.casefold() for value in reason.values} <= {
                            value.casefold() for value in stated[reason.aspect]
                        }
    assert min(checked[aspect] for aspect in (Aspect.TEXT, Aspect.SUBJECT, Aspect.GOAL, Aspect.PARTNER_TYPE)) > 50


def mentions(text: str, concept: Concept) -> bool:
    """Whether one of the concept's names stands in the text, each of its words with any ending."""
    names = [name for language in Language for name in concept.telling(language)]
    for name in names:
        words = re.findall(r"\w+", name.casefold())
        roots = [word if len(words) == 1 else word[: max(3, len(word) - 3)] for word in words]
        if roots and re.search(r"\b" + r"\W+".join(rf"{re.escape(root)}\w{{0,6}}" for root in roots), text):
            return True
    return False


def test_every_value_in_a_reason_leads_to_documents_that_hold_both(client: FlaskClient) -> None:
    page = read_page(client, OWN + "/comparable")
    item = page.select(".comparables > li")[0]
    title = words_of(BeautifulSoup(str(item), "lxml"), ".like")

    links = item.select("ul.reasons:not(.differences) a[href*='/search']")
    assert links
    for link in links:
        pages = [read_page(client, f"{link['href']}&limit=100&page={number}") for number in (1, 2, 3)]
        titles = {" ".join(h.text.split()) for found in pages for h in found.select(".hit h3")}
        assert title in titles, link["href"]


def test_what_is_only_near_is_marked_otherwise_than_what_is_the_same(client: FlaskClient) -> None:
    address = "/da/documents/laes-og-brug-bolden-lyngby/comparable"
    answer = client.get("/api/documents/laes-og-brug-bolden-lyngby/comparable?scope=all&limit=10").get_json()
    shown = read_page(client, address).select(".comparables > li")

    reasons = [reason for found in answer["documents"] for reason in found["reasons"]]
    marked = [item for li in shown for item in li.select(".reasons:not(.differences) > li")]
    assert len(reasons) == len(marked)
    for reason, item in zip(reasons, marked, strict=True):
        assert (item.get("class") == ["near"]) == (reason["relation"] in ("near", "broader"))
    near = [" ".join(item.text.split()) for item in marked if item.get("class")]
    assert "beslægtet emne: læsevenner og læsemakkere" in near
    assert all(text.startswith(("beslægtet ", "samme emneområde:", "begyndt")) for text in near)


def order_of(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select(".comparables .like a")]


def test_readers_weigh_otherwise_by_an_address(client: FlaskClient) -> None:
    normal = read_page(client, OWN + "/comparable")
    weighed = read_page(client, OWN + "/comparable?weigh-place=more&weigh-topic=none&weigh-goal=wrong")

    assert order_of(normal) != order_of(weighed)
    chosen = {str(s["name"]): str(s.select_one("[selected]")["value"]) for s in weighed.select("select")}
    assert (chosen["weigh-place"], chosen["weigh-topic"], chosen["weigh-goal"]) == ("more", "none", "normal")
    assert not [li for li in weighed.select(".reasons li") if "fælles ord" in li.text]


def test_a_situation_orders_the_whole_collection_and_says_why(client: FlaskClient, collection: KnowledgeBase) -> None:
    address = "/da/situation?q=lektiehj%C3%A6lp+til+flygtninge&goal=new-users&partner-type=volunteers&goal=unknown"
    page = read_page(client, address)

    total = len(collection.comparer.public_records())
    assert words_of(page, "#fits h2").startswith(f"{total} dokumenter")
    reasons = " ".join(li.text for li in page.select(".comparables > li")[0].select(".reasons li"))
    assert "samme partnertype" in reasons and "fælles ord" in reasons
    for chip in page.select("#fits .chip"):
        count = chip.select_one(".count")
        assert count is not None
        assert total_of(read_page(client, str(chip["href"]))) == int(count.text)
    permalink = page.select_one("#fits > p > a")
    assert permalink is not None
    assert order_of(read_page(client, str(permalink["href"]))) == order_of(page)


def test_the_pages_of_a_situation_hold_every_document_once(client: FlaskClient, collection: KnowledgeBase) -> None:
    seen: list[str] = []
    address = "/da/situation?goal=new-users"
    while address:
        page = read_page(client, address)
        seen += order_of(page)
        following = page.select_one("a[rel~=next]")
        address = str(following["href"]) if following else ""

    assert len(seen) == len(set(seen)) == len(collection.comparer.public_records())


def test_an_empty_situation_is_a_form_and_nothing_else(client: FlaskClient) -> None:
    page = read_page(client, "/da/situation?page=7&q=+&goal=")

    assert page.select("form.situation") and not page.select("#fits")


COMPARED = "/da/compare?id=100-lektiecafeer&id=3f-laeser-helsingoer&id=lochal-tilburg"


def test_side_by_side_marks_the_same_and_says_what_is_not_stated(client: FlaskClient) -> None:
    page = read_page(client, COMPARED)

    assert len(page.select("thead th")) == 3
    rows = {str(row.th.contents[0]).strip(): row for row in page.select("tbody tr") if row.th}
    assert {"Partner", "Sektor", "Mål", "Partnertype", "Fase", "Samarbejdsform", "Tid", "Sted", "Kilder"} <= set(rows)
    shared = [" ".join(li.text.split()) for li in rows["Mål"].select(".shared")]
    assert shared.count("Få kontakt til nye brugere (fælles med andre)") == 3
    assert "ikke angivet" in rows["Hvad der kom ud af det"].text
    for row in page.select("tbody tr"):
        assert row.select_one("th[scope=row]")
        assert all(cell.text.strip() for cell in row.select("td"))


def test_side_by_side_can_be_taken_along_with_danish_letters(client: FlaskClient) -> None:
    text = client.get(COMPARED.replace("?", "/csv?")).data.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    word = docx.Document(io.BytesIO(client.get(COMPARED.replace("?", "/docx?")).data))

    assert table[0][2:] == [
        "100 lektiecaféer: statslig støtteordning, der gav 130 nye på bibliotekerne",
        "3F læser: biblioteket flytter ind i fagforeningen",
        "LocHal: bibliotek, kunstorganisation og kontorfællesskab deler en lokomotivhal",
    ]
    assert {len(row) for row in table} == {5}
    cells = [cell.text for cell in word.tables[0].rows[0].cells]
    assert cells[1:] == table[0][2:]
    assert [row.cells[1].text for row in word.tables[0].rows[1:]] == [row[2] for row in table[1:]]
    assert word.sections[0].page_width > word.sections[0].page_height


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/da/compare", "Vælg mindst to dokumenter"),
        ("/da/compare?id=100-lektiecafeer", "Vælg mindst to dokumenter"),
        ("/da/compare?id=100-lektiecafeer&id=findes-ikke&id=husum-it-cafe", "»findes-ikke« findes ikke"),
        (COMPARED + "&id=skrotlab-aarhus&id=youmedia-chicago&id=bogstart", "kun de fem første vises"),
    ],
    ids=["none", "one", "unknown", "six"],
)
def test_a_comparison_that_cannot_be_made_says_what_to_do(client: FlaskClient, address: str, text: str) -> None:
    assert text in words_of(read_page(client, address), "main")


def test_a_search_form_that_sends_a_selection_leads_to_the_short_address(client: FlaskClient) -> None:
    response = client.get("/da/compare?q=bibliotek&sector=private&id=100-lektiecafeer&id=husum-it-cafe")

    assert response.headers["Location"] == "/da/compare?id=100-lektiecafeer&id=husum-it-cafe"


MAPS = [
    "/da/map",
    "/da/map?rows=partner-type&columns=decade&sector=private",
    "/da/map?rows=phase&columns=form&-phase=stage-run",
    "/da/map?rows=kind&columns=country&q=frivillige",
    "/da/map?rows=goal&columns=outcome&goal=new-users&from=2005",
]


@pytest.mark.parametrize("address", MAPS)
def test_the_numbers_of_the_map_are_what_the_click_gives(client: FlaskClient, address: str) -> None:
    page = read_page(client, address)
    links = [(a, a.contents[0]) for a in page.select(".gap-map td a")]
    heads = [(a, a.parent.select_one(".count").text) for a in page.select(".gap-map th a")]

    assert links and heads
    for link, number in random.Random(1).sample([*links, *heads], min(12, len(links) + len(heads))):
        assert total_of(read_page(client, str(link["href"]))) == int(re.sub(r"\D", "", str(number))), link["href"]


def chosen_in(link: Tag) -> dict[str, str]:
    """The values that a link chooses, by facet."""
    return {facet: values[0] for facet, values in parse_qs(urlsplit(str(link["href"])).query).items()}


STATED = {
    "goal": lambda metadata: metadata.goals,
    "subject": lambda metadata: metadata.subjects,
    "form": lambda metadata: metadata.forms,
    "sector": lambda metadata: metadata.sectors,
    "partner-type": lambda metadata: metadata.partner_types,
    "phase": lambda metadata: metadata.phases,
    "kind": lambda metadata: (metadata.kind,),
    "country": lambda metadata: metadata.countries,
    "partner": lambda metadata: metadata.partners,
    "library": lambda metadata: metadata.libraries,
}


@pytest.mark.parametrize(
    "axes",
    [("goal", "sector"), ("partner-type", "country"), ("phase", "kind"), ("partner", "library"), ("subject", "form")],
)
def test_a_cell_of_the_map_lists_exactly_the_documents_with_both_values(
    client: FlaskClient, collection: KnowledgeBase, axes: tuple[str, str]
) -> None:
    page = read_page(client, f"/da/map?rows={axes[0]}&columns={axes[1]}&of=all")
    heads = [chosen_in(head) for head in page.select(".gap-map thead th a")]
    cells = [
        (cell.a, chosen_in(row.select_one("th a")) | head)
        for row in page.select(".gap-map tbody tr")
        for head, cell in zip(heads, row.select("td"), strict=True)
        if cell.a
    ]
    vocabulary = collection.vocabulary

    for cell, named in random.Random(4).sample(cells, min(8, len(cells))):
        address = str(cell["href"])
        chosen = chosen_in(cell)
        assert chosen == named
        found = json.loads(client.get(address.replace("/search?", "/export/json?")).data)["documents"]
        expected = set()
        for document_id, metadata in collection.comparer.public_records().items():
            stated = [STATED[axis](metadata) or ("not-stated",) for axis in axes]
            values = [vocabulary.with_broader(axis, own) for axis, own in zip(axes, stated, strict=True)]
            if all(chosen[axis] in (*own, *broad) for axis, own, broad in zip(axes, stated, values, strict=True)):
                expected.add(document_id)
        assert {each["id"] for each in found} == expected, address


def test_empty_cells_are_said_in_words_and_the_file_holds_the_same_numbers(client: FlaskClient) -> None:
    page = read_page(client, "/da/map?rows=partner-type&columns=decade")
    text = client.get("/da/map/csv?rows=partner-type&columns=decade").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert {words_of(BeautifulSoup(str(td), "lxml"), "td") for td in page.select("td.empty")} == {"ingen"}
    shown = [[int(str(td.a.contents[0])) if td.a else 0 for td in tr.select("td")] for tr in page.select("tbody tr")]
    assert shown == [[int(number) for number in row[1:-1]] for row in rows[1:-1]]


def test_a_map_of_many_values_shows_the_most_frequent(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/da/map?rows=library&columns=sector&of=all")
    shown = {chosen_in(link)["library"] for link in page.select(".gap-map tbody th a")} - {"not-stated"}
    counts = Counter(
        library
        for metadata in collection.comparer.public_records().values()
        for library in collection.vocabulary.with_broader("library", metadata.libraries)
    )

    assert len(shown) == 40 < len(counts) and "Kun de 40 hyppigste værdier vises." in page.text
    assert min(counts[one] for one in shown) >= max(counts[one] for one in counts if one not in shown)


def test_a_map_of_concepts_lists_the_broad_ones_by_their_numbers(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    page = read_page(client, "/da/map?rows=subject&columns=sector")
    shown = [chosen_in(link)["subject"] for link in page.select(".gap-map tbody th a")]

    concepts = collection.vocabulary.schemes[SUBJECT_SCHEME].concepts
    broad = {id_ for id_, concept in concepts.items() if not concept.broader}
    assert {id_ for id_ in shown if id_ != "not-stated"} == broad
    numbers = [int(count.text) for count in page.select(".gap-map tbody th .count")][: len(broad)]
    assert numbers == sorted(numbers, reverse=True)


def test_results_lead_to_the_map_of_the_same_search(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=frivillige&sector=public")

    link = page.find("a", string="Se som overblik")
    assert link is not None
    assert "Overblikket dækker søgningen: »frivillige« Sektor: Den offentlige sektor" in words_of(
        read_page(client, str(link["href"])), "main"
    )


def test_the_network_links_every_node_and_lists_every_partner(client: FlaskClient, collection: KnowledgeBase) -> None:
    page = read_page(client, "/da/network")

    nodes = page.select("svg.network a")
    assert len(nodes) > 20
    for node in random.Random(2).sample(nodes, 15):
        count = re.search(r"(\d+) dokument", str(node["aria-label"]))
        assert count
        assert total_of(read_page(client, str(node["href"]))) == int(count.group(1))
    assert client.get("/da/network").data == client.get("/da/network").data

    vocabulary = collection.vocabulary
    named = {
        partner
        for one in collection.comparer.public_records().values()
        for partner in vocabulary.with_broader("partner", one.partners)
    }
    partners = {vocabulary.label("partner", one, Language.DANISH).casefold() for one in named}
    rows = [row for page in pages_of_the_network(client) for row in page.select(".facts-table tbody tr")]
    assert {words_of(row, "th").casefold() for row in rows} == {" ".join(partner.split()) for partner in partners}
    assert len(rows) == len(partners)
    counts = [int(words_of(row, "td")) for row in rows]
    assert counts == sorted(counts, reverse=True)


def pages_of_the_network(client: FlaskClient) -> list[BeautifulSoup]:
    pages = [read_page(client, "/da/network")]
    while following := pages[-1].select_one(".pages a[rel~=next]"):
        pages.append(read_page(client, str(following["href"])))
    return pages


def test_every_concept_has_a_page_in_both_languages(client: FlaskClient, collection: KnowledgeBase) -> None:
    concepts = list(collection.vocabulary.concepts())
    for concept in random.Random(3).sample(concepts, 30):
        for language in ("da", "en"):
            page = read_page(client, f"/{language}/concepts/{concept.scheme}/{concept.id}")
            assert words_of(page, "h1") in {label.strip() for label in concept.labels.values()}
    listed = {str(a["href"]) for a in read_page(client, "/da/concepts").select(".tree a")}
    assert listed == {f"/da/concepts/{c.scheme}/{c.id}" for c in concepts}
    assert client.get("/da/concepts/goal/findes-ikke").status_code == 404
