"""Which numbers are years."""

from __future__ import annotations

from typing import TypeGuard

MIN_YEAR, MAX_YEAR = 1000, 2999


def is_year(value: object) -> TypeGuard[int]:
    """Whether a value of a file is a year of four digits.

    >>> is_year(2012), is_year(True), is_year("2012"), is_year(999)
    (True, False, False, False)
    """
    # `true` is a whole number in Python.
    return isinstance(value, int) and not isinstance(value, bool) and MIN_YEAR <= value <= MAX_YEAR
