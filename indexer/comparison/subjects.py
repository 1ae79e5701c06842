"""What documents are about: the subjects of the vocabulary that they state, and those that their words name.

A curator states subjects, the most important first. Titles and summaries name others, by any label of the subject or a
hidden one; where something is stated, what is only named counts little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from indexer.analysis import Analyzers
from indexer.comparison.weighted_jaccard import Degrees
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.documents.vocabulary import SUBJECT_SCHEME, Vocabulary

# From this degree on a document is about the subject; below, it only touches on it.
CENTRAL = 0.3
# How much less each further stated subject holds than the one before it, down to the least that a stated one holds.
_FALL = 0.15
_MIN_STATED = 0.5
_NAMED_BESIDE_STATED = 0.3
_IN_TITLE = 3.0
_IN_SUMMARY = 1.0
# Named so often, a subject holds half; a title alone makes it two thirds, a summary alone two fifths.
_HALF_DEGREE_MENTIONS = 1.5
# Danish and English inflections of nouns: added to a label, not cut off from words, which would reach too far.
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

    def named_in(self, language: Language, text: str) -> set[str]:
        """The subjects that a text names, by words in any inflection and by phrases of the same stems.

        Single words are compared as words: a stem would reach too far (»activation« is not »active«).
        """
        tokens = self._analyzers[language].analyze(text)
        terms = tuple(token.term for token in tokens)
        found: set[str] = set()
        for ordinal, token in enumerate(tokens):
            found |= self._words[language].get(token.word, set())
            for stems, subject in self._phrases[language].get(token.term, ()):
                if terms[ordinal : ordinal + len(stems)] == stems:
                    found.add(subject)
        return found

    def named_in_any_language(self, text_in: Callable[[Language], str]) -> set[str]:
        """The subjects that a text names, given as it stands in each language; empty where it has none there."""
        return {subject for language in Language for subject in self.named_in(language, text_in(language))}

    def _add(self, language: Language, name: str, subject: str) -> None:
        tokens = self._analyzers[language].analyze(name)
        if len(tokens) == 1:
            for ending in _ENDINGS[language]:
                self._words[language][tokens[0].word + ending].add(subject)
        elif tokens:
            stems = tuple(token.term for token in tokens)
            self._phrases[language][stems[0]].append((stems, subject))


def document_subjects(metadata: Metadata, names: SubjectNames) -> Degrees:
    """What a document is about: stated subjects by their order, others as far as its title and summary name them."""
    degrees = {
        subject: max(_MIN_STATED, 1.0 - _FALL * ordinal)
        for ordinal, subject in enumerate(dict.fromkeys(metadata.subjects))
    }
    share = _NAMED_BESIDE_STATED if degrees else 1.0
    for subject, mentions in _mentions(metadata, names).items():
        degrees.setdefault(subject, share * mentions / (mentions + _HALF_DEGREE_MENTIONS))
    return degrees


def subjects_named_in(text: str, names: SubjectNames) -> dict[str, float]:
    """What a visitor's own words are about, in whichever language they are."""
    return dict.fromkeys(sorted(names.named_in_any_language(lambda _: text)), 1.0)


def central(degrees: Degrees) -> tuple[str, ...]:
    """The subjects that a document is about, the most important first."""
    return tuple(sorted((s for s, degree in degrees.items() if degree >= CENTRAL), key=lambda s: (-degrees[s], s)))


def _mentions(metadata: Metadata, names: SubjectNames) -> Mapping[str, float]:
    mentions: defaultdict[str, float] = defaultdict(float)
    for weight, text_in in ((_IN_TITLE, metadata.title_in), (_IN_SUMMARY, metadata.summary_in)):
        # A title is one text in two languages: what both name is named once.
        for subject in sorted(names.named_in_any_language(text_in)):
            mentions[subject] += weight
    return mentions
