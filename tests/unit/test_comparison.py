"""Comparing documents by what they state: true reasons, symmetry, and that sharing more never counts less."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.comparison import Comparer
from indexer.comparison.comparer import ComparisonPreferences
from indexer.comparison.model import (
    Aspect,
    ComparisonWeights,
    Relation,
    Situation,
    compared_values,
)
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Status
from indexer.domain.errors import DocumentNotFound
from indexer.engines.port import AnalysisBasis
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from indexer.search.index_knowledge import KnowledgeSource
from tests.builders import ANALYZERS, GOALS, SECTORS, SUBJECTS, a_document, a_vocabulary, analyzed

WEIGHTS = ComparisonWeights(dict.fromkeys(Aspect, 1.0), broader=0.4, difference=0.15, near_years=8.0)
WORDS = ("skole", "museum", "festival", "teater", "cykel")


def a_comparer(folder: Path, documents: list[Document], weights: ComparisonWeights = WEIGHTS) -> Comparer:
    engine = WhooshEngine(folder / "index", {"analysis": "test"}, EnginePreferences())
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()) as beside:
        beside.writer.apply([analyzed(document) for document in documents], ())
    knowledge = KnowledgeSource(
        engine=engine, load_vocabulary=a_vocabulary, make_analyzers=lambda counts: ANALYZERS, entries=lambda: ()
    )
    return Comparer(knowledge, ComparisonPreferences(weights))


@pytest.fixture(scope="module")
def places() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


@st.composite
def collections(draw: st.DrawFn) -> list[Document]:
    def document(number: int) -> Document:
        return a_document(
            f"d{number}",
            " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=6))) or "Tekst.",
            title=draw(st.sampled_from(WORDS)),
            sectors=draw(some(SECTORS)),
            goals=draw(some(GOALS)),
            subjects=draw(some(SUBJECTS)),
            partner_types=draw(some(("business", "volunteers"))),
            phases=draw(some(("01-scoping", "stage-prepare"))),
            partners=draw(some(("Ældre Sagen", "ældre sagen", "LEGO"))),
            municipalities=draw(some(("Århus", "Odense"))),
            outcome=draw(st.sampled_from(("", "unknown", "running", "stopped"))),
            year_start=draw(st.none() | st.integers(2000, 2020)),
        )

    return [document(number) for number in range(draw(st.integers(2, 6)))]


def what_is_said(document: Document) -> dict[Aspect, tuple[str, ...]]:
    """What the document states, and the subject that a word of its title tells."""
    values = compared_values(document.metadata)
    told = ("cycling",) if document.metadata.title == "cykel" else ()
    return values | {Aspect.SUBJECT: (*values[Aspect.SUBJECT], *told)}


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(collections())
def test_every_reason_is_true_of_both_documents(places: Path, documents: list[Document]) -> None:
    with tempfile.TemporaryDirectory(dir=places) as folder:
        comparer = a_comparer(Path(folder), documents)
        stated = {d.id: what_is_said(d) for d in documents}
        vocabulary = a_vocabulary()
        for own in documents:
            for found in comparer.comparable(own.id, limit=10):
                other = next(d for d in documents if d.id == found.id)
                for reason in found.reasons:
                    if reason.aspect is Aspect.TIME:
                        years = (str(other.metadata.year_start),), (str(own.metadata.year_start),)
                        assert (reason.values, reason.own_values) == years
                    elif reason.aspect is Aspect.TEXT:
                        for document, words in ((other, reason.values), (own, reason.own_values)):
                            text = f"{document.metadata.title} {document.pages[0].text}"
                            assert set(words) <= set(text.split())
                    elif reason.relation is Relation.NEAR:
                        own_values, values = (stated[d.id][reason.aspect] for d in (own, other))
                        assert set(reason.own_values) <= set(own_values) and set(reason.values) <= set(values)
                        for value in reason.values:
                            concept = vocabulary.concept(reason.aspect.value, value)
                            assert concept is not None and set(concept.related) & set(reason.own_values)
                        assert reason.values
                    else:
                        folded = [value.casefold() for value in reason.values]
                        for document in (own, other):
                            values = stated[document.id][reason.aspect]
                            if reason.relation is Relation.BROADER:
                                values = vocabulary.with_broader(reason.aspect.value, values)
                            assert set(folded) <= {value.casefold() for value in values}
                        assert folded
                for difference in found.differences:
                    if difference.aspect is not Aspect.TIME:
                        assert difference.values == stated[other.id][difference.aspect] != ()
                        assert difference.own_values == stated[own.id][difference.aspect] != ()
                        assert not set(difference.values) & set(difference.own_values)


@FEW
@given(collections())
def test_comparability_is_symmetric(places: Path, documents: list[Document]) -> None:
    with tempfile.TemporaryDirectory(dir=places) as folder:
        comparer = a_comparer(Path(folder), documents)
        scores = {document.id: comparer.scores(document.id) for document in documents}

        for own in scores:
            for other in scores[own]:
                assert scores[own][other] == pytest.approx(scores[other][own], abs=1e-9)


def rank(comparer: Comparer, own: str, other: str) -> int:
    """How many documents are more comparable; those as good as it do not count."""
    scores = comparer.scores(DocumentId(own))
    return sum(score > scores[DocumentId(other)] + 1e-9 for score in scores.values())


SHARED = st.one_of(
    st.sampled_from(GOALS).map(lambda value: ("goals", value)),
    st.sampled_from(SUBJECTS).map(lambda value: ("subjects", value)),
    st.sampled_from(SECTORS).map(lambda value: ("sectors", value)),
    st.sampled_from(("business", "volunteers")).map(lambda value: ("partner_types", value)),
    st.sampled_from(("01-scoping", "stage-prepare")).map(lambda value: ("phases", value)),
    st.sampled_from(("LEGO", "Ældre Sagen")).map(lambda value: ("partners", value)),
)


@FEW
@given(collections(), SHARED)
def test_a_shared_concept_that_is_added_never_lowers_the_rank(
    places: Path, documents: list[Document], shared: tuple[str, str]
) -> None:
    """The document asked about states a concept; another one that did not comes to state it too."""
    key, value = shared

    def stating(document: Document) -> Document:
        values = tuple(dict.fromkeys((*getattr(document.metadata, key), value)))
        return replace(document, metadata=replace(document.metadata, **{key: values}))

    own, other, rest = stating(documents[0]), documents[1], documents[2:]
    with tempfile.TemporaryDirectory(dir=places) as folder:
        before = a_comparer(Path(folder) / "before", [own, other, *rest])
        after = a_comparer(Path(folder) / "after", [own, stating(other), *rest])

        assert rank(after, own.id, other.id) <= rank(before, own.id, other.id)


def test_what_is_not_stated_counts_neither_for_nor_against(tmp_path: Path) -> None:
    documents = [
        a_document("own", goals=("new-users",)),
        a_document("same", goals=("new-users",)),
        a_document("silent"),
        a_document("other", goals=("experiment",)),
    ]

    found = {c.id: c for c in a_comparer(tmp_path, documents).comparable(DocumentId("own"), limit=9)}

    assert list(found) == ["same", "silent", "other"]
    assert Aspect.GOAL not in {r.aspect for r in (*found["silent"].reasons, *found["silent"].differences)}
    assert [r.values for r in found["other"].differences if r.aspect is Aspect.GOAL] == [("experiment",)]


def test_a_rare_shared_goal_counts_more_than_a_common_one(tmp_path: Path) -> None:
    common = [a_document(f"c{number}", goals=("new-users",)) for number in range(6)]
    documents = [
        *common,
        a_document("own", goals=("new-users", "experiment")),
        a_document("rare", goals=("experiment",)),
    ]

    assert a_comparer(tmp_path, documents).comparable(DocumentId("own"), limit=1)[0].id == "rare"


def test_the_subject_that_both_name_first_counts_most(tmp_path: Path) -> None:
    documents = [
        a_document("own", subjects=("homework", "prison")),
        a_document("aside", subjects=("prison", "homework")),
        a_document("alike", subjects=("homework", "prison")),
    ]

    found = a_comparer(tmp_path, documents).comparable(DocumentId("own"), limit=9)

    assert [c.id for c in found] == ["alike", "aside"]
    assert [r.values for r in found[0].reasons if r.aspect is Aspect.SUBJECT] == [("homework", "prison")]


def test_a_subject_is_told_by_title_and_summary_and_counts_less_than_a_stated_one(tmp_path: Path) -> None:
    documents = [
        a_document("own", title="Cyklens år", subjects=("cycling",)),
        a_document("stated", title="På hjul", subjects=("cycling",)),
        a_document("told", title="Med cykels kraft", summary="En cykel til alle."),
        a_document("beside", title="Fængslet", summary="En cykel er der også.", subjects=("prison",)),
        a_document("silent", "En cykel."),
    ]
    comparer = a_comparer(tmp_path, documents, ComparisonWeights({Aspect.SUBJECT: 1.0}))

    found = {c.id: c for c in comparer.comparable(DocumentId("own"), limit=9)}

    assert list(found) == ["stated", "told", "beside", "silent"]
    assert found["stated"].score > found["told"].score > found["beside"].score > found["silent"].score == 0
    assert [found[c].reasons[0].values for c in ("stated", "told")] == [("cycling",)] * 2
    assert not any(r.relation is Relation.SAME for r in found["beside"].reasons)


def test_subjects_of_one_group_are_related(tmp_path: Path) -> None:
    documents = [a_document("own", subjects=("homework",)), a_document("near", subjects=("prison",)), a_document("far")]

    found = a_comparer(tmp_path, documents).comparable(DocumentId("own"), limit=9)

    assert [c.id for c in found] == ["near", "far"]
    assert [(r.relation, r.values) for r in found[0].reasons if r.aspect is Aspect.SUBJECT] == [
        (Relation.BROADER, ("people",))
    ]


def test_subjects_that_the_vocabulary_relates_count_more_than_those_of_one_group(tmp_path: Path) -> None:
    documents = [
        a_document("own", subjects=("homework",)),
        a_document("group", subjects=("prison",)),
        a_document("related", subjects=("cycling",)),
    ]
    comparer = a_comparer(tmp_path, documents)

    found = comparer.comparable(DocumentId("own"), limit=9)

    assert [c.id for c in found] == ["related", "group"]
    assert [(r.relation, r.values, r.own_values) for r in found[0].reasons if r.aspect is Aspect.SUBJECT] == [
        (Relation.NEAR, ("cycling",), ("homework",))
    ]
    unrelated = a_comparer(tmp_path / "unrelated", documents, replace(WEIGHTS, related=0.0))
    scores = unrelated.scores(DocumentId("own"))
    assert scores[DocumentId("related")] == pytest.approx(scores[DocumentId("group")])


def test_own_words_of_a_situation_tell_subjects(tmp_path: Path) -> None:
    documents = [a_document("a", subjects=("prison",)), a_document("b", subjects=("cycling",))]
    comparer = a_comparer(tmp_path, documents)

    assert [c.id for c in comparer.fitting(Situation(text="Vi vil ud på cykel"), limit=9)] == ["b", "a"]
    assert [c.id for c in comparer.fitting(Situation(subjects=("prison",)), limit=9)] == ["a", "b"]


def test_a_shared_broader_phase_counts_some(tmp_path: Path) -> None:
    documents = [
        a_document("own", phases=("01-scoping",)),
        a_document("near", phases=("stage-prepare",)),
        a_document("same", phases=("01-scoping",)),
        a_document("silent"),
    ]

    found = a_comparer(tmp_path, documents).comparable(DocumentId("own"), limit=9)

    assert [c.id for c in found] == ["same", "near", "silent"]
    assert [(r.relation, r.values) for r in found[1].reasons if r.aspect is Aspect.PHASE] == [
        (Relation.BROADER, ("stage-prepare",))
    ]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_only_published_documents_take_part(tmp_path: Path, status: Status) -> None:
    comparer = a_comparer(tmp_path, [a_document("own"), a_document("hidden", status=status), a_document("seen")])

    assert [c.id for c in comparer.comparable(DocumentId("own"), limit=9)] == ["seen"]
    assert [c.id for c in comparer.fitting(Situation(text="hidden"), limit=9)] == ["own", "seen"]
    with pytest.raises(DocumentNotFound):
        comparer.comparable(DocumentId("hidden"), limit=1)


def test_a_situation_is_answered_with_the_whole_collection_best_first(tmp_path: Path) -> None:
    documents = [
        a_document("a", "Andet.", goals=("new-services",)),
        a_document("b", "En cykel og en cykel.", goals=("new-users",), partner_types=("volunteers",)),
        a_document("c", "Andet.", goals=("new-users",)),
    ]

    found = a_comparer(tmp_path, documents).fitting(
        Situation(goals=("new-users",), partner_types=("volunteers",), text="cykel"), limit=9
    )

    assert [c.id for c in found] == ["b", "c", "a"]
    assert {r.aspect for r in found[0].reasons} == {Aspect.GOAL, Aspect.PARTNER_TYPE, Aspect.TEXT}


def test_a_weight_of_nothing_takes_an_aspect_out(tmp_path: Path) -> None:
    documents = [
        a_document("own", goals=("new-users",), partners=("LEGO",)),
        a_document("goal", goals=("new-users",)),
        a_document("partner", partners=("Lego",)),
    ]
    comparer = a_comparer(tmp_path, documents)

    without = WEIGHTS.scaled({Aspect.GOAL: 0.0, Aspect.TEXT: 0.0})
    found = comparer.comparable(DocumentId("own"), limit=9, weights=without)

    assert [c.id for c in found] == ["partner", "goal"]
    assert Aspect.GOAL not in {r.aspect for c in found for r in (*c.reasons, *c.differences)}


def test_what_agrees_in_enough_is_closely_alike_and_nothing_is_without_weights(tmp_path: Path) -> None:
    stated = {"goals": ("new-users",), "partner_types": ("volunteers",), "partners": ("LEGO",)}
    documents = [a_document("own", **stated), a_document("near", **stated), a_document("far", goals=("new-services",))]
    comparer = a_comparer(tmp_path, documents)

    def close(weights: ComparisonWeights) -> list[str]:
        return [c.id for c in comparer.comparable(DocumentId("own"), limit=9, weights=weights) if c.is_close]

    near, far = comparer.comparable(DocumentId("own"), limit=9)
    between = (near.score + far.score) / 2 / sum(WEIGHTS.aspects.values())
    assert close(replace(WEIGHTS, close=between)) == ["near"]
    assert close(replace(WEIGHTS, close=between).scaled(dict.fromkeys(Aspect, 2.0))) == ["near"]
    assert not close(WEIGHTS.scaled(dict.fromkeys(Aspect, 0.0)))
    assert not any(c.is_close for c in comparer.fitting(Situation(goals=("new-users",), text="LEGO"), limit=9))
