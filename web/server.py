"""Serving the site with waitress, while a process of its own keeps the index equal to the corpus."""

from __future__ import annotations

import waitress
from rich.console import Console

from indexer import Config
from web import create_app
from web.index_follower import ProcessFollower

_CONSOLE = Console(highlight=False)


def run_server(config: Config, host: str | None = None, port: int | None = None) -> None:
    """Serve until Ctrl-C; the arguments win over the configuration."""
    host, port = host or config.web.host, port or config.web.port
    follower = ProcessFollower(config)
    app = create_app(config.path, index_follower=follower)
    server = waitress.create_server(app, host=host, port=port, threads=config.web.threads, ident=None)
    follower.start()
    _CONSOLE.print(f"Samspil: [bold]http://{host}:{port}[/bold]  (Ctrl-C stops)")
    try:
        server.run()
    finally:
        follower.stop()
