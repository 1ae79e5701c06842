"""Whether a hyphen at a line's end belongs to the word: `it-⏎området` is it-området, `bibli-⏎otek` is bibliotek.

The file's own spelling decides; then what the first part is; in English, whether dictionary and parts are words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_VOWELS = re.compile("[aeiouyæøåäöéü]")
_ABBREVIATIONS = frozenset("it ict ikt ai url usb api".split())
"""Short forms with a vowel; those without are told by that, for a syllable has one."""

_NOT_OF_IT = ("ital", "itera", "item", "itu")
_WITH_HYPHEN = {
    "da": frozenset("ikke eks".split()),
    "en": frozenset("self non ex well all co half cross quasi".split()),
}
_COMMON = {"da": ("og", "det", "af"), "en": ("the", "and", "of")}
_LISTS = ("english_wikipedia", "us_tv_and_film", "surnames")


def keeps_hyphen(first: str, second: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether two parts that a line end divides are joined by a hyphen; `vocabulary` is that of `vocabulary_of`."""
    joined, start = (first + second).lower(), first.lower()
    whole, hyphenated = vocabulary.get(joined, 0), vocabulary.get(f"{start}-{second}".lower(), 0)
    if whole != hyphenated:
        return hyphenated > whole
    if len(first) == 1 or first.isupper() or any(map(str.isdigit, first)) or f"{start}-" in vocabulary:
        return True
    if not _VOWELS.search(start) or (start in _ABBREVIATIONS and not joined.startswith(_NOT_OF_IT)):
        return True
    language = _language(vocabulary)
    if start in _WITH_HYPHEN[language]:
        return True
    return language == "en" and _is_compound(start, second.lower(), joined)


def _language(vocabulary: Mapping[str, int]) -> str:
    counts = {language: sum(vocabulary.get(word, 0) for word in words) for language, words in _COMMON.items()}
    return "en" if counts["en"] > counts["da"] else "da"


def _is_compound(first: str, second: str, joined: str) -> bool:
    """Whether both parts are English words and what they make together is none: `long-term`, not `out-come`."""
    words = _english_words()
    return joined not in words and first in words and second in words and len(first) > 2 < len(second)


@cache
def _english_words() -> frozenset[str]:
    # Imported here: few files ask, and half a megabyte of words takes its time.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    listed = (FREQUENCY_LISTS[name] for name in _LISTS)
    return frozenset(word for words in listed for word in (words.split(",") if isinstance(words, str) else words))
