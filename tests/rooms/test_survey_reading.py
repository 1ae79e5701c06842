"""What a survey shows: nothing of fewer than five, numbers where few answered, before and after beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from indexer.extraction.formats.markdown import extract_markdown
from indexer.rooms import (
    EvaluationQuestion,
    Room,
    Survey,
    SurveyAnswer,
    SurveyItem,
    survey_form,
    survey_gaps,
    survey_results,
    with_asked_questions,
    with_survey_form,
)
from tests.conftest import PROJECT
from web.rooms.evaluation.survey_presenter import part_of, results_view

ITEMS = (
    SurveyItem("q1", "Kommer du igen?", "one", "Ja\nNej"),
    SurveyItem("q2", "Hvad brugte du?", "several", "Kaffe\nBøger"),
    SurveyItem("q3", "Hvad var bedst?", "text"),
)


@pytest.fixture
def danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def answered(wave: str, count: int, *, written: int = 0, first: int = 0) -> tuple[SurveyAnswer, ...]:
    return tuple(
        SurveyAnswer(
            f"{wave}{n}",
            wave,
            "Ja" if n % 2 else "Nej",
            "Kaffe\nBøger" if n else "Kaffe",
            f"ord {count - n}" if n < written else "",
        )
        for n in range(first, count)
    )


def test_nothing_is_shown_of_fewer_than_five_in_a_wave_or_of_a_question() -> None:
    room = Room(survey_items=ITEMS, survey_answers=(*answered("before", 4), *answered("after", 5, written=4)))

    results = survey_results(room)

    assert results.answered == {"before": 4, "after": 5}
    assert [tuple(item.counts) for item in results.items] == [("after",), ("after",), ()]
    assert results.items[2].texts == {}
    assert not survey_results(Room(survey_items=ITEMS, survey_answers=answered("after", 4))).is_shown


def test_both_waves_stand_beside_each_other_with_numbers_and_no_per_cent(danish: None) -> None:
    room = Room(survey_items=ITEMS, survey_answers=(*answered("before", 5), *answered("after", 11, written=6)))

    view = results_view(room)

    assert view.answered == ("Før: 5 svar", "Efter: 11 svar")
    assert view.items[0].rows == (
        ("Svar", "Før (5)", "Efter (11)"),
        ("Ja", "2 af 5", "5 af 11"),
        ("Nej", "3 af 5", "6 af 11"),
    )
    assert view.items[1].rows[2] == ("Bøger", "4 af 5", "10 af 11")
    assert view.items[2].texts == (("Efter", tuple(f"ord {n}" for n in ("10", "11", "6", "7", "8", "9"))),)
    assert view.items[2].withheld == ("Før: 0 svar. Resultatet vises fra 5 svar.",)


@pytest.mark.parametrize(("count", "whole", "told"), [(7, 11, "7 af 11"), (29, 29, "29 af 29"), (15, 30, "50 %")])
def test_a_share_is_said_in_per_cent_from_thirty_answers_on(danish: None, count: int, whole: int, told: str) -> None:
    assert part_of(count, whole).replace("\xa0", " ") == told


def test_a_choice_that_is_no_more_is_counted_where_it_was_ticked() -> None:
    changed = (SurveyItem("q1", "Kommer du igen?", "one", "Ja\nMåske"),)

    (item,) = survey_results(Room(survey_items=changed, survey_answers=answered("after", 6))).items

    assert item.choices == ("Ja", "Måske", "Nej")


@pytest.mark.parametrize("name", ["vaerktoej-evaluering.da", "vaerktoej-evaluering.en"])
def test_the_survey_of_the_collection_is_read_in_both_languages(name: str) -> None:
    pages = extract_markdown((PROJECT / "corpus" / "tools" / f"{name}.md").read_bytes()).pages

    found = survey_form(page.markup for page in pages)

    assert found is not None
    survey, items = found
    assert survey.intro and survey.thanks and survey.intro != survey.thanks
    assert [item.kind for item in items] == ["one", "one", "text", *["agree"] * 5, "text", "text"]
    assert [len(item.choices) for item in items] == [2, 3, 0, 4, 4, 4, 4, 4, 0, 0]
    assert all(item.is_complete for item in items)


def test_what_was_written_stays_when_a_form_or_questions_are_taken() -> None:
    own = SurveyItem("q2", "Vores eget?", "text")
    form = (Survey(intro="Tak"), ITEMS)

    filled = with_survey_form(Room(survey=Survey(intro="Hej"), survey_items=(own,)), form)
    asked = with_asked_questions(filled, [EvaluationQuestion("x", "Hvem kom?"), EvaluationQuestion("y", "Vores eget?")])

    assert {item.id: item.text for item in asked.survey_items} == {
        "q1": "Kommer du igen?", "q2": "Vores eget?", "q3": "Hvad var bedst?", "q4": "Hvem kom?",
    }  # fmt: skip
    assert filled.survey.intro == "Hej"


def test_what_hinders_a_survey_is_named() -> None:
    incomplete = Room(survey=Survey(asking="after"), survey_items=(SurveyItem("q1", "Hvad?", "one", "Kun én"),))

    assert [message.id for message in survey_gaps(Room())] == ["room-survey-no-questions"]
    assert [message.id for message in survey_gaps(incomplete)] == ["room-survey-no-options", "room-survey-no-before"]
