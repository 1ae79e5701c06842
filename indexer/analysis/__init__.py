"""Text -> terms; the same for indexing and querying."""

from indexer.analysis.analyzers import Analyzers, danish_stem_memory
from indexer.analysis.collation import danish_sort_key
from indexer.analysis.document_analysis import analyze_document, count_danish_words, normalized_counts, places_in_text
from indexer.analysis.query_analysis import MatchMode, QueryAnalyzer, QueryWeights, Reading
from indexer.analysis.snippets import SnippetMaker
from indexer.analysis.word_tables import WordTables

ANALYSIS_VERSION = "5"
"""Raised whenever the same text would give other terms; part of the index fingerprint."""

__all__ = [
    "ANALYSIS_VERSION",
    "Analyzers",
    "MatchMode",
    "QueryAnalyzer",
    "QueryWeights",
    "Reading",
    "SnippetMaker",
    "WordTables",
    "analyze_document",
    "count_danish_words",
    "danish_sort_key",
    "danish_stem_memory",
    "normalized_counts",
    "places_in_text",
]
