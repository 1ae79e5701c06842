"""Rules that hold for the likeness of any two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.near_duplicates import NEARLY_THE_SAME, SKETCH_SIZE, similar_pairs, similarity, sketch_of

TEXTS = st.lists(st.sampled_from(("bog", "skole", "by", "hus", "vej", "å")), max_size=40).map(" ".join)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[start : start + 4]) for start in range(max(len(words) - 3, 1 if words else 0))}


@given(TEXTS, TEXTS)
def test_short_texts_are_compared_by_their_true_share_of_sequences(one: str, other: str) -> None:
    either, both = shingles(one) | shingles(other), shingles(one) & shingles(other)
    share = len(both) / len(either) if shingles(one) and shingles(other) else 0.0

    assert similarity(sketch_of([one]), sketch_of([other])) == share


@given(TEXTS, TEXTS)
def test_likeness_has_no_direction_and_lies_between_none_and_all(one: str, other: str) -> None:
    there, back = (similarity(sketch_of(pair[:1]), sketch_of(pair[1:])) for pair in ([one, other], [other, one]))

    assert there == back
    assert 0.0 <= there <= 1.0


@given(st.lists(TEXTS, max_size=4))
def test_how_a_text_is_parted_does_not_matter(parts: list[str]) -> None:
    assert sketch_of(parts) == sketch_of([" ".join(parts)])


@given(st.integers(0, 300))
def test_a_sketch_rises_and_is_bounded(words: int) -> None:
    sketch = sketch_of([" ".join(f"ord{number}" for number in range(words))])

    assert list(sketch) == sorted(set(sketch))
    assert len(sketch) == min(SKETCH_SIZE, max(words - 3, 1 if words else 0))


@given(st.dictionaries(st.sampled_from("abcdef").map(DocumentId), TEXTS, max_size=6))
def test_pairs_are_those_that_comparing_each_with_each_finds(texts: dict[DocumentId, str]) -> None:
    sketches = {key: sketch_of([text]) for key, text in texts.items()}
    ids = sorted(sketches)

    expected = {
        (one, other): share
        for place, one in enumerate(ids)
        for other in ids[place + 1 :]
        if (share := similarity(sketches[one], sketches[other])) >= NEARLY_THE_SAME
    }

    assert {(one, other): share for one, other, share in similar_pairs(sketches)} == expected
