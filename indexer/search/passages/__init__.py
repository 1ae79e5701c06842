"""Where texts answer a query: words that are marked, and the passages that show them best."""

from indexer.search.passages.snippets import SnippetMaker, passage_snippet

__all__ = ["passage_snippet", "SnippetMaker"]
