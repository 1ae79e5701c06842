"""Serving the site with waitress, while a process of its own keeps the index equal to the corpus."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import waitress
from rich.console import Console

from indexer import CONFIG_VARIABLE, Config
from web import create_app

_CONSOLE = Console(highlight=False)


def run_server(config: Config, host: str | None = None, port: int | None = None) -> None:
    """Serve until Ctrl-C; the arguments win over the configuration."""
    host, port = host or config.web.host, port or config.web.port
    app = create_app(config.path)
    server = waitress.create_server(app, host=host, port=port, threads=config.web.threads, ident=None)
    stopping = threading.Event()
    if config.index.reconcile_every_seconds:
        threading.Thread(target=_reconcile_again_and_again, args=(config, stopping), daemon=True).start()
    _CONSOLE.print(f"Samspil: [bold]http://{host}:{port}[/bold]  (Ctrl-C stops)")
    try:
        server.run()
    finally:
        stopping.set()


def _reconcile_again_and_again(config: Config, stopping: threading.Event) -> None:
    """Run `samspil index` in a process of its own; the site's own process never indexes."""
    command = [sys.executable, "-m", "indexer", "index", "--json"]
    environment = os.environ | {CONFIG_VARIABLE: str(config.path)}
    while not stopping.wait(config.index.reconcile_every_seconds):
        # Our own interpreter and module, nothing of a visitor.
        subprocess.run(  # noqa: S603
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
