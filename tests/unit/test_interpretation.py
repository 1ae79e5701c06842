"""What is searched for a text, step by step, over documents that are kept in memory."""

from __future__ import annotations

import dataclasses

import pytest

from indexer import Across, Filter, Language, Query, Words
from indexer.domain.errors import QueryTooLong
from indexer.domain.queries.structured_query import AcrossLanguages, MatchPhrase, positive_leaves
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.interpretation import (
    InterpretationPreferences,
    broaden,
    correct,
    interpret,
    interpret_words,
    loosen_phrases,
)
from indexer.search.query_language import text_language
from indexer.search.translation import DictionaryEntry
from indexer.search.trees import MatchMode
from tests.builders import a_document, some_knowledge

PREFERENCES = InterpretationPreferences(query_characters=60, few_documents=2)
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
    assert knowledge.searcher.count(corrected.tree, Query()) > 0
    assert corrected.tree != literal.tree


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
    phrases = [leaf for leaf in positive_leaves(other_form.tree) if isinstance(leaf, MatchPhrase)]
    assert {leaf.field for leaf in phrases} >= {"title_da", "body_da"}
    assert knowledge.searcher.matching_ids(other_form.tree) == ("both",)
    assert loosen_phrases(written, Query(), knowledge, PREFERENCES) is written


def test_enough_documents_with_all_words_leave_the_tree_as_it_is(knowledge: IndexKnowledge) -> None:
    query = Query("museum skole")
    strict = interpret_words(query, knowledge, PREFERENCES)

    assert broaden(strict, query, knowledge, PREFERENCES) is strict
    assert not interpret(query, knowledge, PREFERENCES).any_word


def test_few_documents_with_all_words_let_some_words_be_enough(knowledge: IndexKnowledge) -> None:
    found = interpret(Query("skole festival", across=Across.OFF), knowledge, PREFERENCES)

    assert (found.any_word, found.all_words_total, found.options.mode) == (True, 0, MatchMode.ANY_WORD)
    assert knowledge.searcher.matching_ids(found.tree) == ("also-both", "both", "one")


def test_parts_of_words_are_enough_where_few_documents_hold_even_one(knowledge: IndexKnowledge) -> None:
    query = Query("festival sejlads", across=Across.OFF, text_language=Language.DANISH, is_literal=True)

    assert interpret(query, knowledge, PREFERENCES).options.mode is MatchMode.ANY_PART


@pytest.mark.parametrize("words", [Words.ALL, Words.ANY])
def test_a_reader_who_says_how_many_words_is_taken_at_the_word(knowledge: IndexKnowledge, words: Words) -> None:
    found = interpret(Query("skole festival", words=words), knowledge, PREFERENCES)

    assert not found.any_word
    assert found.options.mode is (MatchMode.ALL_WORDS if words is Words.ALL else MatchMode.ANY_PART)


def test_filters_order_and_page_change_nothing(knowledge: IndexKnowledge) -> None:
    query = Query("skole festival")
    narrowed = dataclasses.replace(query, filters=(Filter("kind", "guide"),), page_number=3)

    assert interpret(narrowed, knowledge, PREFERENCES) == interpret(query, knowledge, PREFERENCES)


def test_both_languages_are_searched_and_the_other_by_translation(knowledge: IndexKnowledge) -> None:
    found = interpret(Query("skole"), knowledge, PREFERENCES)

    assert isinstance(found.tree, AcrossLanguages)
    assert knowledge.searcher.matching_ids(found.tree.other) == ("en",)
    only = interpret(Query("skole", across=Across.ONLY), knowledge, PREFERENCES)
    assert knowledge.searcher.matching_ids(only.tree) == ("en",)


def test_a_text_beyond_the_limit_is_refused(knowledge: IndexKnowledge) -> None:
    with pytest.raises(QueryTooLong):
        interpret(Query("x" * 61), knowledge, PREFERENCES)
