"""`samspil serve`: listens, opens everything once, forks the workers, and keeps them and the indexing process alive."""

from __future__ import annotations

import contextlib
import gc
import http.client
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence

from flask import Flask
from rich.console import Console

from indexer import Config, ConfigurationError
from web import create_app
from web.server.connections import ConnectionLimits, serve_connections
from web.server.follower_link import FollowerLink
from web.server.workers import Workers
from web.site.context import SiteContext
from web.site.processes.embedding_process import EmbeddingProcess
from web.site.processes.follow_process import FollowProcess
from web.site.processes.indexing_process import ProcessFollower
from web.site.processes.room_purge import RoomPurge
from web.site.watching.logs import set_up_logs
from web.site.watching.requests import request_counts

_SWITCH_SECONDS = 0.0005
"""How long a thread may compute before another gets its turn: short, so that a save, which waits for the disk again and
again, does not wait for a whole search each time."""

_BODY_SHARE = 2
"""A body so many times the limit of uploads is answered with a page that says so; a larger one is cut off unread."""

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (asked there, not listened on)
_ASK_AGAIN_SECONDS = 0.05
_LOOK_AFTER_SECONDS = 0.5
_BACKLOG = 1024
_WARMING = ("/da/", "/da/search?q=bibliotek", "/healthz")
_NO_VISITOR = "samspil-bot"
"""Its searches are not noted among those that found nothing."""
_CONSOLE = Console(highlight=False)


def run_server(config: Config, host: str | None = None, port: int | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM; the arguments win over the configuration, and port 0 takes a free one.

    Raises:
        ConfigurationError: the address cannot be listened on.
    """
    host, port = host or config.web.host, config.web.port if port is None else port
    sys.setswitchinterval(_SWITCH_SECONDS)
    sockets = _listening(host, port)
    embedding = EmbeddingProcess(config)
    link, follower = FollowerLink(), ProcessFollower(config, embedding.wake)
    set_up_logs(config)
    count = config.web.processes or os.cpu_count() or 1
    # One part of the counts for each worker; the first also holds what is asked here, before they are forked.
    app = create_app(config.path, index_follower=link, processes=count)
    _open_everything(app)
    context: SiteContext = app.extensions["samspil"]
    curation = context.curation
    mailer = curation.mailer
    following = FollowProcess(config, curation.outbox.apart(), mailer.queue.apart(), sends_mail=mailer.is_on)
    beside = (embedding, RoomPurge(context.rooms), following)
    workers = Workers(count, lambda number: _serve(app, sockets, config, number))
    signal.signal(signal.SIGTERM, _end)
    try:
        workers.start()
        follower.start()
        for process in beside:
            process.start()
        threading.Thread(target=_announce, args=(host, sockets), daemon=True, name="announcement").start()
        while True:
            select.select([link.orders], (), (), _LOOK_AFTER_SECONDS)
            link.pass_on(follower)
            workers.renew()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        workers.stop()
        follower.stop()
        for process in beside:
            process.stop()


def _serve(app: Flask, sockets: Sequence[socket.socket], config: Config, number: int) -> None:
    web = config.web
    context: SiteContext = app.extensions["samspil"]
    with app.app_context():
        request_counts().take_part(number)
    try:
        serve_connections(
            app,
            sockets,
            threads=web.threads,
            body_bytes=_BODY_SHARE * config.curation.upload_megabytes << 20,
            limits=ConnectionLimits(
                web.connections,
                web.connections_per_client,
                web.idle_seconds,
                web.slow_seconds,
                frozenset(web.trusted_proxies),
            ),
        )
    finally:
        context.curation.use_counts.write()  # a worker ends without what other processes do at their end


def _listening(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of a host, all with the same port."""
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in dict.fromkeys(found):
            listening = socket.socket(family, kind, protocol)
            sockets.append(listening)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listening.bind((address[0], port or _port(sockets), *address[2:]))
            listening.listen(_BACKLOG)
    except OSError as error:
        for listening in sockets:
            listening.close()
        raise ConfigurationError("address-taken", host=host, port=port, error=error.strerror) from error
    return sockets


def _port(sockets: Sequence[socket.socket]) -> int:
    """The port that was taken; 0 before any was."""
    return int(sockets[0].getsockname()[1])


def _open_everything(app: Flask) -> None:
    """Have in memory what every page needs, so that the workers share it instead of each making its own."""
    client, context = app.test_client(), app.extensions["samspil"]
    host = next(iter(context.config.web.allowed_hosts), "localhost")
    for address in _WARMING:
        client.get(address, headers={"Host": host, "User-Agent": _NO_VISITOR})
    context.knowledge_base.texts.close()
    context.curation.let_go()
    gc.collect()
    gc.freeze()  # else the collector of each worker would write into what they share


def _announce(host: str, sockets: Sequence[socket.socket]) -> None:
    """Print the address once the site answers there."""
    port = _port(sockets)
    while not _answers(_LOOPBACK.get(host, host), port):
        time.sleep(_ASK_AGAIN_SECONDS)
    _CONSOLE.print(f"Samspil: [bold]http://{host}:{port}[/bold]  (Ctrl-C stops)")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
    return True


def _end(_number: int, _frame: object) -> None:
    raise SystemExit
