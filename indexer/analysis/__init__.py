"""Text -> terms; the same for indexing and querying."""

from indexer.analysis.analyzers import analyzer_for
from indexer.analysis.collation import danish_sort_key
from indexer.analysis.document_analysis import analyze_document
from indexer.analysis.query_analysis import MatchMode, analyze_query
from indexer.analysis.snippets import SnippetMaker

ANALYSIS_VERSION = "2"
"""Raised whenever the same text would give other terms; part of the index fingerprint."""

__all__ = [
    "ANALYSIS_VERSION",
    "MatchMode",
    "SnippetMaker",
    "analyze_document",
    "analyze_query",
    "analyzer_for",
    "danish_sort_key",
]
