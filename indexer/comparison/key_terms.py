"""The key terms of documents: what a text is about, word by word, in one language.

A term that stands in the title or at least twice in the text weighs tf / (tf + 1) * ln(N / df), words of the title
counted threefold; the heaviest of each document are kept. Names of the places that a document states are left out:
they say where, not what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from indexer.analysis import Analyzers
from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
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


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """The key terms of all documents in one language.

    Attributes:
        names: every term of the language, by ordinal.
        rarities: what each term weighs by its rarity; those that say nothing are left out.
        weights: documents by terms, nothing where a term is no key term of the document.
    """

    names: Sequence[str]
    rarities: Mapping[str, float]
    weights: csr_array


def key_terms(
    language: Language, counts: Mapping[str, TermCounts], described: Sequence[Metadata], analyzers: Analyzers, kept: int
) -> KeyTerms:
    """The `kept` heaviest terms of each document; `described` is what the documents state, in their order."""
    names, frequencies = _weighted_frequencies(language, counts, len(described))
    documents = np.repeat(np.arange(len(described)), np.diff(frequencies.indptr))
    terms = frequencies.indices.astype(np.int64)
    # How rare a place name is, is told by all texts; it weighs nothing in those of its own place.
    rarities = _rarities(terms, documents, len(names))
    rarities[_unfit(language, names, analyzers)] = 0.0
    is_foreign: Mask = np.array([language not in own.languages for own in described], dtype=np.bool_)
    is_own_place = PlaceNames(described, language, analyzers).are_named(documents, terms, names)
    tf = frequencies.data * np.where(is_foreign, _FOREIGN_WEIGHT, 1.0)[documents] * ~is_own_place
    weights = tf / (tf + 1.0) * rarities[terms] * (tf >= _MIN_FREQUENCY)
    chosen = _heaviest(documents, weights, kept)
    heaviest = coo_array((weights[chosen], (documents[chosen], terms[chosen])), shape=frequencies.shape).tocsr()
    listed = {name: float(rarity) for name, rarity in zip(names, rarities, strict=True) if rarity > 0}
    return KeyTerms(names, listed, heaviest)


def _weighted_frequencies(
    language: Language, counts: Mapping[str, TermCounts], size: int
) -> tuple[list[str], csr_array]:
    """(terms, documents by terms): how often each term stands in each document, fields weighed and added up."""
    ordinals: dict[str, int] = {}
    documents, terms, frequencies = [_NONE], [_NONE], [np.zeros(0)]
    for field_name, weight in _FIELD_WEIGHTS.items():
        found = counts.get(field_name(language))
        if found is not None:
            own = np.array([ordinals.setdefault(name, len(ordinals)) for name in found.terms], dtype=np.int64)
            documents.append(found.document_ordinals)
            terms.append(own[found.term_ordinals])
            frequencies.append(weight * found.frequencies)
    entries = np.concatenate(frequencies), (np.concatenate(documents), np.concatenate(terms))
    summed = coo_array(entries, shape=(size, len(ordinals))).tocsr()
    summed.sort_indices()
    return list(ordinals), summed


def _rarities(terms: Int64Array, documents: Int64Array, term_count: int) -> Scores:
    document_frequencies = np.bincount(terms, minlength=term_count)
    filled = len(np.unique(documents))
    # Of documents that have a word at all: a language of which there are few texts has rare words, too.
    rarities: Scores = np.log(max(filled, 1) / np.maximum(document_frequencies, 1))
    return rarities


def _unfit(language: Language, names: Sequence[str], analyzers: Analyzers) -> list[int]:
    """Ordinals of terms that say nothing by themselves: stop words, numbers, very short ones."""
    words = " ".join((*_STOP_WORDS[language], _EVERYDAY[language]))
    stop_words = {token.term for token in analyzers[language].analyze(words)}
    return [
        ordinal
        for ordinal, name in enumerate(names)
        if len(name) < _MIN_LENGTH or name in stop_words or not name.isalpha()
    ]


def _heaviest(documents: Int64Array, weights: Scores, kept: int) -> Int64Array:
    """The ordinals of the heaviest entries of each document, in document order; `documents` rises."""
    order = np.lexsort((-weights, documents))
    ranks = np.arange(len(order)) - np.searchsorted(documents, documents[order])
    return np.sort(order[(ranks < kept) & (weights[order] > 0)])


_NONE: Int64Array = np.zeros(0, dtype=np.int64)
