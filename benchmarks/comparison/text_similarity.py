"""Plain text similarity: Whoosh's own more-like-this over full texts, the usual set-up.

Title, summary and text of every document are indexed with Whoosh's LanguageAnalyzer, each language in a field of its
own (titles and summaries stand in both). The 25 terms that tell most of a document (Whoosh's key terms, as many as
Lucene's MoreLikeThis takes) are searched with BM25F in both fields.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from indexer import Document, DocumentId, Language

_TERMS = 25


class TextSimilarity:
    """An index of full texts that finds the most similar ones."""

    def __init__(self, documents: Sequence[Document]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Whoosh's own source, on newer Pythons
            from whoosh.analysis import LanguageAnalyzer
            from whoosh.fields import STORED, TEXT, Schema
            from whoosh.filedb.filestore import RamStorage
        fields = {language.value: TEXT(LanguageAnalyzer(language.value), phrase=False) for language in Language}
        index = RamStorage().create_index(Schema(id=STORED, **fields))
        self._texts = {document.id: _texts(document) for document in documents}
        writer = index.writer(limitmb=256)
        for document_id, texts in self._texts.items():
            writer.add_document(id=document_id, **texts)
        writer.commit()
        self._searcher: Any = index.searcher()

    def most_similar(self, document_id: DocumentId, *, among: set[DocumentId], limit: int) -> list[DocumentId]:
        """The most similar other documents of those that are asked about, best first."""
        from whoosh.query import Or, Term

        words = [
            Term(field, term, boost=weight)
            for field, text in self._texts[document_id].items()
            for term, weight in self._searcher.key_terms_from_text(field, text, numterms=_TERMS)
        ]
        hits = [hit["id"] for hit in self._searcher.search(Or(words), limit=None)]
        return [found for found in hits if found != document_id and found in among][:limit]


def _texts(document: Document) -> dict[str, str]:
    texts = {
        language.value: f"{document.metadata.title_in(language)}\n{document.metadata.summary_in(language)}"
        for language in Language
    }
    for page in document.pages:
        texts[document.page_language(page).value] += f"\n{page.label}\n{page.text}"
    return texts
