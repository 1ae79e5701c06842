"""What documents are about, in words: their key terms, brought into one space across the languages.

Danish stems are replaced by their translations (each by its probability); what the word list does not know, a name for
example, stands for itself. Documents are compared by the cosine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from indexer.analysis import Analyzers
from indexer.comparison.key_terms import KeyTerms, key_terms
from indexer.comparison.weighted_jaccard import Mask, Scores
from indexer.domain.documents.metadata import Language, Metadata
from indexer.engines.port import TermCounts
from indexer.search.words.translation import Translations
from indexer.storage.ragged import Int64Array

# In this collection the nearest text has a cosine of .16 in the same language, of .10 in the other.
_ACROSS = 1.5
_MIN_SHARE = 0.1
# Below that, shared words are chance and no reason.
_MIN_COSINE = 0.04


@dataclass(frozen=True, slots=True)
class TextVector:
    """A text in the common space: dimensions, rising and unique, with weights whose squares add up to 1."""

    dimensions: Int64Array
    weights: Scores


class TermVectors:
    """The texts of all documents of one index state as vectors; nothing in it changes."""

    def __init__(
        self,
        counts: Mapping[str, TermCounts],
        *,
        analyzers: Analyzers,
        translations: Translations,
        described: Sequence[Metadata],
        kept_per_language: int = 40,
    ) -> None:
        """`described` is what the documents state, by ordinal."""
        self._analyzers = analyzers
        self._translations = translations
        self._is_foreign: dict[Language, Mask] = {
            language: np.array([language not in own.languages for own in described], dtype=np.bool_)
            for language in Language
        }
        self._key_terms: dict[Language, KeyTerms] = {
            language: key_terms(language, counts, described, analyzers, kept_per_language) for language in Language
        }
        self._dimensions: dict[str, int] = {}
        self._vectors = _weighed(self._projected())
        self._dimension_names = list(self._dimensions)
        # Dimensions by documents, row by row: a product with a vector touches only the documents that share a word.
        self._documents_by_dimension = self._vectors.T.tocsr()

    def vector(self, document: int) -> TextVector:
        """The vector of a document."""
        own = slice(self._vectors.indptr[document], self._vectors.indptr[document + 1])
        return TextVector(self._vectors.indices[own], self._vectors.data[own])

    def vector_of_text(self, text: str) -> TextVector:
        """The vector of a visitor's text: its words in whichever language knows them; words of neither are left out."""
        weights: dict[int, float] = {}
        for language, own in self._key_terms.items():
            tokens = [token for token in self._analyzers[language].analyze(text) if not token.is_stop_word]
            for term in (term for token in tokens for term in (token.term, *token.parts)):
                for dimension, share in self._known_targets(language, term):
                    # A word that both languages know comes twice: it counts once, for the more it weighs.
                    weights[dimension] = max(weights.get(dimension, 0.0), own.rarities[term] * share)
        dimensions = np.array(sorted(weights), dtype=np.int64)
        values = np.array([weights[d] for d in dimensions.tolist()], dtype=np.float64)
        return TextVector(dimensions, values / (float(np.linalg.norm(values)) or 1.0))

    def similarities(self, vector: TextVector, languages: Sequence[Language]) -> Scores:
        """The cosine of a vector with that of every document, 0 to 1.

        Texts in two languages share fewer words than they mean: their cosine counts half as much again where a document
        has no text in any of the vector's languages. No language is that of a visitor's words, which both know.
        """
        entries = vector.weights, vector.dimensions, (0, len(vector.dimensions))
        text = csr_array(entries, shape=(1, len(self._dimensions)))
        cosines: Scores = (text @ self._documents_by_dimension).toarray()[0]
        if languages:
            is_foreign = np.logical_and.reduce([self._is_foreign[language] for language in languages])
            cosines = np.minimum(np.where(is_foreign, _ACROSS * cosines, cosines), 1.0)
        return cosines

    def shared_terms(self, vector: TextVector, document: int) -> list[int]:
        """The dimensions that make at least a tenth of the cosine of a vector and a document, the heaviest first.

        None where the cosine itself says next to nothing.
        """
        other = self.vector(document)
        shared, own_ordinals, other_ordinals = np.intersect1d(
            vector.dimensions, other.dimensions, assume_unique=True, return_indices=True
        )
        products = vector.weights[own_ordinals] * other.weights[other_ordinals]
        if products.sum() < _MIN_COSINE:
            return []
        order = np.argsort(-products, kind="stable")
        return [int(d) for d in shared[order][products[order] >= _MIN_SHARE * products.sum()]]

    def terms_behind(self, document: int, dimension: int) -> list[tuple[Language, str]]:
        """The document's own key terms that stand for a dimension, heaviest first."""
        wanted = self._dimension_names[dimension]
        found: list[tuple[float, Language, str]] = []
        for language, own in self._key_terms.items():
            terms = slice(own.weights.indptr[document], own.weights.indptr[document + 1])
            weights = own.weights.data[terms].tolist()
            for term, weight in zip(own.weights.indices[terms].tolist(), weights, strict=True):
                name = own.names[term]
                share = self._targets(language, name).get(wanted, 0.0)
                if share:
                    found.append((weight * share, language, name))
        return [(language, name) for _, language, name in sorted(found, key=lambda f: (-f[0], f[2]))]

    def _targets(self, language: Language, term: str) -> Mapping[str, float]:
        """The names of the dimensions that a term stands for, with its shares in them."""
        if language is Language.ENGLISH:
            return {term: 1.0}
        return self._translations.translations(language, (term,)) or {term: 1.0}

    def _known_targets(self, language: Language, term: str) -> list[tuple[int, float]]:
        """The dimensions of a term that tells something, with its shares; those that no document has are left out."""
        if term not in self._key_terms[language].rarities:
            return []
        targets = self._targets(language, term).items()
        return [(self._dimensions[name], share) for name, share in targets if name in self._dimensions]

    def _projected(self) -> csr_array:
        """Documents by dimensions: the key terms of both languages, each spread over what it stands for."""
        entries = {language: self._shares(language, own) for language, own in self._key_terms.items()}
        # Only now is it known how many dimensions there are: each language adds its own.
        width = len(self._dimensions)
        return sum(
            own.weights @ coo_array(entries[language], shape=(len(own.names), width)).tocsr()
            for language, own in self._key_terms.items()
        )

    def _shares(self, language: Language, own: KeyTerms) -> tuple[list[float], tuple[list[int], list[int]]]:
        """Terms by dimensions as (shares, (terms, dimensions)), of terms that are some document's key term."""
        known = self._dimensions
        entries = [
            (share, term, known.setdefault(name, len(known)))
            for term in np.unique(own.weights.indices).tolist()
            for name, share in self._targets(language, own.names[term]).items()
        ]
        return [share for share, _, _ in entries], ([term for _, term, _ in entries], [d for _, _, d in entries])


def _weighed(projected: csr_array) -> csr_array:
    """Vectors of length 1 whose rare dimensions count more."""
    weighed = projected.tocsr()
    weighed.sort_indices()
    size, width = weighed.shape
    # Rarity counts a second time, by dimension: many rare words of one language may be one common word of the other.
    holders = np.bincount(weighed.indices, minlength=width)
    weighed.data *= np.sqrt(np.log1p(size / np.maximum(holders, 1)))[weighed.indices]
    norms = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    weighed.data /= np.repeat(norms, np.diff(weighed.indptr))
    return weighed
