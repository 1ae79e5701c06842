"""Serving the site with waitress, while a process of its own keeps the index equal to the corpus."""

from __future__ import annotations

import http.client
import sys
import threading
import time
from typing import Any

import waitress
from flask import Flask
from rich.console import Console

from indexer import Config, ConfigurationError
from web import create_app
from web.site.embedding_process import EmbeddingProcess
from web.site.indexing_process import ProcessFollower

_SWITCH_SECONDS = 0.0005
"""How long a thread may compute before another gets its turn: short, so that a save, which waits for the disk again and
again, does not wait for a whole search each time."""

_BODY_SHARE = 2
"""A body so many times the limit of uploads is answered with a page that says so; a larger one is cut off unread."""

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (asked there, not listened on)
_ASK_AGAIN_SECONDS = 0.05
_CONSOLE = Console(highlight=False)


def run_server(config: Config, host: str | None = None, port: int | None = None) -> None:
    """Serve until Ctrl-C; the arguments win over the configuration, and port 0 takes a free one.

    Raises:
        ConfigurationError: the address cannot be listened on.
    """
    host, port = host or config.web.host, config.web.port if port is None else port
    sys.setswitchinterval(_SWITCH_SECONDS)
    embedding = EmbeddingProcess(config)
    follower = ProcessFollower(config, embedding.wake)
    server = _listen(create_app(config.path, index_follower=follower), config, host, port)
    follower.start()
    embedding.start()
    threading.Thread(target=_announce, args=(host, _port(server)), daemon=True, name="announcement").start()
    try:
        server.run()
    finally:
        follower.stop()
        embedding.stop()


def _listen(app: Flask, config: Config, host: str, port: int) -> Any:  # noqa: ANN401 (waitress has no types)
    most_bytes = _BODY_SHARE * config.curation.upload_megabytes << 20
    opened: dict[int, Any] = {}
    try:
        return waitress.create_server(
            app, opened, host=host, port=port, threads=config.web.threads, ident=None, max_request_body_size=most_bytes
        )
    except OSError as error:
        for channel in list(opened.values()):  # waitress leaves them open
            channel.close()
        raise ConfigurationError("address-taken", host=host, port=port, error=error.strerror) from error


def _port(server: Any) -> int:  # noqa: ANN401 (see _listen)
    """The port that was taken; a name with several addresses listens on each of them."""
    listening = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    return int(listening[0][1])


def _announce(host: str, port: int) -> None:
    """Print the address once the site answers there."""
    while not _answers(_LOOPBACK.get(host, host), port):
        time.sleep(_ASK_AGAIN_SECONDS)
    _CONSOLE.print(f"Samspil: [bold]http://{host}:{port}[/bold]  (Ctrl-C stops)")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
