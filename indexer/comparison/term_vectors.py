"""What documents are about, in words: their key terms, brought into one space across the languages.

Danish stems are replaced by their translations (each by its probability); what the word list does not know, a name for
example, stands for itself. Documents are compared by the cosine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from indexer.analysis import Analyzers
from indexer.comparison.document_rows import Rows
from indexer.comparison.key_terms import KeyTerms, TermNames, TermRows
from indexer.comparison.weighted_jaccard import Mask, Scores
from indexer.domain.documents.metadata import Language
from indexer.search.words.translation import Translations
from indexer.storage.ragged import Int64Array, ranges

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


class TermSpace:
    """The dimensions that terms of both languages stand for, with their shares; nothing in it changes.

    Attributes:
        names: of the dimensions that some term was seen to stand for, by number.
        rows: by language, for each term that fits (by its number in TermNames) numbers of dimensions and shares.
    """

    def __init__(self, numbers: Mapping[str, int], rows: Mapping[Language, Rows]) -> None:
        self._numbers = numbers
        self.names = list(numbers)
        self.rows = rows

    @classmethod
    def of_none(cls) -> TermSpace:
        """Without terms."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls({}, {language: Rows(nothing, nothing, np.zeros(0)) for language in Language})

    def grown(self, terms: Mapping[Language, TermNames], translations: Translations) -> TermSpace:
        """The space with the terms that came since."""
        numbers, rows = dict(self._numbers), {}
        for language, names in terms.items():
            known = self.rows[language]
            new = zip(names.all[len(known) :], names.are_fit[len(known) :].tolist(), strict=True)
            targets = [targets_of(language, name, translations) if is_fit else {} for name, is_fit in new]
            dimensions = [numbers.setdefault(name, len(numbers)) for each in targets for name in each]
            shares = [share for each in targets for share in each.values()]
            lengths = np.fromiter(map(len, targets), dtype=np.int32, count=len(targets))
            known_dimensions, known_shares = known.columns
            rows[language] = Rows(
                np.concatenate([known.lengths, lengths]),
                np.concatenate([known_dimensions, np.array(dimensions, dtype=np.int32)]),
                np.concatenate([known_shares, np.array(shares, dtype=np.float64)]),
            )
        return TermSpace(numbers, rows)


def targets_of(language: Language, term: str, translations: Translations) -> Mapping[str, float]:
    """The names of the dimensions that a term stands for, with its shares in them."""
    if language is Language.ENGLISH:
        return {term: 1.0}
    return translations.translations(language, (term,)) or {term: 1.0}


class TermVectors:
    """The texts of all documents of one index state as vectors; nothing in it changes."""

    def __init__(
        self,
        counted: Mapping[Language, TermRows],
        space: TermSpace,
        is_foreign: Mapping[Language, Mask],
        *,
        analyzers: Analyzers,
        translations: Translations,
        kept_per_language: int = 40,
    ) -> None:
        """`is_foreign` says of each document whether it has no text in a language."""
        self._analyzers = analyzers
        self._translations = translations
        self._is_foreign = is_foreign
        self._key_terms = {language: KeyTerms(own, kept_per_language) for language, own in counted.items()}
        spread = {language: self._spread(language, space.rows[language]) for language in self._key_terms}
        used = _in_order_of_appearance(dimensions for _, dimensions, _ in spread.values())
        self._dimension_names = [space.names[number] for number in used.tolist()]
        self._dimensions = {name: ordinal for ordinal, name in enumerate(self._dimension_names)}
        ordinals = np.zeros(len(space.names), dtype=np.int64)
        ordinals[used] = np.arange(len(used))
        self._vectors = _weighed(
            sum(
                self._key_terms[language].weights
                @ coo_array(
                    (shares, (terms, ordinals[dimensions])), (len(self._key_terms[language].numbers), len(used))
                ).tocsr()
                for language, (terms, dimensions, shares) in spread.items()
            )
        )
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
                rarity = own.rarity(term)
                for dimension, share in self._known_targets(language, term) if rarity else ():
                    # A word that both languages know comes twice: it counts once, for the more it weighs.
                    weights[dimension] = max(weights.get(dimension, 0.0), rarity * share)
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
                name = own.name(term)
                share = targets_of(language, name, self._translations).get(wanted, 0.0)
                if share:
                    found.append((weight * share, language, name))
        return [(language, name) for _, language, name in sorted(found, key=lambda f: (-f[0], f[2]))]

    def _known_targets(self, language: Language, term: str) -> list[tuple[int, float]]:
        """The dimensions of a term, with its shares; those that no document has are left out."""
        targets = targets_of(language, term, self._translations).items()
        return [(self._dimensions[name], share) for name, share in targets if name in self._dimensions]

    def _spread(self, language: Language, targets: Rows) -> tuple[Int64Array, Int64Array, Scores]:
        """What the key terms of a language stand for: parallel key terms, numbers of dimensions, and shares."""
        numbers = self._key_terms[language].numbers
        lengths = targets.lengths[numbers]
        places = ranges(targets.offsets[numbers], lengths)
        dimensions, shares = targets.columns
        return np.repeat(np.arange(len(numbers)), lengths), dimensions[places], shares[places]


def _in_order_of_appearance(numbers: Iterable[Int64Array]) -> Int64Array:
    """The different numbers, in the order in which they come first."""
    listed, first = np.unique(np.concatenate([*numbers]), return_index=True)
    in_order: Int64Array = listed[np.argsort(first)]
    return in_order


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
