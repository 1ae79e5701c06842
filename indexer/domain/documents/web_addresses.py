"""Addresses as people write them -> the one form that files have."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_UNQUOTED = "/:;()[]%._-~!$&'*+,=@?#"
_PAGE = re.compile(r"https?://[^/\s]+/(?:.*/)?(?:da|en)/documents/([^/?#\s]+)")
_DOI = re.compile(r"(?:https?://|(?:dx\.|www\.)?doi\.org/|urn:|doi:?\s*)*(10\.\d+(?:\.\d+)*/\S+)", re.IGNORECASE)


def doi_address(text: str) -> str:
    """The address of a DOI, however it is given; a text that is none stays as it is.

    >>> doi_address("doi:10.1234/ab.d"), doi_address("http://dx.doi.org/10.1234/ab.c"), doi_address("10.1/x")
    ('https://doi.org/10.1234/ab.d', 'https://doi.org/10.1234/ab.c', 'https://doi.org/10.1/x')
    """
    found = _DOI.fullmatch(text.strip())
    # Old DOIs hold brackets, which no link can.
    return f"https://doi.org/{quote(found.group(1), safe=_UNQUOTED)}" if found else text.strip()


def web_address(text: str) -> str:
    """An address as browsers take it: with its scheme, and of a DOI the lasting one; other texts stay as they are.

    >>> web_address("www.odense.dk"), web_address("https://doi.org/https://doi.org/10.1/x")
    ('https://www.odense.dk', 'https://doi.org/10.1/x')
    """
    address = doi_address(text)
    return f"https://{address}" if re.match(r"www\.[^\s/.]+\.\S", address, re.IGNORECASE) else address


def is_page_of(url: str, document_id: str) -> bool:
    """Whether an address is that of a document's page on a site like ours: no source of it, but the document itself.

    >>> is_page_of("https://a.example/da/documents/bogbus", "bogbus")
    True
    """
    page = _PAGE.fullmatch(url.strip())
    return page is not None and unquote(page.group(1)) == document_id
