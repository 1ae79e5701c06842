"""What words are called otherwise, by word lists and vocabulary: made in a second, and shared by who asks alike."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cached_property

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.stem_cache import StemCache
from indexer.analysis.token_filters import normalize
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.search.words.dictionary import BilingualDictionary, DictionaryEntry, own_word_list, stemmed_entries
from indexer.search.words.meanings import Meanings
from indexer.search.words.translation import Translations

_KEPT = 2


class Wordings:
    """The wordings of some dictionaries and some concepts, each made when it is first asked for."""

    def __init__(self, analyzers: Analyzers, entries: tuple[DictionaryEntry, ...], vocabulary: Vocabulary) -> None:
        self._analyzers = analyzers
        self._entries = entries
        self._vocabulary = vocabulary
        self._lock = threading.RLock()

    @property
    def translations(self) -> Translations:
        """What words of one language may be called in the other, by dictionaries and vocabulary."""
        with self._lock:
            return self._translations

    @property
    def meanings(self) -> Meanings:
        """What expressions are called in the other language, and which concepts are called so."""
        with self._lock:
            return self._meanings

    def are_made_of(self, entries: tuple[DictionaryEntry, ...], vocabulary: Vocabulary) -> bool:
        """Whether other dictionaries and another vocabulary would give the same wordings; records are in none."""
        return self._entries == entries and self._vocabulary.own_schemes == vocabulary.own_schemes

    @cached_property
    def _translations(self) -> Translations:
        return Translations(self._analyzers, self._dictionary, self._vocabulary)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self._analyzers, self._dictionary, self._vocabulary)

    @cached_property
    def _dictionary(self) -> BilingualDictionary:
        return BilingualDictionary(stemmed_entries(self._analyzers, self._entries))


class SharedWordings:
    """The wordings that were asked for last, for all whose analyzers stem alike; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: list[Wordings] = []
        self._lock = threading.Lock()
        self._listed_stems: dict[str, str] = {}

    def of(self, analyzers: Analyzers, entries: Iterable[DictionaryEntry], vocabulary: Vocabulary) -> Wordings:
        """The wordings of dictionaries and a vocabulary; of the analyzers only the stems are used."""
        wanted = tuple(entries)
        with self._lock:
            found = next((wordings for wordings in self._kept if wordings.are_made_of(wanted, vocabulary)), None)
            if found is None:
                # Not the analyzers themselves: they hold the words of an index, which would outlive it here.
                found = Wordings(analyzers.stemming_alone(), wanted, vocabulary)
            self._kept = [found, *(wordings for wordings in self._kept if wordings is not found)][:_KEPT]
            return found

    def listed_words(self, stems: StemCache) -> list[str]:
        """The Danish words of our own list, whose stems are made once and put into the cache."""
        words = [normalize(entry.danish) for entry in own_word_list()]
        if not self._listed_stems:
            self._listed_stems = dict(zip(words, stems.stem_all(words), strict=True))
        # Each knowledge base has a cache of its own, over the lexicon below its own folder.
        stems.update(self._listed_stems)
        return words
