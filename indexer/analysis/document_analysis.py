"""A document -> its terms, page by page, each page in its own language."""

from __future__ import annotations

from collections import defaultdict

from indexer.analysis.analyzers import analyzer_for
from indexer.analysis.collation import danish_sort_key
from indexer.domain.document import Document, Language, Status
from indexer.domain.fields import body_terms, body_words, spellings, title_terms, title_words
from indexer.domain.metadata_record import write_record
from indexer.domain.schema import FACETS, NOT_STATED, FacetSource, stated_values
from indexer.domain.vocabulary import Vocabulary
from indexer.ports import AnalyzedDocument, AnalyzedField

PAGE_GAP = 100
"""Positions left free between two pages, so that no phrase reaches across."""


class _FieldBuilder:
    """Collects the terms of the fields; positions go on from page to page."""

    def __init__(self) -> None:
        self.terms: defaultdict[str, list[str]] = defaultdict(list)
        self.positions: defaultdict[str, list[int]] = defaultdict(list)
        self.page_starts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.spellings: defaultdict[str, set[str]] = defaultdict(set)
        self._next_position: defaultdict[str, int] = defaultdict(int)

    def add_title(self, text: str, language: Language) -> None:
        """Add a text to both title fields."""
        self._add(text, language, title_terms(language), title_words(language), None)

    def add_page(self, text: str, language: Language, page_number: int) -> None:
        """Add a text to both body fields; page 0 is the summary, which stands on no page."""
        self._add(text, language, body_terms(language), body_words(language), page_number)

    def _add(self, text: str, language: Language, term_field: str, word_field: str, page_number: int | None) -> None:
        tokens = analyzer_for(language).analyze(text)
        first = self._next_position[term_field]
        positions = range(first, first + len(tokens))
        for field, terms in ((term_field, [t.term for t in tokens]), (word_field, [t.word for t in tokens])):
            self.terms[field].extend(terms)
            self.positions[field].extend(positions)
            if page_number is not None and tokens:
                self.page_starts[field].append((page_number, first))
        self.spellings[spellings(language)].update(token.spelling for token in tokens)
        self._next_position[term_field] = first + len(tokens) + PAGE_GAP


def analyze_document(document: Document, vocabulary: Vocabulary) -> AnalyzedDocument:
    """Everything that an engine needs to index a document.

    Titles and summaries are analysed in the language they are stated in, so a Danish write-up is also found by its
    English title; summaries count as page 0 of the body.
    """
    metadata = document.metadata
    builder = _FieldBuilder()
    for language in Language:
        builder.add_title(metadata.title_in(language), language)
        builder.add_page(metadata.summary_in(language), language, 0)
    for page in document.pages:
        language = document.page_language(page)
        builder.add_page(f"{page.label}\n{page.text}" if page.markup else page.text, language, page.number)
    fields = {name: AnalyzedField(terms, builder.positions[name]) for name, terms in builder.terms.items() if terms}
    fields |= {name: AnalyzedField(sorted(words), ()) for name, words in builder.spellings.items() if words}
    return AnalyzedDocument(
        id=document.id,
        content_hash=document.content_hash,
        fields=fields,
        page_starts={name: tuple(starts) for name, starts in builder.page_starts.items()},
        facet_values=_facet_values(document, vocabulary),
        title_key=danish_sort_key(metadata.title),
        record=write_record(document),
        page_count=len(document.pages),
        year=metadata.year_start,
        is_public=metadata.status is Status.PUBLISHED,
    )


def _facet_values(document: Document, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    stated = stated_values(document.metadata)
    values = {}
    for facet in FACETS:
        own = tuple(dict.fromkeys(stated[facet.id]))
        if facet.source is FacetSource.VOCABULARY:
            own = vocabulary.with_broader(facet.id, own)
        values[facet.id] = own or (NOT_STATED,)
    return values
