"""What is to be cited of a document: the one answer for citations, references, meta tags and linked data."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import DocumentId, Language, Message, Metadata, Work, WorkType, author_of, say

SITE_NAME = "Samspil"
_OURS = ("case", "guide", "tool")
"""Kinds that are written for the site; of the others it keeps what is published elsewhere."""

_TYPES = {
    "report": WorkType.REPORT,
    "article": WorkType.ARTICLE,
    "theory": WorkType.ARTICLE,
    "guide": WorkType.GUIDE,
}


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """What to cite, and where we present it.

    Attributes:
        work: the work that the document presents, else the document itself as the site publishes it.
        page: absolute address of the document's page.
        title: what the document itself is called.
        is_presentation: whether the work is another's and the document only presents it.
    """

    id: DocumentId
    work: Work
    page: str
    title: str
    is_presentation: bool

    def presented(self, language: Language) -> str:
        """The sentence that names our presentation of the work; "" where the document itself is cited."""
        message = Message("presented-in", site=SITE_NAME, title=self.closed_title, page=self.page)
        return say(message, language) if self.is_presentation else ""

    @property
    def closed_title(self) -> str:
        """What the document is called, with a full stop where it ends without a sign."""
        return self.title if self.title.endswith((".", "?", "!")) else f"{self.title}."


def citation_record(document_id: DocumentId, metadata: Metadata, page: str) -> CitationRecord:
    """What to cite of a document whose page has that whole address."""
    work = metadata.describes or _own_work(metadata, page)
    return CitationRecord(document_id, work, page, metadata.title, metadata.describes is not None)


def _own_work(metadata: Metadata, page: str) -> Work:
    return Work(
        type=_TYPES.get(metadata.kind, WorkType.WEB_PAGE),
        title=metadata.title,
        authors=tuple(map(author_of, metadata.authors)),
        year=_own_year(metadata),
        publisher=SITE_NAME,
        url=page,
    )


def _own_year(metadata: Metadata) -> int | None:
    """The year that the document itself is from.

    A case states the years of the partnership, which are none of its own: it is from the year in which it became
    public, and so is a guide or tool that states no other.
    """
    stated = None if metadata.kind == "case" else metadata.year_start
    if stated is None and metadata.kind in _OURS and metadata.published:
        return int(metadata.published[:4])
    return stated
