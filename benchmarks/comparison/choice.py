"""Which cases are judged: chosen so that every goal, sector, partner type and many countries have their turn."""

from __future__ import annotations

import random
from collections.abc import Mapping

from indexer import DocumentId, Language, Metadata


def chosen_cases(cases: Mapping[DocumentId, Metadata], *, count: int, seed: int) -> list[DocumentId]:
    """As many Danish as English cases, in turn, each the one that adds most that no chosen case had yet.

    Ties are broken by an order that the seed shuffles, so nobody picks the cases by hand.
    """
    order = sorted(cases)
    random.Random(seed).shuffle(order)
    seen: set[tuple[str, str]] = set()
    chosen: list[DocumentId] = []
    for turn in range(count):
        language = (Language.DANISH, Language.ENGLISH)[turn % 2]
        left = [case for case in order if case not in chosen and cases[case].language is language]
        if left:
            best = max(left, key=lambda case: len(_stated(cases[case]) - seen))
            seen |= _stated(cases[best])
            chosen.append(best)
    return chosen


def _stated(metadata: Metadata) -> set[tuple[str, str]]:
    facets = {
        "goal": metadata.goals,
        "sector": metadata.sectors,
        "partner type": metadata.partner_types,
        "phase": metadata.phases,
        "country": metadata.countries,
    }
    return {(facet, value) for facet, values in facets.items() for value in values}
