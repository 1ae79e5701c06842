"""A first letter several lines high, which stands on a line of its own or apart, belongs to the word behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.extraction.cleaning.word_likeness import may_begin

_APART = re.compile(r"^([^\W\d_])(?: ?\n| (?=[^\W\d_]{3}))([^\W\d_]+)", re.MULTILINE)


def join_drop_caps(text: str, vocabulary: Mapping[str, int]) -> str:
    """`B⏎iblioteket` is Biblioteket, `I⏎dag` is `I dag`; letters that head parts of a list stay where they are.

    `vocabulary` counts the words of the file, what stands behind such a letter included.
    """

    # Few pages have such a line, and the pattern takes its time.
    may_be = any(line[:1].isupper() and line[1:2] in ("", " ") for line in text.split("\n"))
    return _APART.sub(lambda found: _joined(found, vocabulary), text) if may_be else text


def _joined(found: re.Match[str], vocabulary: Mapping[str, int]) -> str:
    letter, word = found.groups()
    if not (letter.isupper() and _goes_on(word)):
        return found.group()
    whole, rest = vocabulary.get((letter + word).lower(), 0), vocabulary.get(word.lower(), 0)
    if "\n" not in found.group() and not (whole and rest <= 1):
        return found.group()
    if whole:
        return letter + word
    if letter in _words_of_one_letter(vocabulary) and (rest > 1 or may_begin(word)):
        return f"{letter} {word}"
    # The letters of an index head the words that begin with them.
    return found.group() if word[0].lower() == letter.lower() else letter + word


def _goes_on(word: str) -> bool:
    """Whether a word can be the rest of one: after a letter in a picture, the first line is often in capitals."""
    return word[0].islower() or (word.isupper() and len(word) > 1)


def _words_of_one_letter(vocabulary: Mapping[str, int]) -> str:
    """Those that sentences begin with, in the language of the file."""
    return "AI" if vocabulary.get("the", 0) > vocabulary.get("og", 0) else "I"
