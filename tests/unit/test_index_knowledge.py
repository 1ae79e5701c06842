"""What is known of words: made once for a committed state, by whatever thread asks first, and dropped with it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from indexer import Language, SuggestionKind, Vocabulary
from indexer.analysis import Analyzers
from indexer.domain.errors import EngineUnavailable
from indexer.engines.memory import MemoryEngine
from indexer.search.autocomplete import Suggestions
from indexer.search.index_knowledge import KnowledgeSource, LazyParts
from indexer.search.words.dictionary import DictionaryEntry
from indexer.search.words.wordings import SharedWordings
from tests.builders import ANALYZERS, a_document, a_memory_engine, a_vocabulary, analyzed, knowledge_of

THREADS = 8


def test_knowledge_is_one_for_a_state_and_another_for_the_next() -> None:
    engine = a_memory_engine(a_document("a", "skole"))
    source = knowledge_of(engine)
    first = source.newest()
    engine.writer.apply([analyzed(a_document("b", "museum"))], ())
    second = source.newest()

    assert first is not second and second is source.newest()
    assert (first.holds(Language.DANISH, "museum"), second.holds(Language.DANISH, "museum")) == (False, True)
    assert first.document_shares(Language.DANISH).keys() < second.document_shares(Language.DANISH).keys()


def test_what_a_commit_does_not_change_is_not_made_again() -> None:
    engine = a_memory_engine(a_document("a", "skole"))
    read = []
    source = knowledge_of(engine, entries=lambda: read.append("dictionary") or ())
    translations = source.newest().words.translations
    engine.writer.apply([analyzed(a_document("b", "museum"))], ())

    assert source.newest().words.translations is translations
    assert read == ["dictionary"]


def test_knowledge_bases_share_the_wordings_of_equal_dictionaries_and_concepts_alone() -> None:
    shared = SharedWordings()
    words = (DictionaryEntry("bil", (("car", 1.0),)),)
    others = (DictionaryEntry("bil", (("truck", 1.0),)),)
    other_vocabulary = replace(a_vocabulary(), schemes={})

    first = shared.of(ANALYZERS, words, a_vocabulary())
    again = shared.of(ANALYZERS, iter(words), a_vocabulary())
    another_list = shared.of(ANALYZERS, others, a_vocabulary())

    assert again.translations is first.translations and again.meanings is first.meanings
    assert another_list.translations.translations(Language.DANISH, ("bil",)) == {"truck": 1.0}
    assert shared.of(ANALYZERS, words, other_vocabulary).meanings is not first.meanings


def test_wordings_that_outlive_an_index_hold_none_of_its_words() -> None:
    analyzers = Analyzers({"skole": 900, "samarbejde": 900, "skolesamarbejde": 1})
    assert analyzers[Language.DANISH].forms(["skolesamarbejde"])[0].parts

    alone = analyzers.stemming_alone()

    assert alone[Language.DANISH].term("skolerne") == analyzers[Language.DANISH].term("skolerne")
    assert not alone[Language.DANISH].forms(["skolesamarbejde"])[0].parts


def test_another_vocabulary_brings_other_knowledge() -> None:
    fewer = {name: scheme for name, scheme in a_vocabulary().schemes.items() if name != "goal"}
    vocabularies = [a_vocabulary(), replace(a_vocabulary(), schemes=fewer, content_hash="changed")]
    source = KnowledgeSource(
        engine=a_memory_engine(a_document("a", "skole")),
        load_vocabulary=lambda: vocabularies[0],
        make_analyzers=lambda counts: ANALYZERS,
        entries=lambda: (),
    )
    before = source.newest()
    vocabularies.reverse()
    after = source.newest()

    assert before is not after and after.vocabulary.content_hash == "changed"
    assert before.words.translations is not after.words.translations


def test_a_part_is_made_once_however_many_threads_ask() -> None:
    parts, made = LazyParts(), []
    together = threading.Barrier(THREADS)

    def make() -> object:
        made.append("part")
        return object()

    def ask(_: int) -> object:
        together.wait()
        return parts.get("key", make)

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(ask, range(THREADS)))

    assert len(found) == len(made) == 1


def test_a_part_that_could_not_be_made_is_tried_again() -> None:
    parts = LazyParts()

    with pytest.raises(ZeroDivisionError):
        parts.get("key", lambda: 1 // 0)

    assert parts.get("key", lambda: 7) == 7


def test_a_part_may_be_made_of_another() -> None:
    parts = LazyParts()

    assert parts.get("sum", lambda: parts.get("first", lambda: 2) + parts.get("second", lambda: 3)) == 5


def test_suggestions_follow_the_newest_state() -> None:
    engine = a_memory_engine(a_document("a", title="Skolen ved havet"))
    suggestions = Suggestions(knowledge_of(engine))
    before = [(s.text, s.kind) for s in suggestions.suggest("skol", Language.DANISH)]
    engine.writer.apply([analyzed(a_document("a", title="Museet")), analyzed(a_document("b", title="Skolegården"))], ())

    assert before == [("Skolen ved havet", SuggestionKind.TITLE)]
    assert [s.text for s in suggestions.suggest("skol", Language.DANISH)] == ["Skolegården"]


def test_without_an_index_nothing_is_known() -> None:
    with pytest.raises(EngineUnavailable, match="no-index"):
        knowledge_of(MemoryEngine()).newest()


def test_the_vocabulary_is_that_of_the_moment() -> None:
    empty = Vocabulary({})
    source = KnowledgeSource(
        engine=a_memory_engine(), load_vocabulary=lambda: empty, make_analyzers=lambda c: ANALYZERS, entries=lambda: ()
    )

    assert source.newest().vocabulary is empty
