"""Dictionaries in the dictd format (FreeDict's): name.index with name.dict.dz or name.dict beside it.

An index line is headword, offset and length in base 64. An entry begins with its headword, pronunciation in slashes and
part of speech; the lines after it are the translations, with remarks in brackets.
"""

from __future__ import annotations

import gzip
import re
import string
from collections.abc import Iterator
from pathlib import Path

from indexer.domain.documents.metadata import Language
from indexer.domain.errors import ConfigurationError
from indexer.search.words.dictionary import DictionaryEntry

_DIGITS = {
    letter: value for value, letter in enumerate(f"{string.ascii_uppercase}{string.ascii_lowercase}0123456789+/")
}
_REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)|<[^>]*>|\{[^}]*\}|/[^/]*/|\"[^\"]*\"|^\s*\d+\.\s*")
_MAX_EXPRESSION_WORDS = 3


def read_dictd(path: Path, source: Language) -> tuple[DictionaryEntry, ...]:
    """The entries of a dictionary whose headwords are in the source language, translations in their order.

    Raises:
        ConfigurationError: a file is missing or is no dictionary; says which.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        content = _content(path)
        return tuple(_entries(lines, content, source))
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise ConfigurationError("dictionary-unreadable", path=path, error=error) from error


def _content(path: Path) -> bytes:
    packed = path.with_suffix(".dict.dz")
    return gzip.decompress(packed.read_bytes()) if packed.exists() else path.with_suffix(".dict").read_bytes()


def _entries(lines: list[str], content: bytes, source: Language) -> Iterator[DictionaryEntry]:
    for line in lines:
        headword, offset, length = line.split("\t")[:3]
        if headword.startswith("00database"):
            continue
        start = _number(offset)
        _, _, text = content[start : start + _number(length)].decode("utf-8").partition("\n")
        meanings = [meaning for meaning in _meanings(text) if len(meaning.split()) <= _MAX_EXPRESSION_WORDS]
        if source is Language.DANISH and meanings:
            yield DictionaryEntry(headword, tuple((m, 0.5**rank) for rank, m in enumerate(meanings)))
        else:
            yield from (DictionaryEntry(meaning, ((headword, 0.5**rank),)) for rank, meaning in enumerate(meanings))


def _meanings(text: str) -> list[str]:
    """The translations of an entry, each once."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        for meaning in re.split("[,;]", _REMARK.sub(" ", line)):
            words = " ".join(meaning.split())
            if words and not words.endswith(":"):
                found[words] = None
    return list(found)


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 64 + _DIGITS[digit]
    return number
