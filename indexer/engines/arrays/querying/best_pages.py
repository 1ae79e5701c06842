"""Which page of a document matches best, and what each part of a query found in a document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np

from indexer.domain.queries.fields import is_body
from indexer.domain.queries.structured_query import (
    Alternative,
    Leaf,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    StructuredQuery,
    positive_leaves,
)
from indexer.engines.arrays.scoring.phrases import phrase_starts
from indexer.engines.arrays.scoring.planner import Executor
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Numbers

PageStarts = dict[str, list[tuple[int, int]]]
_POSITION = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class BestPage:
    """A page, and where it holds the terms of the query: places among its words, from 0, rising."""

    number: int
    places: tuple[int, ...]


@dataclass(slots=True)
class _Matches:
    """What a page holds: which leaves, how many of their terms, and where."""

    leaves: set[int] = field(default_factory=set)
    total: int = 0
    places: set[int] = field(default_factory=set)


def best_pages(executor: Executor, query: StructuredQuery, page_starts: dict[int, PageStarts]) -> dict[int, BestPage]:
    """For each document that matches in its text, the page that holds most of the query's different words.

    Then the one that holds most of them in number, then the first. The summary (page 0) is no page. `page_starts`
    are (page number, first position) by document and field.
    """
    documents: Numbers = np.array(sorted(page_starts), dtype=np.int64)
    found: dict[int, dict[int, _Matches]] = {number: {} for number in page_starts}
    for place, leaf in enumerate(dict.fromkeys(positive_leaves(query))):
        length = len(leaf.terms) if isinstance(leaf, MatchPhrase) else 1
        for field_name, places in _leaf_places(executor, leaf, documents):
            for number, positions in _by_document(places).items():
                _add_matches(found[number], place, positions, length, page_starts[number].get(field_name, []))
    best = {}
    for number, pages in found.items():
        real = [(len(held.leaves), held.total, -page) for page, held in pages.items() if page > 0]
        if real:
            page = -max(real)[2]
            best[number] = BestPage(page, tuple(sorted(pages[page].places)))
    return best


def _add_matches(
    pages: dict[int, _Matches], leaf: int, positions: list[int], length: int, starts: list[tuple[int, int]]
) -> None:
    """Note where a leaf's matches of so many words begin; those before the first page are of the title."""
    firsts = [first for _, first in starts]
    for position in positions:
        if not (place := bisect_right(firsts, position)):
            continue
        page, first = starts[place - 1]
        held = pages.get(page)
        if held is None:
            held = pages[page] = _Matches()
        held.leaves.add(leaf)
        held.total += 1
        held.places.update(range(position - first, position - first + length))


def explain(executor: Executor, query: StructuredQuery, number: int) -> list[tuple[Leaf, Alternative | None, float]]:
    """What each leaf and each of its alternatives found in a document, with the leaf's score."""
    explained: list[tuple[Leaf, Alternative | None, float]] = []
    document: Numbers = np.array([number], dtype=np.int64)
    for leaf in dict.fromkeys(positive_leaves(query)):
        score = float(executor.plan(leaf).scores_at(document)[0])
        if not score:
            continue
        if not isinstance(leaf, MatchWord):
            explained.append((leaf, None, score))
            continue
        for alternative in leaf.alternatives:
            found = (executor.generation.postings(field, alternative.term) for field, _ in alternative.fields)
            if any(number in postings.documents for postings in found):
                explained.append((leaf, alternative, score))
    return explained


def _leaf_places(executor: Executor, leaf: Leaf, documents: Numbers) -> list[tuple[str, Numbers]]:
    """(field, places) of each term in each body field that the leaf looks into; see Generation.places_of."""
    generation = executor.generation
    match leaf:
        case MatchWord(_, alternatives, _):
            wanted = dict.fromkeys((f, a.term) for a in alternatives for f, _ in a.fields if is_body(f))
            return [(field, generation.places_of(field, term, documents)) for field, term in wanted]
        case MatchPhrase(field, terms, _) if is_body(field):
            return [(field, _phrase_places(generation, field, terms, documents))]
        case MatchPrefix(field, prefix, _) if is_body(field):
            terms = tuple(generation.expand_prefix(field, prefix, executor.words.parameters.prefix_expansions))
            return [(field, generation.places_of(field, term, documents)) for term in terms]
        case _:
            return []


def _phrase_places(generation: Generation, field: str, terms: tuple[str, ...], documents: Numbers) -> Numbers:
    return phrase_starts([generation.places_of(field, term, documents) for term in terms])


def _by_document(places: Numbers) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place in places.tolist():
        found.setdefault(place >> 32, []).append(place & _POSITION)
    return found
