"""What is comparable, over a collection that can be looked through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import (
    Aspect,
    Comparable,
    DocumentId,
    DocumentNotFound,
    KnowledgeBase,
    Relation,
    Situation,
    closely_alike,
)
from tests.small_library import PUBLIC


def compared(library: KnowledgeBase, document_id: str, **only: float) -> dict[str, Comparable]:
    """All comparable documents by id; named aspects are weighed alone."""
    weights = library.comparer.preferences.weights
    if only:
        weights = replace(weights, aspects={Aspect(name.replace("_", "-")): weight for name, weight in only.items()})
    found = library.comparer.comparable(DocumentId(document_id), limit=50, weights=weights)
    return {str(each.id): each for each in found}


def reason(found: Comparable, aspect: Aspect) -> tuple[Relation, tuple[str, ...]] | None:
    said = [(each.relation, each.values) for each in (*found.reasons, *found.differences) if each.aspect is aspect]
    return said[0] if said else None


@pytest.mark.parametrize(
    ("one", "other", "aspect", "relation", "values"),
    [
        ("aaben-skole", "bogbus", Aspect.SUBJECT, Relation.SAME, ("homework-help",)),
        ("aaben-skole", "bogbus", Aspect.GOAL, Relation.SAME, ("new-users",)),
        ("aaben-skole", "bogbus", Aspect.PARTNER, Relation.SAME, ("læsepatruljen",)),
        ("aaben-skole", "bogbus", Aspect.MUNICIPALITY, Relation.SAME, ("Ærø",)),
        ("aaben-skole", "bogbus", Aspect.SCALE, Relation.SAME, ("local",)),
        ("aaben-skole", "bogbus", Aspect.TIME, Relation.NEAR, ("2011",)),
        ("aaben-skole", "bogbus", Aspect.OUTCOME, Relation.DIFFERENT, ("running",)),
        ("aaben-skole", "bogbus", Aspect.SECTOR, Relation.DIFFERENT, ("civil-society",)),
        ("aaben-skole", "english-club", Aspect.TIME, Relation.SAME, ("2009",)),
        ("aaben-skole", "guide-aftale", Aspect.KIND, Relation.DIFFERENT, ("guide",)),
        ("bogbus", "guide-aftale", Aspect.PHASE, Relation.BROADER, ("stage-establish",)),
        ("museet", "cykelfest", Aspect.TIME, Relation.SAME, ("2015",)),
        ("cykelfest", "data-lab", Aspect.SCALE, Relation.DIFFERENT, ("international",)),
        ("cykelfest", "museet", Aspect.COUNTRY, Relation.SAME, ("DK",)),
        ("bogbus", "english-club", Aspect.COUNTRY, Relation.DIFFERENT, ("GB",)),
    ],
)
def test_a_reason_says_what_both_state_or_how_they_differ(
    small_library: KnowledgeBase, one: str, other: str, aspect: Aspect, relation: Relation, values: tuple[str, ...]
) -> None:
    assert reason(compared(small_library, one)[other], aspect) == (relation, values)


@pytest.mark.parametrize(
    ("one", "other", "aspect"),
    [
        ("aaben-skole", "fengsel", Aspect.GOAL),
        ("oldfund", "museet", Aspect.SECTOR),
        ("data-lab", "museet", Aspect.OUTCOME),
        ("aaben-skole", "museet", Aspect.PARTNER),
        ("bogbus", "museet", Aspect.MUNICIPALITY),
    ],
    ids=["not-stated", "not-stated-by-one", "outcome-open", "other-partners", "other-places"],
)
def test_what_is_left_open_or_merely_elsewhere_speaks_neither_for_nor_against(
    small_library: KnowledgeBase, one: str, other: str, aspect: Aspect
) -> None:
    assert reason(compared(small_library, one)[other], aspect) is None


@pytest.mark.parametrize("document_id", PUBLIC)
def test_every_document_is_compared_with_every_other_once_best_first(
    small_library: KnowledgeBase, document_id: str
) -> None:
    found = small_library.comparer.comparable(DocumentId(document_id), limit=50)

    assert document_id not in {each.id for each in found}
    assert len({each.id for each in found}) == len(found) <= len(PUBLIC) - 1
    assert [(-each.score, each.id) for each in found] == sorted((-each.score, each.id) for each in found)
    for each in found:
        order = [(one.aspect is Aspect.KIND, -one.strength) for one in each.reasons]
        assert order == sorted(order)
        assert all(one.relation is Relation.DIFFERENT for one in each.differences)


@pytest.mark.parametrize(
    ("weights", "first"),
    [
        ({"municipality": 1.0}, "museet"),
        ({"partner_type": 1.0, "sector": 1.0, "scale": 1.0}, "bogbus"),
        ({"time": 1.0}, "museet"),
    ],
    ids=["place", "partners", "time"],
)
def test_a_reader_who_weighs_otherwise_gets_another_order(
    small_library: KnowledgeBase, weights: dict[str, float], first: str
) -> None:
    found = compared(small_library, "cykelfest", **weights)

    assert first in list(found)[:3]
    assert {one.aspect.value for each in found.values() for one in each.reasons} <= {
        name.replace("_", "-") for name in weights
    }


def test_pages_of_comparable_documents_follow_each_other(small_library: KnowledgeBase) -> None:
    whole = [each.id for each in small_library.comparer.comparable(DocumentId("bogbus"), limit=50)]

    parts = [small_library.comparer.comparable(DocumentId("bogbus"), first=first, limit=4) for first in (0, 4, 8)]

    assert [each.id for part in parts for each in part] == whole


def test_where_none_is_closely_alike_the_three_nearest_are_named(small_library: KnowledgeBase) -> None:
    found = small_library.comparer.comparable(DocumentId("homework-uk"), limit=50)
    distant = [replace(each, is_close=False) for each in found]

    assert closely_alike(distant) == tuple(distant[:3])
    assert closely_alike([*distant, replace(found[0], is_close=True)]) == (replace(found[0], is_close=True),)


@pytest.mark.parametrize("document_id", ["kladden", "findes-ikke"])
def test_what_is_not_public_is_compared_with_nothing(small_library: KnowledgeBase, document_id: str) -> None:
    with pytest.raises(DocumentNotFound):
        small_library.comparer.comparable(DocumentId(document_id), limit=5)


@pytest.mark.parametrize(
    ("situation", "first"),
    [
        (Situation(partner_types=("business",), goals=("experiment",)), {"cykelfest", "data-lab"}),
        (Situation(subjects=("homework-help",)), {"aaben-skole", "bogbus", "homework-uk"}),
        (Situation(phases=("04-planning",)), {"guide-aftale"}),
        (Situation(municipality="Ærø"), {"aaben-skole", "bogbus"}),
        (Situation(offer="en bogbus til småøerne"), {"bogbus"}),
    ],
    ids=["partners", "subject", "phase", "place", "offer"],
)
def test_a_situation_is_answered_with_what_fits_it_best(
    small_library: KnowledgeBase, situation: Situation, first: set[str]
) -> None:
    found = small_library.comparer.fitting(situation, limit=50)

    assert {each.id for each in found[: len(first)]} == first
    assert {each.id for each in found} == set(PUBLIC)
    assert not any(each.is_close for each in found)


@pytest.mark.parametrize(
    ("situation", "is_told"),
    [
        (Situation(), False),
        (Situation(library="Ærø"), True),
        (Situation(text=" "), False),
        (Situation(sectors=("public",)), True),
    ],
    ids=["nothing", "library", "blank", "sector"],
)
def test_a_situation_is_told_by_anything_but_blanks(situation: Situation, is_told: bool) -> None:
    assert bool(situation) is is_told
