"""What documents are about: the subjects of the vocabulary that they state, and those that their words tell.

A curator states subjects, the most important first. Titles and summaries tell others, by any name of the subject or a
hidden label; where something is stated, what is only told counts little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from indexer.analysis import Analyzers
from indexer.comparison.weighted_jaccard import Degrees
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.documents.vocabulary import SUBJECT_SCHEME, Vocabulary

CENTRAL = 0.3
"""From this degree on a document is about the subject; below, it only touches on it."""
_FALL = 0.15
"""How much less each further stated subject holds than the one before it."""
_LEAST_STATED = 0.5
_TOLD_BESIDE_STATED = 0.3
_IN_TITLE = 3.0
_IN_SUMMARY = 1.0
_HALF = 1.5
"""Told so often, a subject holds half."""
_ENDINGS = {
    Language.DANISH: ("", "s", "n", "en", "et", "e", "er", "r", "ne", "ene", "erne", "ens", "ets", "ers", "ernes"),
    Language.ENGLISH: ("", "s", "es"),
}
_Stems = tuple[str, ...]


class SubjectNames:
    """All names of the subjects, to find them in texts; nothing in it changes."""

    def __init__(self, vocabulary: Vocabulary, analyzers: Analyzers) -> None:
        self._analyzers = analyzers
        self._words: dict[Language, defaultdict[str, set[str]]] = {lang: defaultdict(set) for lang in Language}
        self._phrases: dict[Language, defaultdict[str, list[tuple[_Stems, str]]]] = {
            language: defaultdict(list) for language in Language
        }
        scheme = vocabulary.schemes.get(SUBJECT_SCHEME)
        for concept in scheme.concepts.values() if scheme else ():
            for language in Language:
                for name in concept.telling(language):
                    self._add(language, name, concept.id)

    def told(self, language: Language, text: str) -> set[str]:
        """The subjects that a text names, by words in any inflection and by phrases of the same stems.

        Single words are compared as words: a stem would reach too far (»activation« is not »active«).
        """
        tokens = self._analyzers[language].analyze(text)
        terms = tuple(token.term for token in tokens)
        found: set[str] = set()
        for place, token in enumerate(tokens):
            found |= self._words[language].get(token.word, set())
            for stems, subject in self._phrases[language].get(token.term, ()):
                if terms[place : place + len(stems)] == stems:
                    found.add(subject)
        return found

    def _add(self, language: Language, name: str, subject: str) -> None:
        tokens = self._analyzers[language].analyze(name)
        if len(tokens) == 1:
            for ending in _ENDINGS[language]:
                self._words[language][tokens[0].word + ending].add(subject)
        elif tokens:
            stems = tuple(token.term for token in tokens)
            self._phrases[language][stems[0]].append((stems, subject))


def document_subjects(metadata: Metadata, names: SubjectNames) -> Degrees:
    """What a document is about: stated subjects by their order, others as far as its title and summary tell them."""
    degrees = {
        subject: max(_LEAST_STATED, 1.0 - _FALL * place)
        for place, subject in enumerate(dict.fromkeys(metadata.subjects))
    }
    share = _TOLD_BESIDE_STATED if degrees else 1.0
    for subject, times in _times_told(metadata, names).items():
        degrees.setdefault(subject, share * times / (times + _HALF))
    return degrees


def text_subjects(text: str, names: SubjectNames) -> dict[str, float]:
    """What a visitor's own words are about, in whichever language they are."""
    return dict.fromkeys(sorted({subject for language in Language for subject in names.told(language, text)}), 1.0)


def central(degrees: Degrees) -> tuple[str, ...]:
    """The subjects that a document is about, the most important first."""
    return tuple(sorted((s for s, degree in degrees.items() if degree >= CENTRAL), key=lambda s: (-degrees[s], s)))


def _times_told(metadata: Metadata, names: SubjectNames) -> Mapping[str, float]:
    times: defaultdict[str, float] = defaultdict(float)
    for weight, texts in (
        (_IN_TITLE, _in_languages(metadata.title_in)),
        (_IN_SUMMARY, _in_languages(metadata.summary_in)),
    ):
        told = {subject for language, text in texts for subject in names.told(language, text)}
        for subject in sorted(told):
            times[subject] += weight
    return times


def _in_languages(text_in: Callable[[Language], str]) -> Iterable[tuple[Language, str]]:
    return ((language, text) for language in Language if (text := text_in(language)))
