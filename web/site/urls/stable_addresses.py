"""Addresses without a language, by which documents, concepts, organisations and places are named for good."""

from __future__ import annotations

from urllib.parse import quote

from flask import request

from indexer import ORGANISATION_SCHEMES, PLACE_SCHEME, DocumentId
from web.site.context import absolute, page_vocabulary

_SAFE_IN_PATH = "!$&'()*+,:;=@"


def document_address(document_id: DocumentId) -> str:
    """The whole address of a document."""
    return stable_address("documents", document_id)


def value_address(facet: str, value: str) -> str:
    """The whole address of a facet's value: an organisation, a place or a concept; "" for what has none."""
    vocabulary = page_vocabulary()
    if facet in ORGANISATION_SCHEMES:
        known = vocabulary.organisations.current(value)
        return stable_address("organisations", known) if known in vocabulary.organisations else ""
    if facet == PLACE_SCHEME:
        return stable_address("places", value) if value in vocabulary.places else ""
    return stable_address("concepts", facet, value) if vocabulary.concept(facet, value) else ""


def stable_address(*parts: str) -> str:
    """The whole address of a path."""
    return absolute(f"{request.script_root}/{quoted_path(*parts)}")


def quoted_path(*parts: str) -> str:
    """Parts of a path as an address has them."""
    return "/".join(quote(part, safe=_SAFE_IN_PATH) for part in parts)
