"""Texts -> tokens with their terms, one analyzer per language; documents and queries pass through the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from indexer.analysis.compounds import CompoundSplitter, DictionarySplitter, may_be_compound
from indexer.analysis.danish import DANISH_STOP_WORDS, danish_stems
from indexer.analysis.english import ENGLISH_STOP_WORDS, english_stems
from indexer.analysis.lexicon import EmptyLexicon, Lexicon
from indexer.analysis.port import AnalyzedToken, Analyzer, WordForm
from indexer.analysis.stem_cache import StemCache
from indexer.analysis.token_filters import fold, normalize
from indexer.analysis.tokens import words_of
from indexer.domain.documents.metadata import Language

_MAX_CACHED_WORDS = 200_000
# Shorter words of the dictionary stand by chance in words that are no compounds.
_MIN_DICTIONARY_PART = 4
_BEGINNING = 2

SplitWords = Callable[[Sequence[str]], list[tuple[str, ...]]]


class TermAnalyzer:
    """Words with their forms: folded, stemmed, and the stems of their parts. Safe to share between threads."""

    def __init__(self, stems: StemCache, stop_words: frozenset[str], split: SplitWords | None = None) -> None:
        """`split` gives the parts of lower-case words; None for a language whose compounds are not split."""
        self._stems = stems
        self._stop_words = stop_words
        self._split = split
        self._forms: dict[str, WordForm] = {}
        self._lock = threading.Lock()

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """The tokens of a text in order; stop words are kept and marked."""
        words, starts = words_of(text)
        return [
            AnalyzedToken(*form, start, start + len(word))
            for word, start, form in zip(words, starts, self.forms(words), strict=True)
        ]

    def forms(self, words: Iterable[str]) -> list[WordForm]:
        """See Analyzer.forms."""
        texts = [*words]
        try:
            # Without the lock: nearly all words are known, and a dictionary may be read while a thread adds to it.
            return [*map(self._forms.__getitem__, texts)]
        except KeyError:
            with self._lock:
                known = self._forms
                new = [text for text in dict.fromkeys(texts) if text not in known]
                if len(known) + len(new) > _MAX_CACHED_WORDS:  # the old ones may be in use
                    known = self._forms = {text: known[text] for text in dict.fromkeys(texts) if text in known}
                known.update(zip(new, self._make_forms(new), strict=True))
            return [*map(known.__getitem__, texts)]

    def term(self, word: str) -> str:
        """See Analyzer.term."""
        return fold(self._stems[normalize(word)])

    def terms(self, texts: Iterable[str]) -> list[tuple[str, ...]]:
        """See Analyzer.terms."""
        words = [[*map(normalize, words_of(text)[0])] for text in texts]
        distinct = [*dict.fromkeys(word for some in words for word in some)]
        terms = dict(zip(distinct, map(fold, self._stems.stem_all(distinct)), strict=True))
        telling = ([word for word in some if word not in self._stop_words] or some for some in words)
        return [tuple(map(terms.__getitem__, some)) for some in telling]

    def _make_forms(self, texts: Sequence[str]) -> list[WordForm]:
        """The forms of words."""
        words = [*map(normalize, texts)]
        distinct = [*dict.fromkeys(words)]
        stems = self._stems.stem_all(distinct)
        parts = self._split(distinct) if self._split is not None else [()] * len(distinct)
        # Into the cache: stemmed together they take less time than one by one below.
        self._stems.stem_all([part for some in parts for part in some])
        part_stems = [tuple([fold(self._stems[part]) for part in some]) if some else () for some in parts]
        are_stop_words = map(self._stop_words.__contains__, distinct)
        columns = zip(map(fold, distinct), map(fold, stems), distinct, are_stop_words, part_stems, strict=True)
        forms = dict(zip(distinct, map(WordForm._make, columns), strict=True))
        return [*map(forms.__getitem__, words)]


class Analyzers:
    """The analyzers of both languages, and the splitter that the Danish one uses."""

    def __init__(
        self,
        danish_word_counts: Mapping[str, int],
        stems: StemCache | None = None,
        danish_words: Iterable[str] = (),
    ) -> None:
        """`danish_word_counts` by lower-case word: what compounds are split by.

        `stems` are the Danish ones, which many may share; without them no lexicon is used. Compounds too frequent to be
        split by counts are split where all their parts are `danish_words` of at least four letters.
        """
        if stems is None:
            stems = danish_stem_cache(EmptyLexicon())
        self._danish_stems = stems
        splitter = _DanishSplitter(danish_word_counts, stems, danish_words)
        self._analyzers: dict[Language, Analyzer] = {
            Language.DANISH: TermAnalyzer(stems, DANISH_STOP_WORDS, splitter.split),
            Language.ENGLISH: TermAnalyzer(StemCache(english_stems), ENGLISH_STOP_WORDS),
        }

    def __getitem__(self, language: Language) -> Analyzer:
        return self._analyzers[language]

    def stemming_alone(self) -> Analyzers:
        """Analyzers of the same stems that split nothing and hold no words of a corpus."""
        return Analyzers({}, self._danish_stems)


def danish_stem_cache(lexicon: Lexicon) -> StemCache:
    """The Danish stems that a lexicon leads to."""
    return StemCache(lambda words: danish_stems(words, lexicon))


class _DanishSplitter:
    """Splits by the counts of a corpus, and where they split nothing, into words of a dictionary."""

    def __init__(self, word_counts: Mapping[str, int], stems: StemCache, dictionary: Iterable[str]) -> None:
        self._stems = stems
        self._by_counts = CompoundSplitter(word_counts, stems)
        self._words = [word for text in dictionary if len(word := normalize(text)) >= _MIN_DICTIONARY_PART]
        self._by_dictionary = DictionarySplitter(self._is_known)

    @cached_property
    def _dictionary_stems(self) -> frozenset[str]:
        return frozenset(self._stems.stem_all(self._words))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """Two letters: a word that begins otherwise is no form of any in the dictionary.

        Of the 117,000 forms of its words that the lexicon knows, 16 begin otherwise, most of them misspelt.
        """
        return frozenset(word[:_BEGINNING] for word in (*self._words, *self._dictionary_stems))

    def split(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """The parts of lower-case words in order; empty for those that are no compounds."""
        found = self._by_counts.split(words)
        left = (word for word, parts in zip(words, found, strict=True) if not parts)
        tails = {word: DictionarySplitter.tails(word, self._beginnings) for word in left}
        known = self._known({tail for some in tails.values() for tail in some})
        heads_of = DictionarySplitter.heads
        heads = {
            word: {head for tail in ends for head in heads_of(word, tail)}
            for word, some in tails.items()
            if (ends := known.intersection(some))
        }
        all_heads = {head for some in heads.values() for head in some}
        usable = self._known(all_heads) | {head for head in all_heads if may_be_compound(head)}
        by_dictionary = {
            word: self._by_dictionary.split_known(word) for word, some in heads.items() if not usable.isdisjoint(some)
        }
        return [parts or by_dictionary.get(word, ()) for word, parts in zip(words, found, strict=True)]

    def _known(self, words: Iterable[str]) -> set[str]:
        """Those of the words that the dictionary knows in any form."""
        stems = self._dictionary_stems
        likely = [word for word in words if len(word) >= _MIN_DICTIONARY_PART]
        return {word for word, stem in zip(likely, self._stems.stem_all(likely), strict=True) if stem in stems}

    def _is_known(self, word: str) -> bool:
        is_likely = len(word) >= _MIN_DICTIONARY_PART and word[:_BEGINNING] in self._beginnings
        return is_likely and self._stems[word] in self._dictionary_stems


MakeAnalyzers = Callable[[Mapping[str, int]], Analyzers]
"""The analyzers that split compounds by some word counts."""
