"""A page found in document numbers -> the answer of the port: ids, records, best pages and facets."""

from __future__ import annotations

import json

import numpy as np

from indexer.domain.documents.facets import FACETS
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.arrays.querying.best_pages import best_pages
from indexer.engines.arrays.querying.filters import shown_facets
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.scoring.planner import is_translated
from indexer.engines.port import RankedDocument, Ranking


def ranking(searcher: Searcher, structured: StructuredQuery, query: Query) -> Ranking:
    """See IndexSearcher.search."""
    generation = searcher.generation
    found = searcher.search(structured, query)
    numbers = found.best.numbers.tolist()
    starts = {number: json.loads(generation.text("page_starts", number)) for number in numbers}
    pages = best_pages(searcher.executor, structured, starts)
    rising = np.sort(found.best.numbers)
    translated = dict(zip(rising.tolist(), is_translated(found.plan, rising), strict=True))
    ranked = tuple(
        RankedDocument(
            id=DocumentId(generation.text("id", number)),
            record=generation.text("record", number),
            score=score,
            page_count=int(generation.page_counts[number]),
            page_number=pages[number].number if number in pages else None,
            is_translated=translated[number],
            positions=pages[number].places if number in pages else None,
        )
        for number, score in zip(numbers, found.best.scores.tolist(), strict=True)
    )
    facets = shown_facets(generation, query, found.counts, (facet.id for facet in FACETS))
    return Ranking(found.total, ranked, facets)
