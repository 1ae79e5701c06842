"""A SKOS file becomes the vocabulary, or its fault is named."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Config, KnowledgeBase, KnowledgeBaseError, Language, Vocabulary, open_knowledge_base
from indexer.corpus_store.kept_concepts import KeptConcepts
from indexer.corpus_store.vocabulary_file import VocabularyFile
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from tests.saying import raises_saying, said

HEAD = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
SCHEMES = """
<urn:x:phase> a skos:ConceptScheme ; skos:notation "phase" ;
    skos:prefLabel "Fase"@da, "Phase"@en ; skos:definition "Hvor langt"@da .
<urn:x:goal> a skos:ConceptScheme ; skos:notation "goal" ; skos:prefLabel "Mål"@da, "Goal"@en .
"""
CONCEPTS = """
<urn:x:phase/zoning> a skos:Concept ; skos:inScheme <urn:x:phase> ; skos:notation "zoning" ;
    skos:prefLabel "Zone"@da, "Zone"@en, "Zone"@de ;
    skos:altLabel "b-ord"@da, "a-ord"@da, "word"@en ; skos:hiddenLabel "gemt"@da ;
    skos:scopeNote "Note"@da ; skos:broader <urn:x:phase/begin> ; skos:broadMatch <urn:x:goal/win> .
<urn:x:phase/begin> a skos:Concept ; skos:inScheme <urn:x:phase> ; skos:notation "begin" ;
    skos:prefLabel "Start"@da, "Begin"@en ; skos:related <urn:x:phase/end>, <urn:x:goal/win> .
<urn:x:phase/end> a skos:Concept ; skos:inScheme <urn:x:phase> ; skos:notation "end" ;
    skos:prefLabel "Slut"@da, "End"@en .
