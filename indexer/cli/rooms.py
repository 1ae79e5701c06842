"""samspil rooms: how many rooms there are, and the removal of those whose last day has passed."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_rooms
from indexer.cli.console import OUT, config_option
from indexer.config import find_config


@click.command()
@click.option("--purge", is_flag=True, help="Remove the rooms whose last day has passed; the running site does so too.")
@config_option
def rooms(purge: bool, config_path: Path | None) -> None:
    """Count the rooms of partnerships. What they hold can be read with their links alone."""
    opened = open_rooms(find_config(config_path))
    if purge:
        OUT.print(Text(f"{opened.purge()} rooms had passed their last day and are removed."))
    OUT.print(Text(f"There are {opened.count()} rooms."))
