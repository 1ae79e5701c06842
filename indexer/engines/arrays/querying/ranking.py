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
from indexer.engines.arrays.scoring.ranking_scorers import is_translated
from indexer.engines.port import RankedDocument, Ranking


def ranking(searcher: Searcher, structured: StructuredQuery, query: Query) -> Ranking:
    """See IndexSearcher.search."""
    snapshot = searcher.snapshot
    found = searcher.search(structured, query)
    numbers = found.page.doc_numbers.tolist()
    kept = {number: snapshot.kept_texts(number) for number in numbers}
    starts = {number: json.loads(texts["page_starts"]) for number, texts in kept.items()}
    pages = best_pages(searcher.planner, structured, starts)
    rising = np.sort(found.page.doc_numbers)
    translated = dict(zip(rising.tolist(), is_translated(found.scorer, rising), strict=True))
    ranked = tuple(
        RankedDocument(
            id=DocumentId(kept[number]["id"]),
            record=kept[number]["record"],
            score=score,
            page_count=int(snapshot.page_counts[number]),
            page_number=pages[number].number if number in pages else None,
            is_translated=translated[number],
            positions=pages[number].positions if number in pages else None,
        )
        for number, score in zip(numbers, found.page.scores.tolist(), strict=True)
    )
    facets = shown_facets(snapshot, query, found.counts, (facet.id for facet in FACETS))
    return Ranking(found.total, ranked, facets)
