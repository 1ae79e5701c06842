"""What words are called otherwise, as whole expressions: what must stand in a text for it to be about them.

`Translations` tells single stems and how likely they are, which is enough to rank by. What is counted asks for more:
"mobile library" is no "library", so an expression stands together here, and a name of a concept leads to it only where
it is the concept's own.
"""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.analysis.analyzers import Analyzers
from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Concept, Vocabulary
from indexer.search.words.dictionary import MAX_EXPRESSION_WORDS, BilingualDictionary, Stems, expression_stems
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

    def __init__(self, analyzers: Analyzers, dictionary: BilingualDictionary, vocabulary: Vocabulary) -> None:
        self._analyzers = analyzers
        self._dictionary = dictionary
        self._concepts: Mapping[Language, defaultdict[Stems, dict[tuple[str, str], NamedConcept]]] = {
            language: defaultdict(dict) for language in Language
        }
        for concept in vocabulary.concepts():
            self._add_concept(concept)

    def expressions(self, language: Language, stems: Stems) -> tuple[Stems, ...]:
        """What the word list calls an expression in the other language, where that means it about as much in turn."""
        shares = _shares(self._dictionary, language, stems)
        of_this = sum(shares.values())
        return tuple(
            other
            for other, share in shares.items()
            if share**2 >= _MIN_MUTUAL * of_this * sum(_shares(self._dictionary, language.other, other).values())
        )

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
        return self._dictionary.knows(language, stems) or stems in self._concepts[language]

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


def _shares(dictionary: BilingualDictionary, language: Language, stems: Stems) -> Mapping[Stems, float]:
    """How much of an expression's meaning each of the other language is; entries of one stem add up."""
    shares: defaultdict[Stems, float] = defaultdict(float)
    for other, share in dictionary.meanings(language, stems):
        shares[other] += share
    return shares


def stated_value(concept: Concept) -> tuple[str, str] | None:
    """The facet value that a document carries which states a concept; None for what no facet states."""
    return (concept.scheme, concept.id) if concept.scheme in FACETS_BY_ID else None
