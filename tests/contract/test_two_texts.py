"""A document with a text in each language is one document to every engine, and each text is weighed by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Filter, Language, Query
from indexer.domain.documents.document import Document, OtherVersion, Page
from indexer.domain.queries.fields import body_words
from indexer.domain.queries.structured_query import AcrossLanguages, Alternative, IsAbout, MatchWord, Wording
from indexer.engines.port import SearchEngine
from tests.builders import a_document, analyzed

OTHERS = [a_document(f"da-{n}", "bog " * n + "skole " * (9 - n)) for n in range(1, 5)]


def with_english(document: Document, *texts: str) -> Document:
    """The document with an English text beside its Danish one."""
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    other = OtherVersion(pages, f"other {document.text_hash}", "text/markdown", f"cases/{document.id}.en.md")
    return replace(document, metadata=document.metadata.replaced({"has_other_text": True}), other=other)


def word(text: str, language: Language = Language.DANISH) -> MatchWord:
    return MatchWord(text, (Alternative(text, ((body_words(language), 1.0),)),))


def about(text: str) -> IsAbout:
    """About a word, wherever it stands; dense is every fifth word of a text."""
    return IsAbout(((Wording(tuple(map(body_words, Language)), (text,)),),), density=200)


DANISH = a_document("two", "bog skole by", "bog by", summary_other="town")
TWICE = with_english(DANISH, "book town " * 30, "town")
ENGLISH = a_document("en", "book town " * 30, "town", language="en", summary_other="by")


def test_it_counts_once_in_all_and_once_in_each_language(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(one) for one in (*OTHERS, TWICE)], ())

    searcher = engine.searcher()

    counts = {value.id: value.count for value in searcher.search(word("bog"), Query()).facets[7].values}
    assert searcher.search(word("bog"), Query()).total == 5 and counts == {"da": 5, "en": 1}
    assert all(
        searcher.search(word("bog"), Query(filters=(Filter("language", each),))).total == count
        for each, count in counts.items()
    )


def test_what_is_dense_in_one_text_is_what_it_is_about_though_the_other_is_long(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(one) for one in (*OTHERS, TWICE)], ())

    searcher = engine.searcher()

    assert "two" in searcher.matching_ids(about("bog"), Query())  # two of seven Danish words, of seventy in all
    assert "two" in searcher.matching_ids(about("book"), Query())
    assert "two" not in searcher.matching_ids(about("skole"), Query())


def test_two_documents_that_become_one_move_no_other(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(one) for one in (*OTHERS, DANISH, ENGLISH)], ())
    apart = {one.id: one.score for one in engine.searcher().search(word("bog"), Query()).documents}
    with engine.writer.writing(), engine.writer.rebuilding(engine.searcher().basis) as beside:
        beside.writer.apply([analyzed(one) for one in (*OTHERS, TWICE)], ())

    together = {one.id: one.score for one in engine.searcher().search(word("bog"), Query()).documents}

    # But for the one Danish word that the English one had to tell what it is.
    assert together == pytest.approx(apart, rel=0.02)


def test_the_page_is_one_of_the_text_in_the_language_of_the_words(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(one) for one in (*OTHERS, TWICE)], ())
    across = AcrossLanguages(word("bog"), word("book", Language.ENGLISH), 0.67)
    english = AcrossLanguages(word("town", Language.ENGLISH), word("by"), 0.67)

    pages = [
        next(one.page_number for one in engine.searcher().search(tree, Query()).documents if one.id == "two")
        for tree in (across, english)
    ]

    # The two Danish pages come first, then the two English ones.
    assert pages == [1, 3]
