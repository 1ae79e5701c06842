"""The guide as a path of steps and the toolbox, over the collection and as pieces."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer import KnowledgeBase, Language, Page
from tests.functional.reading import read_page, words_of
from web.guide.form_preview import form_preview
from web.guide.toolbox import stage_of


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_steps_lead_from_the_first_to_the_last_and_back(client: FlaskClient, language: str) -> None:
    page = read_page(client, f"/{language}/guide")
    steps = [str(link["href"]) for link in page.select(".guide-steps h3 a")]

    walked = [steps[0]]
    while link := (here := read_page(client, walked[-1])).select_one("nav.walk a[rel=next]"):
        walked.append(str(link["href"]))

    assert walked == steps and len(steps) == 12
    assert here.select_one("nav.walk a[rel=prev]")["href"] == steps[-2]  # type: ignore[index]
    assert words_of(here, ".rail [aria-current=step]").startswith("12")


def test_a_step_has_its_tools_and_cases_and_a_tool_its_steps(client: FlaskClient) -> None:
    step = read_page(client, "/da/documents/kom-godt-i-gang-06-aftalen")
    tools = read_page(client, "/da/tools")

    aside = [str(link["href"]) for link in step.select("aside section:first-child a")]
    assert "/da/documents/vaerktoej-samarbejdsaftale" in aside
    # Each once: the English form is a text of the Danish one's document.
    assert len({link["href"] for link in step.select("aside .like a")}) == len(step.select("aside .like a"))
    assert len(step.select(".practice li svg.emblem")) >= 3
    agreement = next(item for item in tools.select(".tool") if "vaerktoej-samarbejdsaftale" in str(item))
    assert "Trin 6" in agreement.text


@pytest.mark.parametrize("language", Language)
def test_every_tool_stands_once_in_the_toolbox_in_a_language_of_the_page(
    client: FlaskClient, collection: KnowledgeBase, language: Language
) -> None:
    page = read_page(client, f"/{language.value}/tools")
    own = [str(link["href"]).rpartition("/")[2] for link in page.select(".tool h3 a")]
    others = [str(link["href"]).rpartition("/")[2] for link in page.select(".others a")]
    tools = {one: m for one, m in collection.comparer.public_records().items() if m.kind == "tool"}

    assert sorted(own + others) == sorted(one for one, m in tools.items() if m.sources or language in m.languages)
    assert all(not tools[one].sources for one in own) and all(tools[one].sources for one in others)  # type: ignore[index]
    assert {heading.text for heading in page.select(".section h2")} == {
        words for concept in collection.vocabulary.schemes["phase"].concepts.values()
        if concept.id.startswith("stage-") and (words := concept.labels[language])
    }  # fmt: skip
    assert len(page.select(".tool svg.thumb")) == len(own)


def test_a_collection_without_guide_or_tools_has_both_pages(reader: FlaskClient) -> None:
    for address in ("/da/guide", "/en/guide", "/da/tools", "/en/tools"):
        assert read_page(reader, address).select_one("h1") is not None


def test_a_form_is_drawn_from_its_headings_tables_and_lines() -> None:
    markup = (
        "## Blanket\n\nPart A: ____ Part B: ____\n\n| Emne | Aftalt |\n| --- | --- |\n| a | |\n| b | |\n\nSkriv under."
    )

    drawn = form_preview([Page(1, "", label="Formål", markup="## Formål"), Page(2, "", label="Blanket", markup=markup)])

    (box,) = re.findall(r'class="sheet-box" d="([^"]*)"', drawn)
    assert box.startswith("M52 28H108M52 37H108M12 44H108v24H12z")  # two fields, then a table of three rows
    assert box.count("v24") == 2  # the frame, and the line between its two columns
    assert (
        drawn.count("M") == 1 + 1 + 3 + 2 + 1 + 2 + 1
    )  # sheet, heading, two labels and a text; fields, frame, rows, column


def test_a_write_up_without_a_form_has_no_drawing_and_a_long_form_ends_at_the_foot() -> None:
    long = "## Blank form\n" + "\n".join(["| a | b | c |"] * 60) + "\n\n" + "words\n" * 50

    assert form_preview([Page(1, "", label="Formål", markup="## Formål")]) == ""
    drawn = form_preview([Page(1, "", label="Blank form: Letter", markup=long)])
    heights = [int(number) for number in re.findall(r"M\d+ (\d+)[hHv]", drawn)]
    assert max(heights) <= 160


def test_a_stage_is_the_one_that_is_named_else_the_one_that_holds_the_phase(collection: KnowledgeBase) -> None:
    stages = [
        stage_of(phases, collection.vocabulary)
        for phases in (("02-identifying", "stage-prepare"), ("05-managing",), ("ukendt",), ())
    ]

    assert stages == ["stage-prepare", "stage-run", "", ""]


def test_a_question_about_a_document_by_its_former_id_is_about_the_one_that_it_became(client: FlaskClient) -> None:
    page = read_page(client, "/en/contribute?document=tool-kit-evaluation&ask=1")

    (document,) = page.select("input[name=document]")
    assert document["value"] == "vaerktoej-evaluering"
