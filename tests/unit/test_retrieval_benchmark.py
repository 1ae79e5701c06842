from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from benchmarks.retrieval.comparison import across_of, chance_of_difference
from benchmarks.retrieval.mixed_index import families, judged_in_both
from benchmarks.retrieval.tables import Table
from benchmarks.retrieval.typing_errors import mistyped_queries, one_edit
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.query import Across
from indexer.evaluation.measures import JudgedQueries, JudgedQuery


@pytest.mark.parametrize("seed", range(50))
def test_an_edit_changes_the_longest_word_alone_and_keeps_its_first_letter(seed: int) -> None:
    before, changed, after = one_edit("find samarbejdsaftaler nu", random.Random(seed)).split()

    assert (before, after) == ("find", "nu")
    assert changed[0] == "s"
    assert OSA.distance(changed, "samarbejdsaftaler") == 1


@pytest.mark.parametrize("text", ["", "en to", "lov 12345678"])
def test_a_text_without_a_long_word_stays_as_it_is(text: str) -> None:
    assert one_edit(text, random.Random(1)) == text


def test_only_the_queries_that_an_error_changes_are_asked() -> None:
    judged = JudgedQueries("set", 1, (JudgedQuery("a", "Århus bøger", {}), JudgedQuery("b", "bog", {})))

    assert [(q.id, q.text) for q in mistyped_queries(judged, "æøå as ae, oe, aa")] == [("a", "Aarhus boeger")]


def test_a_steady_difference_is_hardly_chance_and_a_wavering_one_may_be() -> None:
    steady = {str(place): 0.1 for place in range(30)}
    wavering = {str(place): 0.1 * (-1) ** place for place in range(30)}

    assert chance_of_difference(steady) < 0.001
    assert chance_of_difference(wavering) == 1.0


@pytest.mark.parametrize(
    ("name", "across"),
    [("lohelp-da2en", Across.ONLY), ("ntrex-da2da", Across.ON), ("lohelp-da", Across.ON)],
)
def test_sets_with_documents_in_the_other_language_are_searched_across_only(name: str, across: Across) -> None:
    assert across_of(name) is across


def test_a_family_has_both_languages_and_both_directions(tmp_path: Path) -> None:
    for name in ("a-da", "a-en", "a-da2en", "a-en2da", "b-da", "b-en", "b-da2en"):
        (tmp_path / name).mkdir()

    assert families(sorted(tmp_path.iterdir())) == ["a"]
    assert families([tmp_path / "a-da"]) == []


def test_the_ids_of_both_languages_are_kept_apart() -> None:
    judged = JudgedQueries("set", 1, (JudgedQuery("q", "bog", {"1": 2}),))

    own, other = judged_in_both(judged, Language.DANISH, {"q": {"1": 1}})

    assert own.queries[0].relevant == {"da-1": 2}
    assert other.queries[0].relevant == {"en-1": 1}


def test_a_table_is_markdown_and_json() -> None:
    table = Table("t", [{"set": "a|b", "x": 0.5}, {"set": "mean", "x": None}])

    assert table.markdown() == "**t**\n\n| set | x |\n| --- | ---: |\n| a\\|b | 0.5000 |\n| mean |  |\n"
    assert json.loads(table.json_lines().splitlines()[0]) == {"table": "t", "set": "a|b", "x": 0.5}
