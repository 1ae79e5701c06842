"""A document as every export sees it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer import SCHEMA, DocumentId, Metadata
from web.site.context import absolute_url
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
    def year(self) -> int | None:
        """The year that the document itself is from; a case states the partnership's, which is not it."""
        return None if self.metadata.kind == "case" else self.metadata.year_start

    @property
    def keywords(self) -> tuple[str, ...]:
        """What it is about, in words: the concepts of every key that schema.org calls `about`."""
        return tuple(label(scheme, concept) for scheme, concept in about(self.metadata))


def about(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """(scheme, id) of the concepts that say what a document is about."""
    for row in SCHEMA:
        if row.schema_org == "about":
            yield from ((row.facet, value) for value in row.texts(metadata))


def export_items(records: Iterable[tuple[DocumentId, Metadata]]) -> Iterator[ExportItem]:
    """The documents one by one, as they come."""
    language, today = page_language(), datetime.datetime.now(datetime.UTC).date()
    for document_id, metadata in records:
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
