"""Limits of what one address may ask for: filters, documents, letters. Each asks the index or makes the page longer.

What one page repeats in the links of its rows is the search itself, so its length is limited as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestURITooLarge

from indexer import FACETS, Message
from web.site.context import site

_URL_BYTES = 8000
_MAX_PARAMETERS = 250
"""What a form of ours sends: its boxes and fields, empty ones among them, and as many documents as a page may list."""
_FACET_PARAMETERS = frozenset(f"{sign}{facet.id}" for facet in FACETS for sign in ("", "-"))
_DOCUMENTS = "id"
_UNREPEATED_WORDS = ("comparable_pages.situation", "machine_pages.situation", "document_pages.document")
"""Pages that show the words of an address once and not in every link."""


class AddressLimitExceeded(BadRequest):
    """An address asks for more than one may; `message` names the limit."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def install(app: Flask) -> None:
    """Judge every address before anything is made of it."""
    app.before_request(_limit_address)


def is_within_limits(parameters: MultiDict[str, str]) -> bool:
    """Whether an address with these parameters would be answered: for a search that another address carries."""
    return all(count <= most for _, most, count in _measured(parameters, ""))


def _limit_address() -> None:
    if len(request.query_string) > _URL_BYTES:
        raise RequestURITooLarge
    if request.query_string:
        for what, most, count in _measured(request.args, request.endpoint or ""):
            if count > most:
                raise AddressLimitExceeded(Message(f"address-{what}", most=most, count=count))


def _measured(asked: MultiDict[str, str], endpoint: str) -> Iterator[tuple[str, int, int]]:
    """What is limited, how much of it there may be, and how much there is."""
    limits, parameters = site().config.web, list(asked.items(multi=True))
    filters = [(name, value) for name, value in parameters if name in _FACET_PARAMETERS and value.strip()]
    documents = [value for name, value in parameters if name == _DOCUMENTS]
    yield "parameters", _MAX_PARAMETERS, len(parameters)
    yield "filters", limits.address_filters, len(filters)
    yield "documents", limits.address_documents, len(documents)
    longest = max(map(len, [*documents, *(value for _, value in filters)]), default=0)
    yield "value", limits.address_value_characters, longest
    # A longer text is refused as a search, and cut where it is none.
    words = asked.get("q", "")[: site().config.search.query_characters]
    yield "words", limits.address_words, len(words.split())
    yield "prefixes", limits.address_prefixes, words.count("*")
    repeated = [*filters, *([] if endpoint in _UNREPEATED_WORDS else [("q", words)])]
    length = sum(len(name) + len(quote_plus(value)) + 2 for name, value in repeated)
    yield "search", limits.address_search_bytes, length
