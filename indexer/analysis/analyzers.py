"""One analyzer per language: tokenize, lower case, mark stop words, stem, fold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Protocol

from indexer.analysis.danish import DANISH_STOP_WORDS, danish_stemmer
from indexer.analysis.english import ENGLISH_STOP_WORDS, english_stemmer
from indexer.analysis.token_filters import drop_accents, fold, normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.document import Language
from indexer.ports import AnalyzedToken, Analyzer

_CACHED_WORDS = 200_000


class Stemmer(Protocol):
    """What Snowball's stemmers offer."""

    def stemWord(self, word: str) -> str:  # noqa: N802 (the library's name)
        """The stem of a lower-case word."""


class StemmingAnalyzer:
    """Tokens with their folded word and their folded stem; remembers the words it has seen.

    Safe to share between threads: a stemmer is used by one thread at a time.
    """

    def __init__(self, language: Language, make_stemmer: Callable[[], Stemmer], stop_words: frozenset[str]) -> None:
        self.language = language
        self._stemmer = make_stemmer()
        self._stop_words = stop_words
        self._forms: dict[str, tuple[str, str, str, bool]] = {}
        self._lock = threading.Lock()

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """The tokens of a text in order; stop words are kept and marked."""
        forms = self._forms
        tokens = []
        for token in tokenize(text):
            word, term, spelling, is_stop_word = forms.get(token.text) or self._add_form(token.text)
            tokens.append(AnalyzedToken(word, term, spelling, token.start, token.end, is_stop_word))
        return tokens

    def _add_form(self, text: str) -> tuple[str, str, str, bool]:
        word = normalize(text)
        with self._lock:
            stem = self._stemmer.stemWord(drop_accents(word))
            if len(self._forms) >= _CACHED_WORDS:
                self._forms.clear()
            form = (fold(word), fold(stem), word, word in self._stop_words)
            self._forms[text] = form
        return form


@cache
def analyzer_for(language: Language) -> Analyzer:
    """The analyzer of a language; one per process, since its memory of words is worth sharing."""
    match language:
        case Language.DANISH:
            return StemmingAnalyzer(language, danish_stemmer, DANISH_STOP_WORDS)
        case Language.ENGLISH:
            return StemmingAnalyzer(language, english_stemmer, ENGLISH_STOP_WORDS)
