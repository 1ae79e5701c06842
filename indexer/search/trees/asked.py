"""What the operands of a conjunction ask for, read into groups that each mean one thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.domain.queries.query_syntax import Expression
from indexer.domain.queries.structured_query import StructuredQuery, Wordings
from indexer.search.words.known_names import Values


@dataclass(frozen=True, slots=True)
class Group:
    """Words that mean one thing.

    Attributes:
        meaning: the places that mean it.
        apart: wordings that only tell of it where they stand anywhere in a document.
        stated: facet values of what is called so; a document that states one is about it.
        named: facet values that hold it as a name, however many documents carry them.
        hinted: those, and the values of concepts that the words only hint at: a document that states one is about it
            where it holds the words as well.
    """

    text: str
    meaning: Wordings
    apart: Wordings = ()
    stated: Values = ()
    named: Values = ()
    hinted: Values = ()
    is_name: bool = False


@dataclass(slots=True)
class Asked:
    """The operands of a conjunction, read.

    Attributes:
        groups: of its words and phrases.
        stop_words: what decides where there are no other words.
        special: trees of prefixes and words in titles, which mean what they say.
        others: operands that are expressions of their own.
    """

    groups: list[Group] = field(default_factory=list)
    stop_words: list[Group] = field(default_factory=list)
    special: list[StructuredQuery] = field(default_factory=list)
    others: list[Expression] = field(default_factory=list)
