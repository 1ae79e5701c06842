"""Vectors follow the indexed documents, at the price of what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.meaning import Embedding, EmbeddingProgress, VectorMeaning, model_path, open_encoder, state_of
from indexer.storage.database_connection import DatabaseDamaged
from tests.builders import a_document
from tests.fakes import WordEncoder


class Stopped(Exception):
    """Somebody ended the process."""


class Collection:
    """Documents with a hash of what they say."""

    def __init__(self, **texts: str) -> None:
        self.documents = {DocumentId(name): a_document(name, text, title=name) for name, text in texts.items()}

    @property
    def hashes(self) -> dict[DocumentId, str]:
        return {each: "|".join(page.text for page in one.pages) for each, one in self.documents.items()}

    def read(self, document_id: DocumentId) -> Document | None:
        return self.documents.get(document_id)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def embedding(encoder: WordEncoder, tmp_path: Path) -> Iterator[Embedding]:
    made = Embedding(encoder, tmp_path)
    yield made
    made.close()


def nearest(encoder: WordEncoder, folder: Path, text: str) -> tuple[DocumentId, ...]:
    proximity = VectorMeaning(lambda: encoder, folder).proximity(text, Language.DANISH)
    return proximity.nearest if proximity else ()


def test_only_what_changed_is_embedded_again(embedding: Embedding, encoder: WordEncoder, tmp_path: Path) -> None:
    collection = Collection(a="ensomhed", b="lektier")
    assert embedding.follow(collection.hashes, collection.read) == 2
    encoder.encoded.clear()

    collection.documents[DocumentId("b")] = a_document("b", "bogbus", title="b")

    assert embedding.follow(collection.hashes, collection.read) == 1
    assert encoder.encoded == ["b. bogbus"]
    assert embedding.follow(collection.hashes, collection.read) == 0
    assert nearest(encoder, tmp_path, "bookmobile")[0] == "b"


def test_a_text_that_was_embedded_under_another_id_costs_nothing(embedding: Embedding, encoder: WordEncoder) -> None:
    collection = Collection(a="ensomhed")
    embedding.follow(collection.hashes, collection.read)
    encoder.encoded.clear()

    moved = replace(collection.documents[DocumentId("a")], id=DocumentId("c"))
    collection.documents = {DocumentId("a"): collection.documents[DocumentId("a")], DocumentId("c"): moved}

    assert embedding.follow(collection.hashes, collection.read) == 1
    assert encoder.encoded == []


def test_what_is_done_when_the_process_ends_is_kept(embedding: Embedding, encoder: WordEncoder) -> None:
    collection = Collection(**{f"d{number:02}": f"ord{number}" for number in range(20)})

    def stop(progress: EmbeddingProgress) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        embedding.follow(collection.hashes, collection.read, stop)
    done = len(encoder.encoded)
    reports: list[EmbeddingProgress] = []
    embedding.follow(collection.hashes, collection.read, reports.append)

    assert 0 < done < 20
    assert len(encoder.encoded) == 20
    assert reports[-1] == EmbeddingProgress(20, 20)


def test_withdrawn_documents_are_found_no_more(embedding: Embedding, encoder: WordEncoder, tmp_path: Path) -> None:
    collection = Collection(a="ensomhed", b="lektier")
    embedding.follow(collection.hashes, collection.read)

    del collection.documents[DocumentId("a")]
    embedding.follow(collection.hashes, collection.read)

    assert nearest(encoder, tmp_path, "alene") == ("b",)


def test_a_document_that_cannot_be_read_is_passed_over(embedding: Embedding, encoder: WordEncoder) -> None:
    collection = Collection(a="ensomhed")

    embedding.follow({**collection.hashes, DocumentId("gone"): "x"}, collection.read)

    assert encoder.encoded == ["a. ensomhed"]


def test_a_damaged_store_is_put_out_of_the_way_and_filled_again(
    embedding: Embedding, encoder: WordEncoder, tmp_path: Path
) -> None:
    collection = Collection(a="ensomhed")
    embedding.follow(collection.hashes, collection.read)
    embedding.close()
    for path in tmp_path.glob("vectors.sqlite3*"):
        path.write_bytes(b"no database" * 1000)

    with pytest.raises(DatabaseDamaged):
        embedding.follow(collection.hashes, collection.read)

    assert embedding.follow(collection.hashes, collection.read) == 1


def test_a_missing_file_of_vectors_is_written_from_what_is_kept(
    embedding: Embedding, encoder: WordEncoder, tmp_path: Path
) -> None:
    collection = Collection(a="ensomhed")
    embedding.follow(collection.hashes, collection.read)
    encoder.encoded.clear()
    (tmp_path / "vectors.arrays").unlink()

    embedding.follow(collection.hashes, collection.read)

    assert (tmp_path / "vectors.arrays").is_file() and encoder.encoded == []


def test_the_state_says_what_is_missing_and_how_far_it_is(embedding: Embedding, tmp_path: Path) -> None:
    collection = Collection(a="ensomhed", b="lektier")
    embedding.follow({DocumentId("a"): collection.hashes[DocumentId("a")]}, collection.read)

    state = state_of(tmp_path / "models", tmp_path, collection.hashes, is_on=True)
    off = state_of(tmp_path / "models", tmp_path, collection.hashes, is_on=False)

    assert (state.model, state.embedded, state.documents) == ("", 1, 2)
    assert "make" in state.missing and "switched off" in off.missing


def test_without_a_model_there_is_no_encoder_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    assert open_encoder(tmp_path) is None

    model_path(tmp_path).write_bytes(b"no model")

    assert open_encoder(tmp_path) is None
