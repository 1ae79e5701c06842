"""What the commands share: the terminal, exit codes, errors in one sentence, faults as lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from indexer.domain.errors import KnowledgeBaseError, QueryError
from indexer.ingestion import ReconcileReport
from indexer.ports import CorpusFault

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)
EXIT_REFUSED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130


def complain(error: Exception) -> None:
    """One line on the error stream; long lines are left to the terminal, so that scripts can read them."""
    ERR.print(Text(f"samspil: {error}", style="red"), soft_wrap=True)


class Commands(click.Group):
    """Turns our errors into one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's signature)
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


@contextmanager
def progress_bar() -> Iterator[Callable[[Any], None]]:
    """A bar on the error stream, moved on by calling what is given with a Progress."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("Indexing", total=None)

        def advance(progress: Any) -> None:  # noqa: ANN401
            bar.update(task, completed=progress.done, total=progress.total)

        yield advance


def fault_text(fault: CorpusFault) -> str:
    """`file:line: message`."""
    place = f"{fault.location}:{fault.line}" if fault.line else fault.location
    return f"{place}: {fault.message}"


def fault_json(fault: CorpusFault) -> dict[str, object]:
    """A fault as the JSON of every command has it."""
    return {"file": fault.location, "line": fault.line, "key": fault.key, "message": fault.message}


def report_json(report: ReconcileReport) -> dict[str, object]:
    """What a run of the indexing did, as JSON has it."""
    return {
        "added": report.added,
        "changed": report.changed,
        "withdrawn": report.withdrawn,
        "unchanged": report.unchanged,
        "rebuilt": report.is_rebuilt,
        "refused": [fault_json(fault) for fault in report.refused],
    }
