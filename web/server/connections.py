"""Waitress with connections that nobody can hold on to.

A thread sees a request only when all of it has come, so slow clients cost memory and no thread. Here they cost no
connection either: what idles, sends or reads too slowly is closed, a client over its share loses the connection that
waited longest, and /healthz has a thread of its own.
"""

from __future__ import annotations

import logging
import resource
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

_LOG = logging.getLogger(__name__)
_HEALTH = "/healthz"
_LEAST_BYTES_A_SECOND = 2_000
"""Who sends or reads less is taken for one that only holds the connection: a tenth of what a bad mobile line gives."""

_OTHER_DESCRIPTORS = 300
"""Files that a process needs beside its connections."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What config.toml says about connections.

    Attributes:
        most, most_per_client: open at the same time, in each process.
        idle_seconds: how long a connection may wait for its next request.
        slow_seconds: how long a request may take to come, or an answer to be fetched, beyond what its length needs.
        unlimited: addresses without a share of their own: proxies, which stand for all visitors.
    """

    most: int
    most_per_client: int
    idle_seconds: float
    slow_seconds: float
    unlimited: frozenset[str]


class Channel(HTTPChannel):
    """A connection that knows since when it waits for its client."""

    receiving_since = 0.0
    bytes_sent = 0
    sending_since = 0.0
    sent_by_then = 0

    def received(self, data: bytes) -> bool:
        """See HTTPChannel; the first byte of a request sets its clock."""
        if self.request is None:
            self.receiving_since = time.time()
        return bool(super().received(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        """See HTTPChannel."""
        sent = int(super().send(data, do_close))
        self.bytes_sent += sent
        return sent

    @property
    def is_served(self) -> bool:
        """Whether a thread works for it, or will."""
        return bool(self.requests)

    def is_overdue(self, now: float, limits: ConnectionLimits) -> bool:
        """Whether its client had time enough."""
        if self.total_outbufs_len:
            return self._reads_too_slowly(now, limits)
        self.sending_since = 0.0
        if self.is_served:
            return False
        request = self.request
        if request is not None:
            received = getattr(request, "body_bytes_received", 0)
            return bool(now - self.receiving_since > limits.slow_seconds + received / _LEAST_BYTES_A_SECOND)
        return bool(now - self.last_activity > limits.idle_seconds)

    def _reads_too_slowly(self, now: float, limits: ConnectionLimits) -> bool:
        if not self.sending_since:
            self.sending_since, self.sent_by_then = now, self.bytes_sent
        elapsed = now - self.sending_since
        if elapsed < limits.slow_seconds:
            return False
        is_slow = self.bytes_sent - self.sent_by_then < _LEAST_BYTES_A_SECOND * elapsed
        self.sending_since, self.sent_by_then = now, self.bytes_sent
        return is_slow


class Server(TcpWSGIServer):
    """Listens on one socket under the limits of `limits`, which is set before it runs."""

    channel_class = Channel
    limits: ConnectionLimits

    def maintenance(self, now: float) -> None:
        """Close what is overdue; called every second."""
        for channel in list(self.active_channels.values()):
            if channel.is_overdue(now, self.limits):
                channel.handle_close()  # not `will_close`, which waits until the client reads

    def handle_accept(self) -> None:
        """Take a connection, at the cost of one that waits where there are too many."""
        known = set(self.active_channels)
        super().handle_accept()
        for descriptor in set(self.active_channels) - known:
            self._make_room(self.active_channels[descriptor])

    def _make_room(self, new: Channel) -> None:
        others = [channel for channel in self.active_channels.values() if channel is not new]
        own = [channel for channel in others if channel.addr[0] == new.addr[0]]
        if new.addr[0] not in self.limits.unlimited and len(own) >= self.limits.most_per_client:
            least_missed(own, new).handle_close()
        elif len(others) >= self.limits.most:
            least_missed(others, new).handle_close()


class Dispatcher(ThreadedTaskDispatcher):
    """Threads for requests, and one more that only says how the site is."""

    def __init__(self, threads: int, health_path: str) -> None:
        super().__init__()
        self._urgent = ThreadedTaskDispatcher()
        self._health_paths = (_HEALTH, health_path)
        self._urgent.set_thread_count(1)
        self.set_thread_count(threads)

    def add_task(self, task: Channel) -> None:
        """See ThreadedTaskDispatcher."""
        path = getattr(task.requests[0], "path", "") if task.requests else ""
        if path in self._health_paths:
            self._urgent.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """See ThreadedTaskDispatcher."""
        self._urgent.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))


def serve_connections(
    app: Flask | Callable[..., Any],
    sockets: Sequence[socket.socket],
    *,
    threads: int,
    body_bytes: int,
    limits: ConnectionLimits,
    path_prefix: str = "",
) -> None:
    """Answer until SystemExit or KeyboardInterrupt."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no fault
    _allow_descriptors(limits.most + _OTHER_DESCRIPTORS)
    adjustments = Adjustments(
        sockets=list(sockets),
        ident=None,
        threads=threads,
        max_request_body_size=body_bytes,
        connection_limit=limits.most + _OTHER_DESCRIPTORS,
        cleanup_interval=1,
        asyncore_use_poll=True,  # select() knows no more than 1024 descriptors
        clear_untrusted_proxy_headers=False,  # the application judges them: web/site/traffic/proxies.py
    )
    dispatcher, sockets_map = Dispatcher(threads, path_prefix + _HEALTH), dict[int, Any]()
    for listening in sockets:
        where = (listening.family, listening.type, listening.proto, listening.getsockname())
        server = Server(
            app, map=sockets_map, _sock=listening, dispatcher=dispatcher, adj=adjustments, sockinfo=where,
            bind_socket=False,
        )  # fmt: skip
        server.limits = limits
    try:
        wasyncore.loop(timeout=1, map=sockets_map, use_poll=True)
    except (SystemExit, KeyboardInterrupt):
        dispatcher.shutdown()
        wasyncore.close_all(sockets_map)


def least_missed(channels: Sequence[Channel], new: Channel) -> Channel:
    """The connection to give up.

    First one that nobody works for, silent longest. Else the one that asked for most at once (no browser asks for a
    second page before it has the first), then the one that was sent most; the new one where all got as little.
    """
    if waiting := [channel for channel in channels if not channel.is_served]:
        return min(waiting, key=lambda channel: channel.last_activity)
    return max([new, *channels], key=lambda channel: (max(len(channel.requests), 1), channel.bytes_sent))


def _allow_descriptors(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < count:
        _LOG.warning("The system allows %d open files; %d may be needed", wanted, count)
