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
from math import log

import numpy as np
import numpy.typing as npt

from indexer.comparison.model import ComparisonWeights
from indexer.domain.documents.vocabulary import Vocabulary

Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Values = tuple[str, ...]
Degrees = Mapping[str, float]
"""Value -> how far it holds, above 0 to 1."""
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


def fully(values: Values) -> dict[str, float]:
    """Values that hold without reserve."""
    return dict.fromkeys(values, 1.0)


class StatedValues:
    """The values of one aspect over all documents, with their broader concepts."""

    def __init__(self, stated: Sequence[Degrees], links: SchemeLinks | None, weights: ComparisonWeights) -> None:
        """`links` between the values; None where they are no concepts."""
        self._links = links
        self._size = len(stated)
        keyed = [self._keys(values) for values in stated]
        places: dict[_Key, int] = {}
        numbers = [places.setdefault(key, len(places)) for keys in keyed for key in keys]
        documents = np.repeat(np.arange(self._size), [len(keys) for keys in keyed])
        key_numbers: Places = np.array(numbers, dtype=np.int64)
        degrees: Scores = np.array([degree for keys in keyed for degree in keys.values()], dtype=np.float64)
        frequencies = np.bincount(key_numbers, degrees, minlength=len(places))
        share = {_Stands.VALUE: 1.0, _Stands.BROADER: weights.broader, _Stands.LINK: weights.related}
        shares = np.array([share[stands] for _, stands in places])
        self._places = places
        self._weights: Scores = shares * np.log1p(self._size / np.maximum(frequencies, 1.0))
        self._totals = np.bincount(documents, self._weights[key_numbers] * degrees, minlength=self._size)
        order = np.argsort(key_numbers, kind="stable")
        self._documents: Places = documents[order]
        self._degrees: Scores = degrees[order]
        self._pointers: Places = np.searchsorted(key_numbers[order], np.arange(len(places) + 1))
        self._unknown_weight = log(1 + self._size)
        self.is_stated: Mask = np.array([bool(values) for values in stated], dtype=np.bool_)

    def similarities(self, values: Degrees) -> Scores:
        """How alike each document's values are to the given ones, 0 to 1; 0 where nothing is shared."""
        shared = np.zeros(self._size)
        total = 0.0
        for key, degree in self._keys(values).items():
            place = self._places.get(key)
            if place is None:
                total += self._unknown_weight * degree
                continue
            weight = float(self._weights[place])
            total += weight * degree
            holders = slice(self._pointers[place], self._pointers[place + 1])
            shared[self._documents[holders]] += weight * np.minimum(degree, self._degrees[holders])
        similarities: Scores = shared / (total + self._totals - shared + DAMPING)
        return similarities

    def weight(self, value: str) -> float:
        """How much sharing a value means."""
        place = self._places.get((value, _Stands.VALUE), self._places.get((value, _Stands.BROADER)))
        return float(self._weights[place]) if place is not None else self._unknown_weight

    def shared_broader(self, values: Values, others: Values) -> Values:
        """The narrowest broader concepts that both fall under, rarest first; values that both state are left out."""
        if self._links is None:
            return ()
        own, other = self._links.with_broader(values), self._links.with_broader(others)
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

    def _keys(self, values: Degrees) -> dict[_Key, float]:
        """The values, what is broader, and their links, each as far as one of the values that it comes from holds."""
        keys = {(value, _Stands.VALUE): degree for value, degree in values.items()}
        if self._links is None:
            return keys
        for value, degree in values.items():
            reached = [(broader, _Stands.BROADER) for broader in self._links.with_broader((value,))]
            reached += [(_link(value, related), _Stands.LINK) for related in self._links.related(value)]
            for key in reached:
                keys[key] = max(degree, keys.get(key, 0.0))
        return keys


def _link(value: str, related: str) -> str:
    """One name for a link, from whichever end it is seen."""
    return " ".join(sorted((value, related)))
