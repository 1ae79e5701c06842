"""Passages that stand in more than one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from tests.collection.faults import Fault
from tests.collection.write_ups import WriteUp, words_of

RUN_WORDS = 12
SENTENCE_WORDS = 5


def shared_sentences(write_ups: Iterable[WriteUp]) -> Iterator[Fault]:
    """Each sentence of five words or more that two documents have in common."""
    owners: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for write_up in write_ups:
        for sentence in write_up.sentences:
            owners[words_of(sentence)][write_up.id] = sentence
    for words, sentences in owners.items():
        if len(words) >= SENTENCE_WORDS and len(sentences) > 1:
            sentence = next(iter(sentences.values()))
            yield Fault(tuple(sentences), sentence, f"the same sentence stands in each: {sentence}")


def shared_runs(write_ups: Iterable[WriteUp]) -> Iterator[Fault]:
    """Each longest run of twelve words or more that two documents have in common."""
    words = {write_up.id: words_of("\n".join(write_up.blocks)) for write_up in write_ups}
    places: defaultdict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for id_, own in words.items():
        for start in range(len(own) - RUN_WORDS + 1):
            places[own[start : start + RUN_WORDS]].append((id_, start))
    for same in places.values():
        for (first, start), (second, other_start) in combinations(same, 2):
            if first != second and not _goes_back(words[first], start, words[second], other_start):
                run = " ".join(_run(words[first][start:], words[second][other_start:]))
                yield Fault((first, second), run, f"the same words stand in each: {run}")


def _goes_back(first: tuple[str, ...], start: int, second: tuple[str, ...], other_start: int) -> bool:
    """Whether the run began a word earlier, and was named there."""
    return start > 0 and other_start > 0 and first[start - 1] == second[other_start - 1]


def _run(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[str]:
    for word, other in zip(first, second, strict=False):
        if word != other:
            return
        yield word
