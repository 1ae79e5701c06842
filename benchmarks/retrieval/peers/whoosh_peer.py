"""Whoosh as it comes, with its LanguageAnalyzer: what the product is built on, without the product."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from benchmarks.retrieval.peers import DEPTH, PlainDocument, Run
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery

_FIELDS = ("title", "text")


def rank(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Whoosh's own source, on newer Pythons
        from whoosh.analysis import LanguageAnalyzer
        from whoosh.fields import STORED, TEXT, Schema
        from whoosh.filedb.filestore import RamStorage
        from whoosh.query import Or, Term
    analyzer = LanguageAnalyzer(language.value)
    schema = Schema(place=STORED, **{field: TEXT(analyzer, phrase=False) for field in _FIELDS})
    index = RamStorage().create_index(schema)
    writer = index.writer(limitmb=256)
    for place, document in enumerate(documents):
        writer.add_document(place=place, title=document.title, text=document.text)
    writer.commit()
    with index.searcher() as searcher:

        def ids(text: str) -> list[str]:
            terms = [token.text for token in analyzer(text, mode="query")]
            words = Or([Term(field, term) for term in terms for field in _FIELDS])
            return [documents[hit["place"]].id for hit in searcher.search(words, limit=DEPTH)]

        return {query.id: ids(query.text) for query in queries}
