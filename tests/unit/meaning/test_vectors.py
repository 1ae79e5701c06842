"""Eight-bit numbers and signs in place of vectors, and the nearest documents found by them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.domain.documents.metadata import DocumentId
from indexer.meaning import nearest
from indexer.meaning.nearest import best_passage, document_cosines, nearest_documents
from indexer.meaning.vector_file import VectorFile, write_vector_file
from indexer.meaning.vector_store import PASSAGE, KeptDocument, VectorStore
from indexer.meaning.vectors import cosines, packed, sign_distances, signs
from indexer.storage.array_file import DamagedFile

DIMENSIONS = 128


def unit_vectors(count: int, seed: int = 1) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[VectorFile, np.ndarray]:
    """Sixty documents of one to three passages."""
    counts = np.random.default_rng(2).integers(1, 4, 60)
    vectors = unit_vectors(int(counts.sum()))
    store = VectorStore(tmp_path / "store.sqlite3")
    keys = [number.to_bytes(32) for number in range(len(vectors))]
    store.keep_vectors(dict(zip(keys, packed(vectors), strict=True)))
    rows = np.array([(key, 1, number) for number, key in enumerate(keys)], PASSAGE)
    held = np.split(rows, counts.cumsum()[:-1])
    store.keep_documents([KeptDocument(DocumentId(f"d{n:02}"), "hash", each) for n, each in enumerate(held)])
    write_vector_file(tmp_path / "vectors.arrays", store, "model", DIMENSIONS)
    store.close()
    return VectorFile(tmp_path / "vectors.arrays", "model", DIMENSIONS), vectors


def test_cosines_of_packed_vectors_are_near_the_true_ones() -> None:
    vectors = unit_vectors(200)

    assert np.abs(cosines(packed(vectors), vectors[0]) - vectors @ vectors[0]).max() < 0.01


def test_sign_distances_count_the_signs_that_differ() -> None:
    rows = packed(unit_vectors(70))
    expected = ((rows.view(np.int8) > 0) != (rows[3].view(np.int8) > 0)).sum(axis=1)

    assert sign_distances(signs(rows), signs(rows)[:, 3]).tolist() == expected.tolist()


def test_the_nearest_documents_are_those_of_the_best_passages(filled: tuple[VectorFile, np.ndarray]) -> None:
    file, vectors = filled
    exact = np.maximum.reduceat(cosines(file.numbers, vectors[7]), file.starts[:-1])

    found = nearest_documents(file, vectors[7], 10)

    assert found.documents.tolist() == np.argsort(-exact, kind="stable")[:10].tolist()
    assert found.cosines == pytest.approx(np.sort(exact)[::-1][:10], abs=1e-6)
    assert document_cosines(file, vectors[7], [5, 0, 59]) == pytest.approx(exact[[5, 0, 59]], abs=1e-6)
    assert [best_passage(file, vectors[7], each) for each in found.documents[:1].tolist()] == [7]


def test_signs_choose_the_passages_whose_numbers_are_looked_at(
    filled: tuple[VectorFile, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, vectors = filled
    monkeypatch.setattr(nearest, "PASSAGES_LOOKED_AT", 12)

    found = nearest_documents(file, vectors[7], 5)

    assert found.passages[0] == 7
    assert set(found.documents.tolist()) <= set(range(60))


def test_nearness_to_no_document_is_asked_of_none(filled: tuple[VectorFile, np.ndarray]) -> None:
    assert document_cosines(filled[0], filled[1][0], []).tolist() == []


def test_vectors_of_another_model_and_damaged_ones_are_refused(
    filled: tuple[VectorFile, np.ndarray], tmp_path: Path
) -> None:
    path = tmp_path / "vectors.arrays"
    with pytest.raises(DamagedFile, match="another model"):
        VectorFile(path, "another", DIMENSIONS)

    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamagedFile, match="changed"):
        VectorFile(path, "model", DIMENSIONS)


def test_a_lost_vector_is_near_nothing(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "store.sqlite3")
    store.keep_documents([KeptDocument(DocumentId("a"), "hash", np.array([(bytes(32), 0, 0)], PASSAGE))])
    write_vector_file(tmp_path / "vectors.arrays", store, "model", DIMENSIONS)
    store.close()

    file = VectorFile(tmp_path / "vectors.arrays", "model", DIMENSIONS)

    assert cosines(file.numbers, unit_vectors(1)[0]).tolist() == [0.0]
