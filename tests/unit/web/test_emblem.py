"""The picture of a partnership, drawn from its metadata."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from indexer import DocumentId, Language, Metadata
from web.site.drawings.emblem import emblem, emblem_text

THE_NINE = (
    "new-users", "community-relations", "new-services", "experiment", "resources-differently",
    "political-strategic-relations", "new-competencies", "knowledge-of-target-groups", "reach-existing-users",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def drawn(document_id: str = "roskilde-kanon-heintze", text: str = "", **values: object) -> Tag:
    metadata = Metadata("Titel", Language.DANISH, "case", **values)  # type: ignore[arg-type]
    svg = BeautifulSoup(emblem(DocumentId(document_id), metadata, text), "html.parser").svg
    assert isinstance(svg, Tag)
    return svg


def test_a_shape_stands_for_the_sector_of_each_partner_type() -> None:
    svg = drawn(partner_types=("education", "business", "volunteers"), sectors=("public", "private", "civil-society"))

    assert len(svg.select("rect.public")) == len(svg.select("polygon.private")) == len(svg.select("circle.civil")) == 1


def test_a_type_of_two_sectors_takes_the_one_that_is_stated() -> None:
    both = ("cultural-institution",)

    assert drawn(partner_types=both, sectors=("public",)).select("rect.public")
    assert drawn(partner_types=both, sectors=("civil-society",)).select("circle.civil")


def test_the_place_of_a_figure_follows_from_the_id_and_the_number_of_goals() -> None:
    """The corners that the design gives for this case."""
    svg = drawn(partner_types=("business",), sectors=("private",), goals=THE_NINE[:4])

    triangle = svg.select_one("polygon")
    assert triangle is not None
    corners = [float(number) for number in str(triangle["points"]).replace(",", " ").split()]
    assert corners == pytest.approx([127.9, 51.7, 77.3, 89.8, 69.5, 26.9], abs=0.15)


@pytest.mark.parametrize(
    ("outcome", "ring"),
    [
        ("running", "running"),
        ("ended-as-planned", "ended"),
        ("absorbed", "ended"),
        ("unknown", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_ring_says_how_it_went(outcome: str, ring: str) -> None:
    assert drawn(outcome=outcome).select_one(f"circle.orbit.{ring}") is not None


@pytest.mark.parametrize(("goals", "sought", "other"), [((), 0, 9), (THE_NINE[:4], 4, 5), (THE_NINE, 9, 0)])
def test_every_goal_has_a_dot(goals: tuple[str, ...], sought: int, other: int) -> None:
    svg = drawn(goals=goals)

    dots = [str(path["d"]).count("M") for path in svg.select("path.goals:not(.off)")]
    faint = [str(path["d"]).count("M") for path in svg.select("path.goals.off")]
    assert (sum(dots), sum(faint)) == (sought, other)


def test_at_most_seven_figures_are_drawn() -> None:
    types = ("bank", "bookshop", "business", "cafe", "education", "health", "media", "museum", "police", "volunteers")

    svg = drawn(partner_types=types, sectors=("public", "private", "civil-society"))

    assert len(svg.select(".public, .private, .civil")) <= 7


def test_a_picture_is_decoration_unless_it_has_a_text() -> None:
    text = emblem_text(("Boghandlere",), 4, "Afsluttet som planlagt")

    assert drawn()["aria-hidden"] == "true"
    assert drawn(text=text)["aria-label"] == text
    assert text.endswith("sammen med Boghandlere; 4 af ni mål; Afsluttet som planlagt.")
