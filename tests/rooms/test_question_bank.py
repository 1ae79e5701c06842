"""The questions of the evaluation tool are read from the collection's own documents, in both languages alike."""

from __future__ import annotations

import pytest

from indexer.extraction import ExtractionLimits, ExtractorPool
from indexer.extraction.formats.markdown import extract_markdown
from indexer.rooms import BankQuestion, bank_questions, core_questions, interview_guide
from tests.conftest import PROJECT

TOOLS = PROJECT / "corpus" / "tools"
WRITE_UPS = ("vaerktoej-evaluering.da", "vaerktoej-evaluering.en")


def sections(name: str) -> list[str]:
    return [page.markup for page in extract_markdown((TOOLS / f"{name}.md").read_bytes()).pages]


@pytest.fixture(scope="module")
def banks() -> dict[str, list[str]]:
    """The texts of the pages of both banks."""
    names = ("vaerktoej-evaluering-spoergsmaal.da", "vaerktoej-evaluering-spoergsmaal.en")
    with ExtractorPool(ExtractionLimits(), workers=1) as pool:
        return {name: [page.text for page in pool.extract(TOOLS / f"{name}.pdf").pages] for name in names}


@pytest.mark.parametrize("name", WRITE_UPS)
def test_twelve_core_questions_stand_by_phase_and_by_what_they_are_about(name: str) -> None:
    groups = core_questions(sections(name))

    assert len(groups) == 4
    assert [[question.about for question in group.questions] for group in groups] == [
        ["citizens", "cooperation", "learning"]
    ] * 4
    assert all(question.text.endswith("?") for group in groups for question in group.questions)


@pytest.mark.parametrize("name", WRITE_UPS)
def test_the_interview_guide_has_its_opening_and_its_open_questions(name: str) -> None:
    guide = interview_guide(sections(name))

    assert guide is not None
    assert len(guide.questions) == 9 and len(guide.afterwards) == 2
    assert "40" in guide.opening or "forty" in guide.opening


def test_seventy_two_questions_are_read_each_with_what_to_listen_for(banks: dict[str, list[str]]) -> None:
    danish, english = (bank_questions(pages) for pages in banks.values())

    for groups in (danish, english):
        questions = [question for group in groups for question in group.questions]
        assert len(groups) == 12
        assert [question.id for question in questions] == [f"bank-{number}" for number in range(1, 73)]
        assert all(question.text and question.listen for question in questions)
        assert max(len(question.text) for question in questions) < 120
    about = {group.name.partition(" ")[0]: group.questions[0].about for group in danish}
    assert about == {group.name.partition(" ")[0]: group.questions[0].about for group in english}
    assert [number for number, each in about.items() if each == "citizens"] == ["8", "9"]
    assert [number for number, each in about.items() if each == "cooperation"] == ["5", "6", "10"]


def test_a_question_that_is_broken_over_lines_is_one_and_a_page_number_none() -> None:
    group_lines = ("8 Måling: hvem når vi?", "Formål: at vide det.")
    lines = ("43. Hvem kom, som vi", "ikke havde set før?", "Lyt efter", "grupper.", "44. Fortæl.", "Hør.", "12")
    page = "\n".join((*group_lines, *lines))

    (group,) = bank_questions([page])

    assert group.questions == (
        BankQuestion("bank-43", "Hvem kom, som vi ikke havde set før?", "", "Lyt efter grupper."),
        BankQuestion("bank-44", "Fortæl.", "", "Hør."),
    )


@pytest.mark.parametrize("text", ["", "Noget andet", "| a | b |\n| --- | --- |\n| c | d |", "1 Kapitel\n1. Et punkt"])
def test_other_texts_have_no_questions(text: str) -> None:
    assert core_questions([text]) == () and bank_questions([text]) == () and interview_guide([text]) is None
