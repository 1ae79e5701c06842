"""One committed state of an index over all its segments: its documents, its terms, and the statistics of its fields.

Nothing in a snapshot changes, so all threads share it. What a query makes of it is in scoring/ and querying/.
"""

from indexer.engines.arrays.snapshot.index_snapshot import IndexSnapshot
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegment

__all__ = ["IndexSnapshot", "SnapshotSegment"]
