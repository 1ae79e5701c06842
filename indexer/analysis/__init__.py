"""Text -> terms, the same for documents and queries: tokens, filters, one analyzer a language, compounds, lexicon.

What is done with the terms is elsewhere: of documents in ingestion/, of queries in search/.
"""

from indexer.analysis.analyzers import Analyzers, MakeAnalyzers, danish_stem_cache
from indexer.analysis.collation import danish_sort_key

ANALYSIS_VERSION = "10"
"""Raised whenever the same text would give other terms; part of the index fingerprint."""

__all__ = ["ANALYSIS_VERSION", "Analyzers", "MakeAnalyzers", "danish_sort_key", "danish_stem_cache"]
