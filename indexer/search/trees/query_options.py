"""How a text is read, and how much each way of matching counts."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.query import Across


class MatchMode(enum.Enum):
    """Whether a document must hold all words of the text, or any of them or a part of one (of a compound, say)."""

    ALL_WORDS = "all"
    ANY_PART = "any part"


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """How a text is to be read.

    Attributes:
        language: the text's own language.
        loose: quoted phrases that are matched on the stems of their words instead of the words as written.
    """

    language: Language
    mode: MatchMode
    across: Across
    loose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CountingRule:
    """When a document is about what was asked; see IsAbout, whose `density`, `share` and `near` these are."""

    density: float = 2.5
    share: float = 0.15
    near: int = 6


@dataclass(frozen=True, slots=True)
class QueryWeights:
    """How much a match counts, beside 1 for a word in the text."""

    title: float = 3.0
    compound_part: float = 0.5
    exact_word: float = 0.3
    nearness: float = 0.1
    letter_ngram: float = 0.12
    letter_ngram_across: float = 0.05
    synonym: float = 0.5
    other_language: float = 0.67
    same_spelling: float = 0.5
    part_of_translation: float = 1.0
