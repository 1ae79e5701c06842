"""What turns text into terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Analyzer(Protocol):
    """Text -> terms in one language, the same for indexing and querying."""

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """The tokens of a text in order."""

    def forms(self, words: Iterable[str]) -> list[WordForm]:
        """What words become as tokens, one by one as they stand in a text."""

    def term(self, word: str) -> str:
        """What a word is matched on: the term of its forms, without looking for its parts."""

    def terms(self, texts: Iterable[str]) -> list[tuple[str, ...]]:
        """The terms of each text, without its stop words unless it has no others, and without looking for parts."""


class WordForm(NamedTuple):
    """What a word is matched on.

    Attributes:
        word: lower case, folded; what phrases, prefixes and corrections are matched on.
        term: stemmed and folded; what words are matched on.
        spelling: lower case, unfolded; what corrections are shown in.
        is_stop_word: too common to be searched for by itself.
        parts: of a compound, each stemmed and folded as `term` is; empty if it is none.
    """

    word: str
    term: str
    spelling: str
    is_stop_word: bool
    parts: tuple[str, ...]


class AnalyzedToken(NamedTuple):
    """The forms of a word (see WordForm) and where it stands: `start` and `end` count characters of the text."""

    word: str
    term: str
    spelling: str
    is_stop_word: bool
    parts: tuple[str, ...]
    start: int
    end: int
