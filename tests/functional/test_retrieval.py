from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import Across, KnowledgeBase, Language, Origin, Query
from indexer.cli import main
from indexer.config import Config
from tests.builders import write_case


def found(knowledge_base: KnowledgeBase, text: str, **settings: object) -> list[str]:
    query = Query(text=text, across=Across.OFF, text_language=Language.DANISH)
    from dataclasses import replace

    return [hit.id for hit in knowledge_base.search(replace(query, **settings)).hits]  # type: ignore[arg-type]


@pytest.fixture
def indexed(knowledge_base: KnowledgeBase, corpus: Path) -> Callable[..., KnowledgeBase]:
    def index(**bodies: str) -> KnowledgeBase:
        for name, body in bodies.items():
            write_case(corpus, name, body)
        knowledge_base.reconcile()
        return knowledge_base

    return index


def test_a_phrase_is_found_as_written_before_any_other_form(indexed) -> None:
    knowledge_base = indexed(a="De åbne skoler kom.", b="Den åbne skole kom.")

    exact = knowledge_base.search(Query(text='"åbne skole"'))
    loose = knowledge_base.search(Query(text='"åbne skoles"'))

    assert [hit.id for hit in exact.hits] == ["b"] and not exact.loose_phrases
    assert {hit.id for hit in loose.hits} == {"a", "b"} and loose.loose_phrases


def test_words_that_stand_together_rank_higher(indexed) -> None:
    filler = " ".join(f"ord{n}" for n in range(30))
    knowledge_base = indexed(
        apart=f"museet {filler} skolen slutter {filler}", together=f"{filler} {filler} museet skolen slutter"
    )

    assert found(knowledge_base, "museet skolen", related=True) == ["together", "apart"]


def test_the_exact_word_ranks_before_its_other_forms_and_these_before_its_parts(indexed) -> None:
    knowledge_base = indexed(
        exact="Her er en samarbejdsaftale til alle.",
        stem="Her er to samarbejdsaftaler til alle.",
        part="Her er en aftale om samarbejde til alle.",
        other="Her er noget andet til alle, en helt ny vej.",
    )

    assert found(knowledge_base, "samarbejdsaftale") == ["exact", "stem", "part"]


def test_a_danish_word_finds_english_documents_and_says_by_which_words(indexed, corpus: Path) -> None:
    write_case(corpus, "en", "A homework club run by volunteers.", language='"en"', title='"Homework"')
    knowledge_base = indexed(da="Noget helt andet om bøger.")

    result = knowledge_base.search(Query(text="frivillige"))

    assert [hit.id for hit in result.hits] == ["en"]
    assert "volunteers" in result.hits[0].found_via
    assert knowledge_base.search(Query(text="frivillige", across=Across.OFF)).total == 0


def test_an_explanation_names_term_origin_and_language(indexed, corpus: Path) -> None:
    write_case(corpus, "en", "Run by volunteers.", language='"en"', title='"Homework"')
    knowledge_base = indexed(da="Frivilliges arbejde.")

    own = knowledge_base.explain(Query(text="frivillige"), "da")  # type: ignore[arg-type]
    other = knowledge_base.explain(Query(text="frivillige"), "en")  # type: ignore[arg-type]

    assert (Origin.STEM, Language.DANISH) in {(term.origin, term.language) for term in own}
    assert ("volunt", Origin.TRANSLATION, Language.ENGLISH) in {(t.term, t.origin, t.language) for t in other}
    assert all(term.score > 0 for term in (*own, *other))


@pytest.fixture
def samspil(place: Config) -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--config", str(place.path)])


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    folder = tmp_path / "lille-da"
    folder.mkdir()
    texts = {"1": "Lektiecafé på biblioteket", "2": "Museet får nye udstillinger", "3": "Skolen synger"}
    lines = [json.dumps({"id": key, "title": "", "text": text, "lang": "da"}) for key, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "queries.tsv").write_text("q1\tlektiecaféer\nq2\tmuseer\n", "utf-8")
    (folder / "qrels.txt").write_text("q1 0 1 1\nq2 0 2 1\n", "utf-8")
    return folder


def test_evaluate_measures_a_test_set(samspil, test_set: Path) -> None:
    result = samspil("evaluate", str(test_set), "--across", "off", "--json")

    figures = json.loads(result.stdout)
    assert (figures["set"], figures["documents"], figures["queries"]) == ("lille-da", 3, 2)
    assert figures["ndcg@10"] == figures["mrr@10"] == figures["recall@100"] == 1.0
    assert figures["ms_p95"] >= figures["ms_p50"] > 0


def test_evaluate_says_what_is_missing(samspil, test_set: Path) -> None:
    (test_set / "qrels.txt").unlink()

    result = samspil("evaluate", str(test_set))

    assert result.exit_code == 1
    assert "qrels.txt" in result.stderr


def test_evaluate_names_judged_queries_that_moved(samspil, corpus: Path) -> None:
    write_case(corpus, "a", "Lektiecafé med frivillige.")
    (corpus / "judgements").mkdir()
    judged = '[[queries]]\nid = "q"\ntext = "lektiecafé"\nlanguage = "da"\nneed = "x"\nrelevant = { a = 2 }\n'
    (corpus / "judgements" / "danish.toml").write_text(judged, "utf-8")
    samspil("index")
    first = samspil("evaluate", "corpus", "--json")
    (corpus / "cases" / "a.md").unlink()
    write_case(corpus, "b", "Noget andet.")
    samspil("index")

    second = samspil("evaluate", "corpus", "--json")

    assert json.loads(first.stdout)["ndcg@10"] == 1.0
    assert json.loads(second.stdout)["ndcg@10"] == 0.0
    assert "q: 1.000 -> 0.000" in second.stderr


def test_a_fault_in_the_judged_queries_is_named(samspil, corpus: Path) -> None:
    write_case(corpus, "a")
    (corpus / "judgements").mkdir()
    (corpus / "judgements" / "danish.toml").write_text('[[queries]]\nid = "q"\ntekst = "x"\n', "utf-8")
    samspil("index")

    result = samspil("evaluate", "corpus")

    assert result.exit_code == 1
    assert "danish.toml, query 1: tekst is no key" in result.stderr


def test_explain_prints_terms_and_says_when_there_are_none(samspil, corpus: Path) -> None:
    write_case(corpus, "a", "Lektiecafé med frivillige.")
    samspil("index")

    told = samspil("explain", "lektiecaféer", "a", "--json")
    nothing = samspil("explain", "rumskib", "a")

    assert {"word", "term", "origin", "language", "probability", "score"} == set(
        json.loads(told.stdout.splitlines()[0])
    )
    assert nothing.exit_code == 1 and "rumskib" in nothing.stderr
