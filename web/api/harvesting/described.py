"""A document as every format of the provider sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer import SCHEMA, DocumentId, Language, Metadata, MetadataKey, value_label
from web.exports.citation_record import SITE_NAME, citation_record
from web.site.context import page_vocabulary, site
from web.site.licence import is_page, licence_of
from web.site.urls.stable_addresses import document_address, value_address


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a facet: its address ("" without a record), and what it is called in each language.

    Attributes:
        key: of the metadata that states it.
    """

    key: str
    value: str
    address: str
    names: tuple[tuple[Language, str], ...]


@dataclass(frozen=True, slots=True)
class DescribedDocument:
    """A public document; `related` are the addresses of public ones that it is related to."""

    id: DocumentId
    metadata: Metadata
    media_type: str
    address: str
    related: tuple[str, ...]

    @property
    def publisher(self) -> str:
        """Who publishes it: whom the configuration names, else the site."""
        return site().config.web.publisher or SITE_NAME

    @property
    def date(self) -> str:
        """The year that is cited, else the day on which it became public; of a work presented here the day alone."""
        cited = citation_record(self.id, self.metadata, self.address)
        year = None if cited.is_presentation else cited.work.year
        return str(year or self.metadata.published[:10])

    @property
    def licence(self) -> str:
        """The address of the licence of its text; "" for the works of others."""
        return licence_of(self.metadata, self.media_type)

    @property
    def format(self) -> str:
        """The media type of what the address of its page leads to."""
        return "text/html" if is_page(self.media_type) else self.media_type

    @property
    def texts(self) -> tuple[tuple[Language, str, str], ...]:
        """(language, title, summary) in its own language and then in the other one, as far as they are stated."""
        languages = (self.metadata.language, self.metadata.language.other)
        return tuple((one, self.metadata.title_in(one), self.metadata.summary_in(one)) for one in languages)

    def named(self, schema_org: str) -> Iterator[Named]:
        """The values of every key that schema.org tells by a property."""
        for row in SCHEMA:
            if row.schema_org == schema_org:
                yield from (_named(row, value) for value in row.texts(self.metadata))


def described_document(document_id: DocumentId) -> DescribedDocument | None:
    """A document that is public now, None if there is none."""
    comparer = site().knowledge_base.comparer
    record = comparer.public_record(document_id)
    if record is None:
        return None
    public = comparer.public_records()
    related = tuple(document_address(one) for one in record.metadata.related if one in public)
    return DescribedDocument(document_id, record.metadata, record.media_type, document_address(document_id), related)


def _named(row: MetadataKey, value: str) -> Named:
    vocabulary = page_vocabulary()
    names = tuple((language, value_label(vocabulary, row, value, language)) for language in Language)
    return Named(row.key, value, value_address(row.facet, value), names)
