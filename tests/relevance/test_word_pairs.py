"""Operators on pairs of words that visitors type, over the whole collection: none adds what it should take away."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from indexer import KnowledgeBase, Language, Query

_WORDS = {
    Language.DANISH: (
        *("bibliotek", "frivillige", "skole", "børn", "sundhed", "museum", "festival", "kommune", "jobcenter", "ældre"),
        *("flygtninge", "lektiecafé", "fængsel", "partnerskab", "samarbejdsaftale", "læsning"),
    ),
    Language.ENGLISH: (
        *("library", "volunteers", "school", "children", "health", "museum", "music", "university", "homeless"),
        *("refugees", "prison", "agreement", "funding", "rural"),
    ),
}


@pytest.mark.parametrize("language", Language)
def test_operators_are_monotone_for_every_pair_of_words(collection: KnowledgeBase, language: Language) -> None:
    @cache
    def counted(text: str) -> frozenset[str]:
        return frozenset(collection.retrieval.matching_ids(Query(text, text_language=language, is_literal=True)))

    wrong = []
    for first, second in itertools.permutations(_WORDS[language], 2):
        one, other = counted(first), counted(second)
        both = Query(f"{first} {second}", text_language=language, is_literal=True)
        is_name = bool(collection.retrieval.interpret(both).names)
        laws = {
            "without": counted(f"{first} -{second}") == one - other,
            "either": counted(f"{first} OR {second}") == one | other,
            "both": is_name or counted(f"{first} {second}") <= one & other,
        }
        wrong += [(first, second, law) for law, holds in laws.items() if not holds]

    assert not wrong


def test_most_words_of_the_pairs_count_something(collection: KnowledgeBase) -> None:
    counts = [
        collection.retrieval.count(Query(word, text_language=language, is_literal=True))
        for language, words in _WORDS.items()
        for word in words
    ]

    assert sum(count > 0 for count in counts) > len(counts) * 0.8
