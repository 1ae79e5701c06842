"""Whether a text is made of words: fonts without a way to letters, wrong encodings and failed recognition of text give
signs and letters that no language puts in that order.

Two measures, taken over the languages of Europe that are written in Latin letters: the share of their commonest words
in the text, each language by itself, and for texts without enough of these (tables, lists of references, code) how
likely the sequences of three letters are. Numbers, addresses, short names in capitals and other alphabets say nothing
either way. `python -m benchmarks.letter_sequences` makes the table of sequences.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

FOLDED = {
    code: letters[0].lower()
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
    if (letters := unicodedata.normalize("NFKD", chr(code)))[0].isascii() and letters[0].isalpha()
} | {ord(letter): plain for letter, plain in zip("æÆøØåÅßđĐðÐþÞłŁœŒıħ", "aaooaasddddttllooih", strict=True)}
"""Latin letters without their marks, in small letters."""

EDGE = "`"
"""Stands before and after a word; the sign before `a`, so that it has a place in the table as letters have."""

_SIGNS = 27
_WORDS_FILE, _SEQUENCES_FILE = (Path(__file__).with_name(name) for name in ("common_words.tsv", "letter_sequences.txt"))
_SAMPLE_CHARACTERS = 4000
_SAMPLE_WORDS = 200
_LEAST_COMMON = 0.12
"""Running text of any of the languages has more of its commonest words, 0.25 and above."""

_LEAST_BAD = 12
_LARGEST_SHARE_OF_CONTROLS = 0.1
_LARGEST_SHARE_ACCENTED = 0.4
_LEAST_LETTERS = 20
UNLIKELY = 13.0
"""From this mean of the table's values on letters are no word: half bits, the information of a letter after two."""

_UNLIKELY_BEGINNING = 13
"""What the second letter of a word is worth in the table where hardly any word begins so."""

_CONTROLS = bytes((0x01, *range(0x03, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)))
_RUNS = re.compile("[a-z]+")
_ADDRESS = re.compile(r"://|www\.|@|^\S+\.\w{2,4}(?:/\S*)?$")
_GLYPHS = re.compile(r"(?:\W{0,2}[A-Za-z]{1,5}:?\d{1,5}\)?){3,}$|(?:\(cid:\d+\))+$")
_SAY_NOTHING = frozenset(".·_-–—•…|*=+<>/\\()[]{}☐☑☒✓✔✗○●■□▪►→,;:×°«»„“”’‘")
_NOT_IN_NUMBERS = re.compile(r"[;?!\"@{}~^`|\\$&#*<>=]")
_MOST_SWITCHES = 2
_SHORTEST_MEAN_RUN = 3
_LONGEST_NAME_IN_CAPITALS = 4
_LONGEST_COUNTED = 12


class WordEvidence(NamedTuple):
    """Characters of a text that speak for words, and those that speak against."""

    good: int
    bad: int


def holds_words(text: str, raw: str = "") -> bool:
    """False for a text whose letters cannot be words; `raw` is the same as the engine gave it, control characters
    included. A text that says little either way is given the benefit of the doubt.
    """
    signs = raw[:_SAMPLE_CHARACTERS].encode("latin-1", "ignore")
    controls = len(signs) - len(signs.translate(None, _CONTROLS))
    if controls <= _LARGEST_SHARE_OF_CONTROLS * len(raw[:_SAMPLE_CHARACTERS]) and common_share(text) >= _LEAST_COMMON:
        return True
    good, bad = word_evidence(text)
    bad += controls
    return bad < max(_LEAST_BAD, good)


def is_no_word(text: str) -> bool:
    """Whether a short text, as a title is, says more against words than for them."""
    good, bad = word_evidence(text)
    return bad > good


def common_share(text: str) -> float:
    """The share of a text's words that are among the commonest of one language, the one that has most."""
    words = text[:_SAMPLE_CHARACTERS].lower().split()[:_SAMPLE_WORDS]
    known = _common_words()
    found = Counter(chain.from_iterable(known[word] for word in words if word in known))
    return max(found.values(), default=0) / max(1, len(words))


