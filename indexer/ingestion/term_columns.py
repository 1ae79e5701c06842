"""The words of many documents by number, and what each becomes in the fields.

Texts only need the numbers of their words; what a word becomes is made once, for all new words at a time, when an
engine asks for the terms of a field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.letter_ngrams import letter_ngrams_of_all
from indexer.analysis.port import WordForm
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import (
    FREQUENCY_FIELDS,
    SPELLING_FIELDS,
    TEXT_FIELDS,
    body_terms,
    body_words,
    compound_parts,
    ngram_terms,
    spellings,
    title_terms,
    title_words,
)
from indexer.engines.analyzed_document import Expansion, NumberedTexts, Numbers, TermColumn
from indexer.storage.ragged import Int64Array, cumulated, ranges

_NamedColumns = tuple[tuple[str, TermColumn], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields of one language by what goes into them: their names, and what words become in them.

    Attributes:
        of_both: titles and pages together.
        of_both_anywhere: the same, without positions.
        of_spellings: the same, of public documents only.
    """

    of_titles: _NamedColumns
    of_pages: _NamedColumns
    of_both: _NamedColumns
    of_both_anywhere: _NamedColumns
    of_spellings: _NamedColumns


class WordTable:
    """The words of one language as they are written; for one thread at a time."""

    def __init__(self, language: Language, make_forms: Callable[[Sequence[str]], Sequence[WordForm]]) -> None:
        """`make_forms` of words that were not seen before."""
        self._make_forms = make_forms
        self._words = NumberedTexts()
        self._forms = NumberedTexts()
        self._form_of_word = _Growing()
        self._with_forms = 0
        self._terms = _SingleColumn(self)
        self._folded = _SingleColumn(self)
        self._spellings = _SingleColumn(self)
        self._parts = _ListColumn(self, max_terms_per_word=1)
        self._letter_ngrams = _ListColumn(self, max_terms_per_word=4)  # as a word of eight letters has
        self.columns = Columns(
            of_titles=((title_terms(language), self._terms), (title_words(language), self._folded)),
            of_pages=((body_terms(language), self._terms), (body_words(language), self._folded)),
            of_both=_known(compound_parts(language), self._parts),
            of_both_anywhere=_known(ngram_terms(language), self._letter_ngrams),
            of_spellings=_known(spellings(language), self._spellings),
        )

    def __len__(self) -> int:
        return len(self._words)

    def numbers(self, texts: Sequence[str]) -> Numbers:
        """The numbers of words."""
        return self._words.numbers(texts)

    def counts(self, words: Sequence[Numbers]) -> dict[str, int]:
        """How often each word stands in all of them."""
        together = np.concatenate([np.zeros(0, dtype=np.uint32), *words])
        counts = np.bincount(together, minlength=len(self)).tolist()
        return {text: count for text, count in zip(self._words.texts, counts, strict=True) if count}

    def forms(self, words: Numbers) -> Numbers:
        """The numbers of the forms of words: words that are spelt alike but for capitals share one."""
        # All words since the last call at once: what they become is asked for field by field, long after they came.
        new = self._words.texts[self._with_forms :]
        if new:
            self._add_forms(self._make_forms(new))
            self._with_forms += len(new)
        return self._form_of_word.whole[words]

    def _add_forms(self, forms: Sequence[WordForm]) -> None:
        known = len(self._forms)
        self._form_of_word.extend(self._forms.assign_numbers([form.spelling for form in forms]))
        by_spelling = {form.spelling: form for form in forms}
        new = [by_spelling[spelling] for spelling in self._forms.texts[known:]]
        self._terms.extend([form.term for form in new])
        self._folded.extend([form.word for form in new])
        self._spellings.extend(self._forms.texts[known:])
        parts = [*chain.from_iterable(form.parts for form in new)]
        counts = np.fromiter((len(form.parts) for form in new), dtype=np.uint32, count=len(new))
        self._parts.extend(parts, np.arange(len(parts)), counts)
        self._letter_ngrams.extend(*letter_ngrams_of_all([form.word for form in new]))


def _known(field: str, column: TermColumn) -> _NamedColumns:
    """The column under its name; none where the language has no such field."""
    return ((field, column),) if field in (*TEXT_FIELDS, *FREQUENCY_FIELDS, *SPELLING_FIELDS) else ()


class WordTables:
    """A table for each language; one run fills them."""

    def __init__(self, analyzers: Analyzers | None = None) -> None:
        """`analyzers` may be given later, before the first term is asked for: they may need the words' counts."""
        self.analyzers = analyzers
        self._tables = {language: WordTable(language, partial(self._forms, language)) for language in Language}

    def __getitem__(self, language: Language) -> WordTable:
        return self._tables[language]

    def __len__(self) -> int:
        """How many words have a number."""
        return sum(map(len, self._tables.values()))

    def _forms(self, language: Language, words: Sequence[str]) -> Sequence[WordForm]:
        if self.analyzers is None:
            raise RuntimeError("the words have no forms before there is an analyzer")
        return self.analyzers[language].forms(words)


class _Growing:
    """A uint32 array that grows at its end."""

    def __init__(self) -> None:
        self._pieces: list[Numbers] = []
        self._whole: Numbers = np.zeros(0, dtype=np.uint32)

    def extend(self, numbers: Numbers) -> None:
        self._pieces.append(numbers)

    @property
    def whole(self) -> Numbers:
        # Joined when it is read: to append to an array piece by piece would copy all of it each time.
        if self._pieces:
            self._whole = np.concatenate((self._whole, *self._pieces))
            self._pieces.clear()
        return self._whole


class _Column:
    """What the forms of a table become in one field; a TermColumn."""

    def __init__(self, table: WordTable, max_terms_per_word: int = 1) -> None:
        self.max_terms_per_word = max_terms_per_word
        self._table = table
        self._terms = NumberedTexts()

    def __len__(self) -> int:
        return len(self._table)


class _SingleColumn(_Column):
    """Each form becomes one term."""

    def __init__(self, table: WordTable) -> None:
        super().__init__(table)
        self._of_form = _Growing()

    def expanded(self, words: Numbers) -> Expansion:
        """See TermColumn.expanded."""
        forms = self._table.forms(words)
        return Expansion(self._terms.texts, self._of_form.whole[forms], None)

    def extend(self, terms: Sequence[str]) -> None:
        """Add what the next forms become."""
        self._of_form.extend(self._terms.assign_numbers(terms))


class _ListColumn(_Column):
    """Each form becomes any number of terms."""

    def __init__(self, table: WordTable, max_terms_per_word: int) -> None:
        super().__init__(table, max_terms_per_word)
        self._flat = _Growing()
        self._counts = _Growing()

    def expanded(self, words: Numbers) -> Expansion:
        """See TermColumn.expanded."""
        forms = self._table.forms(words)
        all_counts = self._counts.whole
        counts = all_counts[forms]
        starts = cumulated(all_counts)[forms]
        return Expansion(self._terms.texts, self._flat.whole[ranges(starts, counts)], counts)

    def extend(self, terms: Sequence[str], held: Int64Array, counts: Numbers) -> None:
        """Add what the next forms become: which of the terms, form after form, and how many each."""
        self._flat.extend(self._terms.assign_numbers(terms)[held])
        self._counts.extend(counts)
