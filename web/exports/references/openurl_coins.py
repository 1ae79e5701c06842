"""COinS: what to cite of a document of a result list, as reference managers read it (OpenURL in a title attribute).

The referent is the work; the page that presents it is the referring entity (ANSI/NISO Z39.88-2004).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

from indexer import DocumentId, Metadata, Work, WorkType
from web.exports.citation_record import citation_record

_VERSION = ("ctx_ver", "Z39.88-2004")
_FORMAT = "info:ofi/fmt:kev:mtx:"
_GENRES = {
    WorkType.BOOK: "book", WorkType.CHAPTER: "bookitem", WorkType.CONFERENCE_PAPER: "proceeding",
    WorkType.REPORT: "report", WorkType.GUIDE: "document",
}  # fmt: skip
_Fields = Iterator[tuple[str, str]]


def coins(document_id: DocumentId, metadata: Metadata, url: str) -> str:
    """The context object of a document whose page has that whole address, as a query string."""
    record = citation_record(document_id, metadata, url)
    if not record.is_presentation:
        return _query(_own_fields(record.work, metadata))
    return _query((*_work_fields(record.work), ("rfe_id", url), *_identifiers(record.work)))


def _query(fields: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    stated = [f"{name}={quote_plus(value)}" for name, value in fields if value]
    return "&".join([urlencode([_VERSION]), *stated])


def _own_fields(work: Work, metadata: Metadata) -> _Fields:
    yield "rft_val_fmt", f"{_FORMAT}dc"
    yield "rft.type", "report" if work.type is WorkType.REPORT else "webpage"
    yield "rft.title", work.title
    yield from (("rft.creator", author.spoken) for author in work.authors)
    yield "rft.source", work.publisher
    yield "rft.language", metadata.language.value
    yield "rft.identifier", work.url
    yield "rft.date", str(work.year or "")


def _work_fields(work: Work) -> _Fields:
    if work.type.is_in_periodical:
        yield from (("rft_val_fmt", f"{_FORMAT}journal"), ("rft.genre", "article"))
        yield from (("rft.atitle", work.title), ("rft.jtitle", work.container), *_place_in(work), *_makers(work))
    elif work.type in _GENRES:
        yield from (("rft_val_fmt", f"{_FORMAT}book"), ("rft.genre", _GENRES[work.type]))
        titles = ("rft.atitle", "rft.btitle") if work.type.is_in_book else ("rft.btitle", "rft.series")
        yield from ((titles[0], work.title), (titles[1], work.container), *_place_in(work), *_makers(work))
        yield from (("rft.edition", work.edition), ("rft.pub", work.publisher), ("rft.place", work.place))
    elif work.type is WorkType.THESIS:
        yield from (("rft_val_fmt", f"{_FORMAT}dissertation"), ("rft.title", work.title), *_makers(work))
        yield "rft.inst", work.publisher
    else:
        yield from (("rft_val_fmt", f"{_FORMAT}dc"), ("rft.title", work.title), ("rft.type", "webpage"))
        yield from (("rft.creator", author.spoken) for author in work.authors)
        yield from (("rft.source", work.container), ("rft.publisher", work.publisher), ("rft.identifier", work.address))
    yield "rft.date", str(work.year or "")


def _place_in(work: Work) -> _Fields:
    yield "rft.volume", work.volume
    yield "rft.issue", work.issue
    yield "rft.pages", work.pages


def _makers(work: Work) -> _Fields:
    """The first person by the parts of the name, as the format asks; then everybody."""
    first = work.authors[0] if work.authors and work.authors[0].is_person else None
    if first:
        yield from (("rft.aulast", first.family), ("rft.aufirst", first.given))
    for author in work.authors:
        if author.is_person:
            yield "rft.au", f"{author.family}, {author.given}".rstrip(", ")
        else:
            yield "rft.aucorp", author.name


def _identifiers(work: Work) -> _Fields:
    yield "rft.isbn", work.isbn
    yield "rft_id", f"info:doi/{work.doi}" if work.doi else ""
    yield "rft_id", work.url
