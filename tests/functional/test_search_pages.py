from __future__ import annotations

import json
import re
from itertools import cycle
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer import FACETS
from tests.functional.reading import boxes_of, read_page, total_of, words_of

SEARCHES = [
    "",
    "q=bibliotek",
    "q=lektiecaf%C3%A9+frivillige",
    "q=library&sector=public",
    "q=&sector=public&sector=private&goal=new-users",
    "-sector=private&country=DK",
    "goal=not-stated",
    "from=2000&to=2012",
    "from=2000&year=not-stated&-kind=theory",
    "phase=stage-running",
]


@pytest.mark.parametrize(("search", "language"), list(zip(SEARCHES, cycle(["da", "en"]), strict=False)))
def test_every_count_of_the_panel_is_what_the_choice_gives(client: FlaskClient, search: str, language: str) -> None:
    page = read_page(client, f"/{language}/search?{search}")
    boxes = boxes_of(page)
    assert boxes
    for name, value, count in boxes[:: max(1, len(boxes) // 25)]:
        facet = name.removeprefix("-")
        kept = [(k, v) for k, v in parse_qsl(search) if k != facet and not (k == name and v == value)]
        if facet == "year":
            kept = [(k, v) for k, v in kept if k not in ("from", "to")]
        kept = [(k, v) for k, v in kept if (k, v) != (f"-{facet}", value)]
        alone = read_page(client, f"/{language}/search?{urlencode([*kept, (facet, value)])}")
        assert total_of(alone) == count, (name, value)


def test_a_long_list_of_values_comes_whole_when_it_is_asked_for(client: FlaskClient) -> None:
    short = read_page(client, "/da/search?sector=public")
    button = short.select_one("button[name=unfold][value=library]")
    assert button is not None
    left_out = int(re.search(r"\d+", button.get_text()).group())  # type: ignore[union-attr]

    whole = read_page(client, "/da/search?sector=public&unfold=library")

    names = [len(page.select("input[name=library], input[name='-library']")) for page in (short, whole)]
    assert names[1] - names[0] == left_out
    assert whole.select_one("#filter-library details[open]") is not None
    assert whole.select_one("input[name=sector][value=public][checked]") is not None


def test_the_number_of_hits_is_the_total_over_all_pages(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?limit=7")
    total = total_of(page)
    seen: list[str] = []
    for number in range(1, -(-total // 7) + 1):
        part = read_page(client, f"/da/search?limit=7&page={number}")
        seen += [str(link["href"]) for link in part.select(".hit h3 a")]

    assert len(seen) == len(set(seen)) == total


def test_values_of_one_facet_widen_and_facets_narrow(client: FlaskClient) -> None:
    one = total_of(read_page(client, "/da/search?sector=private"))
    both = total_of(read_page(client, "/da/search?sector=private&sector=public"))
    narrowed = total_of(read_page(client, "/da/search?sector=private&sector=public&country=DK"))

    assert one < both
    assert 0 < narrowed < both


def test_exclusion_and_inclusion_share_out_the_collection(client: FlaskClient) -> None:
    everything = total_of(read_page(client, "/da/search"))
    with_it = total_of(read_page(client, "/da/search?goal=new-users"))
    without = total_of(read_page(client, "/da/search?-goal=new-users"))

    assert with_it + without == everything


def test_chosen_values_stand_in_the_panel_and_as_chips_even_at_nought(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=findesikkexyz&sector=private&-goal=new-users&from=2005")

    checked = {(box["name"], box["value"]) for box in page.select("#filters input[checked]")}
    assert ("sector", "private") in checked
    assert ("-goal", "new-users") in checked
    chips = [" ".join(chip.text.split()) for chip in page.select(".chips .chip")]
    assert len(chips) == 3
    assert any("Den private sektor" in chip for chip in chips)
    assert any("uden Få kontakt til nye brugere" in chip for chip in chips)
    assert any("fra 2005" in chip for chip in chips)
    assert words_of(page, ".chips li:last-child") == "Ryd alle"


def test_a_chip_removes_its_filter_and_nothing_else(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=bibliotek&sector=private&goal=new-users&sort=title")
    chip = next(link for link in page.select(".chips .chip") if "sektor" in link.text)

    assert parse_qsl(urlsplit(str(chip["href"])).query) == [
        ("q", "bibliotek"),
        ("goal", "new-users"),
        ("sort", "title"),
    ]
    assert str(chip["aria-label"]).startswith("Fjern filter")


def test_the_legend_says_how_many_are_chosen(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?sector=private&sector=public")

    legends = [" ".join(legend.text.split()) for legend in page.select("fieldset legend")]
    assert "Sektor, 2 valgt" in legends
    assert "Mål" in legends


def test_unknown_filters_and_numbers_are_named(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?sector=privat&library=Findes+ikke&from=forgårs&sort=pris")

    notices = " ".join(notice.text for notice in page.select(".notice"))
    for named in ("privat", "Findes ikke", "forgårs", "pris"):
        assert f"»{named}«" in notices


def test_without_results_every_filter_says_what_it_costs(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecaf%C3%A9&country=CL&sector=private")

    assert total_of(page) == 0
    offers = page.select(".nothing ul:first-of-type li")
    assert len(offers) == 2
    for offer in offers:
        link = offer.select_one("a")
        assert link is not None
        there = read_page(client, str(link["href"]))
        said = re.search(r": (\d+) ", " ".join(offer.text.split()))
        assert said is not None
        assert total_of(there) == int(said.group(1))


def test_a_word_that_nothing_holds_is_corrected_at_once_and_can_be_insisted_on(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecfae")
    link = page.select_one(".notice a")

    assert "Vi søgte efter »lektiecafé«" in words_of(page, ".notice")
    assert total_of(page) > 0
    assert link is not None
    literal = read_page(client, str(link["href"]))
    assert total_of(literal) == 0
    assert "Mente du lektiecafé" in words_of(literal, ".notice")


def test_the_other_language_is_searched_and_can_be_switched_off(client: FlaskClient) -> None:
    both = read_page(client, "/da/search?q=samarbejdsaftale")
    own = read_page(client, "/da/search?q=samarbejdsaftale&across=off")

    assert total_of(own) <= total_of(both)


def test_words_that_never_meet_count_nothing_and_the_nearest_are_shown(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=schiphol+skrotlab")

    assert total_of(page) == 0
    assert "Ingen dokumenter handler om det hele" in words_of(page, ".nothing")
    assert page.select("article.hit")


def test_related_documents_unfold_by_a_link_that_says_how_many(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=lektiecaf%C3%A9&sort=newest")
    link = page.select_one("p.related a")
    assert link is not None
    said = int("".join(filter(str.isdigit, link.text)))

    unfolded = read_page(client, str(link["href"]))

    assert total_of(unfolded) == total_of(page) + said
    by_relevance = read_page(client, str(link["href"]).replace("sort=newest", "sort=relevance"))
    assert page.select_one("h3.related") is None
    assert by_relevance.select_one("h3.related") is not None
    assert "Skjul" in words_of(unfolded, "p.related")
    assert total_of(page) >= 2


def test_switching_the_language_keeps_the_search(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=bibliotek&sector=private&sort=title")
    switch = page.select_one("nav a[hreflang=en]")
    assert switch is not None

    english = read_page(client, str(switch["href"]))

    assert total_of(english) == total_of(page)
    assert english.html is not None and english.html["lang"] == "en"
    assert {(b["name"], b["value"]) for b in english.select("input[checked]")} == {("sector", "private")}


def test_the_window_title_says_query_filters_and_count(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=bibliotek&sector=private")

    assert page.title is not None
    assert re.fullmatch(r"»bibliotek« · Den private sektor · \d+ dokument(er)? – Samspil", page.title.text.strip())


def test_titles_stand_in_the_language_of_the_page_where_it_has_one(client: FlaskClient) -> None:
    danish, english = (read_page(client, f"/{language}/search?language=en") for language in ("da", "en"))

    told = [[hit.select_one("h3 a") for hit in page.select(".hit")] for page in (danish, english)]
    assert told[0] and [title["href"][3:] for title in told[0]] == [title["href"][3:] for title in told[1]]
    assert any(ours.text != original.text for ours, original in zip(*told, strict=True))
    for ours, original in zip(*told, strict=True):
        assert original.get("lang") is None
        assert (ours.get("lang") == "en") is (ours.text == original.text)


def test_snippets_of_the_other_language_say_so(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=library&language=en")

    assert {snippet.get("lang") for snippet in page.select(".hit .snippet")} <= {"en", None}
    assert page.select(".hit .snippet[lang=en]")


@pytest.mark.parametrize(
    ("search", "heading"),
    [
        ("q=lektiecaf%C3%A9&kind=case", r"\d+ cases? om »lektiecafé«"),
        ("kind=guide", r"\d+ guider"),
        ("", r"\d+ dokumenter"),
    ],
)
def test_the_heading_says_what_was_found(client: FlaskClient, search: str, heading: str) -> None:
    page = read_page(client, f"/da/search?{search}")

    assert re.fullmatch(heading, words_of(page, "#results h2"))


def test_what_is_ticked_is_kept_on_other_pages_and_in_every_link(client: FlaskClient) -> None:
    first = read_page(client, "/da/search?limit=2")
    ids = [str(box["value"]) for box in first.select(".hit input[name=id]")]

    second = read_page(client, f"/da/search?limit=2&page=2&id={ids[0]}&id={ids[1]}&id=findes-ikke")

    kept = [str(box["value"]) for box in second.select(".elsewhere input[name=id][checked]")]
    assert kept == ids
    back = second.select_one(".pages a")
    assert back is not None
    assert [value for name, value in parse_qsl(urlsplit(str(back["href"])).query) if name == "id"][:2] == ids
    assert len(read_page(client, str(back["href"])).select(".hit input[name=id][checked]")) == 2


def test_links_into_filter_combinations_are_nofollow(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?q=bibliotek&sector=private")

    for link in page.select("#filters a, .chips .chip, .tags a"):
        assert "nofollow" in (link.get("rel") or []), link


def test_a_restricted_search_is_kept_from_robots(client: FlaskClient) -> None:
    address = "/da/search?sector=private&goal=new-users"

    assert read_page(client, address).select_one("meta[name=robots]")
    assert client.get(address, headers={"User-Agent": "Examplebot/1.0"}).status_code == 429
    assert client.get("/da/search?sector=private", headers={"User-Agent": "Examplebot/1.0"}).status_code == 200


def test_titles_sort_as_danes_do(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?sort=title&limit=100&language=da")
    from indexer import danish_sort_key

    titles = [link.text for link in page.select(".hit h3 a:not([lang])")]
    assert titles == sorted(titles, key=danish_sort_key)


def test_what_was_published_last_comes_first(client: FlaskClient) -> None:
    published = {one["id"]: one["published"] for one in client.get("/da/export/json").json["documents"]}

    hits = json.loads(client.get("/api/search?sort=newest&limit=100").text)["hits"]

    first = sorted(published, key=lambda document_id: (published[document_id], document_id), reverse=True)[: len(hits)]
    assert [published[hit["id"]] for hit in hits] == [published[document_id] for document_id in first]
    assert len(set(published.values())) > 10


def test_the_api_answers_in_the_promised_shape(client: FlaskClient) -> None:
    answer = json.loads(client.get("/api/search?q=lektiecaf%C3%A9&sector=civil-society&-country=CL").text)

    assert answer["total"] >= 1 and answer["page"] == 1
    hit = answer["hits"][0]
    assert set(hit) == {
        *("id", "title", "kind", "language", "languages", "published", "changed"),
        *("score", "page", "snippet", "matches", "by_meaning"),
    }
    for start, end in hit["matches"]:
        assert 0 <= start < end <= len(hit["snippet"])
    assert set(answer["facets"]) == {facet.id for facet in FACETS}
    states = {value["id"]: value["state"] for value in answer["facets"]["sector"]}
    assert states["civil-society"] == "selected"
    assert set(answer["facets"]["sector"][0]) == {"id", "label", "count", "state"}
    assert answer["correction"] is None


def test_the_api_labels_in_english_when_asked(client: FlaskClient) -> None:
    values = json.loads(client.get("/api/search?labels=en").text)["facets"]["sector"]

    assert "private sector" in {value["id"]: value["label"] for value in values}["private"].lower()


@pytest.mark.parametrize(
    "text", ["*", '"', "((", "a OR", "-", "title:", "\x00", "😀", "'; DROP", "<script>", "%", "OR OR"]
)
def test_whatever_is_typed_gets_a_page(client: FlaskClient, text: str) -> None:
    page = read_page(client, f"/da/search?{urlencode({'q': text})}")

    assert "<script>alert" not in str(page)
    assert total_of(page) >= 0


def test_too_long_a_search_is_answered_with_advice(client: FlaskClient) -> None:
    page = read_page(client, f"/da/search?q={'bibliotek+' * 80}", status=400)

    assert "Søgningen er for lang" in words_of(page, "h1")


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    page = read_page(client, "/da/search?page=999")

    assert "Gå til side 1" in words_of(page, ".notice")


def test_the_front_page_follows_the_browser_and_is_danish_in_doubt(client: FlaskClient) -> None:
    danish = client.get("/")
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    other = client.get("/", headers={"Accept-Language": "pl"})

    assert danish.location == other.location == "/da/"
    assert english.location == "/en/"


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_front_page_offers_browsing_with_true_counts(client: FlaskClient, language: str) -> None:
    page = read_page(client, f"/{language}/")

    links = [link for link in page.select(".browse li a") if link.select_one(".count") and "search?" in link["href"]]
    assert len(links) > 15
    for link in links:
        count = link.select_one(".count")
        assert count is not None
        assert total_of(read_page(client, str(link["href"]))) == int(count.text)


@pytest.mark.parametrize("search", ["q=autisme", "q=lastbilbibliotek&country=DK"])
def test_what_lies_near_is_offered_with_the_number_that_its_link_gives(client: FlaskClient, search: str) -> None:
    page = read_page(client, f"/da/search?{search}")
    offers = page.select(".nothing li:has(a[href*='subject='])")

    assert total_of(page) == 0
    assert offers
    for offer in offers:
        link = offer.select_one("a")
        assert link is not None
        said = re.search(r", (\d+) ", " ".join(offer.text.split()))
        assert said is not None
        assert total_of(read_page(client, str(link["href"]))) == int(said.group(1)) > 0


def test_the_api_says_what_it_searched_for_instead_and_how_to_insist(client: FlaskClient) -> None:
    corrected = client.get("/api/search?q=lektiecfae").get_json()
    literal = client.get("/api/search?q=lektiecfae&spelling=literal").get_json()

    assert (corrected["correction"], corrected["is_corrected"]) == ("lektiecafé", True)
    assert (literal["correction"], literal["is_corrected"], literal["total"]) == ("lektiecafé", False, 0)
    assert all(set(near) == {"facet", "id", "label", "total"} for near in literal["near_values"])


def test_a_word_that_is_one_is_not_taken_for_another(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=drone").get_json()

    assert (answer["total"], answer["correction"]) == (0, None)
