"""What a useful document states: the list that a curator sees before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.domain.documents.metadata import Metadata

_FEW_WORDS = 120


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One point of the list; `id` is a fixed short name, for example "goals"."""

    id: str
    is_fulfilled: bool


def completeness(metadata: Metadata, words: int) -> tuple[CheckItem, ...]:
    """The points that matter for the kind of document, in the order of the form; `words` is the length of the text."""
    points = {
        "title_other": bool(metadata.title_other),
        "summary": bool(metadata.summary),
        "summary_other": bool(metadata.summary_other),
        "goals": bool(metadata.goals),
        "text": words >= _FEW_WORDS,
    }
    if metadata.kind == "case":
        points |= {
            "subjects": bool(metadata.subjects),
            "sectors": bool(metadata.sectors),
            "partner_types": bool(metadata.partner_types),
            "partners": bool(metadata.partners),
            "libraries": bool(metadata.libraries),
            "place": bool(metadata.municipalities or metadata.countries),
            "year_start": metadata.year_start is not None,
            "outcome": metadata.outcome is not None,
        }
    else:
        points |= {"year_start": metadata.year_start is not None, "authors": bool(metadata.authors)}
    points["sources"] = bool(metadata.sources)
    return tuple(CheckItem(name, is_fulfilled) for name, is_fulfilled in points.items())
