"""BibTeX and BibLaTeX: entries of any type, their texts taken out of LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.curation.bulk.readers.bibtex_syntax import BibtexEntry, BibtexFile, bibtex_file
from indexer.curation.bulk.readers.latex import plain_address, plain_text
from indexer.curation.bulk.readers.reference_names import names_of_bibtex, split_outside_braces
from indexer.curation.bulk.readers.reference_types import type_of_bibtex
from indexer.curation.bulk.readers.references import Reference, reference_table, year_in
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.messages import Message
from indexer.domain.texts.web_addresses import is_page_of
from indexer.domain.works.work_parts import WORK_PARTS, PartType

BIBTEX_PRESENTED = {"usera": "title", "userb": "title_other", "userc": "kind", "userd": "authors"}
"""Fields that BibLaTeX leaves to each user, as ours are: what our document is called that presents the work."""

BIBTEX_PAGE = "verba"
"""Leads to our page, where the entry is of the work that it presents."""

_PARTS = {
    **{part.name: (part.bibtex,) for part in WORK_PARTS if part.bibtex and part.type in (PartType.TEXT, PartType.ISBN)},
    "pages": ("pages",),
    "place": ("address", "location"),
    "container": ("journal", "journaltitle", "booktitle", "series"),
    "publisher": ("publisher", "institution", "school", "organization", "howpublished"),
}
_READ = frozenset((BIBTEX_PAGE, *BIBTEX_PRESENTED)).union(
    "title author abstract keywords language langid year date url doi type eventdate urldate entrysubtype".split(),
    *_PARTS.values(),
)


def read_bibtex(text: str) -> Table:
    """The table of a file of references.

    Raises:
        InvalidEntry: no entry begins in it, or its abbreviations unfold to more than can be imported.
    """
    file = bibtex_file(text)
    whole = [entry for entry in file.entries if entry.is_whole]
    faults = [
        RowMessage(str(entry.number), "", Message("bibtex-broken", name=entry.key or "?", line=entry.line))
        for entry in file.entries
        if not entry.is_whole
    ]
    return reference_table(map(_reference, whole), len(file.entries), faults, _notes_of_file(file, whole))


def _notes_of_file(file: BibtexFile, whole: Iterable[BibtexEntry]) -> Iterator[RowMessage]:
    for line in file.broken_asides:
        yield RowMessage("", "", Message("abbreviation-broken", line=line))
    if file.outside:
        yield RowMessage("", "", Message("lines-outside", count=len(file.outside), first=file.outside[0]))
    # The note of an entry of ours says in words what its other fields say.
    said = {name for entry in whole for name in entry.fields if name != "note" or BIBTEX_PAGE not in entry.fields}
    if unread := sorted(said - _READ):
        yield RowMessage("", "", Message("columns-not-used", columns=", ".join(unread)))


def _reference(entry: BibtexEntry) -> Reference:
    said = entry.fields
    page = plain_address(said.get(BIBTEX_PAGE, ""))
    return Reference(
        number=entry.number,
        type=type_of_bibtex(entry.type, said.get("entrysubtype", "").strip().lower()),
        id=entry.key,
        kind_name=plain_text(said.get("type", "")),
        title=plain_text(said.get("title", "")),
        summary=plain_text(said.get("abstract", "")),
        language=plain_text(said.get("language", "") or said.get("langid", "")),
        year=year_in(said.get("year", "")) or year_in(said.get("date", "")),
        span=plain_text(said.get("eventdate", "")),
        doi=plain_address(said.get("doi", "")),
        authors=names_of_bibtex(said.get("author", "")),
        keywords=_texts(said.get("keywords", ""), _COMMA),
        urls=[plain_address(said["url"])] if said.get("url", "").strip() else [],
        parts={
            part: plain_text(next((said[one] for one in names if one in said), "")) for part, names in _PARTS.items()
        },
        page=page if is_page_of(page, entry.key) else "",
        presented={
            key: _texts(said.get(name, ""), _AND) if key == "authors" else [plain_text(said.get(name, ""))]
            for name, key in BIBTEX_PRESENTED.items()
        },
        notes=tuple(_notes(entry)),
    )


_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"[,;]")


def _texts(latex: str, separator: re.Pattern[str]) -> list[str]:
    return [text for part in split_outside_braces(latex, separator) if (text := plain_text(part))]


def _notes(entry: BibtexEntry) -> Iterator[Message]:
    if not entry.key:
        yield Message("bibtex-without-key", line=entry.line)
    for word in entry.unknown:
        yield Message("abbreviation-unknown", name=word, key=entry.key or "?")
    for name in entry.repeated:
        yield Message("field-twice", name=name, key=entry.key or "?")
