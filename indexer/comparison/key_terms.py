"""The key terms of documents: what a text is about, word by word, in one language.

A term that stands in the title or at least twice in the text weighs tf / (tf + 1) * ln(N / df), words of the title
counted threefold; the heaviest of each document are kept. Names of the places that a document states are left out:
they say where, not what.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from indexer.analysis import Analyzers
from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
from indexer.comparison.document_rows import Rows, Succession
from indexer.comparison.place_names import PlaceNames
from indexer.comparison.weighted_jaccard import Mask, Scores
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.queries.fields import TEXT_FIELDS, body_terms, compound_parts, title_terms
from indexer.engines.port import TermCounts
from indexer.storage.ragged import Int64Array

# A part of a compound counts half: it tells less than the word that was written.
_FIELD_WEIGHTS = {title_terms: 3.0, body_terms: 1.0, compound_parts: 0.5}
_STOP_WORDS = {Language.DANISH: DANISH_STOP_WORDS, Language.ENGLISH: ENGLISH_STOP_WORDS}
# Words that say nothing of what a text is about, though no search should lose them.
_EVERYDAY = {
    Language.DANISH: "år årene måned uge dag en to tre fire fem seks syv otte ni ti første anden begge kom gik fik "
    "januar februar marts april maj juni juli august september oktober november december tusind million procent",
    Language.ENGLISH: "year month week day one two three four five six seven eight nine ten first second also many "
    "january february march april may june july august september october november december back thousand million",
}
_MIN_LENGTH = 3
_MIN_FREQUENCY = 2.0
# In the language that a document is not written in, it has only a title and a summary: each word there tells.
_FOREIGN_WEIGHT = 2.0


def key_term_fields() -> list[str]:
    """The fields that key terms are taken from."""
    return [name(language) for language in Language for name in _FIELD_WEIGHTS if name(language) in TEXT_FIELDS]


class TermNames:
    """The terms that documents of one language were seen with, numbered as they came; nothing in it changes.

    Attributes:
        all: by number.
        numbers: of each term.
        by_name: the numbers in the order of the terms.
        are_fit: which terms say something by themselves: no stop words, numbers or very short ones.
    """

    def __init__(
        self, names: list[str], numbers: dict[str, int], by_name: Int64Array, are_fit: Mask, stop_words: frozenset[str]
    ) -> None:
        self.all = names
        self.numbers = numbers
        self.by_name = by_name
        self.are_fit = are_fit
        self._stop_words = stop_words

    @classmethod
    def of(cls, language: Language, analyzers: Analyzers) -> TermNames:
        """None yet."""
        words = " ".join((*_STOP_WORDS[language], _EVERYDAY[language]))
        stop_words = frozenset(token.term for token in analyzers[language].analyze(words))
        return cls([], {}, _NONE, np.zeros(0, dtype=np.bool_), stop_words)

    def with_names(self, names: Sequence[str]) -> TermNames:
        """These and others, which may be among them."""
        new = sorted({name for name in names if name not in self.numbers})
        if not new:
            return self
        known, size = [*self.all, *new], len(self.all)
        places = [bisect_left(self.by_name, name, key=known.__getitem__) for name in new]
        fit = [len(name) >= _MIN_LENGTH and name not in self._stop_words and name.isalpha() for name in new]
        return TermNames(
            known,
            self.numbers | {name: size + place for place, name in enumerate(new)},
            np.insert(self.by_name, places, np.arange(size, len(known))),
            np.concatenate([self.are_fit, np.array(fit, dtype=np.bool_)]),
            self._stop_words,
        )


@dataclass(frozen=True, slots=True)
class TermRows:
    """How often each term of one language stands in each document.

    The columns of the rows: the number of the term; its frequency, weighed by field and added up, 0 for a name of the
    document's own place; and as bits the fields that hold it, in the order of their weights.
    """

    names: TermNames
    rows: Rows

    @classmethod
    def of(cls, language: Language, analyzers: Analyzers) -> TermRows:
        """Of no documents."""
        columns = (np.zeros(0, dtype=kind) for kind in (np.int32, np.float32, np.uint8))
        return cls(TermNames.of(language, analyzers), Rows(_NONE, *columns))

    def succeeded(
        self,
        succession: Succession,
        language: Language,
        counts: Mapping[str, TermCounts],
        described: Sequence[Metadata],
        analyzers: Analyzers,
    ) -> TermRows:
        """Those of a newer state; counts and descriptions are of its fresh documents, in their order."""
        names, frequencies, fields = _weighted_frequencies(language, counts, len(described))
        lengths = np.diff(frequencies.indptr).astype(np.int64)
        documents = np.repeat(np.arange(len(described)), lengths)
        terms = frequencies.indices.astype(np.int64)
        is_foreign: Mask = np.array([language not in own.languages for own in described], dtype=np.bool_)
        is_own_place = PlaceNames(described, language, analyzers).are_named(documents, terms, names)
        tf = frequencies.data * np.where(is_foreign, _FOREIGN_WEIGHT, 1.0)[documents] * ~is_own_place
        known = self.names.with_names(names)
        numbers = np.array([known.numbers[name] for name in names], dtype=np.int32)
        fresh = Rows(lengths, numbers[terms], tf.astype(np.float32), fields)
        return TermRows(known, succession.rows(self.rows, fresh))


class KeyTerms:
    """The key terms of all documents in one language.

    Attributes:
        numbers: the terms that are some document's key term, by ordinal, as in TermNames.
        weights: documents by these terms, nothing where a term is no key term of the document.
    """

    def __init__(self, counted: TermRows, kept: int) -> None:
        """The `kept` heaviest terms of each document are its key terms."""
        self._names = counted.names
        terms, frequencies, fields = counted.rows.columns
        self._rarities = _rarities(counted, terms)
        telling = np.flatnonzero(frequencies >= _MIN_FREQUENCY)
        telling = telling[self._rarities[terms[telling]] > 0]
        documents = counted.rows.row_numbers()[telling].astype(np.int64)
        numbers = terms[telling]
        tf = frequencies[telling].astype(np.float64)
        weights = tf / (tf + 1.0) * self._rarities[numbers]
        order = _in_order(counted.names, terms, fields)
        chosen = _heaviest(documents, weights, order[numbers], kept)
        numbers = numbers[chosen]
        self.numbers: Int64Array = np.unique(numbers).astype(np.int64)
        self.numbers = self.numbers[np.argsort(order[self.numbers])]
        columns = np.zeros(len(order), dtype=np.int32)
        columns[self.numbers] = np.arange(len(self.numbers))
        shape = (len(counted.rows), len(self.numbers))
        self.weights: csr_array = coo_array((weights[chosen], (documents[chosen], columns[numbers])), shape).tocsr()
        self.weights.sort_indices()

    def name(self, ordinal: int) -> str:
        """A key term."""
        number: int = self.numbers[ordinal]
        return self._names.all[number]

    def rarity(self, term: str) -> float:
        """What any term of the documents weighs by its rarity; 0 where it says nothing or none has it."""
        number = self._names.numbers.get(term)
        return 0.0 if number is None else float(self._rarities[number])


def _weighted_frequencies(
    language: Language, counts: Mapping[str, TermCounts], size: int
) -> tuple[list[str], csr_array, Int64Array]:
    """(terms, documents by terms, fields of each entry): frequencies are weighed by field and added up."""
    ordinals: dict[str, int] = {}
    documents, terms, frequencies, fields = [_NONE], [_NONE], [np.zeros(0)], [_NONE]
    for bit, (field_name, weight) in enumerate(_FIELD_WEIGHTS.items()):
        found = counts.get(field_name(language))
        if found is not None:
            own = np.array([ordinals.setdefault(name, len(ordinals)) for name in found.terms], dtype=np.int64)
            documents.append(found.document_ordinals)
            terms.append(own[found.term_ordinals])
            frequencies.append(weight * found.frequencies)
            fields.append(np.full(len(found.frequencies), 1 << bit))
    places = np.concatenate(documents), np.concatenate(terms)
    summed, held = (
        coo_array((np.concatenate(values), places), shape=(size, len(ordinals))).tocsr()
        for values in (frequencies, fields)
    )
    summed.sort_indices()
    held.sort_indices()
    return list(ordinals), summed, held.data.astype(np.uint8)


def _rarities(counted: TermRows, terms: Int64Array) -> Scores:
    # How rare a place name is, is told by all texts; it weighs nothing in those of its own place.
    document_frequencies = np.bincount(terms, minlength=len(counted.names.all))
    # Of documents that have a word at all: a language of which there are few texts has rare words, too.
    filled = int(np.count_nonzero(counted.rows.lengths))
    rarities: Scores = np.log(max(filled, 1) / np.maximum(document_frequencies, 1))
    rarities[~counted.names.are_fit | (document_frequencies == 0)] = 0.0
    return rarities


def _in_order(names: TermNames, terms: Int64Array, fields: Int64Array) -> Int64Array:
    """What rises from term to term: those of titles come first, then those of texts, each by name.

    Equally heavy terms are chosen and listed in this order, however the documents came.
    """
    first_fields = np.full(len(names.all), len(_FIELD_WEIGHTS))
    for bit in reversed(range(len(_FIELD_WEIGHTS))):
        first_fields[terms[(fields & (1 << bit)) > 0]] = bit
    order: Int64Array = first_fields * len(names.all)
    order[names.by_name] += np.arange(len(names.all))
    return order


def _heaviest(documents: Int64Array, weights: Scores, order: Int64Array, kept: int) -> Mask:
    """Which entries are among the heaviest of their document; `documents` rises."""
    is_crowded = np.bincount(documents)[documents] > kept if len(documents) else np.zeros(0, dtype=np.bool_)
    crowded = np.flatnonzero(is_crowded)
    by_weight = crowded[np.lexsort((order[crowded], -weights[crowded], documents[crowded]))]
    # The crowded entries of a document stand together: its n-th heaviest is n places behind its first one.
    firsts = np.searchsorted(documents[crowded], documents[by_weight])
    chosen: Mask = ~is_crowded
    chosen[by_weight[np.arange(len(by_weight)) - firsts < kept]] = True
    return chosen


_NONE: Int64Array = np.zeros(0, dtype=np.int64)
