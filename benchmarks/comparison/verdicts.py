"""What reviewers found: the share judged comparable of each system's five, and how far the reviewers agree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean

Key = Mapping[str, Mapping[str, Sequence[str]]]
Verdicts = Mapping[str, Mapping[str, int]]
Row = Mapping[str, object]
TOGETHER = "together"


def read_verdicts(path: Path, key: Key) -> Verdicts:
    """A reviewer's verdicts.

    Raises:
        ValueError: a candidate of the key is not judged 1 or 0.
    """
    verdicts: Verdicts = json.loads(path.read_text("utf-8"))
    for case, systems in key.items():
        for candidate in {candidate for found in systems.values() for candidate in found}:
            if verdicts.get(case, {}).get(candidate) not in (0, 1):
                raise ValueError(f"{path}: {case} / {candidate} is not judged 1 or 0.")
    return verdicts


def kappa(first: Sequence[int], second: Sequence[int]) -> float:
    """Agreement beyond chance, 1 for full agreement. Source: Cohen, A coefficient of agreement, 1960.

    >>> kappa([1, 1, 0, 0], [1, 1, 0, 0]), kappa([1, 0, 1, 0], [1, 1, 0, 0])
    (1.0, 0.0)
    """
    agreed = fmean(a == b for a, b in zip(first, second, strict=True))
    positive = fmean(first), fmean(second)
    by_chance = positive[0] * positive[1] + (1 - positive[0]) * (1 - positive[1])
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def figures(key: Key, verdicts: Mapping[str, Verdicts]) -> dict[str, list[Row]]:
    """The tables, by title; »together« is the mean of the reviewers."""
    systems = list(next(iter(key.values())))
    return {
        "Share judged comparable": [_row(key, verdicts, system, list(key)) for system in systems],
        "Agreement": [_agreement(key, verdicts, pair) for pair in combinations(verdicts, 2)],
        "By case, the reviewers together": [
            {"case": case, **{system: _row(key, verdicts, system, [case])[TOGETHER] for system in systems}}
            for case in key
        ],
    }


def _row(key: Key, verdicts: Mapping[str, Verdicts], system: str, cases: Sequence[str]) -> Row:
    shares = {
        reviewer: fmean(found[case][candidate] for case in cases for candidate in key[case][system])
        for reviewer, found in verdicts.items()
    }
    rounded = {reviewer: round(share, 3) for reviewer, share in shares.items()}
    return {"system": system, **rounded, TOGETHER: round(fmean(shares.values()), 3)}


def _agreement(key: Key, verdicts: Mapping[str, Verdicts], pair: tuple[str, str]) -> Row:
    judged = [
        (case, candidate)
        for case, systems in key.items()
        for candidate in sorted({candidate for found in systems.values() for candidate in found})
    ]
    first, second = ([verdicts[reviewer][case][candidate] for case, candidate in judged] for reviewer in pair)
    return {
        "reviewers": " and ".join(pair),
        "judged": len(judged),
        "same verdict": round(fmean(a == b for a, b in zip(first, second, strict=True)), 3),
        "kappa": round(kappa(first, second), 3),
    }
