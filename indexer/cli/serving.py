"""samspil serve."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.bootstrap import find_config
from indexer.cli.console import config_option


@click.command()
@click.option("--host", help="Address to listen on; the default stands in config.toml.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on, 0 for a free one; the default stands in config.toml.",
)
@config_option
def serve(host: str | None, port: int | None, config_path: Path | None) -> None:
    """Serve the site, and keep the index equal to the corpus meanwhile (in a process of its own)."""
    server = __import__("web.server", fromlist=["run_server"])  # web builds on indexer, not the other way round
    server.run_server(find_config(config_path), host, port)
