"""What meaning adds to a query that was read by its words: the order of what they find, and what they do not find."""

from __future__ import annotations

from dataclasses import replace

from indexer.domain.queries.proximity import Meaning, Proximity
from indexer.domain.queries.query import Query, Words
from indexer.domain.queries.query_syntax import is_plain, parse_query, sought_text
from indexer.domain.queries.structured_query import MatchDocuments, Rescored
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.interpretation import Interpretation

WEIGHT = 0.55
"""Of meaning beside words: the two halves of the judged queries choose 0.5 and 0.6 (docs/benchmarks.md)."""


def with_meaning(
    found: Interpretation, query: Query, knowledge: IndexKnowledge, meaning: Meaning | None
) -> Interpretation:
    """What the words say, put in order by meaning as well; where they find nothing, what is nearest in meaning.

    The same whatever the query's filters, order and page are. Without meaning it is what the words say.
    """
    expression = parse_query(found.text)
    text = sought_text(expression)
    proximity = meaning.proximity(text, found.options.language) if meaning is not None and text else None
    if proximity is None:
        return found
    by_words = replace(found, tree=Rescored(found.tree, proximity, WEIGHT), proximity=proximity)
    may_leave_words = query.words is Words.AUTO and not query.is_literal and is_plain(expression)
    if not (may_leave_words and proximity.related):
        return by_words
    total = knowledge.searcher.count(found.tree, query.without_any_filter())
    return by_words if total else _nearest(by_words, proximity)


def _nearest(found: Interpretation, proximity: Proximity) -> Interpretation:
    """The documents that are about the same, in the order of their nearness."""
    tree = Rescored(MatchDocuments(proximity.related), proximity, WEIGHT)
    return replace(found, tree=tree, correction=None, is_by_meaning=True)
