"""Words of one language -> what they may be called in the other, and in their own.

Sources: our own Danish-English word list beside this module, the labels of the vocabulary, and dictionaries that
config.toml names. All of it is analysed like any text, so entries are stems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.compounds import DictionarySplitter
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_schema import NOT_WIDENING
from indexer.domain.documents.vocabulary import Concept, Vocabulary
from indexer.search.words.dictionary import (
    MAX_EXPRESSION_WORDS,
    BilingualDictionary,
    StemmedEntry,
    Stems,
    expression_stems,
)

SYNONYM_SCHEME = "term"
_MAX_TRANSLATIONS = 8
_MIN_PROBABILITY = 0.03


class _Meaning(NamedTuple):
    """An expression of the other language, and how much of a word's meaning it is.

    `keeps_common`: where it stands for one word and has no telling stem it is kept whole, else it is left out.
    """

    stems: Stems
    weight: float
    keeps_common: bool


class Translations:
    """For each language, its stems (or runs of stems) with stems of the other language and their probabilities.

    What an expression means is reckoned when it is first asked for: a query asks for a few of twenty thousand.
    """

    def __init__(self, analyzers: Analyzers, dictionary: BilingualDictionary, vocabulary: Vocabulary) -> None:
        self._analyzers = analyzers
        self._dictionary = dictionary
        self._meanings: dict[Language, defaultdict[Stems, list[_Meaning]]] = {
            language: defaultdict(list) for language in Language
        }
        self._tables: dict[tuple[Language, Stems], Mapping[str, float]] = {}
        self._synonyms: dict[Language, defaultdict[Stems, dict[Stems, None]]] = {
            language: defaultdict(dict) for language in Language
        }
        self._names: dict[Language, dict[Stems, str]] = {language: {} for language in Language}
        self._words_for = _single_words(dictionary.entries)
        for concept in vocabulary.concepts():
            if concept.scheme not in NOT_WIDENING:
                self._add_concept(concept)
        self._splitter = DictionarySplitter(self._knows)

    def translations(self, language: Language, stems: Stems) -> Mapping[str, float]:
        """What stems of a language may be called in the other; probabilities add up to 1, empty if unknown."""
        key = language, stems
        if key not in self._tables:
            if not self._dictionary.knows(language, stems) and stems not in self._meanings[language]:
                return {}  # not kept: whatever visitors type would be
            self._tables[key] = _probabilities(self._weights(language, stems))
        return self._tables[key]

    def synonyms(self, language: Language, stems: Stems) -> tuple[Stems, ...]:
        """Other names of the same concept in the same language."""
        return tuple(self._synonyms[language].get(stems, ()))

    def split(self, language: Language, word: str) -> tuple[str, ...]:
        """The stems of the known words that a compound is made of; empty where it is none, or known itself.

        Only Danish writes its compounds in one word.
        """
        if language is not Language.DANISH:
            return ()
        return tuple(self._stems(language, part)[0] for part in self._splitter.split(word))

    def _knows(self, word: str) -> bool:
        return bool(self.translations(Language.DANISH, (self._analyzers[Language.DANISH].term(word),)))

    def name(self, language: Language, stems: Stems) -> str:
        """A name of the vocabulary as it is written; the stems themselves if there is none."""
        return self._names[language].get(stems, " ".join(stems))

    def _add_concept(self, concept: Concept) -> None:
        names: dict[Language, list[Stems]] = {}
        for language in Language:
            texts = (concept.labels.get(language, ""), *concept.synonyms.get(language, ()))
            names[language] = [stems for text in texts if (stems := self._stems(language, text))]
        for rank, danish in enumerate(names[Language.DANISH]):
            for other_rank, english in enumerate(names[Language.ENGLISH]):
                # The preferred labels translate each other best; synonyms are rarer words for the same.
                weight = 1.0 / (1 + rank + other_rank)
                is_preferred = rank == other_rank == 0
                self._add(Language.DANISH, danish, english, weight, keeps_common=is_preferred)
                self._add(Language.ENGLISH, english, danish, weight, keeps_common=is_preferred)
        if concept.scheme == SYNONYM_SCHEME:
            for language in Language:
                for text in (concept.labels.get(language, ""), *concept.synonyms.get(language, ())):
                    self._names[language].setdefault(self._stems(language, text), text)
            for language, stems_of_names in names.items():
                for stems in stems_of_names:
                    self._synonyms[language][stems].update({other: None for other in stems_of_names if other != stems})

    def _add(
        self, language: Language, source: Stems, target: Stems, weight: float, *, keeps_common: bool = True
    ) -> None:
        self._meanings[language][source].append(_Meaning(target, weight, keeps_common))

    def _weights(self, language: Language, source: Stems) -> Mapping[str, float]:
        """How much each stem of the other language is of what an expression means."""
        weights: defaultdict[str, float] = defaultdict(float)
        if not 1 <= len(source) <= MAX_EXPRESSION_WORDS:
            return weights
        of_entries = (_Meaning(*meaning, keeps_common=True) for meaning in self._dictionary.meanings(language, source))
        # Dictionaries before the vocabulary, as their lines came: sums of fractions depend on the order.
        for meaning in (*of_entries, *self._meanings[language].get(source, ())):
            target = meaning.stems
            if not 1 <= len(target) <= MAX_EXPRESSION_WORDS:
                continue
            if len(source) == 1 < len(target):
                telling = self._distinctive_stems(language, source[0], target)
                target = telling or (target if meaning.keeps_common else ())
            for stem in target:
                weights[stem] += meaning.weight / len(target)
        return weights

    def _distinctive_stems(self, language: Language, source: str, target: Stems) -> Stems:
        """The stems of an expression that are no word for anything else: demens is dementia, not people."""
        return tuple(stem for stem in target if not self._words_for[language].get(stem, set()) - {source})

    def _stems(self, language: Language, text: str) -> Stems:
        return expression_stems(self._analyzers, language, text)


def _single_words(entries: Iterable[StemmedEntry]) -> dict[Language, dict[str, set[str]]]:
    """By source language and stem of the other language, the source words that it alone translates."""
    found: dict[Language, dict[str, set[str]]] = {language: {} for language in Language}
    for entry in entries:
        for english, _ in entry.english:
            if len(entry.danish) == len(english) == 1:
                found[Language.DANISH].setdefault(english[0], set()).add(entry.danish[0])
                found[Language.ENGLISH].setdefault(entry.danish[0], set()).add(english[0])
    return found


def _probabilities(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    kept = [
        (stem, weight)
        for stem, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0]))[:_MAX_TRANSLATIONS]
        if weight / total > _MIN_PROBABILITY
    ]
    # Once more, without the improbable ones: a word's translations weigh as much as the word.
    total = sum(weight for _, weight in kept)
    return {stem: weight / total for stem, weight in kept}


_ALIKE = str.maketrans({"c": "k", "q": "k", "z": "s", "y": "i", "w": "v", "x": "k"})


def cognate_skeleton(stem: str) -> str:
    """What Danish and English spellings of one loan word share: kommunikation and communication are near each other."""
    # Pairs first: their letters mean something else alone.
    for letters, letter in (("ph", "f"), ("th", "t"), ("ck", "k"), ("aa", "o"), ("ae", "e"), ("oe", "o")):
        stem = stem.replace(letters, letter)
    return stem.translate(_ALIKE)
