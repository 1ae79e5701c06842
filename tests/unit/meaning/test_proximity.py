"""Nearness to a text: frozen by text and vectors, absent where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.meaning import Embedding, VectorMeaning
from tests.builders import a_document
from tests.fakes import WordEncoder


def embed(encoder: WordEncoder, folder: Path, *documents: Document) -> None:
    by_id = {document.id: document for document in documents}
    embedding = Embedding(encoder, folder)
    embedding.follow({each: str(hash(one)) for each, one in by_id.items()}, by_id.get)
    embedding.close()


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def meaning(encoder: WordEncoder, tmp_path: Path) -> Iterator[VectorMeaning]:
    embed(
        encoder,
        tmp_path,
        a_document("alone", "Om noget andet. " * 56, "ensomhed", title="t"),
        a_document("bus", "bogbus", title="t"),
        a_document("work", "lektier", title="t"),
    )
    yield VectorMeaning(lambda: encoder, tmp_path)


def test_what_means_the_same_is_nearest_and_others_are_not_related(meaning: VectorMeaning) -> None:
    found = meaning.proximity("isolated", Language.ENGLISH)

    assert found is not None
    assert (found.nearest[0], found.related) == ("alone", ("alone",))
    assert found.of([DocumentId("alone"), DocumentId("bus"), DocumentId("unknown")])[0] == 1.0
    assert found.of([DocumentId("unknown")]) == [0.0]


def test_the_nearest_passage_is_named_by_its_page(meaning: VectorMeaning) -> None:
    found = meaning.proximity("isolated", Language.ENGLISH)

    assert found is not None
    assert found.passage(DocumentId("alone")) == (2, 0)
    assert found.passage(DocumentId("unknown")) is None


def test_a_text_is_embedded_once_and_asked_again_gives_the_same_object(
    meaning: VectorMeaning, encoder: WordEncoder
) -> None:
    encoder.encoded.clear()

    first, again = (meaning.proximity("alene", Language.DANISH) for _ in range(2))

    assert first is again
    assert encoder.encoded == ["alene"]


def test_newer_vectors_are_taken_up_and_the_text_is_not_embedded_again(
    meaning: VectorMeaning, encoder: WordEncoder, tmp_path: Path
) -> None:
    before = meaning.proximity("bookmobile", Language.ENGLISH)
    encoder.encoded.clear()
    embed(encoder, tmp_path, a_document("new", "bus", title="t"))
    encoder.encoded.remove("t. bus")

    after = meaning.proximity("bookmobile", Language.ENGLISH)

    assert before is not None and after is not None
    assert (before.nearest[0], after.nearest) == ("bus", ("new",))
    assert encoder.encoded == []


def test_without_vectors_or_model_there_is_no_nearness(meaning: VectorMeaning, tmp_path: Path) -> None:
    without_model = VectorMeaning(lambda: None, tmp_path)
    without_vectors = VectorMeaning(WordEncoder, tmp_path / "elsewhere")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "vectors.arrays").write_bytes(b"no vectors")

    assert without_model.proximity("alene", Language.DANISH) is None
    assert without_vectors.proximity("alene", Language.DANISH) is None
    assert VectorMeaning(WordEncoder, tmp_path / "damaged").proximity("alene", Language.DANISH) is None
