"""Names that documents state: of partners, libraries, municipalities and countries. They stay what they are: nothing is
translated or taken apart in them, and a document that states one is about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from babel import Locale
from rapidfuzz import fuzz, process

from indexer.analysis.token_filters import fold, normalize
from indexer.analysis.tokens import token_texts
from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.named_records import Records
from indexer.domain.queries.results import Facet

MAX_NAME_WORDS = 4
_COUNTRY = "country"
_PLACES = ("municipality", _COUNTRY)
_FACETS = ("partner", "library", *_PLACES)
# What countries are called beside what the locale data call them.
_OTHER_NAMES = {"NL": ("Holland",), "US": ("USA",), "GB": ("UK",)}

_MIN_LIKE_LETTERS = 4
_MIN_LIKENESS = 65
_MOST_ALIKE = 3

Words = tuple[str, ...]
Value = tuple[str, str]
"""A facet value: (facet, value)."""

Values = tuple[Value, ...]


class KnownNames:
    """Facet values by the words of names: Røde Kors is known where "Røde Kors Herning" is stated.

    An organisation or place is known by every name of its record, whichever of them a text has.
    """

    def __init__(self, facets: Iterable[Facet], records: Callable[[str], Records[Any]]) -> None:
        """`records` gives those whose ids are values of a facet."""
        self._whole: defaultdict[Words, dict[Value, None]] = defaultdict(dict)
        self._within: defaultdict[Words, dict[Value, None]] = defaultdict(dict)
        self._places: dict[str, Value] = {}
        for facet in facets:
            for value in facet.values if facet.id in _FACETS else ():
                if value.id != NOT_STATED:
                    for name in _names(facet.id, value.id, records(facet.id)):
                        self._add(_folded(token_texts(name)), (facet.id, value.id))

    def places_like(self, word: str) -> Values:
        """The municipalities and countries that are spelt like a word, the likest first."""
        folded = fold(normalize(word))
        if len(folded) < _MIN_LIKE_LETTERS:
            return ()
        found = process.extract(
            folded, [*self._places], scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS, limit=_MOST_ALIKE
        )
        return tuple(dict.fromkeys(self._places[name] for name, _, _ in found))

    def _add(self, words: Words, value: Value) -> None:
        self._whole[words][value] = None
        if value[0] in _PLACES:
            self._places.setdefault(" ".join(words), value)
        for run in _runs(words):
            self._within[run][value] = None

    def values(self, typed: Sequence[str]) -> Values:
        """The values that words as they were typed are a name of; empty where they are none.

        Capitals tell a name; without them it is one as a whole only, and a single word only if it is a place.
        """
        words = _folded(typed)
        is_capitalized = all(word[:1].isupper() for word in typed)
        if len(words) > 1:
            known: Mapping[Words, dict[Value, None]] = self._within if is_capitalized else self._whole
            return tuple(known.get(words, ()))
        found = self._whole.get(words, ())
        return tuple(value for value in found if is_capitalized or value[0] in _PLACES)


def _names(facet: str, value: str, records: Records[Any]) -> tuple[str, ...]:
    if value in records:
        return tuple(records[value].all_names)
    if facet != _COUNTRY:
        return (value,)
    return (*(str(_territories(language)[value]) for language in Language), *_OTHER_NAMES.get(value, ()))


@cache
def _territories(language: Language) -> Mapping[str, str]:
    return Locale(language.value).territories


def _folded(words: Iterable[str]) -> Words:
    return tuple(fold(normalize(word)) for word in words)


def _runs(words: Words) -> Iterator[Words]:
    """The runs of two words or more, as long as names that are looked for."""
    for length in range(2, min(MAX_NAME_WORDS, len(words)) + 1):
        yield from (words[start : start + length] for start in range(len(words) - length + 1))
