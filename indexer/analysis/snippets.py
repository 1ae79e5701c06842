"""The passage of a page that shows best why it was found.

Deterministic: the window with most different matches wins, then the one with most matches, then the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.analysis.analyzers import Analyzers
from indexer.domain.document import Language
from indexer.domain.fields import field_language, holds_parts, holds_words
from indexer.domain.results import Match, Snippet
from indexer.domain.structured_query import Leaf, MatchPhrase, MatchPrefix, MatchWord, Origin
from indexer.ports import AnalyzedToken


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with the word of the query that it answers."""

    match: Match
    word: str


class SnippetMaker:
    """Makes snippets for the leaves of one query."""

    def __init__(self, leaves: Iterable[Leaf], snippet_characters: int, analyzers: Analyzers) -> None:
        self._characters = snippet_characters
        self._analyzers = analyzers
        self._words: dict[Language, dict[tuple[str, str], tuple[str, Origin]]] = {language: {} for language in Language}
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
                kind = "part" if holds_parts(field) else "word" if holds_words(field) else "term"
                origin = Origin.PART if kind == "part" else alternative.origin
                words = self._words[field_language(field)]
                known = words.get((kind, alternative.term))
                if known is None or _NEARNESS[origin] < _NEARNESS[known[1]]:
                    words[kind, alternative.term] = (leaf.word, origin)

    def matches(self, text: str, language: Language) -> tuple[Match, ...]:
        """Where the query's words stand in a text, in order and without overlap."""
        return tuple(found.match for found in self._find(text, language))

    def snippet(self, text: str, language: Language, *, page_number: int | None = None, label: str = "") -> Snippet:
        """The best passage of a text, at most about `snippet_characters` long, cut between words."""
        found = self._find(text, language)
        start, end = _window(text, found, self._characters)
        passage = text[start:end]
        inside = [f.match for f in found if start <= f.match.start and f.match.end <= end]
        return Snippet(
            text=passage,
            matches=tuple(Match(match.start - start, match.end - start, match.origin) for match in inside),
            language=language,
            page_number=page_number,
            page_label=label,
            starts_text=not text[:start].strip(),
            ends_text=not text[end:].strip(),
        )

    def _find(self, text: str, language: Language) -> list[_Found]:
        words, others = self._words[language], self._others[language]
        if not (words or others) or not text:
            return []
        tokens = self._analyzers[language].analyze(text)
        by_start: dict[int, _Found] = {}
        for token in tokens:
            if (known := _nearest(token, words)) is not None:
                by_start[token.start] = _Found(Match(token.start, token.end, known[1]), known[0])
        for leaf in others:
            for match in _leaf_matches(leaf, tokens):
                by_start.setdefault(match.start, _Found(match, text[match.start : match.end].lower()))
        return [by_start[start] for start in sorted(by_start)]


_NEARNESS = {origin: place for place, origin in enumerate(Origin)}


def _nearest(token: AnalyzedToken, words: dict[tuple[str, str], tuple[str, Origin]]) -> tuple[str, Origin] | None:
    """The word of the query that a token answers best, and how."""
    found = [known for part in token.parts if (known := words.get(("part", part))) is not None]
    if (known := words.get(("term", token.term))) is not None:
        found.append(known)
    if (known := words.get(("word", token.word))) is not None:
        found.append((known[0], Origin.EXACT))
    return min(found, key=lambda known: _NEARNESS[known[1]]) if found else None


def _leaf_matches(leaf: MatchPhrase | MatchPrefix, tokens: list[AnalyzedToken]) -> list[Match]:
    forms = [token.word if holds_words(leaf.field) else token.term for token in tokens]
    if isinstance(leaf, MatchPrefix):
        found = zip(tokens, forms, strict=True)
        return [Match(t.start, t.end) for t, form in found if form.startswith(leaf.prefix)]
    length = len(leaf.terms)
    starts = [i for i in range(len(forms) - length + 1) if tuple(forms[i : i + length]) == leaf.terms]
    return [Match(t.start, t.end) for i in starts for t in tokens[i : i + length]]


def _window(text: str, found: list[_Found], size: int) -> tuple[int, int]:
    """The best window, widened to whole words and begun at a sentence where one begins close by."""
    if len(text) <= size:
        return 0, len(text)
    if not found:
        return 0, _word_end(text, size)
    best = max(range(len(found)), key=lambda i: (*_window_value(found, i, size), -i))
    last = max(f.match.end for f in found if f.match.start < found[best].match.start + size - 40)
    slack = max(0, size - (last - found[best].match.start))
    start = _sentence_or_word_start(text, max(0, found[best].match.start - slack // 2), found[best].match.start)
    return start, _word_end(text, min(len(text), max(start + size, found[best].match.end)))


def _window_value(found: list[_Found], first: int, size: int) -> tuple[int, int]:
    limit = found[first].match.start + size - 40
    end = bisect_left(found, limit, key=lambda f: f.match.start)
    inside = found[first : max(end, first + 1)]
    return len({f.word for f in inside}), len(inside)


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
