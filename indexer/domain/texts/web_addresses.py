"""Addresses as people write them -> the one form that files have."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from indexer.domain.texts.characters import incoming_line

_UNQUOTED = "/:;()[]%._-~!$&'*+,=@?#"
_IN_NAME = _UNQUOTED.replace("?", "").replace("#", "")
_PAGE = re.compile(r"https?://[^/\s]+/(?:.*/)?(?:da|en)/documents/([^/?#\s]+)")
_DOI = re.compile(
    r"(?:\s|https?://|(?:dx\.|www\.)?doi\.org/|urn:|info:|doi[:/]*)*(10\.\d+(?:\.\d+)*)(?:/|%2F)(\S*[^\s.,;])[.,;]*",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^(?:url:)?\s*<?\s*(?:url:)?\s*|\s*>?\s*$", re.IGNORECASE)
_SCHEME_AND_HOST = re.compile(r"\A(https?)://([^/?#@\s]+)(?=[/?#]|\Z)", re.IGNORECASE)
_USUAL_PORT = {"http": ":80", "https": ":443"}
# Only what a browser fetches: an address becomes a link, and `javascript:` must not.
WEB_ADDRESS = re.compile(r"https?://[^\s\"<>]+")


def bare_doi(text: str) -> str:
    """A DOI without what stands before it, however it is given; "" for what is none.

    >>> bare_doi("https://doi.org/10.1108/03074801211282948"), bare_doi("DOI: 10.1/x."), bare_doi("se artiklen")
    ('10.1108/03074801211282948', '10.1/x', '')
    """
    found = _DOI.fullmatch(_AROUND.sub("", incoming_line(text)))
    if found is None:
        return ""
    unquoted = f"{found[1]}/{unquote(found[2])}"
    again = _DOI.fullmatch(unquoted)
    # What was quoted for a good reason, a blank or a sign at the end, stays so.
    return unquoted if again and again[2] == unquoted.partition("/")[2] else f"{found[1]}/{found[2]}"


def doi_address(text: str) -> str:
    """The address of a DOI, however it is given; a text that is none stays as it is, on one line.

    >>> doi_address("doi:10.1234/ab.d"), doi_address("http://dx.doi.org/10.1234/ab.c"), doi_address("10.1/x")
    ('https://doi.org/10.1234/ab.d', 'https://doi.org/10.1234/ab.c', 'https://doi.org/10.1/x')
    >>> doi_address("10.1000/456#789")  # the example of the DOI Handbook, 2.5.2.4
    'https://doi.org/10.1000/456%23789'
    """
    line = _AROUND.sub("", incoming_line(text))
    found = _DOI.fullmatch(line)
    if found is None:
        return line
    # Old DOIs hold brackets, which no link can; and what ends a path elsewhere is a part of the name in a DOI alone.
    is_address = "doi.org/" in line.lower()
    return f"https://doi.org/{found[1]}/{quote(found[2], safe=_UNQUOTED if is_address else _IN_NAME)}"


def web_address(text: str) -> str:
    """An address in one form: its scheme and host in small letters, no signs around it, of a DOI the lasting one.

    Other texts stay as they are, on one line; whether they may be kept is judged elsewhere.

    >>> web_address("www.odense.dk"), web_address("https://doi.org/https://doi.org/10.1/x")
    ('https://www.odense.dk', 'https://doi.org/10.1/x')
    """
    address = doi_address(text)
    if re.match(r"www\.[^\s/.]+\.\S", address, re.IGNORECASE):
        address = f"https://{address}"
    return _SCHEME_AND_HOST.sub(_small_letters, address)


def _small_letters(found: re.Match[str]) -> str:
    scheme = found[1].lower()
    return f"{scheme}://{found[2].lower().removesuffix(_USUAL_PORT[scheme])}"


def is_page_of(url: str, document_id: str) -> bool:
    """Whether an address is that of a document's page on a site like ours: no source of it, but the document itself.

    >>> is_page_of("https://a.example/da/documents/bogbus", "bogbus")
    True
    """
    page = _PAGE.fullmatch(url.strip())
    return page is not None and unquote(page.group(1)) == document_id
