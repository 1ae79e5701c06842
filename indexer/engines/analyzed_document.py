"""What analysis makes of a document, and an engine indexes: words by number, and what each becomes in a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.domain.documents.metadata import DocumentId

Numbers = NDArray[np.uint32]


class Expansion(NamedTuple):
    """The terms that words become.

    Attributes:
        terms: by number; may hold more than the words become.
        numbers: of the terms, word after word.
        counts: how many terms each word becomes; None where each becomes one.
    """

    terms: Sequence[str]
    numbers: Numbers
    counts: NDArray[Any] | None


class TermColumn(Protocol):
    """What numbered words become in one field; made when it is asked for, for all words at a time."""

    max_terms_per_word: int
    """So many terms a word becomes at most, as a rule: what memory is reckoned by."""

    def __len__(self) -> int:
        """How many words have a number."""

    def expanded(self, words: Numbers) -> Expansion:
        """The terms of words by their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class AnalyzedField:
    """The words of one field, in text order.

    Attributes:
        column: what the words become in this field; many documents share one.
        words: their numbers.
        positions: of each word; they rise, with a gap between pages. Empty in a field that has no positions.
    """

    column: TermColumn
    words: Numbers
    positions: Numbers

    @classmethod
    def of(cls, terms: Sequence[str], positions: Iterable[int] = ()) -> AnalyzedField:
        """A field of terms that are its own."""
        return ListedTerms().field(terms, positions)

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms, in text order."""
        terms, numbers, _ = self.column.expanded(self.words)
        return tuple(terms[number] for number in numbers.tolist())


@dataclass(frozen=True, slots=True)
class AnalyzedDocument:
    """A document ready to be indexed.

    Attributes:
        fields: by field name; only fields that hold a word.
        page_starts: for each body field the (page number, first position) of its pages, rising.
        facet_values: by facet id; every facet has at least one value (NOT_STATED if need be).
        title_key: sorts titles in Danish order by plain comparison.
        record: what a hit shows, opaque to the engine.
        published: when it became public, in seconds since 1970; None if that is not known.
    """

    id: DocumentId
    content_hash: str
    fields: Mapping[str, AnalyzedField]
    page_starts: Mapping[str, Sequence[tuple[int, int]]]
    facet_values: Mapping[str, tuple[str, ...]]
    title_key: str
    record: str
    page_count: int
    published: int | None = None
    is_public: bool = True


class NumberedTexts(dict[str, int]):
    """Numbers for texts, in the order of their first appearance."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        self.texts.append(text)
        return number

    def assign_numbers(self, texts: Sequence[str]) -> Numbers:
        """The number of each text; quicker than `numbers` where most of them are new."""
        # Set operations on all texts at once: a call of __missing__ for each new text would take longer.
        known = len(self)
        new = dict.fromkeys(texts)
        if known:
            new = dict.fromkeys(text for text in new if text not in self)
        self.update(zip(new, range(known, known + len(new)), strict=True))
        self.texts += new
        if len(new) == len(texts):
            return np.arange(known, known + len(new), dtype=np.uint32)
        return self.numbers(texts)

    def numbers(self, texts: Sequence[str]) -> Numbers:
        """The number of each text."""
        if len(texts) < 2:  # what is got of one text alone is no tuple
            return np.array([self[text] for text in texts], dtype=np.uint32)
        # All at once: a call for each word would take half as long again.
        return np.array(itemgetter(*texts)(self), dtype=np.uint32)


class ListedTerms(NumberedTexts):
    """A column of words that are terms themselves."""

    max_terms_per_word = 1

    def expanded(self, words: Numbers) -> Expansion:
        """See TermColumn.expanded."""
        return Expansion(self.texts, words, None)

    def field(self, terms: Sequence[str], positions: Iterable[int] = ()) -> AnalyzedField:
        """A field of terms."""
        return AnalyzedField(self, self.numbers(terms), _numbers(positions))


def _numbers(positions: Iterable[int]) -> Numbers:
    if isinstance(positions, range):
        return np.arange(positions.start, positions.stop, positions.step, dtype=np.uint32)
    return np.fromiter(positions, dtype=np.uint32)
