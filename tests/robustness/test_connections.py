"""Clients that hold connections: whatever they do, /healthz and searches are answered, and nobody keeps them for long.

No test waits for a time to pass: a connection that the server gave up stays closed.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from indexer import load_config
from indexer.config import Config
from tests.serving import serving
from tests.waiting import wait_until

CLIENTS = 200
OTHER_CLIENT, THIRD_CLIENT = "127.0.0.2", "127.0.0.3"
Place = tuple[str, int]


def a_site(template: Path, folder: Path, **settings: object) -> Config:
    shutil.copytree(template, folder)
    text = (folder / "config.toml").read_text("utf-8")
    for key, value in ({"processes": 1} | settings).items():
        text, found = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
        assert found == 1, key
    (folder / "config.toml").write_text(text, "utf-8")
    return load_config(folder / "config.toml")


@pytest.fixture(scope="module")
def patient(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site that closes nothing for its slowness while a test runs."""
    config = a_site(template, tmp_path_factory.mktemp("patient") / "s", idle_seconds=9000.0, slow_seconds=9000.0)
    with serving(config.path) as address:
        yield place_of(address)


@pytest.fixture(scope="module")
def strict(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site that gives nobody time."""
    config = a_site(template, tmp_path_factory.mktemp("strict") / "s", idle_seconds=0.5, slow_seconds=0.5)
    with serving(config.path) as address:
        yield place_of(address)


def place_of(address: str) -> Place:
    parts = urlsplit(address)
    assert parts.hostname and parts.port
    return parts.hostname, parts.port


def connected(place: Place, sent: bytes = b"", *, reads: bool = True, client: str = "127.0.0.1") -> socket.socket:
    made = socket.socket()
    made.bind((client, 0))
    if not reads:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    made.connect(place)
    made.sendall(sent)
    return made


PAGE = b"GET /da/search HTTP/1.1\r\nHost: x\r\n\r\n"
HOLDERS: dict[str, Callable[[Place], socket.socket]] = {
    "idle": connected,
    "slow header": lambda place: connected(place, b"GET /da/ HTTP/1.1\r\nHost: x\r\n"),
    "slow body": lambda place: connected(
        place, b"POST /da/curator/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nname="
    ),
    "not reading": lambda place: connected(place, 5 * PAGE, reads=False),
}


def status(place: Place, address: str, client: str) -> int:
    connection = http.client.HTTPConnection(*place, source_address=(client, 0))
    with contextlib.closing(connection):
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def is_closed(client: socket.socket) -> bool:
    """Whether the server gave the connection up."""
    client.setblocking(False)
    try:
        while client.recv(1 << 16):
            pass
        return True
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


@pytest.mark.parametrize("kind", HOLDERS)
def test_health_and_searches_are_answered_whatever_many_clients_hold(patient: Place, kind: str) -> None:
    with contextlib.ExitStack() as closing:
        for number in range(CLIENTS):
            closing.enter_context(HOLDERS[kind](patient))
            if number % 50 == 0:
                assert status(patient, "/healthz", "127.0.0.1") == 200

        for client in ("127.0.0.1", OTHER_CLIENT):
            assert status(patient, "/healthz", client) == 200
            assert status(patient, "/da/search?q=bibliotek", client) == 200


def test_health_is_answered_between_many_readers_who_keep_their_connections(patient: Place) -> None:
    with contextlib.ExitStack() as closing:
        readers = [closing.enter_context(connected(patient, PAGE)) for _ in range(CLIENTS)]
        for reader in readers[-90:]:
            with contextlib.suppress(ConnectionError):
                reader.sendall(PAGE)

        assert status(patient, "/healthz", OTHER_CLIENT) == 200


def test_a_client_over_its_share_loses_the_connections_that_waited_longest(patient: Place) -> None:
    with contextlib.ExitStack() as closing:
        clients = [closing.enter_context(connected(patient, client=THIRD_CLIENT)) for _ in range(150)]
        wait_until(lambda: all(map(is_closed, clients[:50])))

        assert status(patient, "/da/", OTHER_CLIENT) == 200
        assert not any(map(is_closed, clients[50:]))


@pytest.mark.parametrize("kind", HOLDERS)
def test_who_only_holds_a_connection_loses_it(strict: Place, kind: str) -> None:
    with HOLDERS[kind](strict) as client:
        wait_until(lambda: is_given_up(client))

    assert status(strict, "/da/", "127.0.0.1") == 200


def is_given_up(client: socket.socket) -> bool:
    """Whether the server closed the connection; nothing that it sent is read for it."""
    client.setblocking(False)
    try:
        client.send(b" ")
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return False


def test_who_sends_slowly_but_steadily_is_waited_for(patient: Place) -> None:
    with connected(patient) as client:
        for byte in PAGE:
            client.sendall(bytes([byte]))

        assert client.recv(15) == b"HTTP/1.1 200 OK"


def test_a_body_that_nobody_could_mean_is_cut_off_unread(patient: Place) -> None:
    head = b"POST /da/curator/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
    with connected(patient, head % ((100 << 20) + 1)) as client:
        assert client.recv(20).startswith(b"HTTP/1.1 413")
