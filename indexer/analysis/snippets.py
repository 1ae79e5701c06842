"""The passage of a page that shows best why it was found.

Deterministic: the window with most different matches wins, then the one with most matches, then the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.tokens import words_of
from indexer.domain.document import Language
from indexer.domain.fields import field_language, holds_parts, holds_words
from indexer.domain.results import Match, Snippet
from indexer.domain.structured_query import Leaf, MatchPhrase, MatchPrefix, MatchWord, Origin
from indexer.ports import Analyzer, WordForm


class _Answer(NamedTuple):
    """The word of the query that a word of a text answers, and how."""

    word: str
    origin: Origin


class _Found(NamedTuple):
    """An answer with its place in the text."""

    start: int
    end: int
    answer: _Answer


class SnippetMaker:
    """Makes snippets for the leaves of one query; not to be shared between threads.

    What a word of a text answers is found out once, however many texts hold it.
    """

    def __init__(self, leaves: Iterable[Leaf], snippet_characters: int, analyzers: Analyzers) -> None:
        self._characters = snippet_characters
        self._analyzers = analyzers
        self._sought = {language: _Sought() for language in Language}
        self._others: dict[Language, list[MatchPhrase | MatchPrefix]] = {language: [] for language in Language}
        for leaf in dict.fromkeys(leaves):
            if isinstance(leaf, MatchWord):
                self._add_word(leaf)
            else:
                self._others[field_language(leaf.field)].append(leaf)

    def _add_word(self, leaf: MatchWord) -> None:
        for alternative in leaf.alternatives:
            if alternative.origin is Origin.SPELLING:
                continue
            for field, _ in alternative.fields:
                sought = self._sought[field_language(field)]
                if holds_parts(field):
                    sought.add(sought.parts, alternative.term, _Answer(leaf.word, Origin.PART))
                else:
                    terms = sought.words if holds_words(field) else sought.terms
                    sought.add(terms, alternative.term, _Answer(leaf.word, alternative.origin))

    def matches(self, text: str, language: Language) -> tuple[Match, ...]:
        """Where the query's words stand in a text, in order and without overlap."""
        return tuple(Match(found.start, found.end, found.answer.origin) for found in self._find(text, language))

    def snippet(self, text: str, language: Language, *, page_number: int | None = None, label: str = "") -> Snippet:
        """The best passage of a text, at most about `snippet_characters` long, cut between words."""
        found = self._find(text, language)
        start, end = _window(text, found, self._characters)
        passage = text[start:end]
        inside = [f for f in found if start <= f.start and f.end <= end]
        return Snippet(
            text=passage,
            matches=tuple(Match(f.start - start, f.end - start, f.answer.origin) for f in inside),
            language=language,
            page_number=page_number,
            page_label=label,
            starts_text=not text[:start].strip(),
            ends_text=not text[end:].strip(),
        )

    def _find(self, text: str, language: Language) -> list[_Found]:
        sought, others = self._sought[language], self._others[language]
        if not (sought or others) or not text:
            return []
        words, starts = words_of(text)
        answers = sought.answers(words, self._analyzers[language])
        by_start = {
            start: _Found(start, start + len(word), answers[word])
            for word, start in zip(words, starts, strict=True)
            if word in answers
        }
        if not others:
            return list(by_start.values())
        forms = self._analyzers[language].forms(words)
        for place in (place for leaf in others for place in _leaf_places(leaf, forms)):
            start, word = starts[place], words[place]
            by_start.setdefault(start, _Found(start, start + len(word), _Answer(word.lower(), Origin.EXACT)))
        return [by_start[start] for start in sorted(by_start)]


class _Sought:
    """What is looked for in texts of one language, and which of their words have been found to answer it."""

    def __init__(self) -> None:
        self.words: dict[str, _Answer] = {}
        self.terms: dict[str, _Answer] = {}
        self.parts: dict[str, _Answer] = {}
        self._asked: set[str] = set()
        self._answers: dict[str, _Answer] = {}

    def __bool__(self) -> bool:
        return bool(self.words or self.terms or self.parts)

    @staticmethod
    def add(terms: dict[str, _Answer], term: str, answer: _Answer) -> None:
        """Look for a term; the nearest of its answers counts."""
        known = terms.get(term)
        if known is None or _NEARNESS[answer.origin] < _NEARNESS[known.origin]:
            terms[term] = answer

    def answers(self, words: list[str], analyzer: Analyzer) -> dict[str, _Answer]:
        """The words that answer, of these and of those asked before: each is analysed but once."""
        new = set(words).difference(self._asked)
        self._asked |= new
        exact, terms, parts = self.words, self.terms, self.parts.keys()
        found = [
            (word, form)
            for word, form in zip(new, analyzer.forms(new), strict=True)
            if form[1] in terms or form[0] in exact or (form[4] and not parts.isdisjoint(form[4]))
        ]
        for word, form in found:
            self._answers[word] = self._nearest(form)
        return self._answers

    def _nearest(self, form: WordForm) -> _Answer:
        found = [self.parts[part] for part in form.parts if part in self.parts]
        if form.term in self.terms:
            found.append(self.terms[form.term])
        if form.word in self.words:
            found.append(_Answer(self.words[form.word].word, Origin.EXACT))
        return min(found, key=lambda answer: _NEARNESS[answer.origin])


_NEARNESS = {origin: place for place, origin in enumerate(Origin)}


def _leaf_places(leaf: MatchPhrase | MatchPrefix, forms: list[WordForm]) -> list[int]:
    """Which words of a text, in order, a leaf matches; a phrase that stands twice in a row may name a word twice."""
    terms = [form.word if holds_words(leaf.field) else form.term for form in forms]
    if isinstance(leaf, MatchPrefix):
        return [place for place, term in enumerate(terms) if term.startswith(leaf.prefix)]
    length = len(leaf.terms)
    firsts = (place for place, term in enumerate(terms) if term in leaf.terms[:1])
    starts = [first for first in firsts if tuple(terms[first : first + length]) == leaf.terms]
    return [place for first in starts for place in range(first, first + length)]


def _window(text: str, found: list[_Found], size: int) -> tuple[int, int]:
    """The best window, widened to whole words and begun at a sentence where one begins close by."""
    if len(text) <= size:
        return 0, len(text)
    if not found:
        return 0, _word_end(text, size)
    first, last = _best_run(found, size - 40)
    slack = max(0, size - (found[last].end - found[first].start))
    start = _sentence_or_word_start(text, max(0, found[first].start - slack // 2), found[first].start)
    return start, _word_end(text, min(len(text), max(start + size, found[first].end)))


def _best_run(found: list[_Found], size: int) -> tuple[int, int]:
    """First and last of the matches that begin within so many characters: most words, then most matches, then first."""
    best = (0, 0, 0)
    inside: Counter[str] = Counter()
    end = 0
    for first, match in enumerate(found):
        while end < len(found) and (end == first or found[end].start < match.start + size):
            inside[found[end].answer.word] += 1
            end += 1
        best = max(best, (len(inside), end - first, -first))
        inside[match.answer.word] -= 1
        if not inside[match.answer.word]:
            del inside[match.answer.word]
    _, count, place = best
    return -place, -place + count - 1


def _sentence_or_word_start(text: str, earliest: int, first_match: int) -> int:
    if earliest == 0:
        return 0
    for sign in (". ", "\n", "? ", "! "):
        position = text.find(sign, earliest, first_match)
        if position != -1:
            return position + len(sign)
    space = text.find(" ", earliest, first_match)
    return space + 1 if space != -1 else earliest


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    return space if space > end - 60 and space > 0 else end
