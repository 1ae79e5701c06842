"""Searches that found nothing: their words and how often, no addresses, no identities, no moments."""

from __future__ import annotations

import datetime
import json
import re
import threading
from dataclasses import dataclass
from pathlib import Path

from indexer.storage.atomic_files import atomic_write

_LIMIT = 500
_CHARACTERS = 80
_PERSONAL = re.compile(r"@|\d{4,}|https?:")


@dataclass(frozen=True, slots=True)
class EmptySearch:
    """The words of a search, how often it was made, and the day of the last time."""

    words: str
    count: int
    day: str


class EmptySearches:
    """The list below one path; the most recent ones are kept, what looks like an address or a number is not noted."""

    def __init__(self, path: Path, *, is_on: bool) -> None:
        self._path = path
        self._is_on = is_on
        self._lock = threading.Lock()

    def note(self, words: str) -> None:
        """Count a search."""
        text = " ".join(words.casefold().split())
        if not self._is_on or not 1 < len(text) <= _CHARACTERS or _PERSONAL.search(text):
            return
        with self._lock:
            kept = self._load()
            count = kept.pop(text, {"count": 0})["count"]
            kept[text] = {"count": int(str(count)) + 1, "day": datetime.datetime.now(datetime.UTC).date().isoformat()}
            atomic_write(self._path, json.dumps(dict(list(kept.items())[-_LIMIT:]), ensure_ascii=False).encode())

    def all(self) -> tuple[EmptySearch, ...]:
        """Most frequent first, then by words; nothing while noting is off."""
        if not self._is_on:
            return ()
        found = (EmptySearch(words, int(str(one["count"])), str(one["day"])) for words, one in self._load().items())
        return tuple(sorted(found, key=lambda one: (-one.count, one.words)))

    def _load(self) -> dict[str, dict[str, object]]:
        try:
            content: dict[str, dict[str, object]] = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content
