"""How a word may stand in a text that is written otherwise: joined, with a hyphen, elided, or with marks in a number.

bogbus, bog-bus; ebog, e-bog; 4H, 4-H; 1000, 1.000; and børnebibliotek in "Børne- og Ungdomsbiblioteket".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.port import AnalyzedToken, Analyzer
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import TEXT_FIELDS, body_terms, compound_parts, title_terms
from indexer.domain.queries.structured_query import Wording
from indexer.search.words.dictionary import Stems

_HYPHENS = ("-", "‐", "‑", "–")
_MARKS = (".", ",", "\u2019", "'")
# Longer beginnings that are set off by a hyphen are words, and their compounds are split as such.
_HYPHENATED_LETTERS = (1, 2)
_MIN_REST = 3
_NUMBER_AND_LETTERS = re.compile(r"(\d+)([^\W\d]+)")
_THOUSANDS = re.compile(r"\d{1,3}?(?=(?:\d{3})+$)|\d{3}")
_MIN_MARKED_DIGITS = 4
# "Børne- og Ungdomsbiblioteket": the head of the compound is two words on.
_ELISION_REACH = 2


def fields_of(language: Language) -> tuple[str, ...]:
    """The fields of the stemmed words of a language."""
    return (title_terms(language), body_terms(language))


def together(language: Language, stems: Stems) -> Wording:
    """Stems that stand together in any order."""
    return Wording(fields_of(language), stems, len(stems) if len(stems) > 1 else 0)


def is_one_word(text: str, tokens: Sequence[AnalyzedToken]) -> bool:
    """Whether tokens are set off by hyphens alone, or are the groups of one number."""
    between = [text[one.end : other.start] for one, other in pairwise(tokens)]
    is_number = all(token.spelling.isdigit() for token in tokens) and all(len(one.word) == 3 for one in tokens[1:])
    return all(sign in _HYPHENS for sign in between) or (is_number and all(sign in _MARKS for sign in between))


def separated(analyzer: Analyzer, spelling: str) -> Iterator[Stems]:
    """What a word is if it is written in two, or a number if it is written with marks: side by side."""
    if spelling.isdigit():
        if len(spelling) >= _MIN_MARKED_DIGITS:
            yield tuple(_THOUSANDS.findall(spelling))
        return
    if number := _NUMBER_AND_LETTERS.fullmatch(spelling):
        yield tuple(analyzer.term(part) for part in number.groups())
    for length in _HYPHENATED_LETTERS:
        first, rest = analyzer.analyze(spelling[:length]), analyzer.analyze(spelling[length:])
        if len(first) == len(rest) == 1 and not first[0].is_stop_word and len(rest[0].word) >= _MIN_REST:
            yield (first[0].term, rest[0].term)


def of_parts(language: Language, parts: Stems) -> list[Wording]:
    """The places of a compound's parts where they stand as words of their own, or its end in a compound behind."""
    if len(parts) < 2:
        return []
    found = [Wording(fields_of(language), parts, len(parts) + 1)]
    if compound_parts(language) in TEXT_FIELDS:
        found.append(Wording(fields_of(language), parts, _ELISION_REACH, last_field=compound_parts(language)))
    return found
