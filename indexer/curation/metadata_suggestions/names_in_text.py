"""Names of libraries, places and partners that stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.curation.metadata_suggestions.concept_matcher import Passage
from indexer.domain.documents.document import Page
from indexer.domain.documents.records.places import PLACE_SCHEME
from indexer.domain.documents.vocabulary import Vocabulary

_LIBRARY = re.compile(
    r"\b(?:[A-ZÆØÅ][\w'’-]+ (?:og |and )?){1,3}"
    r"(?:Biblioteker(?:ne)?|Bibliotek(?:et)?|Public Library|Libraries|Library)\b"
)
_MUNICIPALITY = re.compile(r"\b([A-ZÆØÅ][\w-]+(?:-[A-ZÆØÅ]\w+)?) Kommune\b")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_PATTERNS = {"library": (_LIBRARY,), "municipality": (_MUNICIPALITY,)}
_MAX_NAMES = 4
_MAX_COUNTED = 9
_BEGINNING = 600
"""Characters in which a text says what it is about."""


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name that stands in a text, for a facet; `score` is the higher the more the text is about it."""

    facet: str
    name: str
    score: float
    passage: Passage


@dataclass(slots=True)
class _Mentions:
    """How often something is named, by whatever name, and where first."""

    first: Passage
    name: str
    count: int = 0
    is_at_the_beginning: bool = False

    @property
    def score(self) -> float:
        # What a text begins with is what it is about; the tenth mention says no more than the ninth.
        return min(self.count, _MAX_COUNTED) + (_MAX_COUNTED if self.is_at_the_beginning else 0)


def read_names(
    pages: Sequence[Page], known: Mapping[str, frozenset[str]], vocabulary: Vocabulary
) -> Iterator[ReadName]:
    """Libraries, municipalities and partners that the corpus knows, and what looks like a library or a municipality.

    The places of libraries that have a record are places of the text, too.
    """
    found = {facet: _mentions(pages, facet, known[facet], vocabulary) for facet in known}
    homes = found.get(PLACE_SCHEME, {})
    for own_id, library in found.get("library", {}).items():
        record = vocabulary.organisations.get(own_id)
        if record is not None and record.place in vocabulary.places:
            shown = _shown_name(PLACE_SCHEME, record.place, vocabulary)
            home = homes.setdefault(record.place, _Mentions(library.first, shown))
            home.count += library.count
            home.is_at_the_beginning |= library.is_at_the_beginning
    for facet, mentions in found.items():
        best = sorted(mentions.values(), key=lambda one: (-one.score, one.name))
        yield from (ReadName(facet, one.name, one.score, one.first) for one in best[:_MAX_NAMES])


def _mentions(pages: Sequence[Page], facet: str, known: frozenset[str], vocabulary: Vocabulary) -> dict[str, _Mentions]:
    """What is named, by the id of its record or, where it has none, by its name."""
    names = frozenset(name for value in known for name in vocabulary.names_of(facet, value))
    found: dict[str, _Mentions] = {}
    for ordinal, page in enumerate(pages):
        for name, start, end in _occurrences(page.text, names, _PATTERNS.get(facet, ())):
            own_id = vocabulary.records(facet).named(name) or name
            if own_id not in found:
                found[own_id] = _Mentions(Passage.of(page, start, end), _shown_name(facet, own_id, vocabulary))
            found[own_id].count += 1
            found[own_id].is_at_the_beginning |= ordinal == 0 and start < _BEGINNING
    return found


def _shown_name(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """The first name of a record that leads back to it; the value itself where it has none."""
    records = vocabulary.records(facet)
    return next((name for name in vocabulary.names_of(facet, value) if records.named(name) == value), value)


def _occurrences(
    text: str, known: frozenset[str], patterns: Iterable[re.Pattern[str]]
) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of names that are known, then of what looks like one."""
    # Short names, and those in small letters, stand in texts by chance.
    for name in (name for name in known if len(name) > 3 and name[0].isupper() and name in text):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield name, match.start(), match.end()
    yield from _new_names(text, known, patterns)


def _new_names(text: str, known: frozenset[str], patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[str, int, int]]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = " ".join((match.group(1) if pattern.groups else match.group()).split())
            if name not in known:
                yield name, match.start(), match.end()


def bare_name(name: str) -> str:
    """A name without the remark that follows it, which no other text has: "Dansk Flygtningehjælp (sprogcafé)"."""
    return _REMARK.sub("", name) or name
