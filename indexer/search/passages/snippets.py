"""The passage of a page that shows best why it was found.

Deterministic: the window with most different matches wins, then the one with most matches, then the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.tokens import words_of
from indexer.domain.documents.document import Page
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import field_language
from indexer.domain.queries.results import Match, Snippet
from indexer.domain.queries.structured_query import Leaf, MatchWord, Origin
from indexer.search.passages.highlighter import Answer, Highlighter


class _Found(NamedTuple):
    """An answer with its offsets in the text."""

    start: int
    end: int
    answer: Answer


class SnippetMaker:
    """Makes snippets for the leaves of one query; not to be shared between threads."""

    def __init__(self, leaves: Iterable[Leaf], snippet_characters: int, analyzers: Analyzers) -> None:
        self._characters = snippet_characters
        self._highlighters = {language: Highlighter(analyzers[language]) for language in Language}
        for leaf in dict.fromkeys(leaves):
            if isinstance(leaf, MatchWord):
                self._add_word(leaf)
            else:
                self._highlighters[field_language(leaf.field)].add_sequence(leaf)

    def _add_word(self, leaf: MatchWord) -> None:
        for alternative in leaf.alternatives:
            # n-grams of letters are no words that a reader could see.
            if alternative.origin is not Origin.SPELLING:
                for field, _ in alternative.fields:
                    self._highlighters[field_language(field)].add_alternative(leaf.word, alternative, field)

    def matches(self, text: str, language: Language) -> tuple[Match, ...]:
        """Where the query's words stand in a text, in order and without overlap."""
        return tuple(Match(found.start, found.end, found.answer.origin) for found in self._find(text, language))

    def snippet(
        self,
        text: str,
        language: Language,
        *,
        page_number: int | None = None,
        label: str = "",
        positions: Sequence[int] | None = None,
    ) -> Snippet:
        """The best passage of a text, at most about `snippet_characters` long, cut between words.

        `positions` are those of the words that an index found to match, counted from 0, rising; without them the text
        is searched.
        """
        found = self._find(text, language, positions)
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

    def _find(self, text: str, language: Language, positions: Sequence[int] | None = None) -> list[_Found]:
        highlighter = self._highlighters[language]
        if not highlighter or not text:
            return []
        words, starts = words_of(text)
        answers = highlighter.answers(words, positions)
        return [_Found(starts[n], starts[n] + len(words[n]), answer) for n, answer in answers.items()]


def passage_snippet(page: Page, start: int, language: Language, characters: int) -> Snippet:
    """A passage of a page that begins at an offset, cut between words; nothing in it is marked."""
    end = _word_end(page.text, start + characters)
    return Snippet(
        text=page.text[start:end].strip(),
        matches=(),
        language=language,
        page_number=page.number,
        page_label=page.label,
        starts_text=not page.text[:start].strip(),
        ends_text=not page.text[end:].strip(),
    )


def _window(text: str, found: list[_Found], size: int) -> tuple[int, int]:
    """The best window, widened to whole words and begun at a sentence where one begins close by."""
    if len(text) <= size:
        return 0, len(text)
    if not found:
        return 0, _word_end(text, size)
    # 40 characters less: the window is widened to whole words afterwards.
    first, last = _best_run(found, size - 40)
    # What is left over is divided, so that the words stand in the middle.
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
    _, count, negative_first = best
    return -negative_first, -negative_first + count - 1


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
    # A text without spaces, an address for one, is cut where it must be.
    return space if space > end - 60 and space > 0 else end
