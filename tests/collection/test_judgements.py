"""The judged queries fit the collection and both judges' votes; they need no fact sheets."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.collection.judgements import (
    Judgements,
    Votes,
    cohens_kappa,
    document_ids,
    load_judgements,
    set_agreement,
    settled,
)

GUIDES = {"kom-godt-i-gang", "getting-started"}
"""The PDF files that repeat all steps of the guide; where a step may be counted, so may they."""


@pytest.fixture(scope="module")
def judgements() -> Judgements:
    return load_judgements()


def test_every_judged_document_is_in_the_collection(judgements: Judgements) -> None:
    relevant = {name for query in judgements.queries for name in query["relevant"]}
    counted = {name for found in judgements.sets.values() for name in (*found["must"], *found["may"])}
    voted = {name for rows in judgements.relevance.values() for name in rows}

    assert not (relevant | counted | voted) - document_ids()


def test_the_relevance_of_a_short_query_follows_from_both_votes(judgements: Judgements) -> None:
    short = {query["id"]: query["relevant"] for query in judgements.queries if query["id"].startswith("short-")}

    by_votes = {
        query: {name: settled(votes) for name, votes in rows.items() if settled(votes)}
        for query, rows in judgements.relevance.items()
    }

    assert len(short) >= 60
    assert short == by_votes


def test_what_must_be_counted_is_what_both_judges_count(judgements: Judgements) -> None:
    both, one = (
        {
            query: {name for name, votes in rows.items() if sum(votes) == wanted}
            for query, rows in judgements.counted.items()
        }
        for wanted in (2, 1)
    )

    assert len(judgements.sets) >= 40
    assert {query: set(found["must"]) for query, found in judgements.sets.items()} == both
    for query, found in judgements.sets.items():
        assert one[query] <= set(found["may"])
        assert not found["must"] or set(found["may"]) <= one[query] | GUIDES


def test_every_set_belongs_to_a_judged_query(judgements: Judgements) -> None:
    asked = {query["id"]: (query["text"], query["language"]) for query in judgements.queries}

    assert {query: (found["text"], found["language"]) for query, found in judgements.sets.items()}.items() <= (
        asked.items()
    )


def test_a_query_without_an_answer_says_that_nothing_must_be_counted(judgements: Judgements) -> None:
    unanswered = {query["id"] for query in judgements.queries if not query["relevant"]}

    assert unanswered
    assert unanswered <= {query for query, found in judgements.sets.items() if not found["must"]}


def test_both_judges_agree_well(judgements: Judgements) -> None:
    votes = [pair for rows in judgements.relevance.values() for pair in rows.values()]
    sets = [set_agreement(rows.values()) for rows in judgements.counted.values()]

    assert cohens_kappa(votes) >= 0.8
    assert sum(sets) / len(sets) >= 0.8


@pytest.mark.parametrize(
    ("votes", "kappa"),
    [
        ([(0, 0), (1, 1), (2, 2)], Fraction(1)),
        ([(0, 1), (1, 0)], Fraction(-1)),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], Fraction(0)),
        ([(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15, Fraction(2, 5)),
    ],
    ids=["always", "never", "as-chance", "textbook"],
)
def test_kappa_is_agreement_beyond_chance(votes: list[Votes], kappa: Fraction) -> None:
    assert cohens_kappa(votes) == kappa


def test_sets_agree_by_what_they_share() -> None:
    assert set_agreement([]) == 1
    assert set_agreement([(1, 1), (1, 1), (1, 0)]) == Fraction(4, 5)
    assert set_agreement([(1, 0), (0, 1)]) == 0


def test_a_doubt_counts_against_a_document() -> None:
    assert [settled(votes) for votes in ((2, 2), (2, 1), (1, 1), (2, 0), (1, 0), (0, 0))] == [2, 1, 1, 1, 0, 0]
