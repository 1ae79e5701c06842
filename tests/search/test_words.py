"""What words find: forms, compounds, phrases, operators, typing errors, the other language."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Across, DocumentId, KnowledgeBase, Language, Origin, Query, QueryTooLong
from tests.builders import write_case
from tests.saying import raises_saying
from tests.search.asking import ask, ids

OWN = {"across": Across.OFF}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fanger", {"fengsel"}),
        ("FANGERNE", {"fengsel"}),
        ("udstilling", {"museet"}),
        ("cykel", {"cykelfest"}),
        ("bøgerne", {"aaben-skole", "bogbus", "fengsel"}),
        ("frivillig", {"aaben-skole", "bogbus"}),
        ("museet biblioteket", {"museet"}),
        ("museet OR fangerne", {"museet", "oldfund", "fengsel"}),
        ("museet ELLER fangerne", {"museet", "oldfund", "fengsel"}),
        ("museet -udstillinger", {"oldfund"}),
        ("-biblioteket -biblioteker sommeren", {"cykelfest"}),
        ("titel:museet", {"museet"}),
        ("title:samarbejdsaftale", {"guide-aftale"}),
        ("kriminal*", {"fengsel"}),
        ("(museet OR cyklerne) -sommeren", {"museet", "oldfund"}),
        ('"hele sommeren"', {"cykelfest"}),
        ("»kunstig intelligens«", {"data-lab"}),
        ('"intelligens kunstig"', set()),
        ("it-systemer", {"data-lab"}),
        ("itsystemer", {"data-lab"}),
    ],
)
def test_a_danish_text_finds_the_documents_that_answer_it(
    small_library: KnowledgeBase, text: str, found: set[str]
) -> None:
    result = ask(small_library, text, text_language=Language.DANISH, is_literal=True, **OWN)

    assert ids(result) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("volunteer", {"english-club", "homework-uk"}),
        ("teacher", {"homework-uk"}),
        ("harbours", {"english-club"}),
        ('"reading club"', {"english-club"}),
        ("helping children -teachers", set()),
        ("club*", {"english-club"}),
    ],
)
def test_an_english_text_finds_the_documents_that_answer_it(
    small_library: KnowledgeBase, text: str, found: set[str]
) -> None:
    assert ids(ask(small_library, text, text_language=Language.ENGLISH, is_literal=True, **OWN)) == found


@pytest.mark.parametrize("stop_words", ["og", "det er en", "hvad hvem hvordan"])
def test_stop_words_decide_nothing_beside_other_words(small_library: KnowledgeBase, stop_words: str) -> None:
    alone = ask(small_library, "udstillinger", **OWN)

    assert ids(ask(small_library, f"{stop_words} udstillinger", **OWN)) == ids(alone) == {"museet"}


def test_words_that_never_meet_count_nothing_and_the_nearest_are_listed(small_library: KnowledgeBase) -> None:
    result = ask(small_library, "museet fangerne", across=Across.OFF, text_language=Language.DANISH)

    assert (result.total, result.hits) == (0, ())
    assert {hit.id for hit in result.nearest} >= {"museet", "fengsel"}
    assert all(not any(value.count for value in facet.values) for facet in result.facets)


def test_related_documents_are_counted_where_they_are_wanted_and_stand_last(small_library: KnowledgeBase) -> None:
    alone = ask(small_library, "museer runesten", **OWN)
    both = ask(small_library, "museer runesten", related=True, **OWN)

    assert (alone.total, both.total) == (0, 1)
    assert alone.related_total == both.related_total == 1
    assert (both.counted_total, [hit.id for hit in both.hits]) == (0, ["oldfund"])
    assert sum(value.count for value in both.facet("kind").values) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("udstilinger", "udstillinger"),
        ("frivilige", "frivillige"),
        ("biblitoeket", "biblioteket"),
        ("kriminalforsorg3n", "kriminalforsorgen"),
        ("inteligens i byen", "intelligens i byen"),
        ('"kunstig inteligens"', '"kunstig intelligens"'),
        ("voluntears", "volunteers"),
    ],
)
def test_a_mistyped_word_is_corrected_and_the_rest_stays(small_library: KnowledgeBase, typed: str, meant: str) -> None:
    result = ask(small_library, typed)

    assert (result.correction, result.is_corrected) == (meant, True)
    assert result.hits or result.nearest


@pytest.mark.parametrize(
    "text", ["udstillinger", "museer", "bogstav", "og", "qqqqzzzzxxxx", "bxgxr", "xyz", "2015", ""]
)
def test_what_is_known_or_near_nothing_is_left_as_it_was_typed(small_library: KnowledgeBase, text: str) -> None:
    result = ask(small_library, text)

    assert (result.correction, result.is_corrected) == (None, False)


def test_who_insists_on_a_spelling_gets_it_searched_and_the_correction_offered(small_library: KnowledgeBase) -> None:
    result = ask(small_library, "udstilinger", is_literal=True, across=Across.OFF)

    assert result.correction == "udstillinger"
    assert not result.is_corrected


def test_words_of_drafts_correct_nothing(small_library: KnowledgeBase) -> None:
    assert ask(small_library, "kvantespringern").correction is None


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("frivillige", Language.DANISH, {"english-club", "homework-uk"}),
        ("volunteers", Language.ENGLISH, {"bogbus", "aaben-skole"}),
    ],
    ids=["from-danish", "from-english"],
)
def test_the_other_language_is_searched_by_translation(
    small_library: KnowledgeBase, text: str, language: Language, other: set[str]
) -> None:
    own = ids(ask(small_library, text, text_language=language, across=Across.OFF))
    both = ids(ask(small_library, text, text_language=language))
    only = ids(ask(small_library, text, text_language=language, across=Across.ONLY))

    assert own & other == set()
    assert other <= only and own & only == set()
    assert both == own | only


def test_a_document_found_by_translation_says_by_which_words(small_library: KnowledgeBase) -> None:
    via = {hit.id: hit.found_via for hit in ask(small_library, "frivillige", text_language=Language.DANISH).hits}

    assert "volunteers" in via[DocumentId("english-club")]
    assert via[DocumentId("bogbus")] == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [("what do teachers do", "homework-uk"), ("hvad laver fangerne", "fengsel"), ("reading club", "english-club")],
)
def test_the_language_of_a_text_is_told_from_its_words(small_library: KnowledgeBase, text: str, first: str) -> None:
    result = ask(small_library, text)

    assert (*result.hits, *result.nearest)[0].id == first


@pytest.mark.parametrize("length", [500, 501])
def test_a_text_longer_than_the_limit_is_refused(small_library: KnowledgeBase, length: int) -> None:
    query = Query("a " * (length // 2) + "a" * (length % 2), is_literal=True)

    if length > 500:
        with raises_saying(QueryTooLong, "500 characters"):
            small_library.search(query)
    else:
        assert small_library.search(query).total >= 0


def test_a_title_counts_more_than_the_text(small_library: KnowledgeBase) -> None:
    hits = ask(small_library, "samarbejdsaftale", across=Across.OFF, text_language=Language.DANISH).hits

    assert [hit.id for hit in hits[:2]] == ["guide-aftale", "aaben-skole"]


def test_an_explanation_adds_up_to_the_score(small_library: KnowledgeBase) -> None:
    query = Query("fangerne kriminalforsorgen", across=Across.OFF, text_language=Language.DANISH)
    hit = small_library.search(query).hits[0]

    terms = small_library.explain(query, hit.id)

    assert {term.word for term in terms} == {"fangerne", "kriminalforsorgen"}
    assert sum({term.word: term.score for term in terms}.values()) <= hit.score * 1.001
    assert all(term.language is Language.DANISH and 0 < term.probability <= 1 for term in terms)


@pytest.mark.parametrize(
    ("text", "document_id", "origin"),
    [
        ("fangerne", "fengsel", Origin.EXACT),
        ("fange", "fengsel", Origin.STEM),
        ("volunteers", "bogbus", Origin.TRANSLATION),
    ],
)
def test_an_explanation_says_how_a_term_comes_from_the_word(
    small_library: KnowledgeBase, text: str, document_id: str, origin: Origin
) -> None:
    terms = small_library.explain(Query(text), DocumentId(document_id))

    assert origin in {term.origin for term in terms}


def test_a_name_that_documents_state_is_one_thing_and_counts_them(small_library: KnowledgeBase) -> None:
    result = ask(small_library, "Odense Centralbibliotek")

    assert result.names == ("odense centralbibliotek",)
    assert ids(result) == {"museet", "cykelfest"}


@pytest.mark.parametrize("text", ["xyzzy", "Vejle"])
def test_nothing_is_taken_for_an_unknown_word(small_library: KnowledgeBase, text: str) -> None:
    result = ask(small_library, text)

    assert (result.total, result.related_total, result.nearest) == (0, 0, ())


def test_what_was_not_found_is_not_explained(small_library: KnowledgeBase) -> None:
    assert small_library.explain(Query("fangerne"), DocumentId("museet")) == ()


def test_an_elided_compound_is_found_whole(knowledge_base: KnowledgeBase, corpus: Path) -> None:
    write_case(corpus, "meant", "Det nye Børne- og Ungdomsbibliotek er åbnet.")
    write_case(corpus, "parts", "Et børnebibliotek, et ungdomsbibliotek, børn, ungdom og bibliotek. " * 9)
    write_case(corpus, "other", "Børn går i skole. Der er et ungdomsbibliotek i byen ved siden af.")
    knowledge_base.reconcile()

    assert ids(ask(knowledge_base, "børnebibliotek")) == {"meant", "parts"}


def test_several_words_are_no_name_where_nobody_calls_anything_so(knowledge_base: KnowledgeBase, corpus: Path) -> None:
    write_case(corpus, "evening", "The school stays the whole evening open.", language='"en"')
    knowledge_base.reconcile()
    apart = ask(knowledge_base, "åben skole")
    write_case(corpus, "named", "Vi er en del af åben skole.")
    knowledge_base.reconcile()

    assert (ids(apart), apart.names) == ({"evening"}, ())
    assert ask(knowledge_base, "åben skole").names == ("åben skole",)
