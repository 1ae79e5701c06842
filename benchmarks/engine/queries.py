"""The questions: 212 of seven classes with 0 to 2 filters, and classes that only some engines can answer.

Words are drawn by how many of the first 10,000 documents hold them, so that every size gets the same questions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument

SAMPLE_DOCUMENTS = 10_000
PLAIN_CLASSES = ("frequent word", "stop word", "rare word", "or", "and", "phrase", "browse")
"""The classes that every engine answers with the same matches and counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in no engine's form.

    Attributes:
        operator: "or", "and", "phrase", "all" or "psq" (each word with its probability, scored as one word).
        filters: (facet, value) pairs that must hold; they restrict the counts of every facet.
        chosen: values that are chosen in a facet whose own counts ignore the choice.
        excluded: (facet, value) pairs that must not hold.
    """

    kind: str
    operator: str
    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()
    probabilities: tuple[float, ...] = ()


def questions(sample: Sequence[BenchmarkDocument], seed: int = 7) -> list[Question]:
    """The questions drawn from the first documents of the corpus; another seed draws others."""
    return _Drawing(sample, seed).questions()


class _Drawing:
    def __init__(self, sample: Sequence[BenchmarkDocument], seed: int) -> None:
        self._chance = random.Random(seed)
        self._sample = sample
        counts: Counter[str] = Counter()
        for document in sample:
            counts.update(set(document.words))
        size = len(sample)
        self._frequent = sorted(w for w, n in counts.items() if 0.05 * size <= n <= 0.35 * size)
        self._middling = sorted(w for w, n in counts.items() if 0.003 * size <= n < 0.05 * size)
        self._rare = sorted(w for w, n in counts.items() if 2 <= n <= 8)
        self._stop = [word for word, _ in counts.most_common(12)]

    def questions(self) -> list[Question]:
        plain = [
            *(("frequent word", "or", (word,)) for word in self._pick(self._frequent, 32)),
            *(("stop word", "or", (word,)) for word in self._stop),
            *(("rare word", "or", (word,)) for word in self._pick(self._rare, 32)),
            *(("or", "or", self._mixed(place)) for place in range(40)),
            *(("and", "and", self._together(2 + place % 3)) for place in range(40)),
            *(("phrase", "phrase", self._phrase(2 + place % 2)) for place in range(40)),
        ]
        found = [
            Question(kind, operator, words, self._filters((0, 0, 1, 2)[place % 4]))
            for place, (kind, operator, words) in enumerate(plain)
        ]
        found += [Question("browse", "all", (), self._filters(1 + place % 2)) for place in range(16)]
        for place in range(24):
            word = self._pick(self._frequent if place % 2 else self._middling, 1)
            operator, words = (("or", word), ("and", self._together(2)), ("all", ()))[place % 3]
            found.append(Question("exclusion", operator, words, excluded=self._filters(1 + place % 2)))
            found.append(Question("disjunctive", operator, words, chosen=self._filters(1 + place % 2)))
        for _ in range(24):
            words = (*self._pick(self._frequent, 1), *self._pick(self._middling, 2))
            found.append(Question("psq", "psq", words, probabilities=(0.6, 0.3, 0.1)))
        return found

    def _pick(self, words: Sequence[str], count: int) -> tuple[str, ...]:
        return tuple(self._chance.sample(list(words), count))

    def _mixed(self, place: int) -> tuple[str, ...]:
        count = 2 + place % 3
        if place % 2:
            return (*self._pick(self._frequent, count - 1), *self._pick(self._middling, 1))
        return self._pick(self._middling, count)

    def _together(self, count: int) -> tuple[str, ...]:
        known = {*self._frequent, *self._middling}
        while True:
            words = sorted(known & set(self._chance.choice(self._sample).words))
            if len(words) >= count:
                return self._pick(words, count)

    def _phrase(self, count: int) -> tuple[str, ...]:
        known = {*self._frequent, *self._middling}
        while True:
            words = self._chance.choice(self._sample).words
            first = self._chance.randrange(len(words) - count)
            phrase = tuple(words[first : first + count])
            if len(set(phrase)) == count and known & set(phrase):
                return phrase

    def _filters(self, count: int) -> tuple[tuple[str, str], ...]:
        facets = self._chance.sample(sorted(FACET_VALUES), count)
        return tuple(
            (facet, self._chance.choice(FACET_VALUES[facet][-22:] if facet == "year" else FACET_VALUES[facet][:4]))
            for facet in facets
        )
