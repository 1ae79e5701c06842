"""The engines that the product is measured against do what is said of them."""

from __future__ import annotations

import importlib.util

import pytest

from benchmarks.retrieval.peers import Peer, PlainDocument
from benchmarks.retrieval.peers.all_peers import PEERS
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery

DANISH = [
    PlainDocument("a", "Frivillige", "Kommunen har mange samarbejder."),
    PlainDocument("b", "", "Biblioteket låner bøger ud."),
    PlainDocument("c", "Bibliotekerne i byen", ""),
]
ENGLISH = [
    PlainDocument("a", "", "The library lends books."),
    PlainDocument("b", "Volunteers", "They work for nothing."),
]
NEEDS = {"tantivy": "tantivy", "tantivy-all-words": "tantivy", "bm25s": "bm25s"}


@pytest.fixture(params=[name for name in PEERS if name != "lucene"])
def peer(request: pytest.FixtureRequest) -> Peer:
    """Every peer but Lucene, whose jars come from the network."""
    name: str = request.param
    if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
        pytest.skip(f"{NEEDS[name]} is installed by make benchmark only")
    return PEERS[name]


def found(peer: Peer, documents: list[PlainDocument], language: Language, text: str) -> list[str]:
    return peer(documents, language, [JudgedQuery("q", text, {})])["q"]


def test_a_peer_finds_words_in_title_and_text(peer: Peer) -> None:
    ids = found(peer, DANISH, Language.DANISH, "bibliotekerne låner")

    assert set(ids) == {"b", "c"}


def test_a_peer_stems_english(peer: Peer) -> None:
    assert found(peer, ENGLISH, Language.ENGLISH, "volunteer") == ["b"]
    assert found(peer, ENGLISH, Language.ENGLISH, "book lending") == ["a"]


def test_a_peer_takes_signs_as_no_grammar(peer: Peer) -> None:
    assert found(peer, ENGLISH, Language.ENGLISH, '"book* AND -(lends: OR') == ["a"]


def test_a_query_without_a_known_word_finds_nothing(peer: Peer) -> None:
    assert found(peer, DANISH, Language.DANISH, "zzz") == []
