"""Proper names of a text: words with a capital that no sentence begins with, held against the words of a sheet.

A name that begins a sentence is not seen, for nothing tells it from an ordinary word there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from tests.collection.write_ups import sentences_of

_TABLE = Path(__file__).with_name("names.toml")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STEM_LETTERS = 5  # "Biblioteket" has an article, "Karen" has none
# A quotation, a bracket or a bullet begins something of its own, whose first word has its capital from there.
_OPENS = re.compile(r"[»\"“‘(\[:/–—]\s*$")


def names_in(text: str) -> Iterator[str]:
    """Each capitalised word of a block that does not stand first in its sentence, quotation or bracket."""
    for sentence in sentences_of(text):
        yield from (word.group() for word in _capitalised(sentence))


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """Each two of those words with only a space between them, the first of them without a genitive."""
    for sentence in sentences_of(text):
        for first, second in pairwise(_capitalised(sentence)):
            if sentence[first.end() : second.start()] == " " and not first.group().endswith("s"):
                yield first.group(), second.group()


def _capitalised(sentence: str) -> list[re.Match[str]]:
    words = list(_WORD.finditer(sentence))[1:]
    return [word for word in words if word.group()[0].isupper() and not _OPENS.search(sentence[: word.start()])]


class SheetNames:
    """The words of a sheet's text, and whether a write-up's name is one of them."""

    def __init__(self, text: str) -> None:
        self._text = _folded(text)
        words = _WORD.findall(self._text)
        self._words = {form for word in words for form in _forms(word)}
        self._pairs = {(min(_forms(first), key=len), min(_forms(second), key=len)) for first, second in pairwise(words)}

    def knows(self, name: str) -> bool:
        """Whether the sheet has the word, its translation, or the word belongs to no sheet (months, languages)."""
        table = _table()
        return any(
            form in self._words or form in table.always or any(map(self._has, table.translated.get(form, ())))
            for form in _forms(_folded(name))
        )

    def knows_pair(self, first: str, second: str) -> bool:
        """Whether the two words stand side by side in the sheet; a pair with a translated word is let pass."""
        table = _table()
        forms = [_forms(_folded(name)) for name in (first, second)]
        if any(form in table.always or form in table.translated for own in forms for form in own):
            return True
        return (min(forms[0], key=len), min(forms[1], key=len)) in self._pairs

    def _has(self, spelling: str) -> bool:
        return spelling in self._words or (not spelling.isalpha() and spelling in self._text)


class _Table:
    """The contents of names.toml, folded."""

    def __init__(self, path: Path) -> None:
        content = tomllib.loads(path.read_text("utf-8"))
        self.always = frozenset(map(_folded, content["always"]))
        self.translated = {_folded(name): tuple(map(_folded, forms)) for name, forms in content["translated"].items()}


@cache
def _table() -> _Table:
    return _Table(_TABLE)


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'").replace("å", "aa")


def _forms(word: str) -> set[str]:
    """The word itself, without a genitive (English or Danish), and without a Danish article."""
    bare = {word, word.removesuffix("'s"), word.removesuffix("'"), word.removesuffix("s")}
    stems = {form.removesuffix(article) for form in bare for article in ("et", "en")}
    return bare | {stem for stem in stems if len(stem) >= _STEM_LETTERS}
