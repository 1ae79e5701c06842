"""Names that documents state: of partners, libraries and municipalities. They stay what they are: nothing is translated
or taken apart in them, and a document that states one is about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.analysis.token_filters import fold, normalize
from indexer.analysis.tokens import token_texts
from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.documents.organisations import ORGANISATION_SCHEMES, Organisation
from indexer.domain.queries.results import Facet

MAX_NAME_WORDS = 4
_PLACES = "municipality"
_FACETS = ("partner", "library", _PLACES)

Words = tuple[str, ...]
Values = tuple[tuple[str, str], ...]
"""Facet values: (facet, value)."""


class KnownNames:
    """Facet values by the words of names: Røde Kors is known where "Røde Kors Herning" is stated.

    An organisation is known by every name of its record, whichever of them a text has.
    """

    def __init__(self, facets: Iterable[Facet], organisations: Mapping[str, Organisation]) -> None:
        self._whole: defaultdict[Words, dict[tuple[str, str], None]] = defaultdict(dict)
        self._within: defaultdict[Words, dict[tuple[str, str], None]] = defaultdict(dict)
        for facet in facets:
            for value in facet.values if facet.id in _FACETS else ():
                record = organisations.get(value.id) if facet.id in ORGANISATION_SCHEMES else None
                for name in record.all_names if record else (value.id,):
                    self._add(facet.id, value.id, name)

    def _add(self, facet: str, value: str, name: str) -> None:
        if value != NOT_STATED:
            words = _folded(token_texts(name))
            self._whole[words][facet, value] = None
            for run in _runs(words):
                self._within[run][facet, value] = None

    def values(self, typed: Sequence[str]) -> Values:
        """The values that words as they were typed are a name of; empty where they are none.

        Capitals tell a name; without them it is one as a whole only, and a single word only if it is a place.
        """
        words = _folded(typed)
        is_capitalized = all(word[:1].isupper() for word in typed)
        if len(words) > 1:
            known: Mapping[Words, dict[tuple[str, str], None]] = self._within if is_capitalized else self._whole
            return tuple(known.get(words, ()))
        found = self._whole.get(words, ())
        return tuple(value for value in found if is_capitalized or value[0] == _PLACES)


def _folded(words: Iterable[str]) -> Words:
    return tuple(fold(normalize(word)) for word in words)


def _runs(words: Words) -> Iterator[Words]:
    """The runs of two words or more, as long as names that are looked for."""
    for length in range(2, min(MAX_NAME_WORDS, len(words)) + 1):
        yield from (words[start : start + length] for start in range(len(words) - length + 1))
