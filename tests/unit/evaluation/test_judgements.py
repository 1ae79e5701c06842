"""The queries that curators judged: read, and every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import ConfigurationError, Language
from indexer.evaluation.judgements import read_judged_queries, read_scores, write_scores
from tests.saying import raises_saying, said

SOUND = '[[queries]]\nid = "q1"\ntext = "unge"\nlanguage = "da"\nneed = "Unge."\nrelevant = { a = 2, b = 1 }\n'


def judge(folder: Path, **files: str) -> Path:
    place = folder / "judgements"
    place.mkdir()
    for name, content in files.items():
        (place / f"{name}.toml").write_text(content, "utf-8")
    return place


def test_queries_come_by_file_and_then_in_their_order(tmp_path: Path) -> None:
    second = SOUND.replace('"q1"', '"q2"').replace('"da"', '"en"')
    place = judge(tmp_path, b=SOUND, a=second + SOUND.replace('"q1"', '"q0"') + 'note = "x"\n')

    judged = read_judged_queries(place, 7)

    assert [query.id for query in judged.queries] == ["q2", "q0", "q1"]
    assert (judged.set_name, judged.documents) == (tmp_path.name, 7)
    assert judged.queries[0].language is Language.ENGLISH
    assert judged.queries[2].relevant == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('id = "q1"', "id = 1", "id, text and need must be texts"),
        ('text = "unge"', 'text = ""', "id, text and need must be texts"),
        ('need = "Unge."', "", "id, text and need must be texts"),
        ('"da"', '"sv"', "language must be da or en"),
        ('language = "da"', "", "language must be da or en"),
        ("relevant = { a = 2, b = 1 }", "", "relevant must be a table; {} says that nothing answers the query"),
        ("{ a = 2, b = 1 }", '["a"]', "relevant must be a table"),
        ("a = 2", "a = 3", "the relevance of a document is a number from 1 to 2"),
        ("a = 2", "a = 0", "the relevance of a document is a number from 1 to 2"),
        ("a = 2", "a = true", "the relevance of a document is a number from 1 to 2"),
        ("a = 2", "a = 1.0", "the relevance of a document is a number from 1 to 2"),
        ("need", "purpose", "purpose is no key; the keys are id, language"),
    ],
)
def test_a_fault_is_named_with_its_file_and_query(tmp_path: Path, old: str, new: str, named: str) -> None:
    place = judge(tmp_path, danish=SOUND.replace('"q1"', '"q0"') + SOUND.replace(old, new))

    with pytest.raises(ConfigurationError) as refused:
        read_judged_queries(place, 1)

    assert f"danish.toml, query 2: {named}" in said(refused.value)


def test_a_query_that_nothing_answers_has_an_empty_table(tmp_path: Path) -> None:
    second = SOUND.replace('"q1"', '"q2"').replace("{ a = 2, b = 1 }", "{}")

    judged = read_judged_queries(judge(tmp_path, a=SOUND + second), 1)

    assert [query.relevant for query in judged.queries] == [{"a": 2, "b": 1}, {}]


def test_all_faults_are_named_together(tmp_path: Path) -> None:
    place = judge(tmp_path, a="[[queries]\n", b=SOUND.replace('"da"', '"sv"'), c=SOUND + SOUND)

    with pytest.raises(ConfigurationError) as refused:
        read_judged_queries(place, 1)

    words = said(refused.value)
    assert "a.toml: " in words and "b.toml, query 1" in words and "the id 'q1' stands twice" in words


def test_a_query_that_is_no_table_is_a_fault(tmp_path: Path) -> None:
    with raises_saying(ConfigurationError, "a query is a table"):
        read_judged_queries(judge(tmp_path, a='queries = ["unge"]\n'), 1)


@pytest.mark.parametrize("content", ["", SOUND.replace("{ a = 2, b = 1 }", "{}")], ids=["none", "none-answered"])
def test_a_folder_without_queries_that_have_answers_says_so(tmp_path: Path, content: str) -> None:
    with raises_saying(ConfigurationError, "There are no judged queries"):
        read_judged_queries(judge(tmp_path, a=content), 1)


def test_scores_are_kept_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "var" / "scores.json"

    write_scores(path, {"q1": 0.5, "æ": 1.0})

    assert read_scores(path) == {"q1": 0.5, "æ": 1.0}


@pytest.mark.parametrize("content", [None, "", "[1, 2]", '{"q": "much"}', '{"q": null}', "\\x"])
def test_scores_that_cannot_be_read_are_no_scores(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "scores.json").write_text(content, "utf-8")

    assert read_scores(tmp_path / "scores.json") == {}
