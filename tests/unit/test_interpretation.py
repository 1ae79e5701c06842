"""What is searched for a text, step by step, over documents that are kept in memory."""

from __future__ import annotations

import dataclasses

import pytest

from indexer import Across, Filter, Language, Query
from indexer.domain.errors import QueryTooLong
from indexer.domain.queries.structured_query import AcrossLanguages, MatchPhrase, positive_leaves
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.interpretation import (
    InterpretationPreferences,
    correct,
    interpret,
)
from indexer.search.query_language import text_language
from indexer.search.words.dictionary import DictionaryEntry
from tests.builders import a_document, some_knowledge

PREFERENCES = InterpretationPreferences(query_characters=60)
ENTRIES = (DictionaryEntry("skole", (("school", 1.0),)),)


@pytest.fixture
def knowledge() -> IndexKnowledge:
    documents = [
        a_document("both", "Museet og skolen.", "De åbne skoler."),
        a_document("also-both", "En skole ved et museum."),
        a_document("one", "Festivalen kom."),
        a_document("en", "A school and its festival, by volunteers.", language="en", title="School"),
    ]
    return some_knowledge(*documents, entries=ENTRIES).newest()


def test_a_word_that_nothing_answers_becomes_the_likeliest_known_one(knowledge: IndexKnowledge) -> None:
    assert correct("museeet, (skolen)  på festivalen", knowledge) == "museet, (skolen)  på festivalen"
    assert correct("xyzzyqq", knowledge) == "xyzzyqq"


def test_a_literal_query_keeps_its_words_and_names_the_correction(knowledge: IndexKnowledge) -> None:
    corrected = interpret(Query("festivalenn"), knowledge, PREFERENCES)
    literal = interpret(Query("festivalenn", is_literal=True), knowledge, PREFERENCES)

    assert (corrected.text, corrected.correction) == ("festivalen", "festivalen")
    assert (literal.text, literal.correction) == ("festivalenn", "festivalen")
    assert knowledge.searcher.count(corrected.counted, Query()) > 0
    assert corrected.counted != literal.counted


@pytest.mark.parametrize(
    ("text", "language"),
    [("skole", "da"), ("school", "en"), ("the festival", "en"), ("på festival", "da"), ("", "da")],
)
def test_the_language_is_told_from_stop_words_word_list_and_documents(
    knowledge: IndexKnowledge, text: str, language: str
) -> None:
    assert text_language(text, Across.ON, knowledge) == language


def test_where_all_documents_are_in_one_language_a_search_of_it_alone_is_asked_in_it() -> None:
    danish = some_knowledge(a_document("a", "Skolen.")).newest()

    assert text_language("the school", Across.OFF, danish) is Language.DANISH
    assert text_language("skolen", Across.ONLY, danish) is Language.ENGLISH
    assert text_language("the school of the books", Across.ON, danish) is Language.ENGLISH


def test_a_stated_language_is_taken_as_it_is(knowledge: IndexKnowledge) -> None:
    found = interpret(Query("skole", text_language=Language.ENGLISH), knowledge, PREFERENCES)

    assert found.options.language is Language.ENGLISH


def test_phrases_are_loosened_only_where_they_are_nowhere_as_written(knowledge: IndexKnowledge) -> None:
    written = interpret(Query('"åbne skoler"'), knowledge, PREFERENCES)
    other_form = interpret(Query('"åbne skole"'), knowledge, PREFERENCES)

    assert (written.loose_phrases, other_form.loose_phrases) == (False, True)
    phrases = [leaf for leaf in positive_leaves(other_form.ranking) if isinstance(leaf, MatchPhrase)]
    assert {leaf.field for leaf in phrases} >= {"title_da", "body_da"}
    assert knowledge.searcher.matching_ids(other_form.counted) == ("both",)


def test_a_phrase_is_loosened_whatever_else_is_asked(knowledge: IndexKnowledge) -> None:
    joined = interpret(Query('"åbne skoler" OR "åbne skole"'), knowledge, PREFERENCES)

    assert joined.options.loose == {"åbne skole"}


def test_words_that_never_meet_count_nothing_and_what_holds_some_is_near(knowledge: IndexKnowledge) -> None:
    found = interpret(Query("skole festival", across=Across.OFF), knowledge, PREFERENCES)

    assert knowledge.searcher.matching_ids(found.counted) == ()
    assert knowledge.searcher.matching_ids(found.nearest) == ("also-both", "both", "one")


def test_what_holds_the_words_apart_is_related_and_not_counted() -> None:
    apart = a_document("apart", "Museet. " + "Andre ord står her imellem. " * 3 + "Skolen.")
    knowledge = some_knowledge(apart, a_document("near", "Museet og skolen.")).newest()

    found = interpret(Query("museum skole"), knowledge, PREFERENCES)

    assert found.related is not None
    assert knowledge.searcher.matching_ids(found.counted) == ("near",)
    assert knowledge.searcher.matching_ids(found.related) == ("apart",)
    assert knowledge.searcher.matching_ids(found.tree(Query(related=True))) == ("apart", "near")


def test_a_word_in_passing_makes_a_long_text_related(knowledge: IndexKnowledge) -> None:
    passing = a_document("passing", "Museet. " + "Andre ord står her. " * 200)
    found = some_knowledge(passing, a_document("short", "Museet.")).newest()

    museum = interpret(Query("museum"), found, PREFERENCES)

    assert found.searcher.matching_ids(museum.counted) == ("short",)
    assert museum.related is not None
    assert found.searcher.matching_ids(museum.related) == ("passing",)


def test_a_stated_concept_counts_unless_most_documents_state_it() -> None:
    many = [a_document(f"d{number}", "Andre ord.") for number in range(9)]
    stating = a_document("stating", "Andre ord.", goals=("new-users",))

    few = some_knowledge(*many, stating).newest()
    most = some_knowledge(*many[:3], stating).newest()

    asked = Query("new users", text_language=Language.DANISH)
    assert few.searcher.matching_ids(interpret(asked, few, PREFERENCES).counted) == ("stating",)
    assert most.searcher.matching_ids(interpret(asked, most, PREFERENCES).counted) == ()


def test_filters_order_and_page_change_nothing(knowledge: IndexKnowledge) -> None:
    query = Query("skole festival")
    narrowed = dataclasses.replace(query, filters=(Filter("kind", "guide"),), page_number=3)

    assert interpret(narrowed, knowledge, PREFERENCES) == interpret(query, knowledge, PREFERENCES)


def test_both_languages_are_searched_and_the_other_by_translation(knowledge: IndexKnowledge) -> None:
    found = interpret(Query("skole"), knowledge, PREFERENCES)

    assert isinstance(found.ranking, AcrossLanguages)
    assert knowledge.searcher.matching_ids(found.counted) == ("also-both", "both", "en")
    only = interpret(Query("skole", across=Across.ONLY), knowledge, PREFERENCES)
    assert knowledge.searcher.matching_ids(only.counted) == ("en",)


def test_a_text_beyond_the_limit_is_refused(knowledge: IndexKnowledge) -> None:
    with pytest.raises(QueryTooLong):
        interpret(Query("x" * 61), knowledge, PREFERENCES)
