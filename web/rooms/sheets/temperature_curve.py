"""How a theme has moved, as SVG: a bar from the lowest to the highest answer of each round, and the mean as a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from markupsafe import Markup, escape

from web.site.language import date, translate

_STEP, _MARGIN, _TOP, _PER_GRADE = 64.0, 34.0, 12.0, 22.0
_HIGHEST, _LOWEST, _MIN_ROUNDS = 5, 1, 3
_SHOWN = 12
"""As many rounds as there is room for, the last ones."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A round: its day as 2026-11-30, "" for none, and (side, grade) of whoever answered."""

    day: str
    grades: tuple[tuple[str, int], ...]


def curve(name: str, rounds: Sequence[Measured]) -> Markup:
    """The drawing of a theme, with all that it shows as its text."""
    shown = rounds[-_SHOWN:]
    width = _MARGIN + _STEP * max(len(shown), _MIN_ROUNDS)
    height = _y(_LOWEST) + _TOP
    told = " ".join(
        (f"{name}:", *(_told(number, one) for number, one in enumerate(shown, len(rounds) - len(shown) + 1)))
    )
    return Markup('<svg class="curve" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">{}</svg>').format(
        width, height, told, Markup("").join((*_scale(width), *_bars(shown)))
    )


def _told(number: int, one: Measured) -> str:
    answers = ", ".join(f"{side} {grade}" for side, grade in one.grades)
    day = f" ({date(one.day)})" if one.day else ""
    return translate("runde {number}{day}: {answers}.", number=number, day=day, answers=answers)


def _scale(width: float) -> Iterator[Markup]:
    for grade in range(_LOWEST, _HIGHEST + 1):
        y = _y(grade)
        yield Markup('<path class="rule" d="M{:.0f} {:.1f}H{:.0f}"/>').format(_MARGIN - 12, y, width)
        yield Markup('<text x="{:.0f}" y="{:.1f}">{}</text>').format(8, y + 4.5, escape(str(grade)))


def _bars(rounds: Sequence[Measured]) -> Iterator[Markup]:
    means = []
    for place, one in enumerate(rounds):
        x = _MARGIN + _STEP * (place + 0.5)
        grades = [grade for _, grade in one.grades]
        means.append(f"{x:.1f} {_y(fmean(grades)):.1f}")
        yield Markup('<path class="range" d="M{0:.1f} {1:.1f}V{2:.1f}"/>').format(x, _y(max(grades)), _y(min(grades)))
        for grade in sorted(set(grades)):
            yield Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5"/>').format(x, _y(grade))
    if len(means) > 1:
        yield Markup('<path class="mean" d="M{}"/>').format("L".join(means))


def _y(grade: float) -> float:
    return _TOP + _PER_GRADE * (_HIGHEST - grade)
