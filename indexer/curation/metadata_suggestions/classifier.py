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
from scipy.sparse import csr_array

from indexer.curation.metadata_suggestions.document_features import DocumentFeatures
from indexer.domain.documents.facets import stated_values

_RIDGE = 0.2
# A feature of more documents than this share of all says nothing of what one of them is about.
_MAX_SHARE = 0.5
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A published document and how much a text resembles it, 0 to 1."""

    profile: DocumentFeatures
    similarity: float


class KernelRidge:
    """A model of some facets; immutable once made."""

    def __init__(self, profiles: Sequence[DocumentFeatures], facets: Sequence[str]) -> None:
        self._profiles = tuple(profiles)
        self._rarities = _rarities(self._profiles)
        self._documents = self._vectors([profile.features for profile in self._profiles])
        self._values, self._means, self._slopes = self._fit(facets)

    @property
    def documents(self) -> int:
        """How many documents it learnt from."""
        return len(self._profiles)

    def nearest(self, profile: DocumentFeatures, count: int) -> tuple[Neighbour, ...]:
        """The most similar documents, best first."""
        similar = self._similarities(profile)
        best = sorted(range(len(similar)), key=lambda document: (-similar[document], self._profiles[document].id))
        return tuple(Neighbour(self._profiles[document], float(similar[document])) for document in best[:count])

    def scores(self, profile: DocumentFeatures) -> dict[tuple[str, str], float]:
        """How likely each value is, by (facet, value): about 0 to 1, not quite a probability."""
        if not self._values:
            return {}
        predicted = self._means + self._similarities(profile) @ self._slopes
        return dict(zip(self._values, map(float, predicted), strict=True))

    def _vectors(self, documents: Sequence[Mapping[str, float]]) -> csr_array:
        """Documents by features, each document of length 1; features that the model does not know are left out."""
        weights, ordinals, offsets = [], [], [0]
        for features in documents:
            known = {feature: weight for feature, weight in features.items() if feature in self._rarities}
            own = np.array([weight * self._rarities[feature][1] for feature, weight in known.items()], np.float64)
            weights.append(own / (float(np.linalg.norm(own)) or 1.0))
            ordinals += [self._rarities[feature][0] for feature in known]
            offsets.append(len(ordinals))
        shape = len(documents), len(self._rarities)
        return csr_array((np.concatenate([np.zeros(0), *weights]), ordinals, offsets), shape=shape)

    def _similarities(self, profile: DocumentFeatures) -> _Numbers:
        text = self._vectors([profile.features]).toarray()[0]
        similarities: _Numbers = self._documents @ text
        return similarities

    def _fit(self, facets: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], _Numbers, _Numbers]:
        """(the values, how many of the documents state each, the slopes by document and value)."""
        stated = [
            {(facet, value) for facet in facets for value in stated_values(profile.metadata)[facet]}
            for profile in self._profiles
        ]
        values = tuple(sorted(set().union(*stated)))
        if not values:
            return (), np.zeros(0), np.zeros((0, 0))
        targets = np.array([[value in own for value in values] for own in stated], np.float64)
        # A text that is like no other scores each value by its share of all documents.
        means = targets.mean(axis=0)
        kernel = (self._documents @ self._documents.T).toarray()
        slopes = np.linalg.solve(kernel + _RIDGE * np.eye(len(stated)), targets - means)
        return values, means, slopes


def _rarities(profiles: Sequence[DocumentFeatures]) -> dict[str, tuple[int, float]]:
    """Feature -> its ordinal and inverse document frequency; what stands once or everywhere says nothing."""
    frequencies: Counter[str] = Counter()
    for profile in profiles:
        frequencies.update(profile.features.keys())
    max_frequency = max(2.0, _MAX_SHARE * len(profiles))
    kept = ((feature, count) for feature, count in frequencies.items() if 2 <= count <= max_frequency)
    return {feature: (ordinal, math.log(len(profiles) / count)) for ordinal, (feature, count) in enumerate(kept)}
