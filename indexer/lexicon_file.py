"""Danish lemmas from simplemma (MIT), kept as a mapped file under var/.

simplemma holds its dictionary as a table of 300 MB in memory; a sorted file of 25 MB that is mapped does the same work
for the words that a process meets. It is made once, in seconds, and again when simplemma changes.
"""

from __future__ import annotations

import importlib.metadata
import threading
from bisect import bisect_left
from collections.abc import Sequence
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
        self._path = folder / f"lexicon-{_LANGUAGE}-{version}.arr"
        self._words: _PackedTexts | None = None
        self._lemmas: _PackedTexts | None = None
        self._lock = threading.Lock()

    def lemma(self, word: str) -> str | None:
        """See Lexicon.lemma."""
        if self._words is None:
            self._open()
        assert self._words is not None and self._lemmas is not None
        wanted = word.encode()
        place = bisect_left(self._words, wanted)
        if place == len(self._words) or self._words[place] != wanted:
            return None
        return self._lemmas[place].decode()

    def _open(self) -> None:
        with self._lock:
            try:
                file = ArrayFile(self._path)
            except (OSError, DamagedFile):
                _write(self._path)
                file = ArrayFile(self._path)
            self._lemmas = _PackedTexts(file, "lemmas")
            self._words = _PackedTexts(file, "words")


class _PackedTexts(Sequence[bytes]):
    """Texts one after the other in a mapped array."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._texts = file.view(name)
        self._offsets = file[f"{name}.offsets"]

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # bisect asks for single items only
        return bytes(self._texts[int(self._offsets[place]) : int(self._offsets[place + 1])])


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
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    write_arrays(temporary, arrays, {"language": _LANGUAGE})
    temporary.replace(path)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
