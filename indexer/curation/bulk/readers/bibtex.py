"""BibTeX and BibLaTeX: entries of any type, their texts taken out of LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.curation.bulk.readers.bibtex_syntax import BibtexEntry, BibtexFile, bibtex_file
from indexer.curation.bulk.readers.latex import plain_address, plain_text
from indexer.curation.bulk.readers.references import Reference, reference_table, year_in
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.messages import Message

_KINDS = {
    "techreport": "report", "report": "report", "book": "theory", "inbook": "theory", "incollection": "theory",
    "phdthesis": "theory", "mastersthesis": "theory", "thesis": "theory", "manual": "guide", "booklet": "guide",
}  # fmt: skip
_READ = frozenset("title author abstract keywords language langid year date url doi type eventdate urldate".split())
_ITSELF = frozenset("howpublished institution journal publisher organization".split())


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
    if unread := sorted({name for entry in whole for name in entry.fields} - _READ - _ITSELF):
        yield RowMessage("", "", Message("columns-not-used", columns=", ".join(unread)))


def _reference(entry: BibtexEntry) -> Reference:
    said = entry.fields
    return Reference(
        number=entry.number,
        kind=_KINDS.get(entry.type, "article"),
        id=entry.key,
        kind_name=plain_text(said.get("type", "")),
        title=plain_text(said.get("title", "")),
        summary=plain_text(said.get("abstract", "")),
        language=plain_text(said.get("language", "") or said.get("langid", "")),
        year=year_in(said.get("year", "")) or year_in(said.get("date", "")),
        span=plain_text(said.get("eventdate", "")),
        doi=plain_address(said.get("doi", "")),
        authors=[name for part in _split(said.get("author", ""), _AND) if (name := plain_text(part))],
        keywords=[word for part in _split(said.get("keywords", ""), _COMMA) if (word := plain_text(part))],
        urls=[plain_address(said["url"])] if said.get("url", "").strip() else [],
        notes=tuple(_notes(entry)),
    )


_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"[,;]")


def _split(latex: str, separator: re.Pattern[str]) -> list[str]:
    """The parts between separators that stand in no braces."""
    parts, start, depth, counted_to = [], 0, 0, 0
    for found in separator.finditer(latex):
        between = latex[counted_to : found.start()]
        depth += between.count("{") - between.count("}")
        counted_to = found.start()
        if depth <= 0:
            parts.append(latex[start : found.start()])
            start = found.end()
    return [*parts, latex[start:]]


def _notes(entry: BibtexEntry) -> Iterator[Message]:
    if not entry.key:
        yield Message("bibtex-without-key", line=entry.line)
    for word in entry.unknown:
        yield Message("abbreviation-unknown", name=word, key=entry.key or "?")
    for name in entry.repeated:
        yield Message("field-twice", name=name, key=entry.key or "?")
