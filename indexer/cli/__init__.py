"""samspil: the command line, a module per group of commands."""

from __future__ import annotations

import click

from indexer.cli.beginning import new
from indexer.cli.comparing import comparable
from indexer.cli.console import Commands
from indexer.cli.curating import curator
from indexer.cli.evaluating import evaluate, explain
from indexer.cli.extracting import extract, ocr
from indexer.cli.import_process import import_job
from indexer.cli.indexing import index
from indexer.cli.inspecting.doctor import doctor
from indexer.cli.inspecting.inspection import check, status
from indexer.cli.meaning import meaning
from indexer.cli.rooms import rooms
from indexer.cli.searching import search
from indexer.cli.transfer import backup, export, import_, links, restore


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="samspil")
def main() -> None:
    """Samspil: search partnership knowledge for public libraries.

    Begin with `samspil index`, which makes the corpus searchable, then `samspil serve` for the site or
    `samspil search TEXT` here. Exit codes: 0 all well, 1 something was refused or failed, 2 wrong use,
    130 stopped by Ctrl-C.
    """


for command in (
    *(index, search, comparable, explain, check, status, doctor, evaluate, extract, ocr),
    *(new, curator, meaning, import_, import_job, export, backup, restore, links, rooms),
):
    main.add_command(command)
