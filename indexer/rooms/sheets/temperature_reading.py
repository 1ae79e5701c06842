"""The temperature of a partnership: where its sides differ comes first, and whatever is low leads to something to do.

The six themes are our own: what the guide's steps on looking after a partnership and its agreement are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from indexer.rooms.record.sheets import Temperature

_LOW, _FAR_APART = 3.0, 2


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with the step of the guide and the clause of the agreement that help, and the subjects of cases."""

    id: str
    step: int
    clause: int
    subjects: tuple[str, ...]


THEMES = (
    Theme("purpose", 1, 2, ("partnership-strategy",)),
    Theme("gain", 9, 4, ("partners-fill-the-house", "company-support")),
    Theme("trust", 9, 14, ("risks-and-obstacles",)),
    Theme("roles", 7, 5, ("roles-and-competences", "volunteers-in-libraries")),
    Theme("means", 8, 6, ("resources-and-funding",)),
    Theme("roots", 11, 15, ("closing-and-embedding",)),
)


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """What the sides answered to a theme, by side; `needs_talk` where it is low, or where they are far apart."""

    theme: Theme
    grades: tuple[tuple[str, int], ...]

    @property
    def lowest(self) -> int:
        """The lowest grade."""
        return min(grade for _, grade in self.grades)

    @property
    def highest(self) -> int:
        """The highest grade."""
        return max(grade for _, grade in self.grades)

    @property
    def spread(self) -> int:
        """How far apart the sides are."""
        return self.highest - self.lowest

    @property
    def average(self) -> float:
        """The mean grade."""
        return fmean(grade for _, grade in self.grades)

    @property
    def is_far_apart(self) -> bool:
        """Whether the sides see it quite differently."""
        return self.spread >= _FAR_APART

    @property
    def is_low(self) -> bool:
        """Whether it is low on the whole."""
        return self.average <= _LOW

    @property
    def needs_talk(self) -> bool:
        """Whether there is something to do about it."""
        return self.is_far_apart or self.is_low


def read_temperature(sheets: Sequence[Temperature]) -> tuple[ThemeReading, ...]:
    """The themes that somebody answered: the largest difference first, then the lowest."""
    readings = (ThemeReading(theme, _grades(sheets, theme)) for theme in THEMES)
    return tuple(sorted((one for one in readings if one.grades), key=lambda one: (-one.spread, one.average)))


def _grades(sheets: Sequence[Temperature], theme: Theme) -> tuple[tuple[str, int], ...]:
    return tuple((sheet.actor, int(grade)) for sheet in sheets if (grade := getattr(sheet, theme.id)))
