"""Searches of the small library, in as few words as a test needs."""

from __future__ import annotations

from indexer import Filter, KnowledgeBase, Query, ResultPage


def conditions(*texts: str) -> tuple[Filter, ...]:
    """Filters written as in an address: `sector=public`, and `-sector=public` to exclude."""
    found = []
    for text in texts:
        facet, _, value = text.removeprefix("-").partition("=")
        found.append(Filter(facet, value, is_excluded=text.startswith("-")))
    return tuple(found)


def ask(knowledge_base: KnowledgeBase, text: str = "", *filters: str, **settings: object) -> ResultPage:
    """The answer to a text under filters."""
    settings = {"page_size": 100} | settings
    return knowledge_base.search(Query(text, conditions(*filters), **settings))  # type: ignore[arg-type]


def ids(result: ResultPage) -> set[str]:
    """The documents of an answer."""
    return {str(hit.id) for hit in result.hits}
