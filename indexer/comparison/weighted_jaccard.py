"""What documents state in one aspect, as arrays: which of them share a value, and how much that means.

Two sets of values are compared by a weighted Jaccard coefficient: shared weight over united weight. A value weighs
ln(1 + N / df), so rare ones count more; DAMPING in the denominator lets a shared rare value count more than a shared
common one even where it is all that both say. Where values hold by degrees, the smaller degree is shared and the larger
one united (Ruzicka). The coefficient is symmetric, and grows with every value that is added to both in the same degree
or to one that lacked it.

Concepts also stand for what is broader than they are, and for each link to a related concept, which both its ends
share; both count less than a concept itself.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from indexer.comparison.document_rows import Rows, Succession
from indexer.comparison.model import ComparisonWeights
from indexer.domain.documents.vocabulary import Vocabulary

Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Values = tuple[str, ...]
# Value -> how far it holds, above 0 to 1.
Degrees = Mapping[str, float]
DAMPING = 1.5


class _Stands(enum.Enum):
    """What a key of a document stands for: a value of its own, a broader concept, a link to a related concept."""

    VALUE = enum.auto()
    BROADER = enum.auto()
    LINK = enum.auto()


_Key = tuple[str, _Stands]


class SchemeLinks:
    """How the concepts of one scheme are linked."""

    def __init__(self, vocabulary: Vocabulary, scheme: str) -> None:
        """Values of an unknown scheme have no links."""
        self._vocabulary = vocabulary
        self._scheme = scheme

    def with_broader(self, values: Values) -> Values:
        """The values and everything broader than them, narrow before broad."""
        return self._vocabulary.with_broader(self._scheme, values)

    def related(self, value: str) -> Values:
        """The concepts that are related to it."""
        concept = self._vocabulary.concept(self._scheme, value)
        return concept.related if concept else ()


def without_reserve(values: Values) -> dict[str, float]:
    """Values that hold wholly: degree 1."""
    return dict.fromkeys(values, 1.0)


@dataclass(frozen=True, slots=True)
class StatedRows:
    """What each document states in one aspect: the numbers of its keys, and how far each holds; nothing in it changes.

    Attributes:
        numbers: of each key that some document had, though none may have it any more.
    """

    numbers: Mapping[_Key, int]
    rows: Rows

    @classmethod
    def of_none(cls) -> StatedRows:
        """Of no documents."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls({}, Rows(nothing, nothing, np.zeros(0)))

    def succeeded(self, succession: Succession, stated: Sequence[Degrees], links: SchemeLinks | None) -> StatedRows:
        """Those of a newer state; `stated` is what its fresh documents state, and `links` are between the values."""
        keyed = [keys_of(values, links) for values in stated]
        numbers = dict(self.numbers)
        of_keys = [numbers.setdefault(key, len(numbers)) for keys in keyed for key in keys]
        degrees = [degree for keys in keyed for degree in keys.values()]
        lengths = np.fromiter(map(len, keyed), dtype=np.int32, count=len(keyed))
        fresh = Rows(lengths, np.array(of_keys, dtype=np.int32), np.array(degrees, dtype=np.float64))
        return StatedRows(numbers, succession.rows(self.rows, fresh))


class StatedValues:
    """The values of one aspect over all documents, with their broader concepts and links."""

    def __init__(self, stated: StatedRows, links: SchemeLinks | None, weights: ComparisonWeights) -> None:
        """`links` between the values; None where they are no concepts."""
        self._links = links
        self._numbers = stated.numbers
        size = len(stated.rows)
        of_keys, degrees = stated.rows.columns
        shape = (size, len(self._numbers))
        self._degrees = csr_array((degrees, of_keys, stated.rows.offsets), shape=shape)
        share = {_Stands.VALUE: 1.0, _Stands.BROADER: weights.broader, _Stands.LINK: weights.related}
        shares = np.array([share[stands] for _, stands in self._numbers])
        # A value that half holds in two documents is as frequent as one that wholly holds in one.
        frequencies = np.maximum(self._degrees.sum(axis=0), 1.0)
        self._weights: Scores = shares * np.log1p(size / frequencies)
        self._totals: Scores = self._degrees @ self._weights
        self._is_held: Mask = np.bincount(of_keys, minlength=len(self._numbers)) > 0
        # As rare as a value can be: what no document states weighs like what one of them does.
        self._unknown_weight = log(1 + size)
        self.is_stated: Mask = stated.rows.lengths > 0

    def similarities(self, values: Degrees) -> Scores:
        """How alike each document's values are to the given ones, 0 to 1; 0 where nothing is shared."""
        asked = np.zeros(len(self._numbers))
        total = 0.0
        for key, degree in keys_of(values, self._links).items():
            number = self._number(key)
            if number is None:
                total += self._unknown_weight * degree
            else:
                asked[number] = degree
                total += float(self._weights[number]) * degree
        # The smaller degree is shared: 0 for every value that was not asked for.
        smaller = np.minimum(self._degrees.data, asked[self._degrees.indices])
        both = csr_array((smaller, self._degrees.indices, self._degrees.indptr), shape=self._degrees.shape)
        shared = both @ self._weights
        similarities: Scores = shared / (total + self._totals - shared + DAMPING)
        return similarities

    def weight(self, value: str) -> float:
        """How much sharing a value means."""
        number = self._number((value, _Stands.VALUE))
        if number is None:
            number = self._number((value, _Stands.BROADER))
        return float(self._weights[number]) if number is not None else self._unknown_weight

    def shared_broader(self, values: Values, others: Values) -> Values:
        """The narrowest broader concepts that both fall under, rarest first; values that both state are left out."""
        if self._links is None:
            return ()
        own, other = self._links.with_broader(values), self._links.with_broader(others)
        # What is broader than a value that both state is shared as well, and says less.
        covered = set(self._links.with_broader(tuple(v for v in values if v in others)))
        found = [v for v in own if v in other and v not in covered]
        broader_than_found = {b for v in found for b in self._links.with_broader((v,)) if b != v}
        return tuple(sorted((v for v in found if v not in broader_than_found), key=self.weight, reverse=True))

    def related(self, values: Values, others: Values) -> tuple[Values, Values]:
        """Which of the values are related to one of the others, and which of the others to one of them."""
        if self._links is None:
            return (), ()
        return self._linked(values, others), self._linked(others, values)

    def _linked(self, values: Values, others: Iterable[str]) -> Values:
        reached = {related for other in others for related in self._links.related(other)} if self._links else set()
        return tuple(value for value in values if value in reached)

    def _number(self, key: _Key) -> int | None:
        """The number of a key that some document has."""
        number = self._numbers.get(key)
        return number if number is not None and self._is_held[number] else None


def keys_of(values: Degrees, links: SchemeLinks | None) -> dict[_Key, float]:
    """The values, what is broader, and their links, each as far as one of the values that it comes from holds."""
    keys = {(value, _Stands.VALUE): degree for value, degree in values.items()}
    if links is None:
        return keys
    for value, degree in values.items():
        reached = [(broader, _Stands.BROADER) for broader in links.with_broader((value,))]
        reached += [(_link(value, related), _Stands.LINK) for related in links.related(value)]
        for key in reached:
            keys[key] = max(degree, keys.get(key, 0.0))
    return keys


def _link(value: str, related: str) -> str:
    """One name for a link, from whichever end it is seen."""
    return " ".join(sorted((value, related)))
