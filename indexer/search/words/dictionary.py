"""Danish expressions with English ones: our own word list, and what of any dictionary is searched by, told in stems."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from indexer.analysis.analyzers import Analyzers
from indexer.domain.documents.metadata import Language

_WORD_LIST = resources.files("indexer.search.words").joinpath("danish_english.tsv")
_LEADING_TO = re.compile(r"^(?:to|at|the|an?) (?=\S)")
MAX_EXPRESSION_WORDS = 3

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A Danish expression with English ones; weights are relative."""

    danish: str
    english: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class StemmedEntry:
    """An entry told in stems; weights are relative."""

    danish: Stems
    english: tuple[tuple[Stems, float], ...]


class BilingualDictionary:
    """Entries by either of their languages; what an expression means is reckoned when it is asked for."""

    def __init__(self, entries: Iterable[StemmedEntry]) -> None:
        self.entries = tuple(entries)
        self._found: dict[Language, dict[Stems, list[StemmedEntry]]] = {language: {} for language in Language}
        danish, english = self._found[Language.DANISH], self._found[Language.ENGLISH]
        for entry in self.entries:
            danish.setdefault(entry.danish, []).append(entry)
            for stems in dict.fromkeys(stems for stems, _ in entry.english):
                english.setdefault(stems, []).append(entry)

    def knows(self, language: Language, stems: Stems) -> bool:
        """Whether an entry names an expression."""
        return stems in self._found[language]

    def meanings(self, language: Language, stems: Stems) -> Iterator[tuple[Stems, float]]:
        """What each entry calls an expression in the other language, with its share of the Danish one's meaning."""
        for entry in self._found[language].get(stems, ()):
            # Of the Danish expression in both directions: the weights that the list gives stand on its line.
            total = sum(weight for _, weight in entry.english)
            for english, weight in entry.english:
                if language is Language.DANISH:
                    yield english, weight / total
                elif english == stems:
                    yield entry.danish, weight / total


@lru_cache(maxsize=1)
def own_word_list() -> tuple[DictionaryEntry, ...]:
    """The entries of our own word list."""
    return tuple(read_word_list(_WORD_LIST.read_text("utf-8").splitlines()))


def word_list_hash() -> str:
    """SHA-256 of our own word list: compounds are split by it, so it decides terms."""
    return hashlib.sha256(_WORD_LIST.read_bytes()).hexdigest()


def read_word_list(lines: Iterable[str]) -> Iterator[DictionaryEntry]:
    """Lines of `danish<TAB>english[:weight]|english[:weight]`; lines without weights fall off by half.

    >>> list(read_word_list(["bog\\tbook", "ret\\tright:4|court:2"]))[1].english
    (('right', 4.0), ('court', 2.0))
    """
    for line in lines:
        danish, tab, english = line.partition("\t")
        if not tab or line.startswith("#"):
            continue
        meanings = []
        for rank, meaning in enumerate(english.strip().split("|")):
            word, _, weight = meaning.partition(":")
            meanings.append((word.strip(), float(weight) if weight else 0.5**rank))
        yield DictionaryEntry(danish.strip(), tuple(meanings))


def stemmed_entries(analyzers: Analyzers, entries: Iterable[DictionaryEntry]) -> tuple[StemmedEntry, ...]:
    """The entries told in stems: their tens of thousands of words are analysed once, whoever asks for them."""
    entries = tuple(entries)
    danish = _stems_of_each(analyzers, Language.DANISH, [entry.danish for entry in entries])
    meanings = [text for entry in entries for text, _ in entry.english]
    english = iter(_stems_of_each(analyzers, Language.ENGLISH, meanings))
    return tuple(
        StemmedEntry(stems, tuple((next(english), weight) for _, weight in entry.english))
        for stems, entry in zip(danish, entries, strict=True)
    )


def expression_stems(analyzers: Analyzers, language: Language, text: str) -> Stems:
    """The stems of an expression without its stop words, unless it has no others."""
    return _stems_of_each(analyzers, language, (text,))[0]


def _stems_of_each(analyzers: Analyzers, language: Language, texts: Iterable[str]) -> list[Stems]:
    return analyzers[language].terms([_LEADING_TO.sub("", text) for text in texts])
