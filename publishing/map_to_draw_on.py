"""The map to draw on by pen: the library in the middle, three rings by nearness, a third for each sector."""

from __future__ import annotations

import math
from collections.abc import Iterator

import typst

_WIDTH, _HEIGHT = 800, 640
_X, _Y = _WIDTH / 2, _HEIGHT / 2 - 10
_RINGS = (115, 195, 275)
_LIBRARY = 34
_WORDS = {
    "da": (
        "Os",
        ("Offentlig", "Privat", "Civilsamfund"),
        ("aftale eller fast arbejde", "bekendtskab", "ingen forbindelse"),
    ),
    "en": ("Us", ("Public", "Private", "Civil society"), ("agreement or regular work", "acquaintance", "no tie")),
}
_ANCHORS = ("middle", "end", "start")
ALTERNATIVES = {
    "da": "Et kort at tegne på: biblioteket i midten, tre ringe om det og en tredjedel til hver sektor.",
    "en": "A map to draw on: the library in the middle, three rings by nearness, and a third for each sector.",
}
"""What the drawing shows, for whoever does not see it."""

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")
"""
_DOTS_PER_INCH = 150


def map_svg(language: str) -> str:
    """The drawing, in ink that a copier takes."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        'font-family="Libertinus Serif" font-size="17" text-anchor="middle" fill="#33424c">'
        f"{''.join(_parts(language))}</svg>"
    )


def map_png(language: str) -> bytes:
    """The same for a Word file."""
    drawing = map_svg(language)
    png = typst.compile(
        _PAGE, sys_inputs={"drawing": drawing}, format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True
    )
    assert isinstance(png, bytes)
    return png


def _parts(language: str) -> Iterator[str]:
    us, sectors, nearness = _WORDS[language]
    for radius, words in zip(_RINGS, nearness, strict=True):
        yield f'<circle cx="{_X}" cy="{_Y}" r="{radius}" fill="none" stroke="#6b767d"/>'
        yield f'<text x="{_X}" y="{_Y + radius - 18}" font-size="13" fill="#55626b">{words}</text>'
    for place, (sector, anchor) in enumerate(zip(sectors, _ANCHORS, strict=True)):
        border = math.tau * (place / 3 + 1 / 12)
        x, y = _X + _RINGS[-1] * math.cos(border), _Y + _RINGS[-1] * math.sin(border)
        yield f'<path d="M{_X} {_Y}L{x:.1f} {y:.1f}" stroke="#9aa39f" stroke-dasharray="4 5"/>'
        angle = border + math.tau / 6
        x, y = _X + (_RINGS[-1] + 14) * math.cos(angle), _Y + (_RINGS[-1] + 20) * math.sin(angle)
        yield f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}" font-weight="bold">{sector}</text>'
    yield f'<circle cx="{_X}" cy="{_Y}" r="{_LIBRARY}" fill="#fff" stroke="#16212b" stroke-width="2"/>'
    yield f'<text x="{_X}" y="{_Y + 5}" font-weight="bold">{us}</text>'
