"""What a curator is asked for before publishing."""

from __future__ import annotations

import dataclasses

import pytest

from indexer import Language, Metadata, completeness
from indexer.domain.documents.metadata import Source

FULL: dict[str, object] = {
    "title_other": "Other", "summary": "Om", "summary_other": "About", "goals": ("experiment",),
    "subjects": ("homework-help",), "sectors": ("public",), "partner_types": ("education",), "partners": ("A",),
    "libraries": ("B",), "municipalities": ("C",), "year_start": 2001, "outcome": "unknown",
    "evidence": "self-reported", "authors": ("D",), "sources": (Source("E"),),
}  # fmt: skip
NOT_STATED = {field.name: field.default for field in dataclasses.fields(Metadata)}


def missing(kind: str = "case", words: int = 120, **left_out: object) -> set[str]:
    metadata = Metadata("Titel", Language.DANISH, kind, **(FULL | left_out))  # type: ignore[arg-type]
    return {item.id for item in completeness(metadata, words) if not item.is_fulfilled}


@pytest.mark.parametrize("kind", ["case", "guide", "report"])
def test_a_full_document_lacks_nothing(kind: str) -> None:
    assert missing(kind) == set()


@pytest.mark.parametrize(
    ("attribute", "point"),
    [
        ("title_other", "title_other"), ("summary", "summary"), ("summary_other", "summary_other"), ("goals", "goals"),
        ("subjects", "subjects"), ("sectors", "sectors"), ("partner_types", "partner_types"), ("partners", "partners"),
        ("libraries", "library"), ("municipalities", "place"), ("year_start", "year_start"), ("outcome", "outcome"),
        ("evidence", "evidence"), ("sources", "sources"),
    ],
)  # fmt: skip
def test_what_a_case_leaves_open_is_asked_for(attribute: str, point: str) -> None:
    assert missing(**{attribute: NOT_STATED[attribute]}) == {point}


@pytest.mark.parametrize("attribute", ["sectors", "partners", "libraries", "municipalities", "subjects"])
def test_only_cases_are_asked_for_partners_and_places(attribute: str) -> None:
    assert missing("guide", **{attribute: ()}) == set()


def test_only_others_are_asked_for_authors() -> None:
    assert (missing("case", authors=()), missing("report", authors=())) == (set(), {"authors"})


@pytest.mark.parametrize(("words", "lacks"), [(119, {"text"}), (120, set()), (0, {"text"})])
def test_a_text_has_a_least_length(words: int, lacks: set[str]) -> None:
    assert missing(words=words) == lacks


def test_a_country_is_place_enough() -> None:
    assert missing(municipalities=(), countries=("DK",)) == set()
