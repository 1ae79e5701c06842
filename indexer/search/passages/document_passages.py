"""What a reader of one document is shown of the words that were searched."""

from __future__ import annotations

from indexer.domain.documents.document import Document, Page
from indexer.domain.queries.results import Match, Snippet
from indexer.domain.queries.structured_query import positive_leaves
from indexer.search.passages.snippets import SnippetMaker
from indexer.search.retrieval import Retrieval


class DocumentPassages:
    """Passages and matches within documents; safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, snippet_characters: int) -> None:
        self._retrieval = retrieval
        self._snippet_characters = snippet_characters

    def search_within(self, document: Document, text: str) -> tuple[Snippet, ...]:
        """A snippet for each page of the document that holds a word of the text, in page order."""
        maker = self._maker(text)
        snippets = []
        for page in document.pages:
            language = document.page_language(page)
            if maker.matches(page.text, language):
                snippets.append(maker.snippet(page.text, language, page_number=page.number, label=page.label))
        return tuple(snippets)

    def matches_by_page(self, document: Document, text: str) -> dict[int, tuple[Match, ...]]:
        """Where the words of a text stand on each page of the document; only pages with a match."""
        maker = self._maker(text)
        found = {page.number: maker.matches(page.text, document.page_language(page)) for page in document.pages}
        return {number: matches for number, matches in found.items() if matches}

    def matches_on_page(self, document: Document, page: Page, text: str) -> tuple[Match, ...]:
        """Where the words of a text stand on one page."""
        return self._maker(text).matches(page.text, document.page_language(page))

    def _maker(self, text: str) -> SnippetMaker:
        tree, knowledge = self._retrieval.tree(text)
        return SnippetMaker(positive_leaves(tree), self._snippet_characters, knowledge.analyzers)
