"""What of the collection the public was shown last, and since when; what is shown no more keeps its entry.

Harvesters ask what changed since they came last. The dates that files state cannot answer that: an import keeps dates
of years ago, and a document that is gone states nothing. So each run of the index that changed something notes here
what differs from before.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.domain.documents.dates import Clock, now, rfc3339
from indexer.domain.documents.hit_record import read_record
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.ingestion.document_dates import DATES_LAYOUT, FAULTS
from indexer.storage.database import Database

_LOG = logging.getLogger(__name__)
_INSERT = "INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?)"

Groups = Mapping[str, tuple[str, ...]]
"""The values that a document is counted under, by facet."""


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """What is remembered of a document that is public, or was.

    Attributes:
        moment: since when it is as it is, or gone: RFC 3339, in whole seconds of UTC.
        groups: of one that is gone, what it was counted under; None for all others.
    """

    moment: str
    is_gone: bool = False
    groups: Groups | None = None


class ShownDocuments:
    """The entries in a file below state/; what cannot be kept or read is told in the log, and nothing is remembered."""

    def __init__(self, path: Path, clock: Clock = now) -> None:
        self._file = Database(path, DATES_LAYOUT)
        self._clock = clock

    def is_behind(self, count: int) -> bool:
        """Whether another number of documents is public than was noted: a run was cut short, or the table is new."""
        rows = self._rows("SELECT count(*) FROM shown WHERE NOT is_gone")
        return bool(rows) and rows[0][0] != count

    def note(
        self,
        records: Mapping[DocumentId, str],
        groups_of: Callable[[Metadata], Groups],
        withdrawn: Callable[[], Iterable[tuple[DocumentId, Metadata]]],
    ) -> None:
        """Remember what is public now, by the records of hits.

        Where nothing was remembered before, nobody can have asked before: documents then count from their own dates,
        and those that files call withdrawn are entered as gone.
        """
        # A collection without a public document has nothing to remember, and no file is made for it.
        if not records and not self._file.path.exists():
            return
        try:
            self._file.path.parent.mkdir(parents=True, exist_ok=True)
            with self._file.writing() as connection:
                rows = connection.execute("SELECT id, digest, is_gone FROM shown")
                before = {DocumentId(row[0]): (str(row[1]), bool(row[2])) for row in rows}
                moment = rfc3339(self._clock())
                connection.executemany(_INSERT, _differing(records, before, moment, groups_of))
                # Only in the first run: later ones see for themselves what goes.
                if not before:
                    gone = ((key, stated) for key, stated in withdrawn() if key not in records)
                    connection.executemany(
                        _INSERT,
                        [(key, "", _own(stated, moment), 1, _written(groups_of(stated))) for key, stated in gone],
                    )
                lost = [(moment, key) for key, (_, is_gone) in before.items() if not is_gone and key not in records]
                connection.executemany("UPDATE shown SET is_gone = 1, moment = ? WHERE id = ?", lost)
        except FAULTS as error:
            _LOG.error("What is public cannot be noted in %s: %s", self._file.path.name, error)

    def entries(self) -> dict[DocumentId, ShownDocument]:
        """Everything that is remembered, by document."""
        rows = self._rows("SELECT id, moment, is_gone, CASE WHEN is_gone THEN facets ELSE '' END FROM shown")
        return {
            DocumentId(key): ShownDocument(moment, bool(is_gone), _read(groups) if is_gone else None)
            for key, moment, is_gone, groups in rows
        }

    def _rows(self, question: str) -> list[Any]:
        # To read must make no file: the site may be allowed to read only.
        if not self._file.path.exists():
            return []
        try:
            with self._file.reading() as connection:
                return connection.execute(question).fetchall()
        except FAULTS as error:
            _LOG.error("What is public cannot be read from %s: %s", self._file.path.name, error)
            return []


def _differing(
    records: Mapping[DocumentId, str],
    before: Mapping[DocumentId, tuple[str, bool]],
    moment: str,
    groups_of: Callable[[Metadata], Groups],
) -> Iterator[tuple[str, str, str, int, str]]:
    """The rows of the documents that are not as they were."""
    for document_id, record in records.items():
        digest = hashlib.sha256(record.encode()).hexdigest()
        if before.get(document_id) != (digest, False):
            metadata = read_record(record).metadata
            since = moment if before else _own(metadata, moment)
            yield document_id, digest, since, 0, _written(groups_of(metadata))


def _own(metadata: Metadata, moment: str) -> str:
    """When a document changed by its own account, never later than now."""
    return min(moment, rfc3339(metadata.changed or metadata.published) or moment)


def _written(groups: Groups) -> str:
    return json.dumps({facet: values for facet, values in groups.items() if values}, ensure_ascii=False)


def _read(groups: str) -> Groups:
    return {str(facet): tuple(values) for facet, values in json.loads(groups).items()}
