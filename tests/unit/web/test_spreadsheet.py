"""Rows that no spreadsheet calculates."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.exports.spreadsheet import spreadsheet_row


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-skole", "@sum", "\tx", "\rx"])
def test_what_begins_a_formula_is_kept_a_text(text: str) -> None:
    assert next(csv.reader([spreadsheet_row([text], ",")]))[0].startswith("'")


@pytest.mark.parametrize(("cell", "written"), [(-5, "-5"), (None, '""'), ("a=b", "a=b"), ("'x", "'x"), ("", '""')])
def test_numbers_and_other_texts_stay_as_they_are(cell: object, written: str) -> None:
    assert spreadsheet_row([cell], ",") == f"{written}\r\n"


@given(st.lists(st.text(alphabet='abæ;,"\n=+-@', max_size=10), min_size=2, max_size=5))
def test_a_row_reads_back_as_it_was_but_for_the_apostrophes(cells: list[str]) -> None:
    read = next(csv.reader(spreadsheet_row(cells, ",").splitlines(keepends=True)))

    assert [text.removeprefix("'") for text in read] == cells
    assert not any(text.startswith(("=", "+", "-", "@")) for text in read)
