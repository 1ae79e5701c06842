"""Records whose names are nearly the same: two that may be one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from indexer.domain.documents.records.named_records import NamedRecord, Records
from indexer.storage.atomic_files import atomic_write
from indexer.storage.file_locks import SharedLock

_ALIKE = 91.0
"""From this share of equal letters on, in per cent, names with their words in order are near: a slip, an ending."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class NearRecords:
    """Two records with names that are near; `likeness` is the share of equal letters, 1 for the same."""

    one: str
    other: str
    likeness: float


class NearNames:
    """Finds them, and remembers below one path which were looked at and are two."""

    def __init__(self, path: Path, lock: SharedLock) -> None:
        self._path, self._lock = path, lock
        self._found: dict[str, tuple[str, tuple[NearRecords, ...]]] = {}

    def of(self, family: str, records: Records[Any]) -> tuple[NearRecords, ...]:
        """The pairs, the most alike first; a part and its whole, and records of different countries, are none."""
        known = self._found.get(family)
        if known is None or not known[0] or known[0] != records.content_hash:
            near = tuple(sorted(_near(records), key=lambda pair: (-pair.likeness, pair.one, pair.other)))
            known = self._found[family] = records.content_hash, near
        apart = self._told_apart()
        return tuple(pair for pair in known[1] if [family, pair.one, pair.other] not in apart)

    def tell_apart(self, family: str, one: str, other: str) -> None:
        """Suggest two records no more: somebody has seen that they are two.

        Raises:
            OSError: it cannot be written.
        """
        with self._lock.held():
            pair = [family, min(one, other), max(one, other)]
            apart = self._told_apart()
            if pair not in apart:
                content = json.dumps([*apart, pair], ensure_ascii=False).encode()
                atomic_write(self._path, content, is_private=True)

    def _told_apart(self) -> list[list[str]]:
        try:
            return [[str(each) for each in pair] for pair in json.loads(self._path.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []


def _near(records: Records[Any]) -> Iterator[NearRecords]:
    named = [(one, text) for one in records.values() if not one.replaced_by for text in _texts(one)]
    if not named:
        return
    texts = [text for _, text in named]
    likeness = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    best: dict[tuple[str, str], float] = {}
    for first, second in zip(*np.nonzero(np.triu(likeness, 1)), strict=True):
        one, other = named[first][0], named[second][0]
        if _may_be_one(one, other) and _numbers(texts[first]) == _numbers(texts[second]):
            pair = (min(one.id, other.id), max(one.id, other.id))
            best[pair] = max(best.get(pair, 0.0), float(likeness[first, second]) / 100)
    yield from (NearRecords(*pair, share) for pair, share in best.items())


def _texts(one: NamedRecord) -> set[str]:
    """Its names, each as its words in the order of the alphabet."""
    return {" ".join(sorted(_WORD.findall(name.casefold()))) for name in one.all_names} - {""}


def _numbers(text: str) -> list[str]:
    # "Rotary 2" is another one than "Rotary 3", however near they are.
    return re.findall(r"\d+", text)


def _may_be_one(one: NamedRecord, other: NamedRecord) -> bool:
    if one.id == other.id or one.id == other.part_of or other.id == one.part_of:
        return False
    countries = {getattr(each, "country", "") for each in (one, other)} - {""}
    return len(countries) < 2
