"""Trees, filters and documents in the cluster's own words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from indexer import Filter, Query, YearRange
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.structured_query import (
    AllOf,
    Alternative,
    IsAbout,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    Wording,
)
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.documents import counted, decoded, source
from indexer.engines.opensearch.querying import term_statistics
from indexer.engines.opensearch.querying.aboutness import documents_about
from indexer.engines.opensearch.querying.filters import conditions, facet_aggregations
from indexer.engines.opensearch.querying.scores import TreeScores
from indexer.engines.opensearch.querying.term_statistics import (
    HoldersOf,
    KeptStatistics,
    LookupCounts,
    StatedBy,
    TermStatistics,
)
from indexer.engines.port import RankingParameters
from tests.fakes import TableProximity

BODY = MatchWord("bog", (Alternative("bog", (("body_da", 2.0), ("title_da", 3.0)), probability=0.5),), weight=3.0)


class Noted:
    """Answers searches one after the other, and keeps what was asked."""

    def __init__(self, *answers: Json) -> None:
        self.answers = list(answers)
        self.bodies: list[Json] = []

    def search(self, *bodies: Json, **parameters: str) -> list[Json]:
        self.bodies += bodies
        return [self.answers.pop(0) for _ in bodies]


def best(*ids: str, highest: float = 2.0) -> Json:
    hits = [{"fields": {"id": [each]}, "_score": 1.5} for each in ids]
    return {"hits": {"hits": hits}, "aggregations": {"highest": {"value": highest}}}


def scores(asked: Noted | None = None) -> TreeScores:
    state = KeptStatistics(LookupCounts(), documents=10, second_texts=1, public=9, has_lengths=True)
    state.mean_lengths = {"body_da": 100.0, "title_da": 5.0}
    numbers: dict[HoldersOf | StatedBy, int] = {
        HoldersOf(("body_da", "title_da"), "bog"): 4,
        HoldersOf(("body_da",), "bog"): 3,
        HoldersOf(("body_da",), "by"): 2,
    }
    return TreeScores(asked or Noted(), TermStatistics(state, numbers, {}), RankingParameters())


def test_a_word_is_scored_by_what_is_known_of_it_and_by_one_text_of_a_script() -> None:
    (one, other) = (scores().scored(word)["script_score"] for word in (BODY, MatchWord("x", BODY.alternatives, 1.0)))

    parameters = one["script"]["params"]
    assert parameters["weights"] == [1.0, 1.5] and parameters["means"] == [100.0, 5.0]
    assert parameters["factor"] == pytest.approx(3.0 * scores()._statistics.rarity(2.0))
    assert one["script"]["source"] == other["script"]["source"]


def test_a_phrase_is_divided_by_its_terms_and_weighs_as_much_as_they_do() -> None:
    found = scores().scored(MatchPhrase("body_da", ("bog", "by"), 2.0))["script_score"]

    assert found["query"] == {"match_phrase": {"body_da": {"query": "bog by"}}}
    rarity = scores()._statistics.rarity
    assert found["script"]["params"]["terms"] == 2
    assert found["script"]["params"]["factor"] == pytest.approx(2.0 * (rarity(3) + rarity(2)))


def test_what_is_optional_decides_nothing_even_where_nothing_is_required() -> None:
    found = scores().scored(AllOf((), optional=(BODY,), excluded=(MatchAll(),)))["bool"]

    assert found["filter"] == [{"match_all": {}}] and len(found["should"]) == 1
    assert found["must_not"] == [{"match_all": {}}]


def test_nearness_is_asked_of_the_best_documents_alone() -> None:
    asked = Noted(best("d1", "d2"), best("d2"))
    found = scores(asked).scored(Near(BODY, (BODY, BODY), 0.5, window=2, depth=2))["script_score"]

    assert found["script"]["params"] == {"factors": {"d2": 1.5}}
    assert asked.bodies[1]["query"]["bool"]["filter"] == [{"terms": {"id": ["d1", "d2"]}}]


def test_meaning_is_added_for_the_best_and_the_nearest() -> None:
    proximity = TableProximity((DocumentId("d9"),))
    found = scores(Noted(best("d1", highest=4.0))).scored(Rescored(BODY, proximity, 0.25))["script_score"]

    nearness = dict(zip(("d1", "d9"), proximity.of([DocumentId("d1"), DocumentId("d9")]), strict=True))
    expected = {each: 0.25 * near for each, near in nearness.items() if near}
    assert found["script"]["params"] == {"share": 0.75 / 4.0, "added": pytest.approx(expected)}


def test_only_values_that_tell_something_are_what_a_document_is_about() -> None:
    asked = IsAbout(((),), (("goal", "a"), ("goal", "b")))

    assert documents_about(asked, (("goal", "b"),)) == {"term": {"facet_goal": "b"}}
    assert documents_about(asked, ()) == {"match_none": {}}


def test_a_meaning_counts_in_the_fields_alone_that_the_others_have_too() -> None:
    wordings = [(Wording(fields, (term,)),) for fields, term in ((("body_da", "body_en"), "bog"), (("body_da",), "by"))]

    written = json.dumps(documents_about(IsAbout(tuple(wordings), near=4), ()))

    assert '"body_da"' in written and "body_en" not in written.replace("length_body_en", "")
    assert '"pre": 4, "post": 4' in written


def test_the_filters_of_a_facet_do_not_count_against_its_own_values() -> None:
    query = Query(filters=(Filter("goal", "a"), Filter("kind", "case", True)), years=YearRange(2008, None))

    asked = facet_aggregations(query)

    assert asked["goal"]["filter"] == {
        "bool": {"filter": conditions(Query(filters=query.filters[1:], years=query.years))}
    }
    assert {"goal", "kind", "year", "kind/0"} <= asked.keys() and "goal" not in asked["free"]["aggs"]
    assert {"range": {"year_number": {"gte": 2008}}} in conditions(query)


def a_two_page_document() -> AnalyzedDocument:
    return AnalyzedDocument(
        DocumentId("a"), "hash", {"body_da": AnalyzedField.of(("by", "bog", "bog", "sø"), (0, 100, 102, 205))},
        {"body_da": ((0, 0), (1, 100), (2, 204))}, {"goal": ("a",), "year": ("2009", "2011")}, "key", "record", 2,
    )  # fmt: skip


def test_places_are_what_they_were_when_the_cluster_has_taken_them_apart() -> None:
    found = source(a_two_page_document())

    assert found["body_da"].split(" ")[100] == "\x03\x02bog" and found["length_body_da"] == 4
    assert [(page["number"], decoded(page["body_da"])) for page in found["pages"]] == [
        (1, [("bog",), (), ("bog",)]), (2, [(), ("sø",)]),
    ]  # fmt: skip
    assert dict(counted(found["counts_body_da"])) == {"by": 1, "bog": 2, "sø": 1}
    assert (found["year_number"], found["decade"]) == ([2009, 2011], ["2000", "2010"])


@pytest.mark.parametrize(
    "term", ["to ord", "x\x02y", "", "x" * 40_000], ids=["a space", "a sign", "nothing", "too long"]
)
def test_what_is_no_term_is_refused(term: str) -> None:
    document = a_two_page_document()
    fields = {**document.fields, "title_da": AnalyzedField.of((term,), (0,))}

    with pytest.raises(ValueError):
        source(replace(document, fields=fields))


def test_words_that_there_is_no_room_for_are_asked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_statistics, "_MOST_NUMBERS", 1)
    monkeypatch.setattr(term_statistics, "_MOST_PREFIXES", 1)
    state = KeptStatistics(LookupCounts(), has_lengths=True)
    words = ("bog", "by", "sø")

    for _ in range(2):
        for count, word in enumerate(words, start=1):
            prefix = MatchPrefix("body_da", word, 1.0)
            answer = {
                "aggregations": {str(n): {"doc_count": count, "terms": {"buckets": [{"key": word}]}} for n in (0, 1)}
            }
            trees = (MatchPhrase("body_da", (word,), 1.0), prefix)
            found = state.prepared(Noted(answer), trees, 10)
            assert found.holders(("body_da",), word) == count and found.expanded[prefix] == (word,)

    assert len(state.numbers) == len(state.expanded) == 1
    assert (state.lookups.hits, state.lookups.misses) == (2, 10)
