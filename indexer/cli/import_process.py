"""samspil import-job: what the site starts for a file that takes longer than a page should."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from indexer.bootstrap import open_curation, open_knowledge_base
from indexer.cli.console import config_option
from indexer.config import find_config
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.import_job import KEEPING, READING, SAVING, ImportOrder, ImportOutcome, JobFolder, run_job
from indexer.curation.bulk.import_plan import apply_import
from indexer.curation.service import Curation


@click.command(name="import-job")
@click.argument("import_id", metavar="ID")
@config_option
def import_job(import_id: str, config_path: Path | None) -> None:
    """Read or import a file that waits in state/imports/ID, as the site asked; what came of it stands beside it."""
    config = find_config(config_path)
    curation = open_curation(config, open_knowledge_base(config))
    job = curation.imports.job(import_id)
    run_job(job, partial(_carry_out, curation, job, import_id))


def _carry_out(curation: Curation, job: JobFolder, import_id: str, order: ImportOrder) -> ImportOutcome:
    job.tell(READING, 0, 0)
    imports = curation.imports
    name, table = imports.name(import_id), imports.table(import_id)
    mapping = order.columns(table) if table else {}
    plan = imports.plan(
        import_id,
        curation.vocabulary,
        table=table,
        mapping=mapping,
        defaults=order.defaults,
        progress=partial(job.tell, READING),
    )
    if not order.account or plan.faults:
        return ImportOutcome.of(plan, table, mapping)

    def tell(done: int, total: int) -> None:
        job.tell(SAVING if 2 * done >= total else KEEPING, done, total)

    # The site has asked whether they may; see import_views.
    account = Account(order.account, Role.CURATOR)
    change = apply_import(plan, account, curation.history, curation.corpus, comment=name, progress=tell)
    return ImportOutcome.of(plan, table, mapping, change.number)
