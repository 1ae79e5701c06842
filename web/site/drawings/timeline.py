"""When partnerships ran: one of them on an axis, or several below each other, drawn on the server.

A full bar has a known beginning and end; the light part says that only the beginning is known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from indexer import RUNNING, DocumentId, Metadata
from web.site.language import translate

_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS = 11
_MAYBE_YEARS = 2
"""How far the light part reaches: a sign, and no claim."""

_WIDTH, _SIDE, _LINE, _HEIGHT = 320, 14, 34, 54


@dataclass(frozen=True, slots=True)
class Period:
    """When something ran; `last` is None where the end is not known, or it still runs."""

    first: int
    last: int | None
    is_running: bool = False

    @property
    def end(self) -> int:
        """The year that its bar reaches, which is drawn to its end."""
        if self.last is not None:
            return self.last
        return datetime.datetime.now(datetime.UTC).year if self.is_running else self.first

    @property
    def words(self) -> str:
        """2006–2008, 2021, since 2006, from 2006."""
        if self.last is not None:
            return f"{self.first}–{self.last}" if self.last != self.first else str(self.first)
        return translate("siden {year}" if self.is_running else "fra {year}", year=self.first)


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its period and its bar."""

    id: DocumentId
    metadata: Metadata
    period: Period
    bar: Markup


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows from the first to the last, and the years below them; `has_maybe` says that a light part needs its words."""

    rows: tuple[Row, ...]
    years: tuple[int, ...]
    has_maybe: bool


def period_of(metadata: Metadata) -> Period | None:
    """When a partnership ran, None where no beginning is stated."""
    if metadata.year_start is None:
        return None
    return Period(metadata.year_start, metadata.year_end, metadata.outcome == RUNNING)


def timeline(records: Iterable[tuple[DocumentId, Metadata]], most: int) -> Timeline:
    """The periods of documents, those that began first on top; of more than so many the last ones."""
    dated = [(one, stated, period) for one, stated in records if (period := period_of(stated)) is not None]
    dated = sorted(dated, key=lambda row: (row[2].first, row[2].end, row[0]))[-most:]
    if not dated:
        return Timeline((), (), False)
    years = _ticks(min(row[2].first for row in dated), max(row[2].end for row in dated))
    rows = (Row(one, stated, period, _bar(period, years)) for one, stated, period in dated)
    return Timeline(tuple(rows), years[:-1], any(row[2].last is None and not row[2].is_running for row in dated))


def time_picture(period: Period) -> Markup:
    """One period on an axis of its own; an image that says it in words."""
    years = _ticks(min(period.first, 2000), max(period.end, datetime.datetime.now(datetime.UTC).year - 1))
    unit = (_WIDTH - 2 * _SIDE) / (years[-1] - years[0])
    parts = []
    for year in years:
        x = _SIDE + unit * (year - years[0])
        parts.append(f'<path class="tick" d="M{x:.1f} 0v{_LINE}"/><text x="{x:.1f}" y="49">{year}</text>')
    start = _SIDE + unit * (period.first - years[0])
    width = max(unit * (period.end + 1 - period.first), 4.0)
    parts.append(f'<path class="axis" d="M{_SIDE} {_LINE}H{_WIDTH - _SIDE}"/>')
    parts.append(f'<rect class="bar" x="{start:.1f}" y="12" width="{width:.1f}" height="10" rx="2"/>')
    if period.last is None and not period.is_running:
        light = unit * _MAYBE_YEARS
        parts.append(f'<rect class="maybe" x="{start + width:.1f}" y="12" width="{light:.1f}" height="10"/>')
    drawing = _drawn("".join(parts))
    said = translate("Tidslinje: {period}", period=period.words)
    opening = Markup('<svg class="time" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">')
    return opening.format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, said) + drawing + Markup("</svg>")


def _ticks(first: int, last: int) -> tuple[int, ...]:
    """Round years around a span, at even steps, few enough to be read; the last lies behind the span."""
    step = next(each for each in _STEPS if (last + each) // each - first // each < _MOST_TICKS or each == _STEPS[-1])
    return tuple(range(first // step * step, (last // step + 1) * step + 1, step))


def _bar(period: Period, years: tuple[int, ...]) -> Markup:
    unit = 100 / (years[-1] - years[0])
    start, width = unit * (period.first - years[0]), unit * (period.end + 1 - period.first)
    lines = "".join(f"M{unit * (year - years[0]):.1f} 0v1" for year in years)
    drawn = f'<path class="tick" d="{lines}"/><rect x="{start:.1f}" width="{width:.1f}" height="1"/>'
    if period.last is None and not period.is_running:
        light = min(unit * _MAYBE_YEARS, 100 - start - width)
        drawn += f'<rect class="maybe" x="{start + width:.1f}" width="{light:.1f}" height="1"/>'
    # Stretched to the width of its column: what it says stands beside it in words.
    return _drawn(f'<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>')


def _drawn(lines: str) -> Markup:
    return Markup(lines)  # noqa: S704 (numbers of this module)
