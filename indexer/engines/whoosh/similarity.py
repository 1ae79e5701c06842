"""Which known spelling a mistyped word may stand for."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.ports import SimilarTerm

MAX_DISTANCE = 2


def edit_distance(left: str, right: str, limit: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours), or limit + 1 if it is more.

    Source: Damerau 1964; Boytsov 2011 on the restricted form.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before_last, last = last, row
    return min(last[-1], limit + 1)


def similar_terms(spellings: Mapping[str, int], term: str, limit: int) -> tuple[SimilarTerm, ...]:
    """Other spellings within two edits (one for words of up to five letters), nearest first, then most frequent."""
    allowed = 1 if len(term) <= 5 else MAX_DISTANCE
    letters = set(term)
    found = []
    for spelling, frequency in spellings.items():
        if abs(len(spelling) - len(term)) > allowed or len(letters - set(spelling)) > allowed:
            continue
        distance = edit_distance(term, spelling, allowed)
        if 0 < distance <= allowed:
            found.append(SimilarTerm(spelling, distance, frequency))
    found.sort(key=lambda similar: (similar.distance, -similar.document_frequency, similar.term))
    return tuple(found[:limit])
