"""The words of the places that documents state, which say where something happened and not what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.analysis import Analyzers
from indexer.comparison.weighted_jaccard import Mask, Places
from indexer.domain.documents.metadata import Language, Metadata


class PlaceNames:
    """The terms of each document's own municipalities and libraries, in one language."""

    def __init__(self, documents: Sequence[Metadata], language: Language, analyzers: Analyzers) -> None:
        analyzer = analyzers[language]
        known: dict[tuple[str, ...], frozenset[str]] = {}
        self._terms: list[frozenset[str]] = []
        for metadata in documents:
            names = (*metadata.municipalities, *metadata.libraries)
            if names not in known:
                found = analyzer.analyze(" ".join(names))
                known[names] = frozenset(term for token in found for term in (token.term, *token.parts))
            self._terms.append(known[names])

    def among(self, documents: Places, terms: Places, numbers: dict[str, int]) -> Mask:
        """Which of the parallel (document, term) pairs are such a word; `numbers` are those of the terms."""
        width = max(1, len(numbers))
        keys = [
            place * width + numbers[term] for place, own in enumerate(self._terms) for term in own if term in numbers
        ]
        return np.isin(documents * width + terms, np.array(keys, dtype=np.int64))
