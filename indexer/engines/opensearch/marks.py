"""What the writer says of an index: its last commit, and whether shards may be between two."""

from __future__ import annotations

import enum
import time
from typing import NamedTuple

from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.place import mark_name
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
    """The number of the last commit, the phase, and when it was committed, in seconds since 1970."""

    commit: int
    phase: Phase
    committed_at: float

    def written(self, phase: Phase) -> Mark:
        """The same commit in another phase."""
        return self._replace(phase=phase)

    def committed(self) -> Mark:
        """The next commit, now."""
        return Mark(self.commit + 1, Phase.STILL, time.time())


NO_COMMIT = Mark(0, Phase.STILL, 0.0)


def read_mark(state: StateDocuments, index: str, deadline: Deadline) -> Mark | None:
    """The mark of an index; None if there is none."""
    kept = state.read(mark_name(index), deadline)
    if kept is None:
        return None
    return Mark(kept.content["commit"], Phase(kept.content["phase"]), kept.content["committed_at"])


def write_mark(state: StateDocuments, index: str, mark: Mark, deadline: Deadline) -> None:
    """Say it."""
    state.write(mark_name(index), mark._asdict(), deadline)
