"""Why a document was found, in terms that a person can follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import field_language
from indexer.domain.queries.structured_query import (
    AllOf,
    AnyOf,
    IsAbout,
    Origin,
    StructuredQuery,
    leaf_fields,
    leaf_text,
)
from indexer.engines.port import Contribution


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term of the index that a part of the query found in a document.

    Attributes:
        word: what was typed, or what stands for it.
        term: a term, or facet=value of a stated concept or name; "" for meaning.
        origin: how the term comes from the word.
        language: the language of the fields that hold the term.
        probability: how likely the term means the word; of meaning, the nearness.
        score: what the whole part added; parts of one word share it.
    """

    word: str
    term: str
    origin: Origin
    language: Language
    probability: float
    score: float


def explained_term(contribution: Contribution) -> ExplainedTerm:
    """A contribution of an engine; phrases and prefixes are their own term."""
    word, alternative = leaf_text(contribution.leaf), contribution.alternative
    if alternative is None:
        language = field_language(leaf_fields(contribution.leaf)[0])
        return ExplainedTerm(word, word, Origin.EXACT, language, 1.0, contribution.score)
    language = field_language(alternative.fields[0][0])
    origin, probability = alternative.origin, alternative.probability
    return ExplainedTerm(word, alternative.term, origin, language, probability, contribution.score)


def stated_values(counted: StructuredQuery) -> Iterator[tuple[str, str]]:
    """The facet values by which a tree of counted documents counts those that state one; one may return."""
    match counted:
        case IsAbout():
            yield from counted.stated
        case AnyOf(operands) | AllOf(operands):
            for operand in operands:
                yield from stated_values(operand)
