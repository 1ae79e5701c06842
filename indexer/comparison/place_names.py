"""The words of the places that documents state, which say where something happened and not what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.analysis import Analyzers
from indexer.comparison.weighted_jaccard import Mask
from indexer.domain.documents.metadata import Language, Metadata
from indexer.storage.ragged import Int64Array


class PlaceNames:
    """The terms of each document's own municipalities and libraries, in one language."""

    def __init__(self, documents: Sequence[Metadata], language: Language, analyzers: Analyzers) -> None:
        analyzer = analyzers[language]
        # Many documents are from the same library: its name is analysed once.
        known: dict[tuple[str, ...], frozenset[str]] = {}
        self._terms: list[frozenset[str]] = []
        for metadata in documents:
            names = (*metadata.municipalities, *metadata.libraries)
            if names not in known:
                found = analyzer.analyze(" ".join(names))
                known[names] = frozenset(term for token in found for term in (token.term, *token.parts))
            self._terms.append(known[names])

    def are_named(self, documents: Int64Array, terms: Int64Array, names: Sequence[str]) -> Mask:
        """Which of the parallel (document, term) pairs are such a word; `names` are the terms by ordinal."""
        width = max(1, len(names))
        ordinals = {name: ordinal for ordinal, name in enumerate(names)}
        keys = [
            document * width + ordinals[term]
            for document, own in enumerate(self._terms)
            for term in own
            if term in ordinals
        ]
        return np.isin(documents * width + terms, np.array(keys, dtype=np.int64))
