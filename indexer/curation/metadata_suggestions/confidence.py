"""How often suggestions are right: measured on the collection, leaving each document out.

`python -m benchmarks.suggestions` prints these numbers; scores and what they are worth change together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

SURE = 0.8
"""What is right so often may be ticked together with others of its kind; all else is looked at one by one."""

MIN_DOCUMENTS = 100
"""What fewer documents teach was not measured, and is worth less."""

Bands = tuple[tuple[float, float], ...]
"""(least score, share of such suggestions that are right), the highest score first."""

_MIN_SUGGESTIONS = 25
"""A share of fewer says little."""

MEASURED: Mapping[str, Bands] = {
    "kind": (
        (0.822, 1.00), (0.735, 0.94), (0.643, 0.93), (0.404, 0.48), (0.219, 0.28),
    ),
    "sector": (
        (1.081, 1.00), (0.968, 0.99), (0.859, 0.96), (0.797, 0.89), (0.765, 0.81), (0.727, 0.79), (0.67, 0.73),
        (0.601, 0.67), (0.57, 0.59), (0.501, 0.56),
    ),
    "goal": (
        (1.007, 1.00), (0.924, 0.93), (0.807, 0.88), (0.778, 0.86), (0.751, 0.80), (0.717, 0.70), (0.599, 0.69),
        (0.575, 0.66), (0.54, 0.56), (0.488, 0.47), (0.479, 0.46), (0.45, 0.39),
    ),
    "partner-type": (
        (0.812, 0.93), (0.669, 0.84), (0.615, 0.76), (0.56, 0.75), (0.525, 0.65), (0.457, 0.62), (0.443, 0.50),
        (0.4, 0.43),
    ),
    "subject": (
        (0.622, 0.96), (0.54, 0.96), (0.463, 0.84), (0.395, 0.74), (0.336, 0.65), (0.3, 0.51), (0.262, 0.35),
        (0.25, 0.22),
    ),
    "phase": (
        (0.893, 0.92), (0.721, 0.75), (0.684, 0.72), (0.594, 0.63), (0.544, 0.58), (0.504, 0.55), (0.467, 0.45),
        (0.451, 0.32),
    ),
    "form": (
        (0.637, 0.79), (0.553, 0.71), (0.451, 0.44),
    ),
    "library": (
        (10, 0.60), (1, 0.25),
    ),
    "municipality": (
        (14, 1.00), (11, 0.92), (10, 0.72), (3, 0.59), (1, 0.18),
    ),
    "partner": (
        (3, 0.61), (2, 0.55), (1, 0.39),
    ),
    "year": (
        (1, 0.77),
    ),
}  # fmt: skip
"""By facet; what stands nowhere was not measured."""


def confidence(key: str, score: float) -> float:
    """The share of suggestions of a key with such a score that were right; 0 where nobody knows."""
    return next((share for least, share in MEASURED.get(key, ()) if score >= least), 0.0)


def bands(suggestions: Sequence[tuple[float, bool]]) -> Bands:
    """Measured (score, whether it was right) as bands in which a higher score is never worth less.

    >>> bands([(3.0, True)] * 30 + [(1.0, True)] * 10 + [(1.0, False)] * 30)
    ((3.0, 1.0), (1.0, 0.25))
    """
    ordered = sorted(suggestions, key=lambda one: -one[0])
    # (least score, right, all), joined where a lower score would be worth more: Ayer and others, 1955.
    pooled: list[list[float]] = []
    for score, group in groupby(ordered, key=lambda one: one[0]):
        was_right = [right for _, right in group]
        pooled.append([score, float(sum(was_right)), float(len(was_right))])
        while len(pooled) > 1 and _joins(pooled[-2], pooled[-1]):
            least, right, count = pooled.pop()
            pooled[-1] = [least, pooled[-1][1] + right, pooled[-1][2] + count]
    if len(pooled) > 1 and pooled[-1][2] < _MIN_SUGGESTIONS:
        least, right, count = pooled.pop()
        pooled[-1] = [least, pooled[-1][1] + right, pooled[-1][2] + count]
    return tuple((round(least, 3), round(right / count, 2)) for least, right, count in pooled)


def _joins(higher: Sequence[float], lower: Sequence[float]) -> bool:
    return higher[2] < _MIN_SUGGESTIONS or lower[1] / lower[2] >= higher[1] / higher[2]
