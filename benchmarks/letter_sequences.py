"""Makes the table of letter sequences by which text is told from signs: `python -m benchmarks.letter_sequences`.

For each language of simplemma that is written in Latin letters in Europe, the words of its dictionary say how often a
letter follows two others; the languages count alike, and Danish and English, the collection's own, four times. Writes
indexer/extraction/cleaning/letter_sequences.txt, which is the same whenever simplemma is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from math import log2
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

import indexer.extraction.cleaning
from indexer.extraction.cleaning.word_likeness import EDGE, FOLDED

LANGUAGES = {"da": 4, "en": 4} | dict.fromkeys(
    "nb nn sv de nl fr es it pt fi is pl cs hu et lv lt ro tr hbs sl sk ca cy ga".split(), 1
)
LETTERS = EDGE + "abcdefghijklmnopqrstuvwxyz"
MOST_WORDS = 60_000
"""Of each language, dealt out evenly over its dictionary."""

LEAST = 2.0**-12
LARGEST = 35
"""The highest value that one sign of base 36 can stand for."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
TARGET = Path(indexer.extraction.cleaning.__file__).with_name("letter_sequences.txt")


def sequences(language: str) -> Counter[str]:
    """How often each sequence of three letters, edges included, stands in the words of a language."""
    known = DefaultDictionaryFactory().get_dictionary(language)
    words = sorted({word if isinstance(word, str) else word.decode() for word in known})
    found: Counter[str] = Counter()
    for word in words[:: max(1, len(words) // MOST_WORDS)]:
        folded = word.translate(FOLDED)
        if folded.isascii() and folded.isalpha() and folded.islower() and len(folded) > 1:
            padded = f"{EDGE}{folded}{EDGE}"
            found.update(padded[start : start + 3] for start in range(len(padded) - 2))
    return found


def table() -> str:
    """The values in the order of `word_likeness`, 27 to a line."""
    shares: defaultdict[str, float] = defaultdict(float)
    for language, weight in LANGUAGES.items():
        found = sequences(language)
        print(language, found.total())
        for sequence, count in found.items():
            shares[sequence] += weight * count / found.total()
    lines = []
    for first, second in product(LETTERS, repeat=2):
        share = sum(shares[first + second + third] for third in LETTERS)
        likelihoods = (shares[first + second + third] / share if share else 0.0 for third in LETTERS)
        lines.append("".join(DIGITS[min(LARGEST, round(-2 * log2(max(LEAST, each))))] for each in likelihoods))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), "ascii")
