"""Two to five documents side by side: rows of what they state and of what their write-ups tell.

A value is marked by whether others of the documents state it too, a row by whether all of them say the same; what a
document leaves open is said in words.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import (
    OUTCOME_SCHEME,
    SCHEMA,
    Aspect,
    Document,
    Metadata,
    MetadataKey,
    Page,
    compared_values,
    danish_sort_key,
)
from web.site.facet_names import facet_name
from web.site.language import translate
from web.site.presentation import label, libraries, place, years

FEWEST, MOST = 2, 5
_SECTIONS = {
    "Kort fortalt": ("kort fortalt", "in short"),
    "Hvad de gjorde": ("sådan gjorde de", "how they did it", "hvem gjorde hvad", "who did what", "how it is used"),
    "Hvad der kom ud af det": ("hvad kom der ud af det", "what came of it"),
    "Hvad andre kan lære": ("hvad andre kan lære", "what others can learn"),
}
_TOLD_APART = ("kind", "country", "municipality")
"""Compared facets without a row of their own: places stand in one row with the libraries."""

_VALUE_ROWS = tuple(row for row in SCHEMA if row.facet and row.is_compared and row.facet not in _TOLD_APART)


class Agreement(enum.StrEnum):
    """How the documents that state something in a row agree."""

    SAME = "same"
    PARTLY = "partly"
    DIFFERENT = "different"
    NOT_STATED = "not-stated"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value of a document, and whether another of the documents states it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a document says in a row: values, or a passage of its write-up; empty if it says nothing."""

    values: tuple[CellValue, ...] = ()
    section: Page | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether the document says anything here."""
        return bool(self.values or self.section or self.links)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; passages and sources are not judged, so their agreement is None."""

    name: str
    cells: tuple[Cell, ...]
    agreement: Agreement | None = None


def comparison_rows(documents: Sequence[Document]) -> tuple[Row, ...]:
    """The rows, facts before passages before sources; rows in which nobody says anything stay, since that is news."""
    metadata = [document.metadata for document in documents]
    rows = [_value_row(facet_name(row.facet), [_labels(m, row) for m in metadata]) for row in _VALUE_ROWS]
    rows.append(_value_row(translate("Tid"), [_texts(years(m)) for m in metadata]))
    rows.append(_value_row(translate("Sted"), [_texts(libraries(m), place(m)) for m in metadata]))
    for name, headings in _SECTIONS.items():
        rows.append(Row(_section_name(name), tuple(Cell(section=_section(d, headings)) for d in documents)))
    sources = [tuple((source.title, source.url) for source in m.sources) for m in metadata]
    rows.append(Row(translate("Kilder"), tuple(Cell(links=links) for links in sources)))
    return tuple(rows)


def agreement_words(agreement: Agreement) -> str:
    """What stands below the name of a row."""
    return {
        Agreement.SAME: translate("ens"),
        Agreement.PARTLY: translate("delvis ens"),
        Agreement.DIFFERENT: translate("forskelligt"),
        Agreement.NOT_STATED: translate("ikke angivet"),
        Agreement.ALONE: translate("kun angivet ét sted"),
    }[agreement]


def _value_row(name: str, values: Sequence[tuple[str, ...]]) -> Row:
    counted = Counter(value.casefold() for stated in values for value in dict.fromkeys(stated))
    cells = tuple(
        Cell(tuple(CellValue(value, counted[value.casefold()] > 1) for value in dict.fromkeys(stated)))
        for stated in values
    )
    return Row(name, cells, _agreement([{value.casefold() for value in stated} for stated in values if stated]))


def _agreement(stated: list[set[str]]) -> Agreement:
    if len(stated) < FEWEST:
        return Agreement.ALONE if stated else Agreement.NOT_STATED
    if all(values == stated[0] for values in stated):
        return Agreement.SAME
    counted = Counter(value for values in stated for value in values)
    return Agreement.PARTLY if max(counted.values()) > 1 else Agreement.DIFFERENT


def _labels(metadata: Metadata, row: MetadataKey) -> tuple[str, ...]:
    stated = row.facet_values(metadata) if row.found_by else row.texts(metadata)
    # An unknown outcome says nothing here, as in comparing.
    values = stated if row.facet != OUTCOME_SCHEME else compared_values(metadata)[Aspect.OUTCOME]
    return tuple(sorted((label(row.facet, value) for value in values), key=danish_sort_key))


def _texts(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _section(document: Document, headings: tuple[str, ...]) -> Page | None:
    found = (page for page in document.pages if page.markup and page.label.strip().casefold() in headings)
    return next(found, None)


def _section_name(name: str) -> str:
    # Written out: which texts ask for a translation is told from the calls in the code.
    return {
        "Kort fortalt": translate("Kort fortalt"),
        "Hvad de gjorde": translate("Hvad de gjorde"),
        "Hvad der kom ud af det": translate("Hvad der kom ud af det"),
        "Hvad andre kan lære": translate("Hvad andre kan lære"),
    }[name]
