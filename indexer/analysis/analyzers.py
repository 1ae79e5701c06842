"""Texts -> tokens with their terms, one analyzer per language; documents and queries pass through the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from indexer.analysis.compounds import CompoundSplitter, DictionarySplitter
from indexer.analysis.danish import DANISH_STOP_WORDS, danish_stem
from indexer.analysis.english import ENGLISH_STOP_WORDS, english_stem
from indexer.analysis.lexicon import EmptyLexicon, Lexicon
from indexer.analysis.token_filters import fold, normalize
from indexer.analysis.tokens import words_of
from indexer.domain.document import Language
from indexer.ports import AnalyzedToken, Analyzer, WordForm

_CACHED_WORDS = 200_000
_RUN = 5
_FORCED_PART = 4


class TermAnalyzer:
    """Words with their forms: folded, stemmed, and the stems of their parts. Safe to share between threads."""

    def __init__(
        self, stem: Callable[[str], str], stop_words: frozenset[str], split: Callable[[str], tuple[str, ...]]
    ) -> None:
        self._forms = _RememberedForms(stem, stop_words, split)

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """The tokens of a text in order; stop words are kept and marked."""
        words, starts = words_of(text)
        return [
            AnalyzedToken(*form, start, start + len(word))
            for word, start, form in zip(words, starts, self.forms(words), strict=True)
        ]

    def forms(self, words: Iterable[str]) -> list[WordForm]:
        """See Analyzer.forms."""
        return [*map(self._forms.__getitem__, words)]


class _RememberedForms(dict[str, WordForm]):
    """The forms of words as written, made when a word is first seen; a stemmer is used by one thread at a time."""

    def __init__(
        self, stem: Callable[[str], str], stop_words: frozenset[str], split: Callable[[str], tuple[str, ...]]
    ) -> None:
        super().__init__()
        self._stem = stem
        self._stop_words = stop_words
        self._split = split
        self._lock = threading.Lock()

    def __missing__(self, text: str) -> WordForm:
        word = normalize(text)
        with self._lock:
            parts = tuple(fold(self._stem(part)) for part in self._split(word))
            forms = WordForm(fold(word), fold(self._stem(word)), word, word in self._stop_words, parts)
            if len(self) >= _CACHED_WORDS:
                self.clear()
            self[text] = forms
        return forms


class Analyzers:
    """The analyzers of both languages, and the splitter that the Danish one uses."""

    def __init__(
        self,
        danish_word_counts: Mapping[str, int],
        lexicon: Lexicon | None = None,
        danish_words: Iterable[str] = (),
    ) -> None:
        """`danish_word_counts` by lower-case word: what compounds are split by.

        Compounds too frequent to be split by that are split where all their parts are `danish_words` of at least four
        letters.
        """
        known = lexicon or EmptyLexicon()
        stem = _remembered(lambda word: danish_stem(word, known))
        self.danish_splitter = CompoundSplitter(danish_word_counts, stem)
        stems = {stem(word) for text in danish_words if len(word := normalize(text)) >= _FORCED_PART}
        self._dictionary_splitter = DictionarySplitter(lambda word: len(word) >= _FORCED_PART and stem(word) in stems)
        self._analyzers: dict[Language, Analyzer] = {
            Language.DANISH: TermAnalyzer(stem, DANISH_STOP_WORDS, self._split_danish),
            Language.ENGLISH: TermAnalyzer(english_stem, ENGLISH_STOP_WORDS, lambda word: ()),
        }

    def _split_danish(self, word: str) -> tuple[str, ...]:
        return self.danish_splitter.split(word) or self._dictionary_splitter.split_known(word)

    def __getitem__(self, language: Language) -> Analyzer:
        return self._analyzers[language]


@lru_cache(maxsize=1 << 15)
def letter_runs_of(word: str) -> tuple[str, ...]:
    """The runs of five letters of a folded word that has more than five."""
    return tuple(word[start : start + _RUN] for start in range(len(word) - _RUN + 1)) if len(word) > _RUN else ()


def _remembered(stem: Callable[[str], str]) -> Callable[[str], str]:
    memory: dict[str, str] = {}

    def remembering(word: str) -> str:
        found = memory.get(word)
        if found is None:
            if len(memory) >= 5 * _CACHED_WORDS:
                memory.clear()
            found = memory[word] = stem(word)
        return found

    return remembering
