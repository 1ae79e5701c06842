"""What is answered: a page of hits, and the counts of every facet value."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.messages import Message
from indexer.domain.queries.query import Filter, Query, YearRange
from indexer.domain.queries.structured_query import Origin


@dataclass(frozen=True, slots=True)
class Match:
    """A marked stretch of a text: character offsets, the end exclusive; how it answers the query."""

    start: int
    end: int
    origin: Origin = Origin.EXACT


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of one page with its matches; offsets refer to `text`.

    Attributes:
        page_number: the page that the passage stands on, from 1; None for a summary shown in its stead.
        page_label: what is printed on that page, or its heading.
        language: the passage's own language.
        text_language: that of the text that it is taken from, where the document has two; else None.
        starts_text, ends_text: whether the passage begins or ends where the page does.
    """

    text: str
    matches: tuple[Match, ...]
    language: Language
    page_number: int | None = None
    page_label: str = ""
    starts_text: bool = True
    ends_text: bool = True
    text_language: Language | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matched; `score` is comparable within one query only.

    `found_via` are the words of the document's language that stand for the typed ones, where the document was found
    by translation alone. `is_by_meaning` says that none of the words stand in it: it was found for what it is about,
    and the snippet is the passage that is nearest. Of a document with two texts `media_type` and `page_count` are those
    of the one in its own language.
    """

    id: DocumentId
    metadata: Metadata
    media_type: str
    score: float
    snippet: Snippet
    page_count: int = 0
    found_via: tuple[str, ...] = ()
    is_by_meaning: bool = False
    other_media_type: str = ""
    other_page_count: int = 0

    def read_in(self, language: Language) -> Hit:
        """The hit as the document's text in that language has it; as it is where there is none."""
        if language is self.metadata.language or language not in self.metadata.languages:
            return self
        return replace(
            self,
            metadata=self.metadata.read_in(language),
            media_type=self.other_media_type,
            page_count=self.other_page_count,
            other_media_type=self.media_type,
            other_page_count=self.page_count,
        )


class ValueState(enum.StrEnum):
    """Whether the visitor has chosen or excluded a facet value."""

    AVAILABLE = "available"
    SELECTED = "selected"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet.

    `count` is the number of documents that the search gives when this value alone is chosen in its facet: what is
    chosen in the same facet is left out of account, what is excluded there (except this value) and all that is chosen
    elsewhere is respected.
    """

    id: str
    count: int
    state: ValueState = ValueState.AVAILABLE


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that some document has, most frequent first, then by id."""

    id: str
    values: tuple[FacetValue, ...]

    @property
    def selected_count(self) -> int:
        """How many values are chosen or excluded."""
        return sum(value.state is not ValueState.AVAILABLE for value in self.values)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many documents there would be without one of the active filters (or the range of years)."""

    removed: Filter | YearRange
    total: int


@dataclass(frozen=True, slots=True)
class NearValue:
    """A facet value that lies near a text which nothing is about, with its documents under the query's filters."""

    facet: str
    value: str
    total: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of the answer.

    Attributes:
        total: the number of documents that match, over all pages.
        hits: at most `query.page_size`; empty past the last page.
        facets: in the order of the schema; each counts documents, never pages.
        related_total: how many documents are related without being about it; they are among `total` and `hits` only
            where the query wants them.
        counted_total: how many of `total` are about it; these hits stand first where the order is relevance.
        related: the first related documents where they are asked for, behind the last counted one; not among `hits`.
        nearest: where nothing is counted, the documents that come nearest; no number belongs to them.
        names: words that were read as one name.
        loose_phrases: quoted phrases are nowhere as written, so their words were matched in any form.
        correction: the text with misspelt words replaced, None if nothing better is known.
        is_corrected: the corrected text is what was searched, since a typed word is found nowhere.
        synonyms: other names that were searched as well.
        unknown_filters: filters whose value no document and no vocabulary knows.
        relaxations: filled when nothing was found and something restricts the search.
        near_values: filled when nothing was found for a text: places and concepts that exist.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    related_total: int = 0
    counted_total: int = 0
    related: tuple[Hit, ...] = ()
    nearest: tuple[Hit, ...] = ()
    names: tuple[str, ...] = ()
    loose_phrases: bool = False
    correction: str | None = None
    is_corrected: bool = False
    synonyms: tuple[str, ...] = ()
    unknown_filters: tuple[Filter, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    near_values: tuple[NearValue, ...] = ()

    def read_in(self, language: Language) -> ResultPage:
        """The page with every hit as its text in that language has it; see Hit.read_in."""
        hits, related, nearest = (
            tuple(hit.read_in(language) for hit in found) for found in (self.hits, self.related, self.nearest)
        )
        return replace(self, hits=hits, related=related, nearest=nearest)

    @property
    def page_count(self) -> int:
        """How many pages of hits there are; at least 1."""
        return max(1, -(-self.total // self.query.page_size))

    def facet(self, facet_id: str) -> Facet:
        """The facet with that id; empty if it was not counted."""
        return next((facet for facet in self.facets if facet.id == facet_id), Facet(facet_id, ()))


@dataclass(frozen=True, slots=True)
class Statistics:
    """The state of corpus and index.

    Attributes:
        pending: files that differ between the corpus and the index.
        refused: location -> reason, for files that cannot become documents.
        index_bytes: size of the index on disk.
        fingerprint: identity of what made the index; "" if there is none.
        versions: library -> version.
    """

    documents: int
    pages: int
    pending: int
    refused: dict[str, Message]
    index_bytes: int
    fingerprint: str
    is_current: bool
    versions: dict[str, str]
