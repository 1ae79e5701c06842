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
from indexer.domain.queries.two_texts import translated_leaves
from indexer.engines.arrays.scoring.planner import Planner
from indexer.engines.arrays.scoring.postings.phrases import phrase_starts
from indexer.engines.arrays.snapshot.snapshot_terms import SnapshotTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers
from indexer.storage.ragged import Int64Array

PageStarts = dict[str, list[tuple[int, int]]]
# Positions come as document << 32 | position.
_POSITION_BITS = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class BestPage:
    """A page, and where it holds the terms of the query: positions among its words, from 0, rising."""

    number: int
    positions: tuple[int, ...]


@dataclass(slots=True)
class _Matches:
    """What a page holds: which leaves, how many of their terms, and where."""

    leaves: set[int] = field(default_factory=set)
    total: int = 0
    positions: set[int] = field(default_factory=set)


def best_pages(planner: Planner, query: StructuredQuery, page_starts: dict[int, PageStarts]) -> dict[int, BestPage]:
    """For each document that matches in its text, the page that holds most of the query's different words.

    Words of the query's own language come before those of its translation; then the one that holds most of them in
    number, then the first. The summary (page 0) is no page. `page_starts`
    are (page number, first position) by document and field.
    """
    documents: DocNumbers = np.array(sorted(page_starts), dtype=np.int64)
    found: dict[int, dict[int, _Matches]] = {number: {} for number in page_starts}
    translated = translated_leaves(query)
    is_translated: set[int] = set()
    for ordinal, leaf in enumerate(dict.fromkeys(positive_leaves(query))):
        if leaf in translated:
            is_translated.add(ordinal)
        length = len(leaf.terms) if isinstance(leaf, MatchPhrase) else 1
        for field_name, found_positions in _leaf_positions(planner, leaf, documents):
            for number, positions in _by_document(found_positions).items():
                _add_matches(found[number], ordinal, positions, length, page_starts[number].get(field_name, []))
    best = {}
    for number, pages in found.items():
        # Different words before many of one: a page that says everything once beats one that repeats a word.
        real = [
            (len(held.leaves - is_translated), len(held.leaves), held.total, -page)
            for page, held in pages.items()
            if page > 0
        ]
        if real:
            page = -max(real)[-1]
            best[number] = BestPage(page, tuple(sorted(pages[page].positions)))
    return best


def _add_matches(
    pages: dict[int, _Matches], leaf: int, positions: list[int], length: int, starts: list[tuple[int, int]]
) -> None:
    """Note where a leaf's matches of so many words begin; those before the first page are of the title."""
    for position in positions:
        if not (ordinal := bisect_right(starts, position, key=_first_position)):
            continue
        page, first = starts[ordinal - 1]
        held = pages.get(page)
        if held is None:
            held = pages[page] = _Matches()
        held.leaves.add(leaf)
        held.total += 1
        held.positions.update(range(position - first, position - first + length))


def _first_position(start: tuple[int, int]) -> int:
    return start[1]


def explain(planner: Planner, query: StructuredQuery, number: int) -> list[tuple[Leaf, Alternative | None, float]]:
    """What each leaf and each of its alternatives found in a document, with the leaf's score."""
    explained: list[tuple[Leaf, Alternative | None, float]] = []
    document: DocNumbers = np.array([number], dtype=np.int64)
    for leaf in dict.fromkeys(positive_leaves(query)):
        score = float(planner.scorer(leaf).scores_at(document)[0])
        if not score:
            continue
        if not isinstance(leaf, MatchWord):
            explained.append((leaf, None, score))
            continue
        for alternative in leaf.alternatives:
            found = (planner.snapshot.terms.postings(field, alternative.term) for field, _ in alternative.fields)
            if any(number in postings.documents for postings in found):
                explained.append((leaf, alternative, score))
    return explained


def _leaf_positions(planner: Planner, leaf: Leaf, documents: DocNumbers) -> list[tuple[str, Int64Array]]:
    """(field, positions) of each term in each body field that the leaf looks into; see SnapshotTerms.positions_in."""
    terms = planner.snapshot.terms
    match leaf:
        case MatchWord(_, alternatives, _):
            wanted = dict.fromkeys((f, a.term) for a in alternatives for f, _ in a.fields if is_body(f))
            return [(field, terms.positions_in(field, term, documents)) for field, term in wanted]
        case MatchPhrase(field, phrase, _) if is_body(field):
            return [(field, _phrase_positions(terms, field, phrase, documents))]
        case MatchPrefix(field, prefix, _) if is_body(field):
            expanded = terms.expand_prefix(field, prefix, planner.bm25.parameters.prefix_expansions)
            return [(field, terms.positions_in(field, term, documents)) for term in expanded]
        case _:
            return []


def _phrase_positions(terms: SnapshotTerms, field: str, phrase: tuple[str, ...], documents: DocNumbers) -> Int64Array:
    return phrase_starts([terms.positions_in(field, term, documents) for term in phrase])


def _by_document(positions: Int64Array) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key in positions.tolist():
        found.setdefault(key >> 32, []).append(key & _POSITION_BITS)
    return found
