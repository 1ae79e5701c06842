"""samspil import, export, backup, restore and links."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_curation, open_knowledge_base
from indexer.cli.console import EXIT_REFUSED, OUT, config_option
from indexer.config import find_config
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.backup import back_up, restore_backup
from indexer.curation.bulk.export import export_csv, export_folder
from indexer.curation.bulk.folder_import import plan_folder, vocabulary_for
from indexer.curation.bulk.import_plan import ImportPlan, apply, plan_records
from indexer.curation.bulk.table_readers import IMPORT_KEYS, Record, read_table
from indexer.curation.service import Curation
from indexer.domain.documents.metadata import Language
from indexer.domain.messages import Message
from indexer.presentation.messages import say

_KEYS = click.Choice(IMPORT_KEYS)


def _open(config_path: Path | None) -> Curation:
    config = find_config(config_path)
    return open_curation(config, open_knowledge_base(config))


def _somebody() -> Account:
    """Who works at the command line may do everything; the log names the user of the machine."""
    return Account(f"{getpass.getuser()} (samspil)", Role.ADMINISTRATOR)


@click.command(name="import")
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="FILE.csv|.ris|.bib|FOLDER")
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
    if source.is_dir():
        vocabulary = vocabulary_for(source, curation.corpus_folder, lambda: curation.vocabulary)
        plan = plan_folder(source, curation.corpus_folder, curation.corpus, vocabulary, kind=kind)
    else:
        defaults = {"kind": kind, "status": "published" if publish else "draft"}
        records = _table_records(source, dict(mapping))
        plan = plan_records(records, curation.corpus, curation.vocabulary, defaults=defaults)
    _print_plan(plan)
    if plan.faults:
        sys.exit(EXIT_REFUSED)
    if not dry_run:
        change = apply(plan, _somebody(), curation.history, curation.corpus, comment=source.name)
        OUT.print(f"{len(change.documents)} documents imported as change {change.number}.")


def _table_records(source: Path, mapping: dict[str, str]) -> tuple[Record, ...]:
    table = read_table(source.name, source.read_bytes())
    unknown = next((column for column in mapping if column not in table.columns), None)
    if unknown is not None:
        columns = ", ".join(table.columns)
        raise click.UsageError(say(Message("no-such-column", name=unknown, columns=columns), Language.ENGLISH))
    return table.records({**table.mapping, **mapping})


def _print_plan(plan: ImportPlan) -> None:
    for document_id, title in plan.titles.items():
        OUT.print(Text(f"{document_id}: {title}"), soft_wrap=True)
    for note in plan.notes:
        OUT.print(Text(f"left out: row {note}", style="yellow"), soft_wrap=True)
    for fault in plan.faults:
        text = f"row {fault.row}: {fault.key}: {say(fault.message, Language.ENGLISH)}"
        OUT.print(Text(text, style="red"), soft_wrap=True)
    if plan.faults:
        OUT.print(f"{len(plan.faults)} faults; nothing was imported.")


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
