"""A made-up corpus: Danish-looking words with a Zipf distribution, in sentences that come back, with six facets.

The stream is the same in every size: the first 10,000 documents of a corpus of 100,000 are the corpus of 10,000.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

ONSETS = re.findall(r"\S+", "b bl br d dr f fl fr g gr h hv j k kl kr l m n p pl pr r s sk sl sm st str t tr v")
VOWELS = "aeiouyæøå"
CODAS = ["", "d", "g", "k", "l", "n", "r", "s", "t", "ng", "nd", "rt", "st", "ks"]
VOCABULARY_WORDS = 150_000
SENTENCES = 150_000
ZIPF_SHIFT, ZIPF_EXPONENT = 2.7, 1.1
TOPICS = 400
TOPIC_WORDS = 250

FACET_VALUES = {
    "sector": ("public", "private", "civil", "research", "culture", "mixed"),
    "goal": tuple(f"goal{number}" for number in range(1, 10)),
    "partner-type": ("municipality", "region", "state", "company", "fund", "club", "university", "museum"),
    "kind": ("case", "report", "article", "book", "guide", "thesis"),
    "language": ("da", "en"),
    "year": tuple(str(year) for year in range(1991, 2027)),
}
"""67 values."""


@dataclass(frozen=True, slots=True)
class BenchmarkDocument:
    """A document as every engine gets it: analysed words and facet values."""

    number: int
    words: list[str]
    facets: dict[str, tuple[str, ...]]


def documents(count: int) -> Iterator[BenchmarkDocument]:
    """The first `count` documents; about 215 words each, in runs of two sentences that stand together elsewhere too."""
    bank = sentences()
    chance = random.Random(2)
    for number in range(count):
        words: list[str] = []
        target = 75 + chance.expovariate(1 / 130)
        topic = chance.randrange(TOPICS)
        while len(words) < target:
            block = bank[topic] if chance.random() < 0.7 else bank[chance.randrange(TOPICS)]
            first = chance.randrange(len(block) - 1)
            words += block[first]
            words += block[first + 1]
        yield BenchmarkDocument(number, words, _facets(chance))


def sentences() -> list[list[list[str]]]:
    """Sentences by topic; a quarter of a sentence's words come from the words of its topic."""
    chance = random.Random(1)
    lexicon = vocabulary(chance)
    weights = list(itertools.accumulate((rank + ZIPF_SHIFT) ** -ZIPF_EXPONENT for rank in range(len(lexicon))))
    bank = []
    for _ in range(TOPICS):
        own = [lexicon[int(30 * 2000 ** chance.random())] for _ in range(TOPIC_WORDS)]
        block = []
        for _ in range(SENTENCES // TOPICS):
            length = chance.randint(6, 28)
            sentence = chance.choices(lexicon, cum_weights=weights, k=length)
            for place in range(length):
                if chance.random() < 0.25:
                    sentence[place] = own[int(TOPIC_WORDS * chance.random() ** 2)]
            block.append(sentence)
        bank.append(block)
    return bank


def vocabulary(chance: random.Random) -> list[str]:
    """Different words of one to four syllables, the short ones first."""
    found: dict[str, None] = {}
    for length in itertools.chain([1] * 150, [2] * 4000, itertools.repeat(3)):
        syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(length))
        found["".join(syllables)] = None
        if len(found) == VOCABULARY_WORDS:
            return list(found)
    raise AssertionError("unreachable")


def _facets(chance: random.Random) -> dict[str, tuple[str, ...]]:
    def some(facet: str, exponent: float, count: int) -> tuple[str, ...]:
        values = FACET_VALUES[facet]
        weights = [1 / (rank + 1) ** exponent for rank in range(len(values))]
        return tuple(dict.fromkeys(chance.choices(values, weights, k=count)))

    return {
        "sector": some("sector", 1.0, 1),
        "goal": some("goal", 0.7, chance.choice((1, 1, 2, 2, 3))),
        "partner-type": some("partner-type", 0.8, chance.choice((1, 1, 2))),
        "kind": some("kind", 1.0, 1),
        "language": ("da" if chance.random() < 0.7 else "en",),
        "year": (str(min(2026, max(1991, int(2027 - chance.expovariate(1 / 9))))),),
    }
