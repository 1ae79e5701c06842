"""Where texts answer a query: words that are marked, and the passages that show them best."""

from indexer.search.passages.snippets import SnippetMaker

__all__ = ["SnippetMaker"]
