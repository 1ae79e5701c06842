"""Where the names on a map stand: beside their figures, on nothing else, or nowhere; the number leads to the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LETTER_WIDTH, LINE_HEIGHT = 11.0, 22.0
"""Of the site's letters at 21 pixels, a little more than they are on average."""

_LINE_LETTERS, _MAX_LETTERS, _MAX_LINES = 13, 18, 2
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a point within."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on the map: its middle, half its width, and the name to be written at it."""

    x: float
    y: float
    radius: float
    name: str

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in lines; `x` is the middle of each, `y` the base of the first."""

    x: float
    y: float
    lines: tuple[str, ...]


def label_places(figures: Sequence[Figure], taken: Sequence[Box], size: float) -> tuple[Label | None, ...]:
    """A label for each figure, None where there is no room for it on a map of `size` by `size`."""
    figure_boxes = [figure.box for figure in figures]
    labels: list[Label | None] = []
    placed: list[Box] = [*taken]
    for position, figure in enumerate(figures):
        others = [*figure_boxes[:position], *figure_boxes[position + 1 :], *placed]
        lines = _lines(figure.name)
        fitting = (box for box in _candidates(figure, lines) if _is_free(box, others, size))
        box = next(fitting, None)
        if box is not None:
            placed.append(box)
        labels.append(Label((box.left + box.right) / 2, box.top + LINE_HEIGHT - _GAP, lines) if box else None)
    return tuple(labels)


def _candidates(figure: Figure, lines: Sequence[str]) -> Iterator[Box]:
    """Below, above, beside, and on the corners, from the best."""
    wide, high = max(map(len, lines)) * _LETTER_WIDTH, len(lines) * LINE_HEIGHT
    x, y, away = figure.x, figure.y, figure.radius + _GAP
    beside = away + wide / 2
    for across, down in (
        (0, away + high / 2), (0, -away - high / 2), (beside, 0), (-beside, 0),
        (beside, away), (-beside, away), (beside, -away), (-beside, -away),
        (wide / 3, away + high / 2), (-wide / 3, away + high / 2),
        (wide / 3, -away - high / 2), (-wide / 3, -away - high / 2),
    ):  # fmt: skip
        left, top = x + across - wide / 2, y + down - high / 2
        yield Box(left, top, left + wide, top + high)


def _is_free(box: Box, others: Sequence[Box], size: float) -> bool:
    is_within = box.left >= 0 and box.top >= 0 and box.right <= size and box.bottom <= size
    return is_within and not any(box.overlaps(other) for other in others)


def _lines(name: str) -> tuple[str, ...]:
    """A name in two lines at most, a word that is too long shortened."""
    lines: list[str] = []
    for word in name.split() or [""]:
        if lines and len(lines[-1]) + 1 + len(word) <= _LINE_LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > _MAX_LINES:
        lines = [*lines[: _MAX_LINES - 1], f"{lines[_MAX_LINES - 1]} …"]
    return tuple(line if len(line) <= _MAX_LETTERS else f"{line[: _MAX_LETTERS - 1]}…" for line in lines)
