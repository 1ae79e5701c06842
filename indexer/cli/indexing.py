"""samspil index."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_knowledge_base
from indexer.cli.console import (
    ERR,
    EXIT_REFUSED,
    OUT,
    complain,
    config_option,
    fault_text,
    progress_bar,
    report_json,
)
from indexer.cli.on_demand import answer_orders
from indexer.config import Config, find_config
from indexer.domain.documents.dates import seconds_until
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import KnowledgeBaseError
from indexer.ingestion.report import ReconcileReport

_MAX_NAMED_IDS = 10
_LOOK_UP_MILLISECONDS = 500
"""How often watching looks up without a change; the first time tells that it has begun."""


@click.command()
@click.option("--rebuild", is_flag=True, help="Build a new index beside the old one and swap it in.")
@click.option("--watch", is_flag=True, help="Go on, and index again whenever a file changes.")
@click.option("--on-demand", is_flag=True, help="Stay, and index for each line of the input; a JSON line answers it.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@config_option
def index(rebuild: bool, watch: bool, on_demand: bool, as_json: bool, config_path: Path | None) -> None:
    """Make the index equal to the corpus; only what changed is done again.

    Refused files are named with their reason; the others are indexed all the same.
    """
    config = find_config(config_path)
    if on_demand:
        answer_orders(config.path)
        return
    report = _reconcile(config, rebuild=rebuild)
    _print_report(report, as_json)
    if watch:
        _watch(config, as_json)
    sys.exit(EXIT_REFUSED if report.refused else 0)


def _reconcile(config: Config, *, rebuild: bool = False) -> ReconcileReport:
    knowledge_base = open_knowledge_base(config)
    if rebuild:
        knowledge_base.texts.forget_refused()
    with progress_bar() as advance:
        try:
            return knowledge_base.reconcile(rebuild=rebuild, report_progress=advance)
        finally:
            knowledge_base.close()


def _print_report(report: ReconcileReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False))
        return
    for name, ids in (("added", report.added), ("changed", report.changed), ("withdrawn", report.withdrawn)):
        if ids:
            OUT.print(f"{name}: {len(ids)} ({_first_ids(ids)})", markup=False)
    for fault in report.incomplete:
        OUT.print(Text(f"incomplete: {fault_text(fault)}", style="yellow"), soft_wrap=True)
    for fault in report.refused:
        OUT.print(Text(f"refused: {fault_text(fault)}", style="red"), soft_wrap=True)
    rebuilt = " A new index was built." if report.is_rebuilt else ""
    total = len(report.added) + len(report.changed) + report.unchanged
    OUT.print(f"{total} documents in the index, {report.unchanged} unchanged, {len(report.refused)} refused.{rebuilt}")


def _first_ids(ids: Sequence[DocumentId]) -> str:
    more = len(ids) - _MAX_NAMED_IDS
    return ", ".join(ids[:_MAX_NAMED_IDS]) + (f" and {more} more" if more > 0 else "")


def _watch(config: Config, as_json: bool) -> None:
    # Imported here: only this option needs it.
    from watchfiles import watch

    is_watching, next_public = False, ""
    for changes in watch(
        config.corpus_folder, raise_interrupt=True, yield_on_timeout=True, rust_timeout=_LOOK_UP_MILLISECONDS
    ):
        is_due = bool(next_public) and seconds_until(next_public) == 0  # no file changes when an embargo ends
        if is_watching and not changes and not is_due:
            continue
        if not is_watching:
            ERR.print(Text(f"Watching {config.corpus_folder}; Ctrl-C stops."))
        next_public = _reconcile_watched(config, as_json, is_first=not is_watching)
        is_watching = True


def _reconcile_watched(config: Config, as_json: bool, *, is_first: bool) -> str:
    """The first time is for what came before the watching began; it says nothing where nothing did.

    The moment at which the next document becomes public by itself; "" for none.
    """
    try:
        report = _reconcile(config)
        if not is_first or report.added or report.changed or report.withdrawn:
            _print_report(report, as_json)
        return report.next_public
    except KnowledgeBaseError as error:
        # A vocabulary saved half-written must not end the watching: the next save mends it.
        complain(error)
        return ""
