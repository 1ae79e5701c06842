"""Danish lemmas from simplemma (MIT), kept as a mapped file under var/.

simplemma holds its dictionary as a table of 300 MB in memory; a hash table in a mapped file of 30 MB does the same work
for the words that a process meets. It is made once, in seconds, and again when simplemma changes.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from indexer.storage.array_file import ArrayFile, DamagedFile, write_arrays
from indexer.storage.atomic_files import written_aside

_LOG = logging.getLogger(__name__)
_LANGUAGE = "da"
_ATTEMPTS = 3
_BETWEEN = "\t"
"""Stands between a word and its lemma; in no word."""


class LexiconFile:
    """A Lexicon below one folder, opened when the first word is asked for; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        version = importlib.metadata.version("simplemma")
        self._path = folder / f"lexicon-{_LANGUAGE}-{version}-3.arr"
        self._opened: _Opened | None = None
        self._lock = threading.Lock()

    def lemmas(self, words: Sequence[str]) -> list[str | None]:
        """See Lexicon.lemmas."""
        for _ in range(_ATTEMPTS):
            opened = self._checked()
            try:
                found = _looked_up(opened, words)
                opened.check_unwritten()
                return found
            except (DamagedFile, IndexError, UnicodeDecodeError):  # changed while it was read: found may be nonsense
                continue
        return _looked_up(_Opened.of(_made()), words)

    def _checked(self) -> _Opened:
        """The lexicon; one that is damaged or missing is made anew, and kept in memory where it cannot be written."""
        with self._lock:
            try:
                if self._opened is not None:
                    self._opened.check()
                    return self._opened
            except DamagedFile:  # or another process has made it anew, and it must not be made a third time
                pass
            self._opened = self._newly_opened()
            return self._opened

    def _newly_opened(self) -> _Opened:
        with contextlib.suppress(OSError, DamagedFile):
            return _Opened.mapped(ArrayFile(self._path))
        arrays = _made()
        try:
            _write(self._path, arrays)
            return _Opened.mapped(ArrayFile(self._path))
        except (OSError, DamagedFile) as error:
            _LOG.warning("The lexicon cannot be kept, and is held in memory: %s", error)
            return _Opened.of(arrays)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The table, the offsets and the records; `check` and `check_unwritten` are those of their file."""

    table: memoryview
    offsets: memoryview
    records: memoryview
    check: Callable[[], None] = lambda: None
    check_unwritten: Callable[[], None] = lambda: None

    @classmethod
    def mapped(cls, file: ArrayFile) -> _Opened:
        """Those of a file."""
        views = file.view("table").cast("i"), file.view("offsets").cast("I"), file.view("records")
        return cls(*views, file.check, file.check_unwritten)

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> _Opened:
        """Those in memory."""
        views = [arrays[name].data for name in ("table", "offsets", "records")]
        return cls(views[0].cast("B").cast("i"), views[1].cast("B").cast("I"), views[2].cast("B"))


def _looked_up(opened: _Opened, words: Sequence[str]) -> list[str | None]:
    table, offsets, records = opened.table, opened.offsets, opened.records
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


def _made() -> Mapping[str, NDArray[Any]]:
    """The arrays of the file, from simplemma's dictionary."""
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
    return {
        "table": _hash_table(words),
        "offsets": offsets,
        "records": np.frombuffer(b"".join(records), dtype=np.uint8),
    }


def _write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    with written_aside(path) as aside:
        write_arrays(aside, arrays, {"language": _LANGUAGE})
    for other in path.parent.glob(f"lexicon-{_LANGUAGE}-*.arr"):
        if other != path:  # of another version
            other.unlink(missing_ok=True)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
