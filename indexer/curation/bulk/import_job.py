"""A large import as a job of its own: what is wanted, how far it has come, and what came of it, as files beside it.

state/imports/<id>/order.json      what the site wants of the process
state/imports/<id>/progress.json   how far the process is
state/imports/<id>/outcome.json    what it found or did; the process has ended, or is about to
state/imports/<id>/running         a lock that the process holds: its number could be another's after a restart
state/imports/<id>/content         the file; "saving" before anything counts, "stopped" if that comes first
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from indexer.curation.bulk.import_plan import ImportPlan
from indexer.curation.bulk.job_files import JobFiles
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.errors import KnowledgeBaseError, message_of
from indexer.domain.messages import Message, message_from, message_record

READING, KEEPING, SAVING = "reading", "keeping", "saving"
"""What a job does: judge the rows, keep their contents aside, put them into the corpus; the last cannot be stopped."""

STOPPED = "stopped"
_MAX_SHOWN = 200
_TOLD = ("faults", "notes")
_SECONDS_BETWEEN = 0.5
_SECONDS_TO_BEGIN = 300
"""A process needs three seconds to begin; many more where the machine has too much to do."""


class ImportStopped(Exception):
    """Somebody threw the import away."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is wanted of a job.

    Attributes:
        mapping: the key that each column stands for by its place, "0" for the first; those left out as their names say.
        account: who imports; "" where it is only tried.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    account: str = ""

    def columns(self, table: Table) -> dict[str, str]:
        """The key of every column by its name."""
        return {
            column: self.mapping.get(str(place), table.mapping[column]) for place, column in enumerate(table.columns)
        }


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job has come."""

    phase: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """A plan as pages show it: counts, and the first of everything; or why there is none.

    Attributes:
        columns: (name, first value, key) of each column of a table.
        documents: how many would be imported, or were.
        change: the number of the change that imported them; 0 where nothing was.
        error: why the file could not be read at all.
    """

    count: Message
    documents: int = 0
    columns: Sequence[tuple[str, str, str]] = ()
    titles: Sequence[tuple[str, str]] = ()
    faults: Sequence[RowMessage] = ()
    fault_count: int = 0
    notes: Sequence[RowMessage] = ()
    note_count: int = 0
    change: int = 0
    error: Message | None = None

    @classmethod
    def of(cls, plan: ImportPlan, table: Table | None, mapping: Mapping[str, str], change: int = 0) -> ImportOutcome:
        """What a plan says; `table` is None for folders."""
        first = table.rows[0] if table and table.rows else {}
        return cls(
            count=plan.count,
            documents=len(plan.titles),
            columns=tuple((name, first.get(name, ""), mapping[name]) for name in (table.columns if table else ())),
            titles=tuple(list(plan.titles.items())[:_MAX_SHOWN]),
            faults=tuple(plan.faults[:_MAX_SHOWN]),
            fault_count=len(plan.faults),
            notes=tuple(plan.notes[:_MAX_SHOWN]),
            note_count=len(plan.notes),
            change=change,
        )


class JobFolder:
    """The files of one job."""

    def __init__(self, folder: Path) -> None:
        self.files = JobFiles(folder)
        self._told = 0.0
        self._phase = ""

    def wish(self, order: ImportOrder) -> None:
        """Say what is wanted; what came of an earlier wish goes."""
        self.files.forget("outcome", "progress")
        self.files.write("order", asdict(order))

    def order(self) -> ImportOrder | None:
        """What is wanted, None where nothing was asked for."""
        content = self.files.read("order")
        return ImportOrder(**content) if content else None

    def progress(self) -> JobProgress | None:
        """How far the process is; None before it begins."""
        content = self.files.read("progress")
        return JobProgress(**content) if content else None

    def outcome(self) -> ImportOutcome | None:
        """What came of it; None before it ends."""
        content = self.files.read("outcome")
        return _outcome_from(content) if content else None

    def is_lost(self) -> bool:
        """Whether the process ended without a word, or never began."""
        if self.files.is_held() or self.outcome() is not None:
            return False
        wished = self.files.written("order")
        return wished is None or self.progress() is not None or time.time() - wished > _SECONDS_TO_BEGIN

    def is_under_way(self) -> bool:
        """Whether what came of a wish is still to be waited for, or it has imported the file already."""
        outcome = self.outcome()
        return outcome.change > 0 if outcome else self.order() is not None and not self.is_lost()

    def stop(self) -> bool:
        """Keep the process from saving; whether it can still be kept from it, or nobody is at it any more."""
        return self.files.rename_content(STOPPED) or not self.files.is_held()

    def tell(self, phase: str, done: int, total: int) -> None:
        """Say how far the job is, now and then; before the first of what counts, see that it may.

        Raises:
            ImportStopped: the import was thrown away, and nothing is saved yet.
        """
        now = time.monotonic()
        if phase == self._phase and now - self._told < _SECONDS_BETWEEN:
            return
        if self._phase != SAVING:
            is_wanted = self.files.rename_content(SAVING) if phase == SAVING else self.files.has_content()
            if not is_wanted:
                raise ImportStopped
        self._phase, self._told = phase, now
        with contextlib.suppress(OSError):  # a full disk is told by what is saved, not by how far it is
            self.files.write("progress", asdict(JobProgress(phase, done, total)))

    def finish(self, outcome: ImportOutcome) -> None:
        """Say what came of it."""
        with contextlib.suppress(FileNotFoundError):  # nobody waits for it any more
            self.files.write("outcome", _outcome_record(outcome))


def run_job(job: JobFolder, work: Callable[[ImportOrder], ImportOutcome]) -> None:
    """Do what is wanted, and say what came of it; nothing where the import was thrown away meanwhile."""
    order = job.order()
    if order is None:
        return
    with job.files.held() as is_alone:
        if not is_alone or job.outcome() is not None:
            return  # it was asked for twice
        try:
            job.finish(work(order))
        except ImportStopped:
            return
        except (KnowledgeBaseError, OSError) as error:
            job.finish(ImportOutcome(Message("import-count", found=0, read=0, faulty=0), error=message_of(error)))


def _outcome_record(outcome: ImportOutcome) -> dict[str, Any]:
    plain = {name: getattr(outcome, name) for name in ("documents", "columns", "titles", "fault_count", "note_count")}
    return plain | {
        "change": outcome.change,
        "count": message_record(outcome.count),
        "error": message_record(outcome.error) if outcome.error else None,
        "faults": [(one.row, one.key, message_record(one.message)) for one in outcome.faults],
        "notes": [(one.row, one.key, message_record(one.message)) for one in outcome.notes],
    }


def _outcome_from(content: Mapping[str, Any]) -> ImportOutcome:
    told = {name: [RowMessage(row, key, message_from(one)) for row, key, one in content[name]] for name in _TOLD}
    error = content["error"]
    return ImportOutcome(
        **{**content, **told, "count": message_from(content["count"]), "error": message_from(error) if error else None}
    )
