"""COinS: a document of a result list as reference managers read it from a page (OpenURL in a title attribute)."""

from __future__ import annotations

from urllib.parse import urlencode

from indexer import DocumentId, Metadata
from web.site_context import absolute_url


def coins(document_id: DocumentId, metadata: Metadata) -> str:
    """The context object as a query string."""
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "report" if metadata.kind == "report" else "webpage"),
        ("rft.title", metadata.title),
        *(("rft.creator", author) for author in metadata.authors),
        ("rft.source", "Samspil"),
        ("rft.language", metadata.language.value),
        ("rft.identifier", absolute_url("document_pages.document", document_id=document_id)),
    ]
    if metadata.kind != "case" and metadata.year_start:
        fields.append(("rft.date", str(metadata.year_start)))
    return urlencode(fields)
