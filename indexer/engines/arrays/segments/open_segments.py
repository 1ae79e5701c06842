"""The segments that this process has open."""

from __future__ import annotations

import threading
from pathlib import Path
from weakref import WeakValueDictionary

from indexer.engines.arrays.segments.segment import SegmentPostings

# Segments never change once written and their names are never used again: each is validated once per process, and
# goes when its last reader goes.
_OPEN: WeakValueDictionary[Path, SegmentPostings] = WeakValueDictionary()
_OPEN_LOCK = threading.Lock()


def open_segment_postings(path: Path) -> SegmentPostings:
    """The postings of a segment; readers of one process share them."""
    with _OPEN_LOCK:
        opened = _OPEN.get(path)
        if opened is None:
            opened = _OPEN[path] = SegmentPostings(path)
        return opened
