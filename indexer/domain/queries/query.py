"""What is asked: text, filters, years, order and page, as one immutable value."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import UnknownField
from indexer.domain.texts.characters import incoming_line


class SortOrder(enum.StrEnum):
    """The order of hits; ties always fall to the document id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


class Across(enum.StrEnum):
    """Whether the other language is searched too, by translation."""

    ON = "on"
    OFF = "off"
    ONLY = "only"


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """A document must carry (or, when excluded, must not carry) a value in a facet."""

    facet: str
    value: str
    is_excluded: bool = False

    def __post_init__(self) -> None:
        if self.facet not in FACETS_BY_ID:
            raise UnknownField("unknown-facet", name=self.facet, facets=", ".join(FACETS_BY_ID))
        if not self.value.isascii():
            object.__setattr__(self, "value", incoming_line(self.value))


@dataclass(frozen=True, slots=True)
class YearRange:
    """The partnership ran in a year within; both ends inclusive, None is open."""

    first: int | None = None
    last: int | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def contains(self, year: int) -> bool:
        """Whether the year lies in the range; an empty range contains no year."""
        return bool(self) and (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Filters mean OR within a facet, AND between facets; an excluded value must be absent. A range of years is one
    more chosen value of the facet "year". A value that is both chosen and excluded counts as chosen.
    Filters are kept sorted and unique, so equal searches are equal values. Text and values of filters are mended as
    documents are, so that what was pasted is what is kept.

    Attributes:
        related: related documents are wanted too: they count as the others do, and stand behind them.
        is_literal: the text is searched as typed, even where a word is found nowhere.
        text_language: the language of the text, None to tell it from the words.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    years: YearRange = YearRange()
    sort: SortOrder = SortOrder.RELEVANCE
    page_number: int = 1
    page_size: int = 20
    across: Across = Across.ON
    related: bool = False
    is_literal: bool = False
    text_language: Language | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", incoming_line(self.text))
        chosen = {(f.facet, f.value) for f in self.filters if not f.is_excluded}
        kept = {f for f in self.filters if not f.is_excluded or (f.facet, f.value) not in chosen}
        object.__setattr__(self, "filters", tuple(sorted(kept)))

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values that are chosen in a facet, sorted."""
        return tuple(f.value for f in self.filters if f.facet == facet and not f.is_excluded)

    def excluded(self, facet: str) -> tuple[str, ...]:
        """The values that are excluded in a facet, sorted."""
        return tuple(f.value for f in self.filters if f.facet == facet and f.is_excluded)

    def with_filter(self, added: Filter) -> Query:
        """The same search with one more filter, from its first page; it replaces its own opposite."""
        opposite = replace(added, is_excluded=not added.is_excluded)
        return replace(self.without_filter(opposite), filters=(*self.without_filter(opposite).filters, added))

    def without_filter(self, removed: Filter) -> Query:
        """The same search without that filter, from its first page."""
        return replace(self, filters=tuple(f for f in self.filters if f != removed), page_number=1)

    def without_any_filter(self) -> Query:
        """The same text over the whole collection, from its first page."""
        return replace(self, filters=(), years=YearRange(), page_number=1)

    @property
    def is_restricted(self) -> bool:
        """Whether any filter or range of years is set."""
        return bool(self.filters) or bool(self.years)
