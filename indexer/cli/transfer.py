"""samspil import, export, backup, restore and links."""

from __future__ import annotations

import getpass
import itertools
import json
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple, TypeVar

import click
from rich.text import Text

from indexer.bootstrap import open_curation, open_knowledge_base
from indexer.cli.console import EXIT_REFUSED, OUT, config_option, progress_bar
from indexer.config import find_config
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.backup import back_up, restore_backup
from indexer.curation.bulk.export import export_csv, export_folder
from indexer.curation.bulk.folder_import import plan_folder, vocabulary_for
from indexer.curation.bulk.import_plan import ImportPlan, Progress, apply_import, plan_table
from indexer.curation.bulk.readers.column_names import IMPORT_KEYS
from indexer.curation.bulk.readers.read_file import read_table
from indexer.curation.bulk.readers.table import RowMessage
from indexer.curation.service import Curation
from indexer.domain.documents.metadata import Language
from indexer.domain.messages import Message
from indexer.presentation.messages import say

_MAX_LINES = 1000
T = TypeVar("T")
_KEYS = click.Choice(IMPORT_KEYS)


def _open(config_path: Path | None) -> Curation:
    config = find_config(config_path)
    return open_curation(config, open_knowledge_base(config))


def _somebody() -> Account:
    """Who works at the command line may do everything; the log names the user of the machine."""
    return Account(f"{getpass.getuser()} (samspil)", Role.ADMINISTRATOR)


@click.command(name="import")
@click.argument(
    "source", type=click.Path(exists=True, path_type=Path), metavar="FILE.csv|.tsv|.txt|.ris|.bib|.json|FOLDER"
)
@click.option(
    "--map", "mapping", type=(str, _KEYS), multiple=True, help="COLUMN KEY: what a column of a CSV stands for."
)
@click.option("--kind", default="case", show_default=True, help="Kind of documents that state none.")
@click.option("--publish", is_flag=True, help="Publish what states no status; drafts otherwise.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@config_option
def import_(
    source: Path,
    mapping: tuple[tuple[str, str], ...],
    kind: str,
    publish: bool,
    dry_run: bool,
    config_path: Path | None,
) -> None:
    """Add many documents at once: all of them, or none if a row has a fault. One undo takes them back."""
    curation = _open(config_path)
    with progress_bar("Reading") as advance:
        defaults = {"kind": kind, "status": "published" if publish else "draft"}
        plan = _plan(source, curation, dict(mapping), defaults, lambda done, total: advance(_Moved(done, total)))
    _print_plan(plan)
    if plan.faults:
        sys.exit(EXIT_REFUSED)
    if not dry_run:
        change = apply_import(plan, _somebody(), curation.history, curation.corpus, comment=source.name)
        OUT.print(f"{len(change.documents)} documents imported as change {change.number}.")


class _Moved(NamedTuple):
    """How far a plan has come."""

    done: int
    total: int


def _plan(
    source: Path, curation: Curation, mapping: dict[str, str], defaults: dict[str, str], progress: Progress
) -> ImportPlan:
    if source.is_dir():
        vocabulary = vocabulary_for(source, curation.corpus_folder, lambda: curation.vocabulary)
        return plan_folder(source, curation.corpus_folder, curation.corpus, vocabulary, kind=defaults["kind"])
    table = read_table(source.name, source.read_bytes())
    unknown = next((column for column in mapping if column not in table.columns), None)
    if unknown is not None:
        columns = ", ".join(table.columns)
        raise click.UsageError(say(Message("no-such-column", name=unknown, columns=columns), Language.ENGLISH))
    return plan_table(
        table,
        curation.corpus,
        curation.vocabulary,
        mapping={**table.mapping, **mapping},
        defaults=defaults,
        progress=progress,
    )


def _print_plan(plan: ImportPlan) -> None:
    _print_some(plan.titles.items(), "documents", lambda named: ": ".join(named))
    _print_some(plan.notes, "notes", lambda note: f"note: {_said(note)}", "yellow")
    _print_some(plan.faults, "faults", _said, "red")
    OUT.print(Text(say(plan.count, Language.ENGLISH)), soft_wrap=True)
    if plan.faults:
        OUT.print(f"{len(plan.faults)} faults; nothing was imported.")


def _print_some(told: Collection[T], what: str, line: Callable[[T], str], style: str = "") -> None:
    """As many lines as somebody reads, and how many more there are."""
    for one in itertools.islice(told, _MAX_LINES):
        OUT.print(Text(line(one), style=style), soft_wrap=True)
    if (more := len(told) - _MAX_LINES) > 0:
        OUT.print(f"… and {more} {what} more")


def _said(one: RowMessage) -> str:
    """A message with its row and key before it."""
    places = (f"row {one.row}" if one.row else "", one.key, say(one.message, Language.ENGLISH))
    return ": ".join(filter(None, places))


@click.command(name="export")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE.csv")
@config_option
def export(target: Path, config_path: Path | None) -> None:
    """Give the collection back: a FOLDER that can be imported again as it is, or a table of metadata and texts."""
    curation = _open(config_path)
    if target.suffix.lower() == ".csv":
        documents = [curation.editor.read(listed.file.id) for listed in curation.documents.all()]
        # With a byte order mark, without which Excel takes Danish letters for another encoding.
        target.write_text(export_csv(documents), "utf-8-sig", newline="")
        OUT.print(f"{len(documents)} documents written.")
    else:
        OUT.print(f"{export_folder(curation.corpus_folder, target)} files written.")
    curation.audit.append(_somebody().name, "exported", subject=target.name)


@click.command(name="backup")
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@config_option
def backup(target: Path, config_path: Path | None) -> None:
    """Write corpus and state (accounts, history, log) into FILE, a tar.gz; the site may go on running."""
    curation = _open(config_path)
    count = back_up(
        target,
        corpus_folder=curation.corpus_folder,
        state_folder=curation.state_folder,
        history=curation.history,
        lock=curation.lock,
    )
    curation.audit.append(_somebody().name, "backup", subject=target.name)
    OUT.print(f"{count} files written to {target.name}. Keep it safe: it holds accounts and drafts.")


@click.command(name="restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@config_option
def restore(source: Path, config_path: Path | None) -> None:
    """Unpack a backup into the corpus and state folders of the configuration, which must be empty or missing."""
    config = find_config(config_path)
    count = restore_backup(source, corpus_folder=config.corpus_folder, state_folder=config.state_folder)
    OUT.print(f"{count} files restored; run `samspil index`.")


@click.command(name="links")
@click.option("--json", "as_json", is_flag=True, help="Print the dead links as JSON.")
@config_option
def links(as_json: bool, config_path: Path | None) -> None:
    """Ask every address that a source names, and list the dead ones here and on the curators' desk."""
    curation = _open(config_path)
    dead = curation.links.check((listed.file.id, listed.metadata) for listed in curation.documents.all())
    if as_json:
        found = [{"url": one.url, "reason": one.reason, "documents": one.documents} for one in dead]
        click.echo(json.dumps(found, ensure_ascii=False))
    for one in () if as_json else dead:
        OUT.print(Text(f"{one.url}: {one.reason} ({', '.join(one.documents)})"), soft_wrap=True)
    sys.exit(EXIT_REFUSED if dead else 0)
