"""What words are called otherwise, as whole expressions: what must stand in a text for it to be about them.

`Translations` tells single stems and how likely they are, which is enough to rank by. What is counted asks for more:
"mobile library" is no "library", so an expression stands together here, and a name of a concept leads to it only where
it is the concept's own.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.analysis.analyzers import Analyzers
from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Concept, Vocabulary
from indexer.search.words.dictionary import MAX_EXPRESSION_WORDS, StemmedEntry, Stems, expression_stems
from indexer.search.words.translation import SYNONYM_SCHEME


class NameKind(enum.IntEnum):
    """Its own name, another name (often of something narrower), or words that only tell of it (SKOS hidden labels)."""

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
        for entry in entries:
            for english, _ in entry.english:
                self._expressions[Language.DANISH][entry.danish][english] = None
                self._expressions[Language.ENGLISH][english][entry.danish] = None
        for concept in vocabulary.concepts():
            self._add_concept(concept)

    def expressions(self, language: Language, stems: Stems) -> tuple[Stems, ...]:
        """What the word list calls an expression in the other language."""
        return tuple(self._expressions[language].get(stems, ()))

    def concepts(self, language: Language, stems: Stems) -> tuple[NamedConcept, ...]:
        """The concepts that are called so; those that it only hints at where none is."""
        found = self.hinted(language, stems)
        called = tuple(named for named in found if named.kind is not NameKind.HINT)
        return called or found

    def hinted(self, language: Language, stems: Stems) -> tuple[NamedConcept, ...]:
        """The concepts that are called so or that it hints at."""
        return tuple(self._concepts[language].get(stems, {}).values())

    def names(self, concept: Concept) -> tuple[tuple[Language, Stems], ...]:
        """What a concept is called in both languages."""
        found = (
            (language, expression_stems(self._analyzers, language, text))
            for language in Language
            for text in (concept.labels.get(language, ""), *concept.synonyms.get(language, ()))
        )
        return tuple(dict.fromkeys(name for name in found if name[1]))

    def is_name(self, language: Language, stems: Stems) -> bool:
        """Whether several words are one name: of a concept, or an expression of the word list."""
        is_listed = stems in self._expressions[language] or stems in self._concepts[language]
        return 1 < len(stems) <= MAX_EXPRESSION_WORDS and is_listed

    def is_known(self, language: Language, stem: str) -> bool:
        """Whether word list or vocabulary know a word."""
        return (stem,) in self._expressions[language] or (stem,) in self._concepts[language]

    def _add_concept(self, concept: Concept) -> None:
        for language in Language:
            others = concept.synonyms.get(language, ())
            # The scheme of terms lists synonyms, each a name of the thing itself.
            kind_of_others = NameKind.OWN if concept.scheme == SYNONYM_SCHEME else NameKind.OTHER
            kinds = {concept.labels.get(language, ""): NameKind.OWN} | dict.fromkeys(others, kind_of_others)
            for text in concept.telling(language):
                named = NamedConcept(concept, kinds.get(text, NameKind.HINT))
                known = self._concepts[language][expression_stems(self._analyzers, language, text)]
                nearest = known.setdefault((concept.scheme, concept.id), named)
                known[concept.scheme, concept.id] = min(nearest, named, key=lambda one: one.kind)


def stated_value(concept: Concept) -> tuple[str, str] | None:
    """The facet value that a document carries which states a concept; None for what no facet states."""
    return (concept.scheme, concept.id) if concept.scheme in FACETS_BY_ID else None
