"""Whole numbers in addresses: none larger than a database can hold, which would be a fault of ours and not a 404."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

_HIGHEST = 2**63 - 1


class WholeNumber(IntegerConverter):
    """What `<int:…>` stands for in the routes of the site."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = _HIGHEST) -> None:
        super().__init__(map, fixed_digits, min, max)


def install(app: Flask) -> None:
    """Let the routes that are added from now on take such numbers alone."""
    app.url_map.converters = {**app.url_map.converters, "int": WholeNumber}
