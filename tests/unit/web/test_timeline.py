"""Bars of periods: within their drawing, one for each document that says when it began."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from flask import Flask

from indexer import DocumentId, Language, Metadata, Page
from web.documents.verdict import blocks
from web.site.drawings.timeline import Period, time_picture, timeline

CASE = Metadata("En", Language.DANISH, "case")
THIS_YEAR = datetime.datetime.now(datetime.UTC).year


def test_bars_lie_within_their_axis_from_the_first_to_the_last() -> None:
    spans = [(2012, None), (1850, 1999), (2006, 2008), (None, 2001), (2024, 2024)]
    records = [
        (DocumentId(str(number)), replace(CASE, year_start=first, year_end=last))
        for number, (first, last) in enumerate(spans)
    ]

    drawn = timeline(records, 10)

    assert [row.id for row in drawn.rows] == ["1", "2", "0", "4"] and drawn.has_maybe
    assert len(drawn.years) <= 12 and drawn.years[0] <= 1850
    for row in drawn.rows:
        for start, width in re.findall(r'x="([\d.]+)" width="([\d.]+)"', str(row.bar)):
            assert float(start) >= 0 and float(start) + float(width) <= 100.1
    assert [row.id for row in timeline(records, 2).rows] == ["0", "4"]
    assert timeline([(DocumentId("a"), CASE)], 5).rows == ()


@pytest.mark.parametrize(
    ("period", "words", "parts"),
    [
        (Period(2006, 2008), "2006–2008", 1),
        (Period(2021, 2021), "2021", 1),
        (Period(2011, None), "fra 2011", 2),
        (Period(2018, None, is_running=True), "siden 2018", 1),
        (Period(1743, 1745), "1743–1745", 1),
        (Period(THIS_YEAR, None), f"fra {THIS_YEAR}", 2),
    ],
)
def test_a_period_is_said_in_words_and_drawn(small_site: Flask, period: Period, words: str, parts: int) -> None:
    with small_site.test_request_context("/da/"):
        picture = str(time_picture(period))

    assert f"Tidslinje: {words}" in picture and picture.count("<rect") == parts
    assert all(0 <= float(x) <= 320 for x in re.findall(r' x="([\d.]+)"', picture))


def test_sections_stand_side_by_side_only_where_two_of_a_verdict_follow_each_other() -> None:
    def page(number: int, label: str, words: int = 5) -> Page:
        return Page(number, "ord " * words, label=label, markup="ord " * words)

    learned, came, other = page(2, "Hvad andre kan lære"), page(1, "Hvad kom der ud af det"), page(3, "Kilder")

    assert [(one.pages, one.is_verdict) for one in blocks([came, learned, other])] == [
        ((came, learned), True),
        ((other,), False),
    ]
    assert not any(one.is_verdict for one in blocks([came, other, learned]))
    assert not any(one.is_verdict for one in blocks([came, page(2, "Hvad andre kan lære", 400)]))
