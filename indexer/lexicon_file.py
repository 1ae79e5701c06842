"""Danish lemmas from simplemma (MIT), kept as a mapped file under var/.

simplemma holds its dictionary as a table of 300 MB in memory; a hash table in a mapped file of 30 MB does the same work
for the words that a process meets. It is made once, in seconds, and again when simplemma changes.
"""

from __future__ import annotations

import importlib.metadata
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from indexer.array_file import ArrayFile, DamagedFile, write_arrays

_LANGUAGE = "da"


def lexicon_version() -> str:
    """What a lexicon file was made of; part of the index fingerprint."""
    return f"simplemma {importlib.metadata.version('simplemma')}"


class LexiconFile:
    """A Lexicon below one folder, opened when the first word is asked for; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        version = importlib.metadata.version("simplemma")
        self._path = folder / f"lexicon-{_LANGUAGE}-{version}-2.arr"
        self._words: _PackedTexts | None = None
        self._table: memoryview
        self._mask = 0
        self._lemmas: _PackedTexts | None = None
        self._lock = threading.Lock()

    def lemma(self, word: str) -> str | None:
        """See Lexicon.lemma."""
        if self._words is None:
            self._open()
        assert self._words is not None and self._lemmas is not None
        wanted = word.encode()
        place = zlib.crc32(wanted) & self._mask
        while (entry := self._table[place]) >= 0:
            if self._words[entry] == wanted:
                return self._lemmas[entry].decode()
            place = (place + 1) & self._mask
        return None

    def _open(self) -> None:
        with self._lock:
            try:
                file = ArrayFile(self._path)
            except (OSError, DamagedFile):
                _write(self._path)
                file = ArrayFile(self._path)
            self._table = file.view("table").cast("i")
            self._mask = len(self._table) - 1
            self._lemmas = _PackedTexts(file, "lemmas")
            self._words = _PackedTexts(file, "words")


class _PackedTexts:
    """Texts one after the other in a mapped array."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._texts = file.view(name)
        self._offsets = file.view(f"{name}.offsets").cast("I")

    def __getitem__(self, place: int) -> bytes:
        return bytes(self._texts[self._offsets[place] : self._offsets[place + 1]])


def _hash_table(words: list[bytes]) -> NDArray[np.int32]:
    """Places of the words by CRC-32, -1 where free; a word whose place is taken stands in the next free one."""
    size = 1 << (2 * len(words)).bit_length()
    table = [-1] * size
    for number, word in enumerate(words):
        place = zlib.crc32(word) & (size - 1)
        while table[place] >= 0:
            place = (place + 1) & (size - 1)
        table[place] = number
    return np.array(table, dtype=np.int32)


def _write(path: Path) -> None:
    known: dict[bytes, bytes] = {}
    for word, lemma in DefaultDictionaryFactory().get_dictionary(_LANGUAGE).items():
        form = _text(word)
        key = form.lower().encode()
        if form.islower() or key not in known:
            known[key] = _text(lemma).lower().encode()
    arrays: dict[str, NDArray[Any]] = {}
    ordered = sorted(known)
    for name, texts in (("words", ordered), ("lemmas", [known[word] for word in ordered])):
        arrays[name] = np.frombuffer(b"".join(texts), dtype=np.uint8)
        offsets = np.zeros(len(texts) + 1, dtype=np.uint32)
        np.cumsum(np.fromiter(map(len, texts), dtype=np.uint32, count=len(texts)), out=offsets[1:])
        arrays[f"{name}.offsets"] = offsets
    arrays["table"] = _hash_table(ordered)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    write_arrays(temporary, arrays, {"language": _LANGUAGE})
    temporary.replace(path)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
