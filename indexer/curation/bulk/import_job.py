"""A large import as a job of its own: what is wanted, how far it has come, and what came of it, as files beside it.

    state/imports/<id>/order.json      what the site wants of the process
    state/imports/<id>/progress.json   how far the process is, and which one it is
    state/imports/<id>/outcome.json    what it found or did; the process has ended, or is about to

Throwing the import away removes the folder, and the process stops as soon as it notices, unless it saves already.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from indexer.curation.bulk.import_plan import ImportPlan
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.errors import KnowledgeBaseError, message_of
from indexer.domain.messages import Message, message_from, message_record
from indexer.storage.atomic_files import atomic_write

READING, KEEPING, SAVING = "reading", "keeping", "saving"
"""What a job does: judge the rows, keep their contents aside, put them into the corpus; the last cannot be stopped."""

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
    """How far a job has come; `process` is its number in the system."""

    phase: str
    done: int
    total: int
    process: int

    @property
    def can_be_stopped(self) -> bool:
        """Whether nothing is written down yet, or nobody is at work any more."""
        return self.phase != SAVING or not self.is_alive

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        try:
            os.kill(self.process, 0)
        except OSError:
            return False
        return True


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
        self._folder = folder
        self._told = 0.0
        self._phase = ""

    def wish(self, order: ImportOrder) -> None:
        """Say what is wanted; what came of an earlier wish goes."""
        (self._folder / "outcome.json").unlink(missing_ok=True)
        (self._folder / "progress.json").unlink(missing_ok=True)
        self._write("order", asdict(order))

    def order(self) -> ImportOrder | None:
        """What is wanted, None where nothing was asked for."""
        content = self._read("order")
        return ImportOrder(**content) if content else None

    def progress(self) -> JobProgress | None:
        """How far the process is; None before it begins."""
        content = self._read("progress")
        return JobProgress(**content) if content else None

    def outcome(self) -> ImportOutcome | None:
        """What came of it; None before it ends."""
        content = self._read("outcome")
        return _outcome_from(content) if content else None

    def is_lost(self) -> bool:
        """Whether the process ended without a word, or never began."""
        progress = self.progress()
        if progress is not None:
            return not progress.is_alive
        try:
            wished = (self._folder / "order.json").stat().st_mtime
        except OSError:
            return True
        return time.time() - wished > _SECONDS_TO_BEGIN

    def tell(self, phase: str, done: int, total: int) -> None:
        """Say how far the job is, now and then.

        Raises:
            ImportStopped: the import was thrown away, and nothing is saved yet.
        """
        now = time.monotonic()
        if phase == self._phase and now - self._told < _SECONDS_BETWEEN:
            return
        self._phase, self._told = phase, now
        if self._folder.is_dir():
            with contextlib.suppress(OSError):  # a full disk is told by what is saved, not by how far it is
                self._write("progress", asdict(JobProgress(phase, done, total, os.getpid())))
        elif phase != SAVING:
            raise ImportStopped

    def finish(self, outcome: ImportOutcome) -> None:
        """Say what came of it."""
        if self._folder.is_dir():
            self._write("outcome", _outcome_record(outcome))

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        data = json.dumps(content, ensure_ascii=False).encode()
        atomic_write(self._folder / f"{name}.json", data, is_private=True)

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(json.loads((self._folder / f"{name}.json").read_text("utf-8")))
        except (OSError, ValueError):
            return None


def run_job(job: JobFolder, work: Callable[[ImportOrder], ImportOutcome]) -> None:
    """Do what is wanted, and say what came of it; nothing where the import was thrown away meanwhile."""
    order = job.order()
    if order is None:
        return
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
