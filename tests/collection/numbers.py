"""Numbers of a text in one spelling, so that 1,000, 1.000, 1 000 and "four" and "fire" can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*")
_SHORT_RANGE = re.compile(r"\b(19|20)(\d\d)([-–/])(\d\d)(?!\d)")  # 2015-16 says 2015 and 2016
_GROUPED = re.compile(r"\d{1,3}(?:[., \u00a0\u202f]\d{3})+")
_GROUP_SEPARATOR = re.compile(r"[., \u00a0\u202f]")
_LETTERS = re.compile(r"[^\W\d_]+")
# "en" and "one" are articles and pronouns as well, "the two" and "de to" often pronouns: words are held to the sheet
# from three up.
_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    "da": "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve",
}
_VALUES = {
    language: {word: str(value) for value, word in enumerate(words.split(), start=2)}
    for language, words in _WORDS.items()
}
# Only a sheet is read for these: a fourth edition carries "four editions".
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_OTHER_WORDS = {word: str(value) for value, word in enumerate(_ORDINALS.split(), start=3)} | {"dozen": "12"}
_ENGLISH_HOMONYMS = {"to", "fire", "ti", "ni"}


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """Each number in digits as it stands and in its common spelling."""
    for match in _NUMBER.finditer(_SHORT_RANGE.sub(r"\1\2\3\1\4", text)):
        yield match.group(), _common_spelling(match.group())


def number_words_in(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Each number word from three to twenty, as it stands and in digits; none in another language than da and en."""
    values = _VALUES.get(language, {})
    for match in _LETTERS.finditer(text):
        value = values.get(match.group().casefold(), "2")
        if value != "2":
            yield match.group(), value


def known_numbers(text: str) -> set[str]:
    """Every number that a sheet gives, in digits or in words of either language."""
    known = {number for _, number in numbers_in(text)}
    for word in (match.group().casefold() for match in _LETTERS.finditer(text)):
        value = _VALUES["en"].get(word) or ("" if word in _ENGLISH_HOMONYMS else _VALUES["da"].get(word, ""))
        known.add(value or _OTHER_WORDS.get(word, ""))
    return known


def _common_spelling(number: str) -> str:
    if _GROUPED.fullmatch(number):
        return _GROUP_SEPARATOR.sub("", number)
    return number.replace(",", ".")
