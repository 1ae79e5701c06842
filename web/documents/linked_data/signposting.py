"""What programs read of a document's page: links (signposting.org), JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from indexer import Document, Language
from web.documents.linked_data.json_ld import SCHEMA_CONTEXT, document_json_ld, script_text, type_of
from web.documents.linked_data.negotiation import FORMS, HTML, data_address
from web.site.context import absolute_url, page_vocabulary
from web.site.licence import licence_of
from web.site.urls.stable_addresses import document_address, value_address

LINKSET = "application/linkset+json"
_DESCRIBED_AS = {
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "json": "application/json",
}


class Link(NamedTuple):
    """Where a relation leads; `media_type` is "" where it is no file."""

    relation: str
    address: str
    media_type: str = ""

    def __str__(self) -> str:
        """The link as a header has it."""
        of_type = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.address}>; rel="{self.relation}"{of_type}'


def page_links(document: Document, *, has_original: bool) -> Iterator[Link]:
    """What the page of a document says of itself: what to cite, by whom, under which licence, and what describes it."""
    # Without a language: what is cited is the document, not one of its two pages.
    yield Link("cite-as", document_address(document.id))
    # By this type signposting tells a landing page from the thing itself.
    yield Link("type", f"{SCHEMA_CONTEXT}/AboutPage")
    yield Link("type", f"{SCHEMA_CONTEXT}/{type_of(document.metadata)}")
    for author in document.metadata.authors:
        if address := value_address("partner", page_vocabulary().organisations.named(author)):
            yield Link("author", address)
    if licence := licence_of(document.metadata, document.media_type):
        yield Link("license", licence)
    yield from _described_by(document)
    if has_original:
        yield Link("item", absolute_url("document_pages.original", document_id=document.id), document.media_type)
    yield Link("collection", absolute_url("search_pages.front"), HTML)


def linkset_link(document: Document) -> Link:
    """Where all of it is said at once."""
    return Link("linkset", absolute_url("linked_data.linkset", document_id=document.id), LINKSET)


def original_links(document: Document) -> Iterator[Link]:
    """What an original says of itself: the page that it belongs to."""
    yield Link("collection", absolute_url("document_pages.document", document_id=document.id), HTML)
    yield linkset_link(document)


def description_links(document: Document) -> Iterator[Link]:
    """What a description says of itself: the page that it describes."""
    own = document.metadata.language.value
    yield Link("describes", absolute_url("document_pages.document", document_id=document.id, language=own), HTML)
    yield linkset_link(document)


def linkset(document: Document, *, has_original: bool) -> dict[str, object]:
    """The links of the page in both languages, of the original and of every description (RFC 9264)."""
    pages = [
        absolute_url("document_pages.document", document_id=document.id, language=language.value)
        for language in Language
    ]
    back = [{"href": page, "type": HTML} for page in pages]
    links = list(page_links(document, has_original=has_original))
    contexts: list[dict[str, object]] = [{"anchor": page, **_by_relation(links)} for page in pages]
    for relation, inverse in (("item", "collection"), ("describedby", "describes")):
        found = (link for link in links if link.relation == relation)
        contexts += [{"anchor": link.address, inverse: back} for link in found]
    return {"linkset": contexts}


def document_script(document: Document) -> Markup:
    """The document in schema.org's words, for a script element."""
    return script_text(document_json_ld(document.id, document.metadata, document.media_type))


def _described_by(document: Document) -> Iterator[Link]:
    for form, media_type in _DESCRIBED_AS.items():
        address = absolute_url("export_pages.export_document", document_id=document.id, form=form)
        yield Link("describedby", address, media_type)
    for media_type, form in FORMS.items():
        yield Link("describedby", data_address(form, "documents", document.id), media_type)


def _by_relation(links: Iterable[Link]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.address, **({"type": link.media_type} if link.media_type else {})}
        found.setdefault(link.relation, []).append(target)
    return found
