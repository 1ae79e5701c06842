"""A document -> its terms, page by page, each page in its own language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from indexer.analysis.collation import danish_sort_key
from indexer.analysis.page_positions import page_heading
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import token_texts
from indexer.domain.documents.dates import is_public, seconds
from indexer.domain.documents.document import Document
from indexer.domain.documents.facets import counted_values
from indexer.domain.documents.hit_record import write_record
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.fields import is_body
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField, Numbers
from indexer.ingestion.term_columns import WordTable, WordTables

PAGE_GAP = 100
"""Positions left free between two pages, so that no phrase reaches across."""


TITLE_ROOM = 1000
"""Body positions begin here, so that the parts of a title's compounds can stand before every page."""
_Passage = tuple[Numbers, Numbers]
"""The numbers of words, and the position of each."""


class _Texts:
    """The texts of a document in one language; positions go on from page to page."""

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._titles: list[_Passage] = []
        self._pages: list[_Passage] = []
        self._next = TITLE_ROOM
        self.page_starts: list[tuple[int, int]] = []

    def add_title(self, text: str) -> None:
        """Make a text the title."""
        if words := token_texts(text):
            self._titles.append(self._passage(words, 0))

    def add_page(self, text: str, page_number: int) -> None:
        """Add a text to the body fields; page 0 is the summary, which stands on no page."""
        if words := token_texts(text):
            self.page_starts.append((page_number, self._next))
            self._pages.append(self._passage(words, self._next))
            self._next += len(words) + PAGE_GAP

    def fields(self, *, is_public: bool) -> Iterator[tuple[str, AnalyzedField]]:
        """The fields that hold a word, by name."""
        columns = self._table.columns
        for passages, columns_of_passages in ((self._titles, columns.of_titles), (self._pages, columns.of_pages)):
            if passages:
                words, places = _joined(passages)
                yield from ((name, AnalyzedField(column, words, places)) for name, column in columns_of_passages)
        if self._titles or self._pages:
            words, places = _joined([*self._titles, *self._pages])
            yield from ((name, AnalyzedField(column, words, places)) for name, column in columns.of_both)
            # No phrase is looked for in these fields.
            nowhere = places[:0]
            yield from ((name, AnalyzedField(column, words, nowhere)) for name, column in columns.of_both_anywhere)
            # Spellings are what corrections are chosen from: a draft must not show through one.
            if is_public:
                yield from ((name, AnalyzedField(column, words, nowhere)) for name, column in columns.of_spellings)

    def _passage(self, words: list[str], first: int) -> _Passage:
        return self._table.numbers(words), np.arange(first, first + len(words), dtype=np.uint32)


def _joined(passages: Sequence[_Passage]) -> _Passage:
    if len(passages) == 1:
        return passages[0]
    words, places = zip(*passages, strict=True)
    return np.concatenate(words), np.concatenate(places)


def analyze_document(document: Document, vocabulary: Vocabulary, tables: WordTables) -> AnalyzedDocument:
    """Everything that an engine needs to index a document; its words get their numbers from the tables.

    Titles and summaries are analysed in the language they are stated in, so a Danish write-up is also found by its
    English title; summaries count as page 0 of the body. Words of drafts are no suggestions for anyone.
    """
    metadata = document.metadata
    is_shown = is_public(metadata)
    texts = {language: _Texts(tables[language]) for language in Language}
    for language, own in texts.items():
        own.add_title(metadata.title_in(language))
        own.add_page(metadata.summary_in(language), 0)
    for page in document.all_pages:
        texts[document.page_language(page)].add_page(f"{page_heading(page)}{page.text}", page.number)
    fields = {language: dict(own.fields(is_public=is_shown)) for language, own in texts.items()}
    return AnalyzedDocument(
        id=document.id,
        content_hash=document.content_hash,
        fields={name: found for some in fields.values() for name, found in some.items()},
        page_starts={
            name: tuple(texts[language].page_starts)
            for language, some in fields.items()
            for name in some
            if is_body(name)
        },
        facet_values=counted_values(metadata, vocabulary),
        title_key=danish_sort_key(metadata.title),
        record=write_record(document),
        page_count=len(document.all_pages),
        published=seconds(metadata.published),
        is_public=is_shown,
    )


def count_danish_words(document: Document, counts: Counter[str]) -> None:
    """Add the words of a document's Danish pages and titles, as they are written, to counts.

    See `normalized_counts`.
    """
    texts = [document.metadata.title_in(Language.DANISH), document.metadata.summary_in(Language.DANISH)]
    texts += [page.text for page in document.all_pages if document.page_language(page) is Language.DANISH]
    for text in texts:
        counts.update(token_texts(text))


def normalized_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by word as written -> counts by normalized word, sorted: what compounds are split by."""
    normalized: dict[str, int] = {}
    for word, count in zip(map(normalize, counts), counts.values(), strict=True):
        normalized[word] = normalized.get(word, 0) + count
    return {word: normalized[word] for word in sorted(normalized)}
