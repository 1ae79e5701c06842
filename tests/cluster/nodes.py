"""Nodes of OpenSearch, each a process of its own on 127.0.0.1, started, killed and brought back by pid.

The folder of a cluster knows its processes, so that a test can kill a node that the run started, and the run ends one
that a test brought back.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

NODES = ("node-1", "node-2", "node-3")
HTTP, TRANSPORT = 9200, 9300
HEAP_MEGABYTES = 320
_JAVA = (
    "java", f"-Xms{HEAP_MEGABYTES}m", f"-Xmx{HEAP_MEGABYTES}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
    "-XX:ActiveProcessorCount=2", "-Djava.net.preferIPv4Stack=true",
)  # fmt: skip
_SETTINGS = {
    "cluster.name": "samspil-trial",
    "network.host": "127.0.0.1",
    # A typing error in a name must not make an index.
    "action.auto_create_index": "false",
    # The machine of a developer may have a full disk.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "node.store.allow_mmap": "false",
    # With so small a heap, what the breaker measures is mostly garbage, and it would refuse work.
    "indices.breaker.total.use_real_memory": "false",
    # Nodes of one machine find each other at once.
    "cluster.election.initial_timeout": "200ms",
    "discovery.find_peers_interval": "200ms",
}
_STOPPING_SECONDS = 20.0


class PortInUse(Exception):
    """Another process has a port that a node needs; the text says which."""


class NodeEnded(Exception):
    """A node ended by itself; the text holds the end of its log."""


class Cluster:
    """Some nodes that know of each other, in a folder that holds their data, logs and pids."""

    def __init__(
        self, folder: Path, class_path: str, *, http_port: int = HTTP, transport_port: int = TRANSPORT,
        names: Sequence[str] = NODES, java: Sequence[str] = _JAVA,
    ) -> None:  # fmt: skip
        """The ports are those of the first node; each other one has the next."""
        self.folder = folder.resolve()
        self.names = tuple(names)
        self._class_path = class_path
        self._java = tuple(java)
        self._first_http, self._first_transport = http_port, transport_port
        self._own: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def addresses(self) -> list[str]:
        """Where each node answers HTTP."""
        return [f"http://127.0.0.1:{self._first_http + number}" for number in range(len(self.names))]

    def start(self) -> None:
        """Start all nodes and wait until they are one cluster.

        Raises:
            PortInUse: before anything is started: a node would join whatever answers there.
            NodeEnded: one could not start.
        """
        for number in range(len(self.names)):
            for port in (self._first_http + number, self._first_transport + number):
                _refuse_used(port)
        try:
            for name in self.names:
                self.start_node(name)
            self.wait_until(lambda health: health["number_of_nodes"] == len(self.names))
        except BaseException:
            self.stop()
            raise

    def start_node(self, name: str) -> None:
        """Start a node, with what it held before if it ran before; it is not waited for."""
        home = self.folder / name
        (home / "config").mkdir(parents=True, exist_ok=True)
        command = (*self._java, "-cp", self._class_path, "TrialNode", *self._settings(name, home))
        with (home / "log").open("ab") as log:
            # What the pipe is for is told in TrialNode.java; Ctrl-C is not for nodes, but for the run that ends them.
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True)
        self._own[process.pid] = process
        (home / "pid").write_text(str(process.pid), "utf-8")

    def kill(self, name: str) -> None:
        """End a node as a power cut does."""
        self.send(name, signal.SIGKILL)
        self._wait_for_end(name, _STOPPING_SECONDS)

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to the process of a node, if it still runs."""
        pid = self._pid(name)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self) -> None:
        """End all nodes, whoever started them; those that do not end by themselves are killed."""
        self._stop(self.names)

    def stop_own(self) -> None:
        """End the nodes that this object started."""
        self._stop([name for name in self.names if self._noted_pid(name) in self._own])

    def wait_until(self, condition: Callable[[dict[str, Any]], object], seconds: float = 300) -> dict[str, Any]:
        """The health of the cluster, as soon as a node tells one that the condition holds for.

        Raises:
            NodeEnded: a node ended meanwhile.
            TimeoutError: it does not come to hold.
        """
        gives_up = time.monotonic() + seconds
        while time.monotonic() < gives_up:
            for name, address in zip(self.names, self.addresses, strict=True):
                with contextlib.suppress(OSError, http.client.HTTPException):
                    health = ask(f"{address}/_cluster/health")
                    if condition(health):
                        return health
                self._refuse_ended(name)
            time.sleep(0.2)
        raise TimeoutError(f"the cluster did not become what was waited for in {seconds:.0f} s; see {self.folder}")

    def _stop(self, names: Sequence[str]) -> None:
        for name in names:
            # One that was paused would not hear that it is to end.
            self.send(name, signal.SIGCONT)
            self.send(name, signal.SIGTERM)
        for name in names:
            if not self._wait_for_end(name, _STOPPING_SECONDS):
                self.kill(name)

    def _refuse_ended(self, name: str) -> None:
        """A node that was killed may be away; one that ended by itself may not."""
        process = self._own.get(self._noted_pid(name))
        code = process.poll() if process else None
        if code is not None and code != -signal.SIGKILL:
            told = (self.folder / name / "log").read_text("utf-8", errors="replace")
            raise NodeEnded(f"{name} ended with {code}:\n{told[-2000:]}")

    def _settings(self, name: str, home: Path) -> list[str]:
        number = self.names.index(name)
        seeds = (f"127.0.0.1:{self._first_transport + each}" for each in range(len(self.names)))
        settings = _SETTINGS | {
            "path.home": str(home),
            "node.name": name,
            "http.port": str(self._first_http + number),
            "transport.port": str(self._first_transport + number),
            "discovery.seed_hosts": ",".join(seeds),
            "cluster.initial_cluster_manager_nodes": ",".join(self.names),
        }
        return [f"{key}={value}" for key, value in settings.items()]

    def _noted_pid(self, name: str) -> int:
        noted = self.folder / name / "pid"
        return int(noted.read_text("utf-8")) if noted.is_file() else 0

    def _pid(self, name: str) -> int | None:
        """The process of a node; None if it ended, though another one may have its number now."""
        pid = self._noted_pid(name)
        if process := self._own.get(pid):
            if process.poll() is None:
                return pid
            if process.stdin:
                process.stdin.close()
            return None
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        return pid if f"path.home={self.folder / name}".encode() in command else None

    def _wait_for_end(self, name: str, seconds: float) -> bool:
        gives_up = time.monotonic() + seconds
        while self._pid(name) is not None and time.monotonic() < gives_up:
            time.sleep(0.05)
        return self._pid(name) is None


def ask(address: str, *, method: str = "GET", body: object = None) -> Any:
    """What a node answers, read as JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _refuse_used(port: int) -> None:
    with socket.socket() as probe:
        # A port whose last connections are still fading away is free to a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refusal:
            raise PortInUse(f"port {port} is in use, so no cluster was started: end what listens there") from refusal
