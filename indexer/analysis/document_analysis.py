"""A document -> its terms, page by page, each page in its own language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from indexer.analysis.collation import danish_sort_key
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import token_texts
from indexer.analysis.word_tables import WordTables
from indexer.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.array_ranges import ranges
from indexer.domain.document import Document, Language, Page, Status
from indexer.domain.fields import (
    FREQUENCY_FIELDS,
    SPELLING_FIELDS,
    TEXT_FIELDS,
    body_terms,
    body_words,
    compound_parts,
    is_body,
    letter_runs,
    spellings,
    title_terms,
    title_words,
)
from indexer.domain.metadata_record import write_record
from indexer.domain.schema import FACETS, NOT_STATED, FacetSource, stated_values
from indexer.domain.vocabulary import Vocabulary

PAGE_GAP = 100
"""Positions left free between two pages, so that no phrase reaches across."""


TITLE_ROOM = 1000
"""Body positions begin here, so that the parts of a title's compounds can stand before every page."""
_FIELDS = frozenset((*TEXT_FIELDS, *FREQUENCY_FIELDS, *SPELLING_FIELDS))


class _FieldBuilder:
    """Collects the words of the fields; positions go on from page to page."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self.fields: dict[str, AnalyzedField] = {}
        self.page_starts: dict[str, tuple[tuple[int, int], ...]] = {}
        self._titles: defaultdict[Language, list[str]] = defaultdict(list)
        self._pages: defaultdict[Language, list[str]] = defaultdict(list)
        self._starts: defaultdict[Language, list[tuple[int, int]]] = defaultdict(list)
        self._sizes: defaultdict[Language, list[int]] = defaultdict(list)

    def add_title(self, text: str, language: Language) -> None:
        """Add a text to the title fields."""
        self._titles[language] += token_texts(text)

    def add_page(self, text: str, language: Language, page_number: int) -> None:
        """Add a text to the body fields; page 0 is the summary, which stands on no page."""
        words = token_texts(text)
        if words:
            starts, sizes = self._starts[language], self._sizes[language]
            first = starts[-1][1] + sizes[-1] + PAGE_GAP if starts else TITLE_ROOM
            starts.append((page_number, first))
            sizes.append(len(words))
            self._pages[language] += words

    def build(self, language: Language, *, is_public: bool) -> None:
        """Make the fields of a language."""
        table = self._tables[language]
        title, pages = table.numbers(self._titles[language]), table.numbers(self._pages[language])
        title_places = np.arange(len(title), dtype=np.uint32)
        firsts = np.array([first for _, first in self._starts[language]], dtype=np.int64)
        page_places = ranges(firsts, np.array(self._sizes[language], dtype=np.int64)).astype(np.uint32)
        words, places = np.concatenate((title, pages)), np.concatenate((title_places, page_places))
        nowhere = places[:0]
        for name, column, numbers, positions in (
            (title_terms, table.terms, title, title_places),
            (title_words, table.folded, title, title_places),
            (body_terms, table.terms, pages, page_places),
            (body_words, table.folded, pages, page_places),
            (compound_parts, table.parts, words, places),
            (letter_runs, table.letter_runs, words, nowhere),
            (spellings, table.spellings, np.unique(words) if is_public else nowhere, nowhere),
        ):
            if len(numbers) and (field := name(language)) in _FIELDS:
                self.fields[field] = AnalyzedField(column, numbers, positions)
                if is_body(field):
                    self.page_starts[field] = tuple(self._starts[language])


def analyze_document(document: Document, vocabulary: Vocabulary, tables: WordTables) -> AnalyzedDocument:
    """Everything that an engine needs to index a document; its words get their numbers from the tables.

    Titles and summaries are analysed in the language they are stated in, so a Danish write-up is also found by its
    English title; summaries count as page 0 of the body. Words of drafts are no suggestions for anyone.
    """
    metadata = document.metadata
    is_public = metadata.status is Status.PUBLISHED
    builder = _FieldBuilder(tables)
    for language in Language:
        builder.add_title(metadata.title_in(language), language)
        builder.add_page(metadata.summary_in(language), language, 0)
    for page in document.pages:
        language = document.page_language(page)
        builder.add_page(f"{_heading(page)}{page.text}", language, page.number)
    for language in Language:
        builder.build(language, is_public=is_public)
    return AnalyzedDocument(
        id=document.id,
        content_hash=document.content_hash,
        fields=builder.fields,
        page_starts=builder.page_starts,
        facet_values=_facet_values(document, vocabulary),
        title_key=danish_sort_key(metadata.title),
        record=write_record(document),
        page_count=len(document.pages),
        year=metadata.year_start,
        is_public=is_public,
    )


def places_in_text(page: Page, places: Sequence[int]) -> list[int]:
    """Places among the words of a page as it was analysed -> those among the words of its text."""
    before = len(token_texts(_heading(page)))
    return [place - before for place in places if place >= before]


def _heading(page: Page) -> str:
    """What is analysed before a page's text: the heading of a section, which its text lacks."""
    return f"{page.label}\n" if page.markup else ""


def count_danish_words(document: Document, counts: Counter[str]) -> None:
    """Add the words of a document's Danish pages and titles, as they are written, to counts.

    See `normalized_counts`.
    """
    texts = [document.metadata.title_in(Language.DANISH), document.metadata.summary_in(Language.DANISH)]
    texts += [page.text for page in document.pages if document.page_language(page) is Language.DANISH]
    for text in texts:
        counts.update(token_texts(text))


def normalized_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by word as written -> counts by normalized word, sorted: what compounds are split by."""
    normalized: Counter[str] = Counter()
    for word, count in counts.items():
        normalized[normalize(word)] += count
    return dict(sorted(normalized.items()))


def _facet_values(document: Document, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    stated = stated_values(document.metadata)
    values = {}
    for facet in FACETS:
        own = tuple(dict.fromkeys(stated[facet.id]))
        if facet.source is FacetSource.VOCABULARY:
            own = vocabulary.with_broader(facet.id, own)
        values[facet.id] = own or (NOT_STATED,)
    return values
