"""COinS: a document of a result list as reference managers read it from a page (OpenURL in a title attribute)."""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

from indexer import Metadata
from web.exports.items import cited_year

_BEGINNING = urlencode([("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")])


def coins(metadata: Metadata, url: str) -> str:
    """The context object of a document with that whole address, as a query string."""
    fields = [
        ("rft.type", "report" if metadata.kind == "report" else "webpage"),
        ("rft.title", metadata.title),
        *(("rft.creator", author) for author in metadata.authors),
        ("rft.source", "Samspil"),
        ("rft.language", metadata.language.value),
        ("rft.identifier", url),
    ]
    if year := cited_year(metadata):
        fields.append(("rft.date", str(year)))
    return "&".join([_BEGINNING, *(f"{name}={quote_plus(value)}" for name, value in fields)])
