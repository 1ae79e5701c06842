"""Highwire meta tags: what to cite of a document, as Google Scholar and Zotero read it from its page."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import Work, WorkType
from web.exports.items import ExportItem
from web.site.context import absolute_url

_CONTAINERS = {WorkType.CHAPTER: "citation_inbook_title", WorkType.CONFERENCE_PAPER: "citation_conference_title"}
_PUBLISHERS = {
    WorkType.REPORT: "citation_technical_report_institution", WorkType.THESIS: "citation_dissertation_institution",
}  # fmt: skip
_Tags = Iterator[tuple[str, str]]


def highwire_tags(item: ExportItem, *, has_pdf: bool) -> list[tuple[str, str]]:
    """(name, content) pairs; only what is stated. The page of a presented work is that of its abstract."""
    record = item.cited
    tags = [*_work_tags(record.work)]
    if record.is_presentation:
        tags += _published_tags(record.work)
    tags += [("citation_language", item.metadata.language.value), ("citation_abstract_html_url", item.url)]
    tags += [("citation_keywords", keyword) for keyword in item.keywords]
    if has_pdf:
        tags.append(("citation_pdf_url", absolute_url("document_pages.original", document_id=item.id)))
    return [(name, content) for name, content in tags if content]


def _work_tags(work: Work) -> _Tags:
    yield "citation_title", work.title
    for author in work.authors:
        yield "citation_author", str(author) if author.given else author.family or author.name
    yield "citation_publication_date", str(work.year or "")


def _published_tags(work: Work) -> _Tags:
    """Where the work came out, and where it is found."""
    if work.type.is_in_periodical:
        yield "citation_journal_title", work.container
    else:
        yield _CONTAINERS.get(work.type, "citation_series_title"), work.container
    yield "citation_volume", work.volume
    yield "citation_issue", work.issue
    first, _, last = work.pages.partition("-")
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield _PUBLISHERS.get(work.type, "citation_publisher"), work.publisher
    yield "citation_doi", work.doi
    yield "citation_isbn", work.isbn
    yield "citation_public_url", work.address
