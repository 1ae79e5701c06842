"""What a query looks for in texts of one language, and which words of a text answer it.

An index knows at which positions of a page the terms stand, so that only those words need be analysed. Where it does
not know, or where a text is not the one that was indexed, each different word of the text is analysed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from indexer.analysis.port import Analyzer, WordForm
from indexer.domain.queries.fields import holds_parts, holds_words, is_body
from indexer.domain.queries.structured_query import Alternative, MatchPhrase, MatchPrefix, Origin


class Answer(NamedTuple):
    """The word of the query that a word of a text answers, and how."""

    word: str
    origin: Origin


class Highlighter:
    """The terms of one language; remembers the words that were asked about. Not to be shared between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._words: dict[str, Answer] = {}
        self._terms: dict[str, Answer] = {}
        self._parts: dict[str, Answer] = {}
        self._sequences: list[MatchPhrase | MatchPrefix] = []
        self._sought: set[object] = set()
        self._sought_in_pages: set[object] = set()
        self._asked: set[str] = set()
        self._answers: dict[str, Answer] = {}

    def __bool__(self) -> bool:
        return bool(self._sought)

    def add_alternative(self, word: str, alternative: Alternative, field: str) -> None:
        """Look for a term that may stand for a word of the query; the nearest of a term's answers counts."""
        origin = Origin.PART if holds_parts(field) else alternative.origin
        terms = self._parts if holds_parts(field) else self._words if holds_words(field) else self._terms
        known = terms.get(alternative.term)
        if known is None or _NEARNESS[origin] < _NEARNESS[known.origin]:
            terms[alternative.term] = Answer(word, origin)
        self._note(field, (id(terms), alternative.term))

    def add_sequence(self, leaf: MatchPhrase | MatchPrefix) -> None:
        """Look for a phrase, or for words with a beginning."""
        self._sequences.append(leaf)
        if isinstance(leaf, MatchPhrase):
            self._note(leaf.field, (holds_words(leaf.field), leaf.terms))
        else:
            self._sought.add(leaf)  # an index follows a prefix to some of its words only

    def _note(self, field: str, key: object) -> None:
        self._sought.add(key)
        if is_body(field):
            self._sought_in_pages.add(key)

    def answers(self, words: Sequence[str], positions: Sequence[int] | None = None) -> Mapping[int, Answer]:
        """The words of a text that answer, by their position in it, rising.

        `positions` (rising) are those where an index found the terms; None if that is not known.
        """
        is_known = positions is not None and self._sought == self._sought_in_pages
        if is_known and positions is not None and (not positions or positions[-1] < len(words)):
            found = self._answers_at(positions, words)
            if len(found) == len(positions):
                return found
        return self._answers_anywhere(words)

    def _answers_at(self, positions: Sequence[int], words: Sequence[str]) -> Mapping[int, Answer]:
        forms = dict(zip(positions, self._analyzer.forms([words[position] for position in positions]), strict=True))
        found = {position: answer for position, form in forms.items() if (answer := self._nearest(form)) is not None}
        return self._with_sequences(found, forms, words)

    def _answers_anywhere(self, words: Sequence[str]) -> Mapping[int, Answer]:
        """The same, each different word being analysed but once."""
        new = set(words).difference(self._asked)
        self._asked |= new
        for word, form in zip(new, self._analyzer.forms(new), strict=True):
            if (answer := self._nearest(form)) is not None:
                self._answers[word] = answer
        answers = self._answers
        found = {position: answers[word] for position, word in enumerate(words) if word in answers}
        forms = dict(enumerate(self._analyzer.forms(words))) if self._sequences else {}
        return self._with_sequences(found, forms, words)

    def _with_sequences(
        self, found: dict[int, Answer], forms: Mapping[int, WordForm], words: Sequence[str]
    ) -> Mapping[int, Answer]:
        if not self._sequences:
            return found
        for leaf in self._sequences:
            for position in _positions(leaf, forms):
                found.setdefault(position, Answer(words[position].lower(), Origin.EXACT))
        return dict(sorted(found.items()))

    def _nearest(self, form: WordForm) -> Answer | None:
        """The word of the query that a word answers best, and how."""
        word, term, _, _, parts = form
        if term not in self._terms and word not in self._words and self._parts.keys().isdisjoint(parts):
            return None
        found = [self._parts[part] for part in parts if part in self._parts]
        if term in self._terms:
            found.append(self._terms[term])
        if word in self._words:
            found.append(Answer(self._words[word].word, Origin.EXACT))
        return min(found, key=lambda answer: _NEARNESS[answer.origin])


_NEARNESS = {origin: ordinal for ordinal, origin in enumerate(Origin)}


def _positions(leaf: MatchPhrase | MatchPrefix, forms: Mapping[int, WordForm]) -> list[int]:
    """Where the words stand that a leaf matches; a phrase that begins within itself may name a position twice."""
    terms = {position: form.word if holds_words(leaf.field) else form.term for position, form in forms.items()}
    if isinstance(leaf, MatchPrefix):
        return [position for position, term in terms.items() if term.startswith(leaf.prefix)]
    steps = range(len(leaf.terms))
    return [
        first + step
        for first, term in terms.items()
        if term in leaf.terms[:1] and all(terms.get(first + step) == leaf.terms[step] for step in steps)
        for step in steps
    ]
