"""`python -m tests.collection [ID ...]`: the faults of these documents, or of all, one a line; 1 when there are any."""

from __future__ import annotations

import sys

import click

from tests.collection.checks import collection_faults
from tests.collection.fact_sheets import FACTS


@click.command()
@click.argument("ids", nargs=-1)
def main(ids: tuple[str, ...]) -> None:
    """Name the faults of the documents IDS, or of all."""
    if not FACTS.is_dir():
        raise click.UsageError(f"The fact sheets are not in {FACTS}.")
    faults = collection_faults(ids)
    for fault in faults:
        click.echo(fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
