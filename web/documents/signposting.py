"""What programs read of a document's page: Link headers (signposting.org), JSON-LD."""

from __future__ import annotations

from markupsafe import Markup

from indexer import Document
from web.documents.json_ld import document_json_ld, script_text
from web.site.context import absolute_url

_DESCRIBED_AS = {
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "json": "application/json",
}


def signposting_links(document: Document, *, has_original: bool) -> str:
    """The value of the Link header: what to cite, what describes the page, what the content is."""
    own = document.metadata.language.value
    links = [_link(absolute_url("document_pages.document", document_id=document.id, language=own), "cite-as")]
    links += [_link("https://schema.org/AboutPage", "type"), _link("https://schema.org/CreativeWork", "type")]
    for form, media_type in _DESCRIBED_AS.items():
        address = absolute_url("export_pages.export_document", document_id=document.id, form=form)
        links.append(_link(address, "describedby", media_type))
    if has_original:
        address = absolute_url("document_pages.original", document_id=document.id)
        links.append(_link(address, "item", document.media_type))
    return ", ".join(links)


def document_script(document: Document) -> Markup:
    """The document in schema.org's words, for a script element."""
    return script_text(document_json_ld(document.id, document.metadata))


def _link(address: str, relation: str, media_type: str = "") -> str:
    return f'<{address}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
