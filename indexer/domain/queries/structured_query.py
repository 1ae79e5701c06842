"""What a query asks of an index: a tree over terms, free of any engine's syntax and of the visitor's grammar."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.semantic_proximity import Proximity


class Origin(enum.StrEnum):
    """How what is found comes from what was typed, nearest first; terms of the index, then what is no term."""

    EXACT = "exact"
    STEM = "stem"
    PART = "part"
    SYNONYM = "synonym"
    TRANSLATION = "translation"
    SPELLING = "spelling"
    STATED = "stated"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term that may stand for a word.

    Attributes:
        fields: (field, weight) pairs, all of one language; frequencies are added up over them, each by its weight.
        probability: how likely the term means the word; frequencies and document frequencies count so much.
    """

    term: str
    fields: tuple[tuple[str, float], ...]
    origin: Origin = Origin.STEM
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchWord:
    """Documents with any of the alternatives; scored as one word (a probabilistic structured query).

    Frequency and document frequency are expectations over the alternatives. Source: Darwish and Oard, Probabilistic
    structured query methods, SIGIR 2003; over fields as in BM25F: Robertson, Zaragoza and Taylor, CIKM 2004.
    """

    word: str
    alternatives: tuple[Alternative, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchPhrase:
    """Documents with the terms at consecutive positions; scored as one term whose frequency is that of the phrase.

    Its inverse document frequency is the sum of its terms' (as in Lucene's PhraseQuery).
    """

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchPrefix:
    """Documents with a term that begins so; every such document scores `weight`."""

    field: str
    prefix: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document, with score 0."""


@dataclass(frozen=True, slots=True)
class MatchDocuments:
    """Some documents by id, with score 0: those that were found otherwise than by words."""

    ids: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match at least one operand; none if there is no operand."""

    operands: tuple[StructuredQuery, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that match every required operand and no excluded one.

    Optional operands add to the score of those documents and decide nothing.
    """

    required: tuple[StructuredQuery, ...]
    optional: tuple[StructuredQuery, ...] = ()
    excluded: tuple[StructuredQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """The same documents, of which the best rise where the words stand near each other, in the order of the words.

    The `depth` best documents of the operand (ties by id) have their scores multiplied by 1 + weight * closeness.
    Closeness is the mean over pairs of neighbouring words of 1 / (distance of their nearest places), 0 for pairs
    further apart than `window`; parts of one compound count as neighbours. Source: the idea of term proximity scoring
    as in Rasolofo and Savoy, ECIR 2003, with a kernel of our own.
    """

    operand: StructuredQuery
    words: tuple[MatchWord, ...]
    weight: float
    window: int = 8
    depth: int = 100


@dataclass(frozen=True, slots=True)
class AcrossLanguages:
    """Documents that match in the query's own language or, by translation, in the other.

    Each side's scores are divided by its highest; the other side's count `factor`; a document takes the better of both.
    """

    own: StructuredQuery
    other: StructuredQuery
    factor: float


@dataclass(frozen=True, slots=True)
class Rescored:
    """The same documents, of which the best are put in order by their meaning as well.

    Scores are (1 - weight) * score / highest score + weight * proximity. Proximity counts for the `depth` best
    documents of the operand (ties by id) and for those of its nearest documents that match; it is 0 for the others.
    """

    operand: StructuredQuery
    proximity: Proximity
    weight: float
    depth: int = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """Terms that mean something where they stand together in one of the fields; the first one's place is the place.

    Attributes:
        reach: each further term stands within so many words of the first, before or behind it; 0 asks for all of them
            one after the other.
        last_field: where the last of several terms stands instead; its positions are those of the other fields.
    """

    fields: tuple[str, ...]
    terms: tuple[str, ...]
    reach: int = 0
    last_field: str | None = None

    def field_of(self, ordinal: int, field: str) -> str:
        """Where a term stands whose wording is looked for in a field."""
        return self.last_field if self.last_field and 0 < ordinal == len(self.terms) - 1 else field


Wordings = tuple[Wording, ...]
"""The wordings of one thing: a place of any of them means it."""


@dataclass(frozen=True, slots=True)
class IsAbout:
    """Documents that are about something, and do not merely hold a word of it.

    A document is if places that mean it are dense: at least `density` in 1,000 words of its title, summary and pages,
    so that one is enough in a short text. Of several meanings each has places with one of every other within `near`
    words in the same field, and the meaning with the fewest of these decides. A document is too if it carries one of
    the facet values `stated`, unless more than `share` of all public documents do: then the value says too little.

    It is decided document by document: no other part of a query, and no other answer, changes it. `meanings` are at
    least one; one without wordings has no place. A document with two texts is too if one is dense (two_texts.py).
    """

    meanings: tuple[Wordings, ...]
    stated: tuple[tuple[str, str], ...] = ()
    density: float = 2.5
    near: int = 6
    share: float = 0.15


@dataclass(frozen=True, slots=True)
class ScoredBy:
    """The documents that one tree matches with the scores that another gives them, 0 where it does not match."""

    documents: StructuredQuery
    ranking: StructuredQuery


Leaf = MatchWord | MatchPhrase | MatchPrefix
StructuredQuery = (
    Leaf | MatchAll | MatchDocuments | AnyOf | AllOf | Near | AcrossLanguages | Rescored | IsAbout | ScoredBy
)


def positive_leaves(query: StructuredQuery) -> tuple[Leaf, ...]:
    """The leaves that a matching document may be marked with, in the order of the query."""
    # A list that is handed on: generators in generators would be resumed at every level for each leaf.
    found: list[Leaf] = []
    _add_positive_leaves(query, found)
    return tuple(found)


def _add_positive_leaves(query: StructuredQuery, found: list[Leaf]) -> None:
    match query:
        case MatchWord() | MatchPhrase() | MatchPrefix():
            found.append(query)
        case AnyOf(operands):
            for operand in operands:
                _add_positive_leaves(operand, found)
        case AllOf(required, optional, _):
            for operand in (*required, *optional):
                _add_positive_leaves(operand, found)
        case Near(operand) | Rescored(operand):
            _add_positive_leaves(operand, found)
        case AcrossLanguages(own, other, _):
            _add_positive_leaves(own, found)
            _add_positive_leaves(other, found)
        case ScoredBy(_, ranking):
            _add_positive_leaves(ranking, found)
        case MatchAll() | MatchDocuments() | IsAbout():
            return


def leaf_fields(leaf: Leaf) -> tuple[str, ...]:
    """The fields that a leaf looks into."""
    if isinstance(leaf, MatchWord):
        return tuple(dict.fromkeys(field for a in leaf.alternatives for field, _ in a.fields))
    return (leaf.field,)


def leaf_text(leaf: Leaf) -> str:
    """What a leaf looks for, as a person would write it."""
    match leaf:
        case MatchWord(word, _, _):
            return word
        case MatchPhrase(_, terms, _):
            return f'"{" ".join(terms)}"'
        case MatchPrefix(_, prefix, _):
            return f"{prefix}*"
