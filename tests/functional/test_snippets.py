"""Snippets over the project's own collection: the places that the index knows spare work and change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Across, KnowledgeBase, Query
from indexer.search.passages.highlighter import Highlighter


@pytest.mark.parametrize(
    "text",
    [
        "bibliotek",
        "samarbejdsaftaler med kommunen",
        "homework help",
        '"sociale medier"',
        "titel:museum",
        "biblio*",
        "er",
    ],
)
def test_every_snippet_is_the_one_that_a_search_of_the_whole_text_gives(collection: KnowledgeBase, text: str) -> None:
    found = collection.retrieval.retrieve(Query(text=text, related=True, page_size=100))
    unknown = tuple(replace(document, positions=None) for document in found.ranking.documents)
    searched = replace(found, ranking=replace(found.ranking, documents=unknown))

    hits = collection.result_pages.page(found).hits

    assert hits
    assert hits == collection.result_pages.page(searched).hits


def test_no_other_word_of_a_page_is_analysed(collection: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[object] = []
    anywhere = Highlighter._answers_anywhere
    monkeypatch.setattr(
        Highlighter, "_answers_anywhere", lambda sought, words: searched.append(words) or anywhere(sought, words)
    )

    result = collection.search(Query(text="samarbejdsaftale OR kommune", across=Across.OFF, page_size=100))

    assert len([hit for hit in result.hits if hit.snippet.page_number]) > 20
    assert len(searched) <= len([hit for hit in result.hits if hit.snippet.page_number is None])
