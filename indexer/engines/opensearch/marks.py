"""What the writer says of an index: its last commit, and whether shards may be between two."""

from __future__ import annotations

import enum
import time
from typing import NamedTuple

from indexer.domain.errors import IndexDamaged
from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.place import is_finished, mark_name
from indexer.engines.opensearch.state_documents import StateDocuments


class Phase(enum.StrEnum):
    """What the writer is doing.

    While it is WRITING nothing of a batch is seen, unless a node dies and another takes its place; while it is
    REFRESHING shards show the batch one after the other.
    """

    STILL = "still"
    WRITING = "writing"
    REFRESHING = "refreshing"


class Mark(NamedTuple):
    """What is said of an index.

    Attributes:
        commit: the number of the last one.
        committed_at: when, in seconds since 1970.
        is_finished: whether its build ended; from then on it serves or was replaced, and is not built on.
    """

    commit: int
    phase: Phase
    committed_at: float
    is_finished: bool = False

    def written(self, phase: Phase) -> Mark:
        """The same commit in another phase."""
        return self._replace(phase=phase)

    def committed(self) -> Mark:
        """The next commit, now."""
        return self._replace(commit=self.commit + 1, phase=Phase.STILL, committed_at=time.time())

    def finished(self) -> Mark:
        """The same commit of an index whose build ended."""
        return self._replace(is_finished=True)


NO_COMMIT = Mark(0, Phase.STILL, 0.0)


def read_mark(state: StateDocuments, index: str, deadline: Deadline) -> Mark | None:
    """The mark of an index; None if there is none."""
    kept = state.read(mark_name(index), deadline)
    if kept is None:
        return None
    noted = kept.content
    return Mark(noted["commit"], Phase(noted["phase"]), noted["committed_at"], is_finished(noted))


def known_mark(state: StateDocuments, index: str, deadline: Deadline) -> Mark:
    """The mark of an index that was made.

    Raises:
        IndexDamaged: it is gone.
    """
    mark = read_mark(state, index, deadline)
    if mark is None:
        raise IndexDamaged("index-damaged", error="mark")
    return mark


def write_mark(state: StateDocuments, index: str, mark: Mark, deadline: Deadline) -> None:
    """Say it."""
    state.write(mark_name(index), mark._asdict(), deadline)
