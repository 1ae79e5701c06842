"""The guide in steps, told from numbered titles."""

from __future__ import annotations

from indexer import DocumentId, Language, Metadata
from web.search.guide_steps import guide_in


def a_guide(title: str, *phases: str, language: Language = Language.DANISH, kind: str = "guide") -> Metadata:
    return Metadata(title, language, kind, phases=phases)


def records(*documents: Metadata) -> dict[DocumentId, Metadata]:
    return {DocumentId(str(number)): metadata for number, metadata in enumerate(documents)}


def test_the_steps_of_the_longest_series_come_in_order_by_stage() -> None:
    guide = guide_in(
        records(
            a_guide("Trin for trin 2: Møde", "stage-run"),
            a_guide("Trin for trin 1: Mål", "stage-prepare", "01-scoping"),
            a_guide("Trin for trin 3: Aftale"),
            a_guide("Andet 1: Alene"),
            a_guide("Step by step 1: Goals", language=Language.ENGLISH),
            a_guide("Trin for trin 4: Case", kind="case"),
        ),
        Language.DANISH,
    )

    assert [(step.number, step.name) for step in guide.steps] == [(1, "Mål"), (2, "Møde"), (3, "Aftale")]
    assert [(stage, len(steps)) for stage, steps in guide.stages()] == [("stage-prepare", 1), ("stage-run", 2)]


def test_a_series_ends_at_its_first_gap() -> None:
    guide = guide_in(records(a_guide("Vej 1: A"), a_guide("Vej 3: C")), Language.DANISH)

    assert [step.number for step in guide.steps] == [1]


def test_without_numbered_titles_there_is_no_guide() -> None:
    assert guide_in(records(a_guide("En guide")), Language.DANISH).steps == ()
