"""Needs of several sides, line by line: what they share, what meets a need, what nobody offers, and what clashes.

Lines are told alike by stems that they share, or by a word that another begins with: lektie, lektiehjælp. That finds
what to talk about and settles nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.analysis.danish import DANISH_STOP_WORDS, danish_stems
from indexer.analysis.english import ENGLISH_STOP_WORDS, english_stems
from indexer.analysis.lexicon import EmptyLexicon
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import token_texts
from indexer.domain.documents.metadata import Language
from indexer.rooms.record.sheets import Need

_MIN_LETTERS, _MIN_WORD, _MIN_STEM = 3, 5, 4
_SAYS_LITTLE = frozenset(
    (
        "bibliotek biblioteket bibliotekets samarbejde partner partneren borger borgere borgerne flere mange gerne "
        "mere bedre ønsker mangler svært kunne skulle andre tilbyde bruge "
        "library libraries partner partners people more better want lack need offer"
    ).split()
)
"""Words that stand in any such sheet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a side's wish, problem or offer."""

    side: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class NeedFinding:
    """What was seen: "same" wish, an offer that "meets" a need, a "clash", or a "gap", which has no other line."""

    code: str
    line: Line
    other: Line | None = None


def read_needs(sheets: Sequence[Need], language: Language) -> tuple[NeedFinding, ...]:
    """What the sheets show beside each other, each pair of lines once, in the order in which they are written."""
    lines = [line for sheet in sheets for line in _lines(sheet)]
    words = {line: _words(line.text, language) for line in lines}
    alike = [
        (one, other)
        # Both ways round: an offer meets a need, and no need meets an offer.
        for one, other in itertools.permutations(lines, 2)
        if one.side != other.side and _are_alike(words[one], words[other])
    ]
    found = [NeedFinding(code, one, other) for one, other in alike if (code := _relation(one, other))]
    met = {finding.line for finding in found if finding.code == "meets"}
    gaps = (NeedFinding("gap", line) for line in lines if line.field != "offer" and line not in met)
    return (*_once(found), *gaps)


def _relation(one: Line, other: Line) -> str:
    match one.field, other.field:
        case "wish", "wish":
            return "same"
        case "wish" | "problem", "offer":
            return "meets"
        case "wish", "problem":
            return "clash"
        case _:
            return ""


def _once(found: Iterable[NeedFinding]) -> Iterator[NeedFinding]:
    """Two that wish the same are one finding."""
    seen: set[frozenset[Line | None]] = set()
    for finding in found:
        pair = frozenset((finding.line, finding.other))
        if pair not in seen:
            seen.add(pair)
            yield finding


def _lines(sheet: Need) -> Iterator[Line]:
    for name, text in (("wish", sheet.wish), ("problem", sheet.problem), ("offer", sheet.offer)):
        for line in text.splitlines():
            if line.strip():
                yield Line(sheet.actor, name, line.strip("-–•* \t"))


def _words(text: str, language: Language) -> Mapping[str, str]:
    """The words that say something, with their stems."""
    stop_words, stem = _means(language)
    words = [normalize(word) for word in token_texts(text)]
    told = [w for w in words if len(w) >= _MIN_LETTERS and w not in stop_words and w not in _SAYS_LITTLE]
    return dict(zip(told, stem(told), strict=True)) if told else {}


def _are_alike(words: Mapping[str, str], others: Mapping[str, str]) -> bool:
    return (
        not set(words.values()).isdisjoint(others.values()) or _begin_with(words, others) or _begin_with(others, words)
    )


def _begin_with(words: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether one of the words begins with another word, or with its stem."""
    beginnings = tuple(
        part
        for word, stem in others.items()
        for part, least in ((word, _MIN_WORD), (stem, _MIN_STEM))
        if len(part) >= least
    )
    return any(word.startswith(beginnings) for word in words)


@cache
def _means(language: Language) -> tuple[frozenset[str], Callable[[Sequence[str]], list[str]]]:
    if language is Language.ENGLISH:
        return ENGLISH_STOP_WORDS, english_stems
    lexicon = EmptyLexicon()
    return DANISH_STOP_WORDS, lambda words: danish_stems(words, lexicon)
