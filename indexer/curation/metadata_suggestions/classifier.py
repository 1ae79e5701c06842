"""What published documents teach about the values of a new one: kernel ridge regression over tf-idf.

Each value of each facet is a line fitted to 0 and 1 over the cosine similarities of the documents: a value scores high
where similar documents state it, and documents that say the same twice do not count twice. Saunders, Gammerman, Vovk,
"Ridge regression learning algorithm in dual variables", 1998.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.curation.metadata_suggestions.document_features import Profile
from indexer.domain.documents.facets import stated_values

_RIDGE = 0.2
_SHARE_OF_COMMON = 0.5
_Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A published document and how much a text resembles it, 0 to 1."""

    profile: Profile
    similarity: float


class LearnedValues:
    """A model of some facets; immutable once made."""

    def __init__(self, profiles: Sequence[Profile], facets: Sequence[str]) -> None:
        self._profiles = tuple(profiles)
        self._rarity = self._rarities()
        rows = [self._row(profile.features) for profile in self._profiles]
        self._places = np.concatenate([row[0] for row in rows]) if rows else np.empty(0, np.int64)
        self._weights = np.concatenate([row[1] for row in rows]) if rows else np.empty(0, np.float32)
        self._starts = np.cumsum([0, *(len(row[0]) for row in rows)])
        self._values, self._means, self._slopes = self._fit(rows, facets)

    def nearest(self, profile: Profile, count: int) -> tuple[Neighbour, ...]:
        """The most similar documents, best first."""
        similar = self._similarities(*self._row(profile.features))
        best = sorted(range(len(similar)), key=lambda place: (-similar[place], self._profiles[place].id))[:count]
        return tuple(Neighbour(self._profiles[place], float(similar[place])) for place in best)

    def scores(self, profile: Profile) -> dict[tuple[str, str], float]:
        """How likely each value is, by (facet, value): about 0 to 1, not quite a probability."""
        if not self._values:
            return {}
        predicted = self._means + self._similarities(*self._row(profile.features)) @ self._slopes
        return dict(zip(self._values, map(float, predicted), strict=True))

    def _rarities(self) -> dict[str, tuple[int, float]]:
        """Feature -> its place and inverse document frequency; what stands once or everywhere says nothing."""
        frequencies: Counter[str] = Counter()
        for profile in self._profiles:
            frequencies.update(profile.features.keys())
        total = len(self._profiles)
        common = max(2.0, _SHARE_OF_COMMON * total)
        kept = ((feature, count) for feature, count in frequencies.items() if 2 <= count <= common)
        return {feature: (place, math.log(total / count)) for place, (feature, count) in enumerate(kept)}

    def _row(self, features: Mapping[str, float]) -> tuple[NDArray[np.int64], _Numbers]:
        """The places and weights of a document of length 1."""
        known = [(self._rarity[feature], weight) for feature, weight in features.items() if feature in self._rarity]
        places = np.array([place for (place, _), _ in known], np.int64)
        weights = np.array([weight * rarity for (_, rarity), weight in known], np.float32)
        length = float(np.sqrt((weights * weights).sum())) or 1.0
        return places, weights / np.float32(length)

    def _similarities(self, places: NDArray[np.int64], weights: _Numbers) -> _Numbers:
        dense = np.zeros(len(self._rarity) + 1, np.float32)
        dense[places] = weights
        sums = np.concatenate([[0.0], np.cumsum(dense[self._places] * self._weights, dtype=np.float64)])
        found: _Numbers = (sums[self._starts[1:]] - sums[self._starts[:-1]]).astype(np.float32)
        return found

    def _fit(
        self, rows: Sequence[tuple[NDArray[np.int64], _Numbers]], facets: Sequence[str]
    ) -> tuple[tuple[tuple[str, str], ...], _Numbers, _Numbers]:
        stated = [
            {(facet, value) for facet in facets for value in stated_values(profile.metadata)[facet]}
            for profile in self._profiles
        ]
        values = tuple(sorted(set().union(*stated)))
        if not values:
            return (), np.empty(0, np.float32), np.empty((0, 0), np.float32)
        targets = np.array([[value in own for value in values] for own in stated], np.float64)
        means = targets.mean(axis=0)
        kernel = np.array([self._similarities(*row) for row in rows], np.float64)
        slopes = np.linalg.solve(kernel + _RIDGE * np.eye(len(rows)), targets - means)
        return values, means.astype(np.float32), slopes.astype(np.float32)
