"""How sure suggestions are, as measured."""

from __future__ import annotations

from indexer.curation.metadata_suggestions.confidence import MEASURED, SURE, bands, confidence


def test_a_higher_score_is_never_worth_less_and_few_suggestions_are_no_measure() -> None:
    measured = [(0.9, True)] * 10 + [(0.8, False)] * 5 + [(0.7, True)] * 40 + [(0.5, False)] * 30 + [(0.4, True)] * 30

    found = bands(measured)

    # The ten best alone say little, and what lies below 0.5 is better than it looks beside its neighbour above.
    assert found == ((0.7, 0.91), (0.4, 0.5))


def test_what_is_sure_is_told_from_what_is_not_and_from_what_nobody_measured() -> None:
    best, worst = MEASURED["goal"][0], MEASURED["goal"][-1]

    assert confidence("goal", best[0] + 1) == best[1] >= SURE > worst[1] == confidence("goal", worst[0])
    assert confidence("goal", worst[0] - 0.1) == confidence("no such facet", 1.0) == 0.0
