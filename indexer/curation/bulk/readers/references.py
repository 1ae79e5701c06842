"""What a reference says, whatever the format -> a row of a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.curation.bulk.readers.column_names import IMPORT_KEYS
from indexer.curation.bulk.readers.reference_types import kind_of
from indexer.curation.bulk.readers.table import RowMessage, Table, list_cell
from indexer.curation.metadata_texts import language_code
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message
from indexer.domain.texts.web_addresses import bare_doi, doi_address, is_page_of, web_address
from indexer.domain.works.work import Author, WorkType
from indexer.domain.works.work_reading import isbn_of

_OTHERS = frozenset(("others", "et al", "et al.", "m.fl.", "m. fl.", "og andre", "and others"))
_YEARS = re.compile(r"(\d{4})?(?:/(\d{4})?)?")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list of references, each value as plain text.

    Attributes:
        number: which mark of the file begins it, from 1.
        kind_name: what our own exports call the kind of a document.
        span: "2009/2012", the years that the document states, as our own exports write them.
        parts: where and how the work came out, by name of the part; see work_parts.py.
        page: of an entry that our own exports wrote for a work of others, the page that presents it.
        presented: what such an entry says of our document itself, by key.
        facts: what our own exports say beside, by key.
        notes: what was read otherwise than it stands there.
    """

    number: int
    type: WorkType
    id: str = ""
    kind_name: str = ""
    title: str = ""
    title_other: str = ""
    summary: str = ""
    language: str = ""
    year: str = ""
    span: str = ""
    doi: str = ""
    authors: Sequence[Author] = ()
    keywords: Sequence[str] = ()
    urls: Sequence[str] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    presented: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[Message] = ()

    @property
    def is_own(self) -> bool:
        """Whether this program wrote it: it names the page of the document that it is."""
        # Ids alone would take a stranger's entry for ours: short keys are common.
        return any(is_page_of(url, self.id) for url in (*self.urls, self.page))

    @property
    def named_authors(self) -> list[Author]:
        """The authors without what stands for more of them."""
        return [author for author in self.authors if author.name.casefold() not in _OTHERS]


def reference_table(
    references: Iterable[Reference], found: int, faults: Iterable[RowMessage], notes: Iterable[RowMessage] = ()
) -> Table:
    """The entries as a table; `found` is how many the file announces.

    Raises:
        InvalidEntry: it announces none.
    """
    if not found:
        raise InvalidEntry("no-references")
    read = tuple(references)
    rows = tuple({key: value for key, value in _values(one) if value} for one in read)
    columns = tuple(key for key in IMPORT_KEYS if any(key in row for row in rows))
    said = [RowMessage(str(one.number), key, message) for one in read for key, message in _notes(one)]
    return Table(
        columns,
        {column: column for column in columns},
        rows,
        tuple(one.number for one in read),
        found,
        tuple(faults),
        (*notes, *said),
    )


def year_in(text: str) -> str:
    """The first year of a date in whatever form."""
    found = re.search(r"(?<!\d)[12]\d{3}(?!\d)", text)
    return found.group() if found else ""


def _values(one: Reference) -> Iterator[tuple[str, str]]:
    yield "summary", one.summary
    yield "language", language_code(one.language)
    yield "keywords", list_cell(one.keywords)
    if one.is_own:
        yield from _own_values(one)
        return
    yield "title", one.title
    yield "title_other", one.title_other
    yield "kind", kind_of(one.type)
    yield "year_start", one.year
    # Of the DOI as well, once: many programs write it into both fields.
    addresses = filter(None, (*map(web_address, one.urls), doi_address(one.doi)))
    yield "url", list_cell(tuple(dict.fromkeys(addresses)), "\n")
    yield "describes", _work_cell(one)


def _own_values(one: Reference) -> Iterator[tuple[str, str]]:
    """What our own exports say: years stand apart, for the year of a case on the site is none of the partnership's."""
    yield "id", one.id
    if one.page:
        for key, texts in one.presented.items():
            yield key, list_cell(texts) if key == "authors" else "".join(texts)
        yield "describes", _work_cell(one)
    else:
        yield "title", one.title
        yield "title_other", one.title_other
        yield "kind", one.kind_name or kind_of(one.type)
        yield "authors", list_cell([str(author) for author in one.named_authors])
    years = _YEARS.fullmatch(one.span)
    yield from zip(("year_start", "year_end"), (year or "" for year in years.groups()) if years else (), strict=False)
    yield from ((key, list_cell(values)) for key, values in one.facts.items())


def _work_cell(one: Reference) -> str:
    """The work as JSON; "" where the entry has no title, which is told as a fault of the document."""
    addresses = [address for url in one.urls if (address := web_address(url))]
    parts: dict[str, object] = {
        "type": one.type.value,
        "title": one.title,
        "authors": [str(author) for author in one.named_authors],
        "year": int(one.year) if one.year else None,
        **one.parts,
        "doi": bare_doi(one.doi) or next(filter(None, map(bare_doi, addresses)), ""),
        "isbn": isbn_of(one.parts.get("isbn", "")),
        "url": next((address for address in addresses if not bare_doi(address)), ""),
    }
    stated = {name: value for name, value in parts.items() if value not in ("", None, [])}
    return json.dumps(stated, ensure_ascii=False) if one.title else ""


def _notes(one: Reference) -> Iterator[tuple[str, Message]]:
    yield from (("", message) for message in one.notes)
    if one.language and not language_code(one.language):
        yield "language", Message("language-unknown", name=one.language[:40])
    if (number := one.parts.get("isbn", "")) and not isbn_of(number):
        yield "describes", Message("number-not-kept", value=number[:40])
    if len(one.named_authors) < len(one.authors):
        yield "authors", Message("authors-and-others")
