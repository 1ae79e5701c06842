"""What is packed comes back as it was: numbers, postings of every shape, and texts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from indexer.engines.analyzed_document import AnalyzedField
from indexer.engines.arrays.segments import inverter, merging
from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.inverter import FieldInverter
from indexer.engines.arrays.segments.lists import plain_lists, slots
from indexer.engines.arrays.segments.merging import MergeSource
from indexer.engines.arrays.segments.schema import NOT_DATED, FieldKind
from indexer.engines.arrays.segments.segment import SegmentPostings, SegmentWriter
from indexer.engines.arrays.structures import tf_length_pairs
from indexer.storage import text_blocks
from indexer.storage.array_file import ArrayFile, ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter
from indexer.storage.packed_numbers import BLOCK, PackedNumbers, Packer, packed

LARGEST = 2**32 - 1
Occurrences = dict[str, dict[int, list[int]]]
"""By term and document the positions."""


@st.composite
def hostile_numbers(draw: st.DrawFn) -> np.ndarray:
    """Runs of constants, of small and of huge numbers, ending anywhere in a block."""
    pieces = [np.zeros(0, dtype=np.uint32)]
    for _ in range(draw(st.integers(0, 4))):
        size = draw(st.sampled_from((1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK)) | st.integers(0, 400))
        largest = (1 << draw(st.integers(0, 32))) - 1
        if draw(st.booleans()):
            pieces.append(np.full(size, largest, dtype=np.uint32))
        else:
            seed = draw(st.integers(0, 1000))
            pieces.append(np.random.default_rng(seed).integers(0, largest, size, dtype=np.uint32, endpoint=True))
    return np.concatenate(pieces)


@settings(max_examples=60)
@given(numbers=hostile_numbers(), data=st.data())
def test_packed_numbers_come_back_whole_and_in_part(numbers: np.ndarray, data: st.DataObject) -> None:
    found = PackedNumbers(packed(numbers), len(numbers))

    assert found.all().tolist() == numbers.tolist()
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(numbers))] * 2)))
    assert found.range(first, last).tolist() == numbers[first:last].tolist()
    ordinals = np.array(sorted(data.draw(st.sets(st.integers(0, max(0, len(numbers) - 1))))), dtype=np.int64)
    if len(numbers):
        assert found.at(ordinals).tolist() == numbers[ordinals].tolist()


@settings(max_examples=30)
@given(numbers=hostile_numbers(), cuts=st.lists(st.integers(0, 1600), max_size=5))
def test_numbers_that_come_in_pieces_are_packed_alike(numbers: np.ndarray, cuts: list[int]) -> None:
    packer = Packer()
    pieces = [packer.add(piece) for piece in np.split(numbers, sorted(min(cut, len(numbers)) for cut in cuts))]

    content = b"".join(piece.tobytes() for piece in [*pieces, packer.finish()])

    assert content == packed(numbers).tobytes() and packer.count == len(numbers)


@pytest.mark.parametrize("width", range(33))
def test_a_number_takes_hardly_more_bits_than_the_largest_of_its_block(width: int) -> None:
    numbers = np.zeros(BLOCK, dtype=np.uint32)
    numbers[width] = (1 << width) - 1

    content = packed(numbers)

    taken = next(w for w in (0, 1, 2, 4, 8, 9, 10, 12, 16, 17, 18, 20, 24, 32) if w >= width)
    assert len(content) == taken * BLOCK // 8 + 1 and content[-1] == taken
    assert PackedNumbers(content, BLOCK).all().tolist() == numbers.tolist()


@pytest.mark.parametrize("numbers", [[-1], [1 << 32], [0, 5, -(2**62)]])
def test_what_does_not_fit_is_refused(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="only numbers"):
        packed(np.array(numbers))


@pytest.mark.parametrize("count", [BLOCK + 1, 5 * BLOCK])
def test_bytes_of_another_count_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="count"):
        PackedNumbers(packed(np.arange(BLOCK)), count)


@settings(max_examples=40)
@given(values=arrays_of.arrays(np.int64, st.integers(0, 300), elements=st.integers(-(2**63), 2**63 - 1)))
def test_whole_numbers_of_documents_come_back(values: np.ndarray) -> None:
    values[::7] = NOT_DATED
    with tempfile.TemporaryDirectory() as folder:
        with SegmentWriter(Path(folder, "a.arr"), len(values)) as writer:
            writer.add_values("published", values)
            writer.add_texts((), [()] * len(values), ())

        assert SegmentPostings(Path(folder, "a.arr")).values("published").tolist() == values.tolist()


@st.composite
def occurrences(draw: st.DrawFn) -> tuple[Occurrences, int]:
    """(positions by term and document, how many documents): frequent and rare terms, far and near positions."""
    size = draw(st.sampled_from((1, 2, 130, 700)))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    reach = draw(st.sampled_from((3, 300, 70_000)))
    found: Occurrences = {}
    for term in draw(st.lists(st.sampled_from(("a", "b", "by", "båd", "ø", "z" * 300)), unique=True, max_size=5)):
        holders = np.flatnonzero(chance.random(size) < draw(st.sampled_from((0.005, 0.3, 1.0))))
        counts = chance.integers(1, draw(st.sampled_from((2, 9))), len(holders))
        found[term] = {
            int(holder): sorted(chance.integers(0, reach, count).tolist())
            for holder, count in zip(holders, counts, strict=True)
        }
    return {term: held for term, held in found.items() if held}, size


def written(path: Path, held: Occurrences, size: int, *, is_plain: bool) -> FieldPostings:
    collected = FieldInverter(FieldKind.FREQUENCIES if is_plain else FieldKind.POSITIONS)
    for document in range(size):
        tokens = sorted((p, term) for term, by_document in held.items() for p in by_document.get(document, ()))
        if tokens:
            collected.add(document, AnalyzedField.of([term for _, term in tokens], [p for p, _ in tokens]))
    with SegmentWriter(path, size) as writer:
        writer.add_field("body_da", collected.inverted(size), is_plain=is_plain)
        writer.add_texts((), [()] * size, ())
    return SegmentPostings(path).fields["body_da"]


def places(positions: np.ndarray) -> list[tuple[int, int]]:
    return [(place >> 32, place & LARGEST) for place in positions.tolist()]


def check(postings: FieldPostings, held: Occurrences, size: int, chance: np.random.Generator) -> None:
    assert list(postings.terms) == sorted(term.encode() for term in held)
    lengths = [sum(len(by_document.get(d, ())) for by_document in held.values()) for d in range(size)]
    assert postings.lengths.tolist() == lengths
    for ordinal, term in enumerate(postings.terms):
        by_document = held[term.decode()]
        documents, frequencies = postings.documents(ordinal), postings.frequencies(ordinal)
        assert documents.tolist() == sorted(by_document)
        assert frequencies.tolist() == [len(by_document[d]) for d in sorted(by_document)]
        pairs = postings.pair_numbers(ordinal, documents)
        assert postings.pairs.frequencies[pairs].tolist() == frequencies.tolist()
        assert postings.pairs.lengths[pairs].tolist() == [lengths[d] for d in documents.tolist()]
        by_document = {} if postings.is_plain else by_document
        bases = postings.position_bases
        positions = [int(bases[d]) + p for d in sorted(by_document) for p in by_document[d]]
        assert postings.positions(ordinal).tolist() == positions
        keys = np.sort(chance.integers(0, int(bases[-1]) + 1, 30))
        assert set(keys.tolist()) & set(positions) <= set(postings.positions_near(ordinal, keys).tolist())
        wanted = np.flatnonzero(chance.random(size) < chance.choice((0.01, 0.5)))
        expected = [(d, p) for d in wanted.tolist() for p in by_document.get(d, ())]
        assert places(postings.positions_in(ordinal, wanted)) == expected


@pytest.mark.parametrize(
    ("cells", "key_bits", "positions", "is_plain"),
    [(1 << 24, 64, 1 << 32, False), (0, 8, 1 << 32, False), (1 << 24, 64, 0, False), (1 << 24, 64, 0, True)],
)
@settings(max_examples=20)
@given(drawn=occurrences(), seed=st.integers(0, 1000))
def test_postings_come_back_as_they_were_inverted(
    cells: int, key_bits: int, positions: int, is_plain: bool, drawn: tuple[Occurrences, int], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(tf_length_pairs, "_MAX_TABLE_CELLS", cells)
        patched.setattr(inverter, "_KEY_BITS", key_bits)
        patched.setattr(inverter, "_PIECE_TOKENS", 300)
        patched.setattr(plain_lists, "_PIECE_POSTINGS", 70)
        patched.setattr(plain_lists, "_MAX_SHORT", 600)
        patched.setattr(slots, "_MAX_POSITIONS", positions)

        postings = written(Path(folder, "a.arr"), *drawn, is_plain=is_plain)

        check(postings, *drawn, np.random.default_rng(seed))


@pytest.mark.parametrize("is_plain", [False, True])
@settings(max_examples=10)
@given(first=occurrences(), second=occurrences(), seed=st.integers(0, 1000))
def test_merged_postings_are_those_of_the_documents_that_are_left(
    is_plain: bool, first: tuple[Occurrences, int], second: tuple[Occurrences, int], seed: int
) -> None:
    chance = np.random.default_rng(seed)
    merged: Occurrences = {}
    sources, size = [], 0
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "_PIECE_POSTINGS", 200)
        for name, (held, documents) in (("a", first), ("b", second)):
            is_kept = chance.random(documents) < 0.7
            numbers = np.where(is_kept, np.cumsum(is_kept) - 1 + size, -1)
            size += int(np.count_nonzero(is_kept))
            postings = written(Path(folder, name), held, documents, is_plain=is_plain)
            sources.append(MergeSource(postings, numbers, lambda: None))
            for term, by_document in held.items():
                kept = {int(numbers[d]): positions for d, positions in by_document.items() if is_kept[d]}
                merged.setdefault(term, {}).update(kept)
        with SegmentWriter(Path(folder, "c"), size) as writer:
            writer.merge_field("body_da", sources, is_plain=is_plain)
            writer.add_texts((), [()] * size, ())

        check(
            SegmentPostings(Path(folder, "c")).fields["body_da"], {t: h for t, h in merged.items() if h}, size, chance
        )


@pytest.mark.parametrize("kept", [0, 1 << 20])
@settings(max_examples=15)
@given(
    texts=st.lists(st.tuples(st.text(max_size=40), st.text(max_size=3)), max_size=70), times=st.sampled_from((1, 40))
)
def test_texts_come_back(kept: int, texts: Sequence[tuple[str, str]], times: int) -> None:
    documents = [tuple(text.encode() * times for text in document) for document in texts]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_blocks, "_MAX_BYTES_KEPT", kept)
        with ArrayFileWriter(Path(folder, "a"), {"size": len(documents)}) as file:
            arrays = PackedArrayWriter(file, Path(folder))
            text_blocks.write_texts(file, arrays, ("id", "record"), documents, documents[::3], len(documents))
            arrays.close()

        found = text_blocks.TextBlocks(ArrayFile(Path(folder, "a")))

        assert [found.texts(number) for number in range(len(documents))] == documents
        assert [found.text("record", n).encode() for n in range(len(documents))] == [text for _, text in documents]
