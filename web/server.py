"""Serving the site with waitress, while a process of its own keeps the index equal to the corpus."""

from __future__ import annotations

import sys

import waitress
from rich.console import Console

from indexer import Config
from web import create_app
from web.site.indexing_process import ProcessFollower

_SWITCH_SECONDS = 0.0005
"""How long a thread may compute before another gets its turn: short, so that a save, which waits for the disk again and
again, does not wait for a whole search each time."""

_BODY_SHARE = 2
"""A body so many times the limit of uploads is answered with a page that says so; a larger one is cut off unread."""

_CONSOLE = Console(highlight=False)


def run_server(config: Config, host: str | None = None, port: int | None = None) -> None:
    """Serve until Ctrl-C; the arguments win over the configuration."""
    host, port = host or config.web.host, port or config.web.port
    sys.setswitchinterval(_SWITCH_SECONDS)
    follower = ProcessFollower(config)
    app = create_app(config.path, index_follower=follower)
    most_bytes = _BODY_SHARE * config.curation.upload_megabytes << 20
    server = waitress.create_server(
        app, host=host, port=port, threads=config.web.threads, ident=None, max_request_body_size=most_bytes
    )
    follower.start()
    _CONSOLE.print(f"Samspil: [bold]http://{host}:{port}[/bold]  (Ctrl-C stops)")
    try:
        server.run()
    finally:
        follower.stop()
