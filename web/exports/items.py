"""A document as every export sees it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer import BY_KEY, SCHEMA, DocumentId, Metadata, MetadataKey, keyword_of
from web.exports.citation_record import CitationRecord, citation_record
from web.site.context import absolute_url, page_vocabulary
from web.site.facet_names import key_name, value_name
from web.site.language import page_language
from web.site.presentation import label, libraries, place, years


@dataclass(frozen=True, slots=True)
class ExportItem:
    """A document with its address and what is said of it in the page's language.

    Attributes:
        title, summary: in the page's language where they are stated, else in the document's.
        where: libraries, place and years in one line; "" if none is stated.
        url: absolute address of its page.
    """

    id: DocumentId
    metadata: Metadata
    title: str
    summary: str
    where: str
    kind: str
    place: str
    url: str
    accessed: datetime.date

    @property
    def cited(self) -> CitationRecord:
        """What to cite."""
        return citation_record(self.id, self.metadata, self.url)

    def presented_texts(self, key: str) -> tuple[str, ...]:
        """What the document itself states for a key, told apart from the work that it presents; its kind in words."""
        return (self.kind,) if key == "kind" else BY_KEY[key].texts(self.metadata)

    @property
    def span(self) -> str:
        """The years that are stated, "2009/2012", "2009" or "/2012"; "" for none."""
        first, last = self.metadata.year_start, self.metadata.year_end
        return f"{first or ''}" + (f"/{last}" if last else "")

    def texts(self, key: str) -> tuple[str, ...]:
        """What is stated for a key, in words that imports read as the same."""
        row = BY_KEY[key]
        return tuple(exact_name(row, value) for value in row.texts(self.metadata))

    @property
    def keywords(self) -> tuple[str, ...]:
        """What it is about, in words: the concepts of every key that schema.org calls `about`."""
        return tuple(label(scheme, concept) for scheme, concept in about(self.metadata))

    @property
    def exact_keywords(self) -> tuple[str, ...]:
        """Keywords that imports read as the same: "Emne: Borgerservice" where others are called so as well."""
        vocabulary = page_vocabulary()
        return tuple(
            keyword_of(row.key, value, label(row.facet, value), key_name(row.key), vocabulary)
            for row in SCHEMA
            if row.schema_org == "about"
            for value in row.texts(self.metadata)
        )


def exact_name(row: MetadataKey, value: str) -> str:
    """The name of a value that is read as this value again; the value itself where others are called the same."""
    name = value_name(row.key, value)
    records = page_vocabulary().records(row.facet)
    return name if value not in records or records.named(name) == value else value


def about(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """(scheme, id) of the concepts that say what a document is about."""
    for row in SCHEMA:
        if row.schema_org == "about":
            yield from ((row.facet, value) for value in row.texts(metadata))


def export_items(records: Iterable[tuple[DocumentId, Metadata]]) -> Iterator[ExportItem]:
    """The documents one by one, as they come."""
    language, today = page_language(), datetime.datetime.now(datetime.UTC).date()
    for document_id, stated in records:
        # Here, once for all formats: each of them tells title, language and forms as the metadata states them.
        metadata = stated.read_in(language)
        where = [libraries(metadata), place(metadata), years(metadata)]
        yield ExportItem(
            id=document_id,
            metadata=metadata,
            title=metadata.title_in(language) or metadata.title,
            summary=metadata.summary_in(language) or metadata.summary,
            where=" · ".join(part for part in where if part),
            kind=label("kind", metadata.kind),
            place=place(metadata),
            url=absolute_url("document_pages.document", document_id=document_id),
            accessed=today,
        )