<urn:x:goal/win> a skos:Concept ; skos:inScheme <urn:x:goal> ; skos:notation "win" ; skos:prefLabel "Vinde"@da .
"""


def vocabulary_of(knowledge_base: KnowledgeBase, corpus: Path, turtle: str) -> Vocabulary:
    (corpus / "vocabulary.ttl").write_text(turtle, "utf-8")
    return knowledge_base.vocabulary


@pytest.fixture
def vocabulary(knowledge_base: KnowledgeBase, corpus: Path) -> Vocabulary:
    return vocabulary_of(knowledge_base, corpus, HEAD + SCHEMES + CONCEPTS)


def test_schemes_and_concepts_keep_the_order_of_the_file(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.schemes) == ["phase", "goal", "outcome"]
    assert list(vocabulary.schemes["phase"].concepts) == ["zoning", "begin", "end"]


def test_a_scheme_has_labels_and_a_definition_in_each_language_that_states_one(vocabulary: Vocabulary) -> None:
    scheme = vocabulary.schemes["phase"]

    assert scheme.labels == {Language.DANISH: "Fase", Language.ENGLISH: "Phase"}
    assert scheme.definitions == {Language.DANISH: "Hvor langt"}


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("labels", {Language.DANISH: "Zone", Language.ENGLISH: "Zone"}),
        ("synonyms", {Language.DANISH: ("a-ord", "b-ord"), Language.ENGLISH: ("word",)}),
        ("hidden", {Language.DANISH: ("gemt",), Language.ENGLISH: ()}),
        ("scope_notes", {Language.DANISH: "Note"}),
        ("broader", ("begin",)),
        ("narrower", ()),
        ("related", ()),
        ("matches", (("goal", "win"),)),
    ],
)
def test_a_concept_says_what_the_file_says(vocabulary: Vocabulary, attribute: str, value: object) -> None:
    assert getattr(vocabulary.concept("phase", "zoning"), attribute) == value


def test_narrower_follows_from_broader_and_links_stay_within_the_scheme(vocabulary: Vocabulary) -> None:
    begin = vocabulary.concept("phase", "begin")

    assert begin is not None
    assert (begin.narrower, begin.related) == (("zoning",), ("end",))


@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        ("dette er ikke turtle", "is not valid Turtle"),
        (HEAD + SCHEMES.replace('skos:notation "goal"', 'skos:note "x"'), "urn:x:goal has no skos:notation"),
        (
            HEAD + SCHEMES + CONCEPTS.replace('skos:notation "end"', 'skos:note "x"'),
            "urn:x:phase/end has no skos:notation",
        ),
        (HEAD + "<urn:x:a> a skos:Unknown ; skos:broader", "is not valid Turtle"),
    ],
    ids=["no-turtle", "scheme-without-id", "concept-without-id", "cut-off"],
)
def test_a_fault_of_a_file_that_was_never_good_is_named(place: Config, corpus: Path, turtle: str, named: str) -> None:
    (corpus / "vocabulary.ttl").write_text(turtle, "utf-8")

    with pytest.raises(KnowledgeBaseError) as refused, contextlib.closing(open_knowledge_base(place)) as opened:
        _ = opened.vocabulary

    assert named in said(refused.value)


def test_a_missing_file_says_what_to_do(place: Config, corpus: Path) -> None:
    (corpus / "vocabulary.ttl").unlink()

    with (
        raises_saying(KnowledgeBaseError, r"vocabulary\.ttl is missing: put the SKOS vocabulary"),
        contextlib.closing(open_knowledge_base(place)) as opened,
    ):
        _ = opened.vocabulary


def test_a_changed_file_is_read_again_and_a_broken_one_leaves_the_last_good_state(
    knowledge_base: KnowledgeBase, corpus: Path
) -> None:
    first = vocabulary_of(knowledge_base, corpus, HEAD + SCHEMES)
    second = vocabulary_of(knowledge_base, corpus, HEAD + SCHEMES + CONCEPTS)
    broken = vocabulary_of(knowledge_base, corpus, "x")
    mended = vocabulary_of(knowledge_base, corpus, HEAD + SCHEMES)

    assert first.concept("phase", "end") is None
    assert second.concept("phase", "end") is not None
    assert broken is second
    assert mended == first


def test_an_unchanged_file_is_not_read_again(knowledge_base: KnowledgeBase, corpus: Path) -> None:
    first = vocabulary_of(knowledge_base, corpus, HEAD + SCHEMES)
    os.utime(corpus / "vocabulary.ttl", ns=((corpus / "vocabulary.ttl").stat().st_mtime_ns,) * 2)

    assert knowledge_base.vocabulary is first


def test_what_was_read_once_is_what_the_next_process_opens_without_reading_turtle(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus / "vocabulary.ttl"
    read = VocabularyFile(path, tmp_path / "last-good.ttl").load()
    monkeypatch.setattr(
        "indexer.corpus_store.vocabulary_turtle.load_vocabulary", lambda path: pytest.fail("read again")
    )

    assert VocabularyFile(path, tmp_path / "last-good.ttl").load() == read
    assert len(read.schemes) > 10


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept, turtle: kept.write_bytes(kept.read_bytes()[:-2]),
        lambda kept, turtle: kept.write_bytes(kept.read_bytes().replace(b"Zone", b"Zoni")),
        lambda kept, turtle: kept.write_bytes(b""),
        lambda kept, turtle: kept.unlink(),
        lambda kept, turtle: turtle.write_text(HEAD + SCHEMES + CONCEPTS.replace('"Zone"@da', '"Zoni"@da'), "utf-8"),
    ],
    ids=["cut", "changed", "empty", "missing", "of another file"],
)
def test_a_damaged_or_older_reading_is_made_anew(
    corpus: Path, tmp_path: Path, damage: Callable[[Path, Path], object]
) -> None:
    turtle, kept = corpus / "vocabulary.ttl", tmp_path / "last-good.concepts"
    turtle.write_text(HEAD + SCHEMES + CONCEPTS, "utf-8")
    VocabularyFile(turtle, tmp_path / "last-good.ttl").load()
    damage(kept, turtle)

    found = VocabularyFile(turtle, tmp_path / "last-good.ttl").load()

    assert found.schemes == load_vocabulary(turtle).schemes
    assert KeptConcepts(kept).read(found.content_hash) == load_vocabulary(turtle)
