"""A document -> its terms, page by page, each page in its own language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain

from indexer.analysis.analyzers import Analyzers, letter_runs_of
from indexer.analysis.collation import danish_sort_key
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import token_texts
from indexer.domain.document import Document, Language, Page, Status
from indexer.domain.fields import (
    FREQUENCY_FIELDS,
    SPELLING_FIELDS,
    TEXT_FIELDS,
    body_terms,
    body_words,
    compound_parts,
    field_language,
    letter_runs,
    spellings,
    title_terms,
    title_words,
)
from indexer.domain.metadata_record import write_record
from indexer.domain.schema import FACETS, NOT_STATED, FacetSource, stated_values
from indexer.domain.vocabulary import Vocabulary
from indexer.ports import AnalyzedDocument, AnalyzedField, WordForm

PAGE_GAP = 100
"""Positions left free between two pages, so that no phrase reaches across."""


TITLE_ROOM = 1000
"""Body positions begin here, so that the parts of a title's compounds can stand before every page."""


class _FieldBuilder:
    """Collects the terms of the fields; positions go on from page to page."""

    def __init__(self, analyzers: Analyzers) -> None:
        self._analyzers = analyzers
        self.terms: defaultdict[str, list[str]] = defaultdict(list)
        self.positions: defaultdict[str, list[int]] = defaultdict(list)
        self.page_starts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._next_position: defaultdict[str, int] = defaultdict(int)

    def add_title(self, text: str, language: Language) -> None:
        """Add a text to the title fields."""
        forms = self._analyzers[language].forms(token_texts(text))
        self._add(forms, 0, title_terms(language), title_words(language))

    def add_page(self, text: str, language: Language, page_number: int) -> None:
        """Add a text to the body fields; page 0 is the summary, which stands on no page."""
        forms = self._analyzers[language].forms(token_texts(text))
        if not forms:
            return
        first = self._next_position[language] or TITLE_ROOM
        self._next_position[language] = first + len(forms) + PAGE_GAP
        for field in (body_terms(language), body_words(language), compound_parts(language)):
            self.page_starts[field].append((page_number, first))
        self._add(forms, first, body_terms(language), body_words(language))

    def _add(self, forms: list[WordForm], first: int, term_field: str, word_field: str) -> None:
        if not forms:
            return
        language = field_language(term_field)
        words, terms, spelled, _, parts = zip(*forms, strict=True)  # columns: much faster than a loop over the words
        for field, column in ((term_field, terms), (word_field, words)):
            self.terms[field].extend(column)
            self.positions[field].extend(range(first, first + len(forms)))
        self.terms[spellings(language)].extend(set(spelled))
        if (field := compound_parts(language)) in TEXT_FIELDS:
            self.terms[field].extend(chain.from_iterable(parts))
            self.positions[field].extend(place for place, some in enumerate(parts, start=first) if some for _ in some)
        if (field := letter_runs(language)) in FREQUENCY_FIELDS:
            self.terms[field].extend(chain.from_iterable(map(letter_runs_of, words)))


def analyze_document(document: Document, vocabulary: Vocabulary, analyzers: Analyzers) -> AnalyzedDocument:
    """Everything that an engine needs to index a document.

    Titles and summaries are analysed in the language they are stated in, so a Danish write-up is also found by its
    English title; summaries count as page 0 of the body. Words of drafts are no suggestions for anyone.
    """
    metadata = document.metadata
    is_public = metadata.status is Status.PUBLISHED
    builder = _FieldBuilder(analyzers)
    for language in Language:
        builder.add_title(metadata.title_in(language), language)
        builder.add_page(metadata.summary_in(language), language, 0)
    for page in document.pages:
        language = document.page_language(page)
        builder.add_page(f"{_heading(page)}{page.text}", language, page.number)
    fields = {}
    for name, terms in builder.terms.items():
        if name in SPELLING_FIELDS:
            fields[name] = AnalyzedField(tuple(sorted(set(terms))) if is_public else (), ())
        else:
            # Tuples of texts and numbers are nothing that Python's garbage collector goes through again and again.
            fields[name] = AnalyzedField(tuple(terms), tuple(builder.positions.get(name, ())))
    return AnalyzedDocument(
        id=document.id,
        content_hash=document.content_hash,
        fields={name: found for name, found in fields.items() if found.terms},
        page_starts={name: tuple(starts) for name, starts in builder.page_starts.items() if name in fields},
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
    """Add the words of a document's Danish pages and titles to the counts that compounds are split by."""
    texts = [document.metadata.title_in(Language.DANISH), document.metadata.summary_in(Language.DANISH)]
    texts += [page.text for page in document.pages if document.page_language(page) is Language.DANISH]
    for text in texts:
        counts.update(map(normalize, token_texts(text)))


def _facet_values(document: Document, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    stated = stated_values(document.metadata)
    values = {}
    for facet in FACETS:
        own = tuple(dict.fromkeys(stated[facet.id]))
        if facet.source is FacetSource.VOCABULARY:
            own = vocabulary.with_broader(facet.id, own)
        values[facet.id] = own or (NOT_STATED,)
    return values
