"""What the commands share: the terminal, exit codes, errors in one sentence, faults as lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import KnowledgeBaseError, QueryError, message_of
from indexer.ingestion.report import ReconcileReport
from indexer.presentation.messages import say

# What is read by a program or kept in a file is not broken at the 80 columns that no terminal has there.
OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 1000)
ERR = Console(stderr=True, highlight=False)
_SECONDS_BETWEEN_LINES = 10.0
# 2 is what click itself ends with on wrong use, 130 what shells expect after Ctrl-C.
EXIT_REFUSED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130


@cache
def _commands_of_others() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group="samspil.commands")}


def complain(error: Exception) -> None:
    """One line on the error stream; long lines are left to the terminal, so that scripts can read them."""
    ERR.print(Text(f"samspil: {say(message_of(error), Language.ENGLISH)}", style="red"), soft_wrap=True)


class Commands(click.Group):
    """Turns our errors into one sentence and an exit code; knows commands of packages that build on this one.

    Those are entry points of the group `samspil.commands`, each loaded when it is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those of other packages last."""
        return [*super().list_commands(ctx), *sorted(_commands_of_others())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, None if there is none."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in (others := _commands_of_others()):
            return own
        command: click.Command = others[cmd_name].load()
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what our error tree holds ends in a sentence, not in a traceback."""
        try:
            return super().invoke(ctx)
        except QueryError as error:
            complain(error)
            sys.exit(EXIT_USAGE)
        except (KnowledgeBaseError, OSError) as error:
            complain(error)
            sys.exit(EXIT_REFUSED)
        except KeyboardInterrupt:
            ERR.print("\nsamspil: stopped. What was committed is kept; run the command again to complete it.")
            sys.exit(EXIT_INTERRUPTED)


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --config to a command."""
    help_text = "Configuration file; else $SAMSPIL_CONFIG, else config.toml here or in a folder above."
    return click.option("--config", "config_path", type=click.Path(path_type=Path), help=help_text)(command)


class _Rate(ProgressColumn):
    """How many files a second; nothing while it is unknown."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


class _Moved(Protocol):
    """How far a run has come."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...


@contextmanager
def progress_bar(description: str = "Indexing") -> Iterator[Callable[[_Moved], None]]:
    """A bar on the error stream with rate and time left, moved on by calling what is given with a Progress.

    Where the error stream is no terminal, a line now and then says the same.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with RichProgress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(description, total=None)
        lines = ProgressLines(description)

        def advance(progress: _Moved) -> None:
            bar.update(task, completed=progress.done, total=progress.total)
            line = None if ERR.is_terminal else lines.next_line(progress.done, progress.total, time.monotonic())
            if line:
                ERR.print(line, soft_wrap=True)

        yield advance


class ProgressLines:
    """Says every ten seconds how far a run has come."""

    def __init__(self, description: str) -> None:
        self._description = description
        self._started: float | None = None
        self._last = 0.0
        self._done = 0

    def next_line(self, done: int, total: int, now: float) -> str | None:
        """The line to print at a time (in seconds), None if the last one is not old enough."""
        if self._started is None or done < self._done:  # begun, or begun anew: a first index reads all files twice
            self._started = self._last = now
        self._done = done
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return None
        self._last = now
        rate = done / (now - self._started)
        left = (total - done) / rate
        return f"{self._description}: {done} of {total} files, {rate:.1f} a second, {left:.0f} seconds left"


def fault_text(fault: CorpusFault) -> str:
    """`file:line: message`."""
    place = f"{fault.location}:{fault.line}" if fault.line else fault.location
    return f"{place}: {say(fault.message, Language.ENGLISH)}"


def fault_json(fault: CorpusFault) -> dict[str, object]:
    """A fault as the JSON of every command has it."""
    return {
        "file": fault.location,
        "line": fault.line,
        "key": fault.key,
        "message": say(fault.message, Language.ENGLISH),
    }


def report_json(report: ReconcileReport) -> dict[str, object]:
    """What a run of the indexing did, as JSON has it."""
    return {
        "added": report.added,
        "changed": report.changed,
        "withdrawn": report.withdrawn,
        "unchanged": report.unchanged,
        "rebuilt": report.is_rebuilt,
        "next_public": report.next_public,
        "refused": [fault_json(fault) for fault in report.refused],
        "incomplete": [fault_json(fault) for fault in report.incomplete],
    }
