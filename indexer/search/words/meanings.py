"""What words are called otherwise, as whole expressions: what must stand in a text for it to be about them.

`Translations` tells single stems and how likely they are, which is enough to rank by. What is counted asks for more:
"mobile library" is no "library", so an expression stands together here, and a name of a concept leads to it only where
it is the concept's own.
"""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.analysis.analyzers import Analyzers
from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Concept, Vocabulary
from indexer.search.words.dictionary import MAX_EXPRESSION_WORDS, StemmedEntry, Stems, expression_stems
from indexer.search.words.translation import SYNONYM_SCHEME

# "Festivaler og scenekunst" is called festivaler, and scenekunst.
_PARTS_OF_LABEL = re.compile(r"[,:]\s+|\s+(?:og|and)\s+")
# The share that a translation has of all that a word means, times that of the way back: spejder is no word for a look.
_MIN_MUTUAL = 0.02

_MAX_ENDING = 5


class NameKind(enum.IntEnum):
    """Its own name, another name (a part of its own among them), or words that only tell of it (SKOS hidden labels)."""

    OWN = 0
    OTHER = 1
    HINT = 2


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """A concept that is called so, and how: the lower, the nearer the name is to the concept."""

    concept: Concept
    kind: NameKind


class Meanings:
    """By language and stems: expressions of the other language, and the concepts that are called so."""

    def __init__(self, analyzers: Analyzers, entries: Iterable[StemmedEntry], vocabulary: Vocabulary) -> None:
        self._analyzers = analyzers
        self._expressions: Mapping[Language, defaultdict[Stems, dict[Stems, None]]] = {
            language: defaultdict(dict) for language in Language
        }
        self._concepts: Mapping[Language, defaultdict[Stems, dict[tuple[str, str], NamedConcept]]] = {
            language: defaultdict(dict) for language in Language
        }
        self._listed: Mapping[Language, set[Stems]] = {language: set() for language in Language}
        weights = _weights(entries)
        for danish, english in weights:
            self._listed[Language.DANISH].add(danish)
            self._listed[Language.ENGLISH].add(english)
        for danish, english in _mutual(weights):
            self._expressions[Language.DANISH][danish][english] = None
            self._expressions[Language.ENGLISH][english][danish] = None
        for concept in vocabulary.concepts():
            self._add_concept(concept)

    def expressions(self, language: Language, stems: Stems) -> tuple[Stems, ...]:
        """What the word list calls an expression in the other language."""
        return tuple(self._expressions[language].get(stems, ()))

    def concepts(self, language: Language, stems: Stems) -> tuple[NamedConcept, ...]:
        """The concepts that are called so."""
        return tuple(named for named in self.hinted(language, stems) if named.kind is not NameKind.HINT)

    def hinted(self, language: Language, stems: Stems) -> tuple[NamedConcept, ...]:
        """The concepts that are called so or that it hints at."""
        return tuple(self._concepts[language].get(stems, {}).values())

    def names(self, concept: Concept) -> tuple[tuple[Language, Stems], ...]:
        """What a concept is called in both languages."""
        found = (
            (language, self._stems(language, text))
            for language in Language
            for text in (concept.labels.get(language, ""), *concept.synonyms.get(language, ()))
        )
        return tuple(dict.fromkeys(name for name in found if name[1]))

    def is_name(self, language: Language, stems: Stems) -> bool:
        """Whether several words are one name: of a concept, or an expression of the word list."""
        return 1 < len(stems) <= MAX_EXPRESSION_WORDS and self._is_listed(language, stems)

    def is_known(self, language: Language, stem: str) -> bool:
        """Whether word list or vocabulary know a word."""
        return self._is_listed(language, (stem,))

    def is_spelt(self, language: Language, word: str, stem: str) -> bool:
        """Whether a lower-case word with that stem is a form of one that they know.

        A stem that takes off more than an ending tells nothing: inteligens has that of intens.
        """
        return len(word) - len(stem) <= _MAX_ENDING and self.is_known(language, stem)

    def _is_listed(self, language: Language, stems: Stems) -> bool:
        return stems in self._listed[language] or stems in self._concepts[language]

    def _add_concept(self, concept: Concept) -> None:
        for language in Language:
            label = concept.labels.get(language, "")
            others = concept.synonyms.get(language, ())
            # The scheme of terms lists synonyms, each a name of the thing itself.
            kind_of_others = NameKind.OWN if concept.scheme == SYNONYM_SCHEME else NameKind.OTHER
            kinds = dict.fromkeys(concept.telling(language), NameKind.HINT)
            kinds |= dict.fromkeys(self._parts(concept, language), NameKind.OTHER)
            kinds |= dict.fromkeys(others, kind_of_others) | {label: NameKind.OWN}
            kinds.pop("", None)
            for text, kind in kinds.items():
                named = NamedConcept(concept, kind)
                known = self._concepts[language][self._stems(language, text)]
                nearest = known.setdefault((concept.scheme, concept.id), named)
                known[concept.scheme, concept.id] = min(nearest, named, key=lambda one: one.kind)

    def _parts(self, concept: Concept, language: Language) -> list[str]:
        """The names that a label joins.

        "Børn og unge bestemmer" joins none, for what follows belongs to both; such a part must be a hidden label too.
        """
        parts = list(filter(None, _PARTS_OF_LABEL.split(concept.labels.get(language, ""))))
        if all(len(part.split()) == 1 for part in parts):
            return parts
        listed = {self._stems(language, text) for text in concept.hidden.get(language, ())}
        return [part for part in parts if self._stems(language, part) in listed]

    def _stems(self, language: Language, text: str) -> Stems:
        return expression_stems(self._analyzers, language, text)


def _weights(entries: Iterable[StemmedEntry]) -> Mapping[tuple[Stems, Stems], float]:
    """How much of what a Danish expression means each English one is; entries of one stem add up."""
    weights: defaultdict[tuple[Stems, Stems], float] = defaultdict(float)
    for entry in entries:
        total = sum(weight for _, weight in entry.english)
        for english, weight in entry.english:
            weights[entry.danish, english] += weight / total
    return weights


def _mutual(weights: Mapping[tuple[Stems, Stems], float]) -> Iterator[tuple[Stems, Stems]]:
    """Danish expressions with the English ones that mean them about as much as they are meant by them."""
    of_danish: defaultdict[Stems, float] = defaultdict(float)
    of_english: defaultdict[Stems, float] = defaultdict(float)
    for (danish, english), weight in weights.items():
        of_danish[danish] += weight
        of_english[english] += weight
    for (danish, english), weight in weights.items():
        if weight**2 >= _MIN_MUTUAL * of_danish[danish] * of_english[english]:
            yield danish, english


def stated_value(concept: Concept) -> tuple[str, str] | None:
    """The facet value that a document carries which states a concept; None for what no facet states."""
    return (concept.scheme, concept.id) if concept.scheme in FACETS_BY_ID else None
