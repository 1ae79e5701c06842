"""Danish lemmas from simplemma (MIT), kept as a mapped file under var/.

simplemma holds its dictionary as a table of 300 MB in memory; a hash table in a mapped file of 30 MB does the same work
for the words that a process meets. It is made once, in seconds, and again when simplemma changes.
"""

from __future__ import annotations

import importlib.metadata
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from indexer.storage.array_file import ArrayFile, DamagedFile, write_arrays
from indexer.storage.atomic_files import written_aside

_LANGUAGE = "da"
_BETWEEN = "\t"
"""Stands between a word and its lemma; in no word."""


def lexicon_version() -> str:
    """What a lexicon file was made of; part of the index fingerprint."""
    return f"simplemma {importlib.metadata.version('simplemma')}"


class LexiconFile:
    """A Lexicon below one folder, opened when the first word is asked for; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        version = importlib.metadata.version("simplemma")
        self._path = folder / f"lexicon-{_LANGUAGE}-{version}-3.arr"
        self._views: tuple[memoryview, memoryview, memoryview] | None = None
        self._lock = threading.Lock()

    def lemmas(self, words: Sequence[str]) -> list[str | None]:
        """See Lexicon.lemmas."""
        table, offsets, records = self._views or self._opened()
        mask = len(table) - 1
        found: list[str | None] = []
        for word in words:
            wanted = f"{word}{_BETWEEN}".encode()
            place = crc32(wanted) & mask
            lemma = None
            while (entry := table[place]) >= 0:
                record = bytes(records[offsets[entry] : offsets[entry + 1]])
                if record.startswith(wanted):
                    lemma = record[len(wanted) :].decode()
                    break
                place = (place + 1) & mask
            found.append(lemma)
        return found

    def _opened(self) -> tuple[memoryview, memoryview, memoryview]:
        with self._lock:
            try:
                file = ArrayFile(self._path)
            except (OSError, DamagedFile):
                _write(self._path)
                file = ArrayFile(self._path)
            self._views = file.view("table").cast("i"), file.view("offsets").cast("I"), file.view("records")
            return self._views


def _hash_table(words: list[bytes]) -> NDArray[np.int32]:
    """Places of the words (with what stands behind each) by CRC-32, -1 where free.

    A word whose place is taken stands in the next free one.
    """
    size = 1 << (2 * len(words)).bit_length()
    table = [-1] * size
    for number, word in enumerate(words):
        place = crc32(word) & (size - 1)
        while table[place] >= 0:
            place = (place + 1) & (size - 1)
        table[place] = number
    return np.array(table, dtype=np.int32)


def _write(path: Path) -> None:
    known: dict[str, str] = {}
    for word, lemma in DefaultDictionaryFactory().get_dictionary(_LANGUAGE).items():
        form = _text(word)
        key = form.lower()
        if form.islower() or key not in known:
            known[key] = _text(lemma).lower()
    ordered = sorted(known)
    words = [f"{word}{_BETWEEN}".encode() for word in ordered]
    records = [f"{word}{_BETWEEN}{known[word]}".encode() for word in ordered]
    offsets = np.zeros(len(records) + 1, dtype=np.uint32)
    np.cumsum(np.fromiter(map(len, records), dtype=np.uint32, count=len(records)), out=offsets[1:])
    arrays: dict[str, NDArray[Any]] = {
        "table": _hash_table(words),
        "offsets": offsets,
        "records": np.frombuffer(b"".join(records), dtype=np.uint8),
    }
    with written_aside(path) as aside:
        write_arrays(aside, arrays, {"language": _LANGUAGE})
    for other in path.parent.glob(f"lexicon-{_LANGUAGE}-*.arr"):
        if other != path:  # of another version
            other.unlink(missing_ok=True)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
