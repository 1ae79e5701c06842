"""What can be cited: its type, who made it, when and where it came out."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from indexer.domain.texts.web_addresses import doi_address


class WorkType(enum.StrEnum):
    """What a work is; ARTICLE came out by itself, in no journal, magazine or newspaper."""

    JOURNAL_ARTICLE = "journal-article"
    MAGAZINE_ARTICLE = "magazine-article"
    NEWSPAPER_ARTICLE = "newspaper-article"
    ARTICLE = "article"
    BOOK = "book"
    CHAPTER = "chapter"
    CONFERENCE_PAPER = "conference-paper"
    REPORT = "report"
    THESIS = "thesis"
    GUIDE = "guide"
    WEB_PAGE = "web-page"
    OTHER = "other"

    @property
    def is_in_periodical(self) -> bool:
        """Whether it came out in a journal, magazine or newspaper."""
        return self in (WorkType.JOURNAL_ARTICLE, WorkType.MAGAZINE_ARTICLE, WorkType.NEWSPAPER_ARTICLE)

    @property
    def is_in_book(self) -> bool:
        """Whether it is a part of a book or of proceedings."""
        return self in (WorkType.CHAPTER, WorkType.CONFERENCE_PAPER)


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a work: a person by family and given name, or else, by `name`, an organisation."""

    family: str = ""
    given: str = ""
    name: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the parts of the name are known, as they are of persons alone."""
        return bool(self.family)

    @property
    def spoken(self) -> str:
        """The name as it is said: "John M. Bryson".

        >>> Author("Bryson", "John M.").spoken, Author(name="KL").spoken
        ('John M. Bryson', 'KL')
        """
        return " ".join(filter(None, (self.given, self.family))) or self.name

    def __str__(self) -> str:
        """The name as people type it, and `author_of` reads it; see there.

        >>> str(Author("Bryson", "John M.")), str(Author("Delica")), str(Author(name="Kunst, Kultur og Fritid"))
        ('Bryson, John M.', 'Delica,', '{Kunst, Kultur og Fritid}')
        """
        if self.is_person:
            return f"{self.family}, {self.given}".strip()
        is_ambiguous = "," in self.name or (self.name.startswith("{") and self.name.endswith("}"))
        return f"{{{self.name}}}" if is_ambiguous else self.name


def author_of(text: str) -> Author:
    """A name as people type it: with a comma a person's, without one or in braces an organisation's.

    >>> author_of("Bryson, John M."), author_of("{Kunst, Kultur og Fritid}").name, author_of("Delica,").family
    (Author(family='Bryson', given='John M.', name=''), 'Kunst, Kultur og Fritid', 'Delica')
    """
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return Author(name=text[1:-1].strip())
    family, comma, given = (part.strip() for part in text.partition(","))
    return Author(family, given) if comma and family else Author(name=text)


@dataclass(frozen=True, slots=True)
class Work:
    """A work; `work_parts.py` has a row for each attribute. What is not stated is empty or None.

    Attributes:
        container: the journal, magazine, newspaper, book, series or website that it came out in.
        pages: "44-55", the hyphen between first and last.
        doi: without an address before it: "10.1108/03074801211282948".
        isbn: ten or thirteen signs without hyphens.
    """

    type: WorkType
    title: str
    authors: tuple[Author, ...] = ()
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Work:
        """The work that `stated` told."""
        authors = tuple(Author(**author) for author in stated.get("authors", ()))
        return cls(**{**stated, "type": WorkType(stated["type"]), "authors": authors})

    @property
    def stated(self) -> dict[str, Any]:
        """What is stated, by name of the part, as files have it: texts, a number, and tables of authors."""
        told: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        told["type"] = self.type.value
        told["authors"] = [_stated_name(author) for author in self.authors]
        return {name: value for name, value in told.items() if value not in ("", [], None)}

    @property
    def address(self) -> str:
        """Where it is found: the lasting address of its DOI, else its own; "" for none."""
        return doi_address(self.doi) if self.doi else self.url


def _stated_name(author: Author) -> dict[str, str]:
    parts = {"family": author.family, "given": author.given, "name": author.name}
    return {key: value for key, value in parts.items() if value}
