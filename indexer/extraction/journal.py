"""Pages on disk as they are read, so that a worker that is killed or crashes loses only the page at hand."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, fields
from pathlib import Path

from indexer.extraction.cleaning.raw_text import RawPage


@dataclass
class JournalState:
    """What a journal tells of earlier attempts at the same file.

    Attributes:
        started: when the last attempt began (monotonic clock, shared by all processes); None if none did.
        page_count: pages of the file; None while it is not opened.
        pages: what was read, by page number.
        bad: numbers of the pages that ended an attempt.
    """

    started: float | None = None
    page_count: int | None = None
    pages: dict[int, RawPage] = field(default_factory=dict)
    bad: list[int] = field(default_factory=list)

    @property
    def next_page(self) -> int:
        """The number of the page at which the last attempt ended."""
        return max((*self.pages, *self.bad), default=0) + 1


_PARTS = tuple(part.name for part in fields(RawPage))


class Journal:
    """One file of JSON lines; a line that was cut off is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Engines give halves of characters, which are taken out only when the text is cleaned.
        self._stream = path.open("a", encoding="utf-8", errors="surrogatepass")

    def begin(self) -> None:
        """Note that an attempt begins now."""
        self._write({"started": time.monotonic()})

    def open(self, page_count: int) -> None:
        """Note that the file could be opened."""
        self._write({"page_count": page_count})

    def add(self, number: int, page: RawPage) -> None:
        """Keep a page."""
        # Not by `asdict`, which copies every part: this is done for each page of every file.
        self._write({"number": number, "page": {name: getattr(page, name) for name in _PARTS}})

    def add_bad(self, number: int) -> None:
        """Note that a page could not be read."""
        self._write({"bad": number})

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _write(self, entry: dict[str, object]) -> None:
        self._stream.write(json.dumps(entry) + "\n")
        # A process that is killed loses what it has not handed over.
        self._stream.flush()


def read_journal(path: Path) -> JournalState:
    """What the attempts so far have written; an empty state if there is no journal."""
    state = JournalState()
    try:
        lines = path.read_text("utf-8", "surrogatepass").splitlines()
    except OSError:
        return state
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        state.started = entry.get("started", state.started)
        state.page_count = entry.get("page_count", state.page_count)
        if "page" in entry:
            state.pages[entry["number"]] = RawPage(**entry["page"])
        if "bad" in entry:
            state.bad.append(entry["bad"])
    return state
