"""What every SearchEngine must say of the whole collection: crossed counts, batches of documents, matching ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import Filter, Query
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Status
from indexer.domain.errors import UnknownAxis
from indexer.domain.queries.cross_tabulation import DECADE, choose_only
from indexer.domain.queries.fields import body_terms
from indexer.domain.queries.structured_query import MatchAll
from indexer.engines.port import SearchEngine
from tests.builders import a_document, a_tree, analyzed
from tests.contract.small_collections import QUERIES, brute_force, documents, values_of, years_of

AXES = ("sector", "goal", "phase", "year", DECADE)


def axis_values(found: list[Document], axis: str) -> set[str]:
    if axis != DECADE:
        return {value for document in found for value in values_of(document, axis)}
    decades = [{str(year // 10 * 10) for year in years_of(document)} for document in found]
    return {decade for own in decades for decade in own or {"not-stated"}}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    found=documents(),
    query=QUERIES,
    axes=st.permutations(AXES).filter(lambda axes: {*axes[:2]} != {"year", DECADE}),
)
def test_every_crossed_count_is_the_total_of_its_click(
    new_engine: Callable[[], SearchEngine], found: list[Document], query: Query, axes: list[str]
) -> None:
    row_axis, column_axis = axes[:2]
    engine = new_engine()
    engine.writer.apply([analyzed(document) for document in found], ())

    table = engine.searcher().cross_tabulate(a_tree(query.text), query, row_axis, column_axis)

    rows = axis_values(found, row_axis) | set(table.row_counts)
    columns = axis_values(found, column_axis) | set(table.column_counts)
    for row in rows:
        in_row = choose_only(replace(query, filters=_free(query, column_axis)), row_axis, row)
        in_row = _without_years(in_row, column_axis)
        assert table.row_counts.get(row, 0) == len(brute_force(found, in_row))
        for column in columns:
            clicked = choose_only(in_row, column_axis, column)
            assert table.counts.get((row, column), 0) == len(brute_force(found, clicked))


def _free(query: Query, axis: str) -> tuple[object, ...]:
    facet = "year" if axis == DECADE else axis
    return tuple(f for f in query.filters if f.facet != facet or f.is_excluded)


def _without_years(query: Query, axis: str) -> Query:
    return replace(query, years=type(query.years)()) if axis in ("year", DECADE) else query


@pytest.mark.parametrize("axes", [("goal", "goal"), ("year", DECADE), ("goal", "no-such-axis")])
def test_axes_that_cannot_be_crossed_are_refused(engine: SearchEngine, axes: tuple[str, str]) -> None:
    with pytest.raises(UnknownAxis):
        engine.searcher().cross_tabulate(MatchAll(), Query(), *axes)


def test_public_documents_come_by_id_with_records_and_the_terms_of_their_newest_text(engine: SearchEngine) -> None:
    draft = a_document("d", "hemmelig")
    draft = replace(draft, metadata=replace(draft.metadata, status=Status.DRAFT))
    engine.writer.apply([analyzed(a_document("c", "skole")), analyzed(a_document("b", "museum"))], ())
    changed, first = a_document("c", "festival", "festival museum"), a_document("a", "museum")
    engine.writer.apply([analyzed(changed), analyzed(first), analyzed(draft)], ("b",))

    found = engine.searcher().public_documents([body_terms(changed.metadata.language)])

    assert list(found.ids) == ["a", "c"]
    assert list(found.records) == [analyzed(first).record, analyzed(changed).record]
    counts = found.term_counts["body_da"]
    triples = zip(counts.document_ordinals, counts.term_ordinals, counts.frequencies, strict=True)
    by_document = Counter({(found.ids[d], counts.terms[t]): int(f) for d, t, f in triples})
    assert by_document == {("a", "museum"): 1, ("c", "festival"): 2, ("c", "museum"): 1}


def test_matching_ids_are_all_public_matches_in_order(engine: SearchEngine) -> None:
    draft = a_document("d", "museum")
    draft = replace(draft, metadata=replace(draft.metadata, status=Status.DRAFT))
    engine.writer.apply([analyzed(a_document(name, "museum")) for name in "cab"] + [analyzed(draft)], ())
    engine.writer.apply([analyzed(a_document("c", "skole"))], ())

    assert engine.searcher().matching_ids(a_tree("museum")) == ("a", "b")
    assert engine.searcher().matching_ids(a_tree("museum"), Query(filters=(Filter("kind", "guide"),))) == ()
    assert engine.searcher().matching_ids(MatchAll(), Query(filters=(Filter("kind", "case"),))) == ("a", "b", "c")


def test_of_some_ids_the_public_documents_come_alone_and_with_their_own_terms(engine: SearchEngine) -> None:
    draft = a_document("d", "museum")
    draft = replace(draft, metadata=replace(draft.metadata, status=Status.DRAFT))
    named = [a_document(name, "museum", "museum skole") for name in "abcefghijklm"]
    engine.writer.apply([analyzed(document) for document in (*named, draft)], ())
    changed = a_document("c", "festival")
    engine.writer.apply([analyzed(changed)], ("b",))

    found = engine.searcher().public_documents(["body_da"], [DocumentId(one) for one in ("c", "d", "a", "b", "no")])
    none = engine.searcher().public_documents(["body_da"], [])

    assert list(found.ids) == ["a", "c"] and list(found.records)[1] == analyzed(changed).record
    counts = found.term_counts["body_da"]
    triples = zip(counts.document_ordinals, counts.term_ordinals, counts.frequencies, strict=True)
    by_document = Counter({(found.ids[d], counts.terms[t]): int(f) for d, t, f in triples})
    assert by_document == {("a", "museum"): 2, ("a", "skol"): 1, ("c", "festival"): 1}
    assert not none.ids and not len(none.term_counts["body_da"].frequencies)


def test_versions_are_the_content_hashes_of_public_documents_by_id(engine: SearchEngine) -> None:
    draft = a_document("d", "museum")
    draft = replace(draft, metadata=replace(draft.metadata, status=Status.DRAFT))
    first, changed, other = a_document("c", "skole"), a_document("c", "museum"), a_document("a", "museum")
    engine.writer.apply([analyzed(first), analyzed(draft)], ())
    before = engine.searcher().public_versions()
    engine.writer.apply([analyzed(changed), analyzed(other)], ())

    assert before == {"c": first.content_hash}
    assert [*engine.searcher().public_versions().items()] == [("a", other.content_hash), ("c", changed.content_hash)]
