"""Which page of a document matches best, and what each part of a query found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import DocumentId
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
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory.evaluation import Evaluator
from indexer.engines.port import Contribution


@dataclass(slots=True)
class _Page:
    """What a page holds: which leaves, how many of their terms, and where."""

    leaves: set[int] = field(default_factory=set)
    total: int = 0
    positions: set[int] = field(default_factory=set)


def best_page(
    evaluator: Evaluator, query: StructuredQuery, document: AnalyzedDocument
) -> tuple[int | None, tuple[int, ...] | None]:
    """(the page that holds most different words of the query, then most of them, then the first; their positions).

    Words of the query's own language come before those of its translation.
    The summary (page 0) is no page; (None, None) if no page matches.
    """
    pages: dict[int, _Page] = {}
    translated, leaves = translated_leaves(query), tuple(dict.fromkeys(positive_leaves(query)))
    for ordinal, leaf in enumerate(leaves):
        length = len(leaf.terms) if isinstance(leaf, MatchPhrase) else 1
        for name, positions in _body_positions(evaluator, leaf, document.id):
            starts = document.page_starts.get(name, ())
            for position in positions:
                _add(pages, ordinal, position, length, starts)
    ranks = (
        (sum(leaves[one] not in translated for one in page.leaves), len(page.leaves), page.total, -number)
        for number, page in pages.items()
        if number > 0
    )
    best = max(ranks, default=None)
    return (-best[-1], tuple(sorted(pages[-best[-1]].positions))) if best else (None, None)


def contributions(evaluator: Evaluator, query: StructuredQuery, document_id: DocumentId) -> Iterator[Contribution]:
    """See IndexSearcher.explain."""
    for leaf in dict.fromkeys(positive_leaves(query)):
        score = evaluator.evaluate(leaf).scores.get(document_id, 0.0)
        if score and isinstance(leaf, MatchWord):
            held = (one for one in leaf.alternatives if _is_held(evaluator, one, document_id))
            yield from (Contribution(leaf, alternative, score) for alternative in held)
        elif score:
            yield Contribution(leaf, None, score)


def _is_held(evaluator: Evaluator, alternative: Alternative, document_id: DocumentId) -> bool:
    postings = (evaluator.state.postings(name, alternative.term) for name, _ in alternative.fields)
    return any(document_id in held for held in postings)


def _add(pages: dict[int, _Page], leaf: int, position: int, length: int, starts: Sequence[tuple[int, int]]) -> None:
    """Note that a leaf's match of so many words begins there; what is before the first page is of the title."""
    if ordinal := bisect_right([first for _, first in starts], position):
        number, first = starts[ordinal - 1]
        page = pages.setdefault(number, _Page())
        page.leaves.add(leaf)
        page.total += 1
        page.positions.update(range(position - first, position - first + length))


def _body_positions(evaluator: Evaluator, leaf: Leaf, document_id: DocumentId) -> Iterator[tuple[str, Sequence[int]]]:
    """(field, positions) of each term in each body field that the leaf looks into."""
    positions = evaluator.state.positions
    match leaf:
        case MatchWord(_, alternatives, _):
            wanted = dict.fromkeys((name, a.term) for a in alternatives for name, _ in a.fields if is_body(name))
            yield from ((name, positions(name, term, document_id)) for name, term in wanted)
        case MatchPhrase(name, _, _) if is_body(name):
            yield name, evaluator.phrase_starts(leaf, document_id)
        case MatchPrefix(name, _, _) if is_body(name):
            for term in evaluator.expanded(leaf):
                yield name, positions(name, term, document_id)
        case _:
            # Titles have no page.
            return
