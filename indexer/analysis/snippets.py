"""The passage of a page that shows best why it was found.

Deterministic: the window with most different matches wins, then the one with most matches, then the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.analysis.analyzers import analyzer_for
from indexer.domain.document import Language
from indexer.domain.fields import field_language, holds_words
from indexer.domain.results import Match, Snippet
from indexer.domain.structured_query import Leaf, MatchPhrase, MatchPrefix, MatchTerm
from indexer.ports import AnalyzedToken


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with the number of the leaf term that it answers."""

    match: Match
    kind: str


class SnippetMaker:
    """Makes snippets for the leaves of one query."""

    def __init__(self, leaves: Iterable[Leaf], snippet_characters: int) -> None:
        self._characters = snippet_characters
        self._leaves: dict[Language, list[Leaf]] = {language: [] for language in Language}
        for leaf in dict.fromkeys(leaves):
            self._leaves[field_language(leaf.field)].append(leaf)

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
            matches=tuple(Match(match.start - start, match.end - start) for match in inside),
            language=language,
            page_number=page_number,
            page_label=label,
            starts_text=not text[:start].strip(),
            ends_text=not text[end:].strip(),
        )

    def _find(self, text: str, language: Language) -> list[_Found]:
        leaves = self._leaves[language]
        if not leaves or not text:
            return []
        tokens = analyzer_for(language).analyze(text)
        by_start: dict[int, _Found] = {}
        for leaf in leaves:
            for match in _leaf_matches(leaf, tokens):
                kind = leaf.prefix if isinstance(leaf, MatchPrefix) else text[match.start : match.end].lower()
                by_start.setdefault(match.start, _Found(match, leaf.term if isinstance(leaf, MatchTerm) else kind))
        return [by_start[start] for start in sorted(by_start)]


def _leaf_matches(leaf: Leaf, tokens: list[AnalyzedToken]) -> list[Match]:
    forms = [token.word if holds_words(leaf.field) else token.term for token in tokens]
    match leaf:
        case MatchTerm(_, term, _):
            return [Match(t.start, t.end) for t, form in zip(tokens, forms, strict=True) if form == term]
        case MatchPrefix(_, prefix, _):
            return [Match(t.start, t.end) for t, form in zip(tokens, forms, strict=True) if form.startswith(prefix)]
        case MatchPhrase(_, terms, _):
            length = len(terms)
            starts = [i for i in range(len(forms) - length + 1) if tuple(forms[i : i + length]) == terms]
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
    return len({f.kind for f in inside}), len(inside)


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