def word_evidence(text: str) -> WordEvidence:
    """What the beginning of a text says for words and against them."""
    sample = text[:_SAMPLE_CHARACTERS]
    judged = [_judged(token) for token in sample.split()]
    good, bad = (sum(part) for part in zip(*judged, strict=True)) if judged else (0, 0)
    letters = [ord(letter) for letter in sample if ord(letter) in FOLDED]
    accented = sum(code > 0x7F for code in letters)
    if len(letters) >= _LEAST_LETTERS and accented > _LARGEST_SHARE_ACCENTED * len(letters):
        return WordEvidence(0, good + bad + accented)
    return WordEvidence(good, bad)


def _judged(token: str) -> WordEvidence:
    if _ADDRESS.search(token):
        return WordEvidence(0, 0)
    if _GLYPHS.match(token):
        return WordEvidence(0, min(len(token), _LONGEST_COUNTED))
    runs = _RUNS.findall(token.translate(FOLDED))
    if not runs:
        return WordEvidence(0, _strange_signs(token))
    if _is_strewn(token, runs):
        return WordEvidence(0, min(len(token), _LONGEST_COUNTED))
    if token.isupper() and max(map(len, runs)) <= _LONGEST_NAME_IN_CAPITALS:
        return WordEvidence(0, 0)
    likely = sum(len(run) for run in runs if len(run) > 1 and unlikeliness(run) < UNLIKELY)
    unlikely = sum(len(run) for run in runs if len(run) > 1 and unlikeliness(run) >= UNLIKELY)
    return WordEvidence(min(likely, _LONGEST_COUNTED), min(unlikely, _LONGEST_COUNTED))


def _is_strewn(token: str, runs: list[str]) -> bool:
    """Whether letters stand among other signs as no word has them."""
    is_cut_up = len(runs) > _MOST_SWITCHES and sum(map(len, runs)) < _SHORTEST_MEAN_RUN * len(runs)
    return is_cut_up and not _is_initials(token)


def _strange_signs(token: str) -> int:
    """How many signs of a token without letters are those of no number, formula or line to write on."""
    if any(map(str.isalnum, token)):
        return min(len(token), _LONGEST_COUNTED) if len({*_NOT_IN_NUMBERS.findall(token)}) > 1 else 0
    # A sign alone stands in a list of signs, in a formula or behind a number; fonts are wrong about those of Latin 1.
    strange = (sign < "\u0100" and sign not in _SAY_NOTHING and unicodedata.category(sign) != "Sm" for sign in token)
    return sum(strange) if len(token) > 1 else 0


def _is_initials(token: str) -> bool:
    """`C.H.N.`, `a/b/c` and `1.a.b`: letters and numbers parted by the same sign."""
    return len({sign for sign in token if not sign.isalnum()}) <= 1


def unlikeliness(run: str) -> float:
    """The mean of the table's values over the letters of a word and its end; `run` holds a to z only."""
    table = _sequences()
    padded = f"{EDGE}{run}{EDGE}"
    codes = [ord(letter) - ord(EDGE) for letter in padded]
    total = sum(
        table[(first * _SIGNS + second) * _SIGNS + third]
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
    )
    return total / (len(codes) - 2)


def may_begin(word: str) -> bool:
    """Whether a word may begin as this one does: `dag` may, `ndledning` may not."""
    folded = word[:2].translate(FOLDED)
    if len(folded) < 2 or not folded.isascii() or not folded.isalpha():
        return True
    first, second = (ord(letter) - ord(EDGE) for letter in folded)
    return _sequences()[first * _SIGNS + second] < _UNLIKELY_BEGINNING


@cache
def _sequences() -> bytes:
    """By three signs, each from EDGE to z: minus two binary logarithms of how often the third follows the others."""
    text = "".join(_SEQUENCES_FILE.read_text("ascii").split())
    return bytes(int(sign, 36) for sign in text)


@cache
def _common_words() -> dict[str, tuple[str, ...]]:
    """The languages among whose commonest words a word is; single letters say too little."""
    languages: dict[str, tuple[str, ...]] = {}
    for line in _WORDS_FILE.read_text("utf-8").splitlines():
        language, _, words = line.partition("\t")
        for word in words.split():
            if len(word) > 1:
                languages[word] = (*languages.get(word, ()), language)
    return languages
