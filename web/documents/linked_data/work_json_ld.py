"""Works, and who made them, in the words of schema.org."""

from __future__ import annotations

from indexer import Author, Metadata, Work, WorkType, author_of
from web.exports.citation_record import SITE_NAME
from web.site.context import page_vocabulary

_TYPES = {
    WorkType.JOURNAL_ARTICLE: "ScholarlyArticle", WorkType.MAGAZINE_ARTICLE: "Article",
    WorkType.NEWSPAPER_ARTICLE: "NewsArticle", WorkType.ARTICLE: "Article", WorkType.BOOK: "Book",
    WorkType.CHAPTER: "Chapter", WorkType.CONFERENCE_PAPER: "ScholarlyArticle", WorkType.REPORT: "Report",
    WorkType.THESIS: "Thesis", WorkType.GUIDE: "Guide", WorkType.WEB_PAGE: "WebPage",
}  # fmt: skip
_Thing = dict[str, object]


def work_json_ld(work: Work) -> _Thing:
    """A work; only what is stated."""
    return _stated(
        {
            "@type": _TYPES.get(work.type, "CreativeWork"),
            "@id": work.address,
            "name": work.title,
            "author": list(map(author_json_ld, work.authors)),
            "datePublished": str(work.year or ""),
            "isPartOf": _container(work),
            "pagination": work.pages,
            "bookEdition": work.edition,
            "publisher": _publisher(work),
            "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": work.doi} if work.doi else "",
            "isbn": work.isbn,
            "url": work.address,
        }
    )


def author_json_ld(author: Author) -> _Thing:
    """A person by the parts of the name, or an organisation."""
    if not author.is_person:
        return {"@type": "Organization", "name": author.name}
    return _stated({"@type": "Person", "name": author.spoken, "familyName": author.family, "givenName": author.given})


def document_authors(metadata: Metadata) -> list[_Thing]:
    """Who wrote the document itself: of a name without its parts only a record tells that it is an organisation's."""
    authors = map(author_of, metadata.authors)
    return [
        author_json_ld(author)
        if author.is_person or _is_organisation(author.name)
        else {"@type": "Person", "name": author.name}
        for author in authors
    ]


def _is_organisation(name: str) -> bool:
    vocabulary = page_vocabulary()
    return name == SITE_NAME or any(vocabulary.records(facet).named(name) for facet in ("library", "partner"))


def _container(work: Work) -> object:
    """The journal with volume and issue around each other, or the book, series or website."""
    if not work.container:
        return ""
    if not work.type.is_in_periodical:
        return {"@type": "Book" if work.type.is_in_book else "CreativeWork", "name": work.container}
    held: _Thing = {"@type": "Periodical", "name": work.container}
    if work.volume:
        held = {"@type": "PublicationVolume", "volumeNumber": work.volume, "isPartOf": held}
    if work.issue:
        held = {"@type": "PublicationIssue", "issueNumber": work.issue, "isPartOf": held}
    return held


def _publisher(work: Work) -> object:
    place = {"@type": "Place", "name": work.place} if work.place else ""
    return _stated({"@type": "Organization", "name": work.publisher, "location": place}) if work.publisher else ""


def _stated(thing: _Thing) -> _Thing:
    return {key: value for key, value in thing.items() if value not in ("", [])}
