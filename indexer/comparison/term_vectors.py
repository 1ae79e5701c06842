"""What documents are about, in words: their key terms, brought into one space across the languages.

A term that stands in the title or at least twice in the text weighs tf / (tf + 1) * ln(N / df), words of the title
counted threefold; the heaviest of each document are kept. Danish stems are replaced by their translations (each by its
probability); what the word list does not know, a name for example, stands for itself. Documents are compared by the
cosine. Names of the places that a document states are left out: they say where, not what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import Analyzers
from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
from indexer.comparison.place_names import PlaceNames
from indexer.comparison.weighted_jaccard import Mask, Places, Scores
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.queries.fields import TEXT_FIELDS, body_terms, compound_parts, title_terms
from indexer.engines.port import TermCounts
from indexer.search.translation import Translations

_FIELD_WEIGHTS = {title_terms: 3.0, body_terms: 1.0, compound_parts: 0.5}
_STOP_WORDS = {Language.DANISH: DANISH_STOP_WORDS, Language.ENGLISH: ENGLISH_STOP_WORDS}
_EVERYDAY = {
    Language.DANISH: "år årene måned uge dag en to tre fire fem seks syv otte ni ti første anden begge kom gik fik "
    "januar februar marts april maj juni juli august september oktober november december tusind million procent",
    Language.ENGLISH: "year month week day one two three four five six seven eight nine ten first second also many "
    "january february march april may june july august september october november december back thousand million",
}
"""Words that say nothing of what a text is about, though no search should lose them."""
_SHORTEST = 3
_FOREIGN_WEIGHT = 2.0
"""In the language that a document is not written in, it has only a title and a summary: each word there tells."""
_ACROSS = 1.5
"""In this collection the nearest text has a cosine of .16 in the same language, of .10 in the other."""
_LEAST_FREQUENCY = 2.0
_LEAST_SHARE = 0.1
_LEAST_COSINE = 0.04
"""Below that, shared words are chance and no reason."""


def key_term_fields() -> list[str]:
    """The fields that key terms are taken from."""
    return [name(language) for language in Language for name in _FIELD_WEIGHTS if name(language) in TEXT_FIELDS]


@dataclass(frozen=True, slots=True)
class TextVector:
    """A text in the common space: dimensions, rising and unique, with weights whose squares add up to 1."""

    dimensions: Places
    weights: Scores


@dataclass(frozen=True, slots=True)
class _LanguageTerms:
    """The kept key terms of one language as parallel arrays, and what each term weighs by its rarity."""

    names: Sequence[str]
    rarities: Mapping[str, float]
    documents: Places
    terms: Places
    weights: Scores


class KeyTerms:
    """The key terms of all documents of one index state."""

    def __init__(
        self,
        counts: Mapping[str, TermCounts],
        *,
        analyzers: Analyzers,
        translations: Translations,
        described: Sequence[Metadata],
        kept_per_language: int = 40,
    ) -> None:
        """What the documents state, by place."""
        self._size = len(described)
        self._metadata = described
        self._is_foreign: dict[Language, Mask] = {
            language: np.array([own.language is not language for own in described], dtype=np.bool_)
            for language in Language
        }
        self._analyzers = analyzers
        self._translations = translations
        self._dimensions: dict[str, int] = {}
        self._own: dict[Language, _LanguageTerms] = {
            language: self._key_terms(language, counts, kept_per_language) for language in Language
        }
        projected = [self._projected(language, found) for language, found in self._own.items()]
        self._dimension_names = list(self._dimensions)
        documents, dimensions, weights = (np.concatenate(arrays) for arrays in zip(*projected, strict=True))
        documents, dimensions, weights = _added_up(documents, dimensions, weights, max(1, len(self._dimensions)))
        holders = np.bincount(dimensions, minlength=len(self._dimensions))
        weights = weights * np.sqrt(np.log1p(self._size / holders[dimensions]))
        norms = np.sqrt(np.bincount(documents, weights**2, minlength=self._size))
        weights = weights / norms[documents]
        self._starts: Places = np.searchsorted(documents, np.arange(self._size + 1))
        self._forward = dimensions, weights
        order = np.argsort(dimensions, kind="stable")
        self._documents: Places = documents[order]
        self._weights: Scores = weights[order]
        self._pointers: Places = np.searchsorted(dimensions[order], np.arange(len(self._dimensions) + 1))

    def vector(self, place: int) -> TextVector:
        """The vector of a document."""
        dimensions, weights = self._forward
        own = slice(self._starts[place], self._starts[place + 1])
        return TextVector(dimensions[own], weights[own])

    def vector_of_text(self, text: str) -> TextVector:
        """The vector of a visitor's text: its words in whichever language knows them; words of neither are left out."""
        weights: dict[int, float] = {}
        for language, found in self._own.items():
            for token in self._analyzers[language].analyze(text):
                for term in (token.term, *token.parts):
                    if term in found.rarities and not token.is_stop_word:
                        for name, share in self._targets(language, term).items():
                            if (dimension := self._dimensions.get(name)) is not None:
                                weight = found.rarities[term] * share
                                weights[dimension] = max(weights.get(dimension, 0.0), weight)
        dimensions = np.array(sorted(weights), dtype=np.int64)
        values = np.array([weights[d] for d in dimensions.tolist()], dtype=np.float64)
        norm = float(np.sqrt((values**2).sum())) or 1.0
        return TextVector(dimensions, values / norm)

    def similarities(self, vector: TextVector, language: Language | None) -> Scores:
        """The cosine of a vector with that of every document, 0 to 1.

        Texts in two languages share fewer words than they mean: their cosine counts half as much again. No language
        is that of a visitor's words, which both languages know.
        """
        documents, weights = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for dimension, weight in zip(vector.dimensions.tolist(), vector.weights.tolist(), strict=True):
            holders = slice(self._pointers[dimension], self._pointers[dimension + 1])
            documents.append(self._documents[holders])
            weights.append(self._weights[holders] * weight)
        cosines = np.bincount(np.concatenate(documents), np.concatenate(weights), minlength=self._size)
        if language is not None:
            cosines = np.minimum(np.where(self._is_foreign[language], _ACROSS * cosines, cosines), 1.0)
        return cosines.astype(np.float64)

    def shared_terms(self, vector: TextVector, place: int) -> list[int]:
        """The dimensions that make at least a tenth of the cosine of a vector and a document, the heaviest first.

        None where the cosine itself says next to nothing.
        """
        other = self.vector(place)
        shared, own_places, other_places = np.intersect1d(
            vector.dimensions, other.dimensions, assume_unique=True, return_indices=True
        )
        products = vector.weights[own_places] * other.weights[other_places]
        if products.sum() < _LEAST_COSINE:
            return []
        order = np.argsort(-products, kind="stable")
        return [int(d) for d in shared[order][products[order] >= _LEAST_SHARE * products.sum()]]

    def terms_behind(self, place: int, dimension: int) -> list[tuple[Language, str]]:
        """The document's own key terms that stand for a dimension, heaviest first."""
        wanted = self._dimension_names[dimension]
        found: list[tuple[float, Language, str]] = []
        for language, own in self._own.items():
            first, last = np.searchsorted(own.documents, (place, place + 1))
            for term, weight in zip(own.terms[first:last].tolist(), own.weights[first:last].tolist(), strict=True):
                name = own.names[term]
                share = self._targets(language, name).get(wanted, 0.0)
                if share:
                    found.append((weight * share, language, name))
        return [(language, name) for _, language, name in sorted(found, key=lambda f: (-f[0], f[2]))]

    def _key_terms(self, language: Language, counts: Mapping[str, TermCounts], kept: int) -> _LanguageTerms:
        names: dict[str, int] = {}
        parts = []
        for field_name, weight in _FIELD_WEIGHTS.items():
            found = counts.get(field_name(language))
            if found is not None:
                own = np.array([names.setdefault(name, len(names)) for name in found.terms], dtype=np.int64)
                parts.append((found.document_ordinals, own[found.term_ordinals], weight * found.frequencies))
        documents, terms, frequencies = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        documents, terms, frequencies = _added_up(documents, terms, frequencies, max(1, len(names)))
        frequencies = frequencies * self._factors(language, documents, terms, names)
        document_frequencies = np.bincount(terms, minlength=len(names))
        filled = len(np.unique(documents))
        rarities: Scores = np.log(max(filled, 1) / np.maximum(document_frequencies, 1))
        rarities[self._unfit(language, list(names))] = 0.0
        weights = frequencies / (frequencies + 1.0) * rarities[terms] * (frequencies >= _LEAST_FREQUENCY)
        first = _heaviest(documents, weights, kept)
        listed = {name: float(rarities[place]) for name, place in names.items() if rarities[place] > 0}
        return _LanguageTerms(list(names), listed, documents[first], terms[first], weights[first])

    def _factors(self, language: Language, documents: Places, terms: Places, numbers: dict[str, int]) -> Scores:
        """How often each word counts: twice in the other language than the document's own, not at all in its place."""
        is_place = PlaceNames(self._metadata, language, self._analyzers).among(documents, terms, numbers)
        return np.where(self._is_foreign[language], _FOREIGN_WEIGHT, 1.0)[documents] * ~is_place

    def _unfit(self, language: Language, names: list[str]) -> list[int]:
        """Places of terms that say nothing by themselves: stop words, numbers, very short ones."""
        words = " ".join((*_STOP_WORDS[language], _EVERYDAY[language]))
        stop_words = {token.term for token in self._analyzers[language].analyze(words)}
        return [
            place
            for place, name in enumerate(names)
            if len(name) < _SHORTEST or name in stop_words or not name.isalpha()
        ]

    def _targets(self, language: Language, term: str) -> Mapping[str, float]:
        """The names of the dimensions that a term stands for, with its shares in them."""
        if language is Language.ENGLISH:
            return {term: 1.0}
        return self._translations.translations(language, (term,)) or {term: 1.0}

    def _projected(self, language: Language, found: _LanguageTerms) -> tuple[Places, Places, Scores]:
        used = np.unique(found.terms)
        known = self._dimensions
        projections = [
            [(known.setdefault(name, len(known)), share) for name, share in self._targets(language, term).items()]
            for term in (found.names[place] for place in used.tolist())
        ]
        sizes = np.zeros(len(found.names), dtype=np.int64)
        starts = np.zeros(len(found.names), dtype=np.int64)
        lengths = np.array([len(projection) for projection in projections], dtype=np.int64)
        sizes[used] = lengths
        starts[used] = np.cumsum(lengths) - lengths
        flat_dimensions = np.array([d for projection in projections for d, _ in projection], dtype=np.int64)
        flat_shares = np.array([share for projection in projections for _, share in projection], dtype=np.float64)
        repeated = np.repeat(np.arange(len(found.terms)), sizes[found.terms])
        own_sizes = sizes[found.terms]
        within = np.arange(len(repeated)) - np.repeat(np.cumsum(own_sizes) - own_sizes, own_sizes)
        places = starts[found.terms][repeated] + within
        return found.documents[repeated], flat_dimensions[places], found.weights[repeated] * flat_shares[places]


def _added_up(documents: Places, columns: Places, values: Scores, width: int) -> tuple[Places, Places, Scores]:
    """The triples by document, then column, each pair once; values of the same pair are added up."""
    keys, places = np.unique(documents * width + columns, return_inverse=True)
    sums = np.bincount(places, values, minlength=len(keys)).astype(np.float64)
    return keys // width, keys % width, sums


def _heaviest(documents: Places, weights: Scores, kept: int) -> Places:
    """The places of the heaviest entries of each document, in document order; `documents` rises."""
    order = np.lexsort((-weights, documents))
    starts = np.searchsorted(documents, documents[order])
    ranks = np.arange(len(order)) - starts
    chosen = order[(ranks < kept) & (weights[order] > 0)]
    return np.sort(chosen)
