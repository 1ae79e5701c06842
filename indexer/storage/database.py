"""SQLite files: a connection per thread, layouts that only move forward, and reading that never needs writing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

from indexer.storage.atomic_files import PRIVATE
from indexer.storage.database_connection import (
    WAIT_SECONDS,
    Connection,
    DatabaseDamaged,
    DatabaseUnavailable,
    Fill,
    Layout,
    connect_read_only,
    connect_writable,
    inode_of,
    transaction,
    translated,
)
from indexer.storage.file_locks import SharedLock

_SIDE_FILES = ("-wal", "-shm", "-journal")


class Database:
    """One file, made when first asked for; safe to share between threads and processes.

    `fill` puts into a new file what an older version kept elsewhere, in the transaction that makes the tables.
    """

    def __init__(self, path: Path, layout: Layout, fill: Fill = lambda connection: None) -> None:
        self.path = path
        self._layout, self._fill = layout, fill
        self._lock = SharedLock(path.with_name(f".{path.name}.lock"))
        self._threads = threading.local()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._listing = threading.Lock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The thread's connection, for single statements.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseNewer: see there.
        """
        connection = self._own()
        if (
            connection.inode != inode_of(self.path) and not connection.is_read_only
        ):  # it was put out of the way, or lost
            connection.close()
            connection = self._own()
        try:
            with connection.in_use, translated(connection.inode):
                yield connection
        except DatabaseDamaged as error:
            if connection.is_read_only:  # without its log a file may seem torn that is sound
                connection.close()
                raise DatabaseUnavailable(str(error)) from error
            raise

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The thread's connection in a transaction: all of it is kept, or nothing.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseNewer: see there.
        """
        connection = self._own()
        if connection.is_read_only or connection.inode != inode_of(self.path):  # it may be writable, or another, now
            connection.close()
            connection = self._own(must_write=True)
        with connection.in_use, translated(connection.inode), transaction(connection):
            yield connection

    def renew(self, inode: int, *, keep_as: Path | None = None) -> None:
        """Put the damaged file of that inode out of the way; the next use makes a new one.

        Nothing is done where another process did so already.

        Raises:
            DatabaseUnavailable: the file cannot be moved.
        """
        self.close()
        try:
            with self._lock.held():
                if inode_of(self.path) != inode:
                    return
                if keep_as is not None:
                    self.path.replace(keep_as)
                for ending in ("", *_SIDE_FILES):
                    self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"{self.path.name}: {error}") from error

    def close(self) -> None:
        """Close the connections of all threads; a later use opens them again."""
        with self._listing:
            connections = list(self._connections)
        for connection in connections:
            connection.close()

    def _own(self, *, must_write: bool = False) -> Connection:
        process, connection = getattr(self._threads, "own", None) or (0, None)
        if process != os.getpid() or connection is None or connection.is_closed:
            # SQLite's locks do not survive a fork: the parent's connection goes before ours is opened.
            connection = self._threads.own = None
            connection = self._connect(must_write=must_write)
            self._threads.own = os.getpid(), connection
            with self._listing:
                self._connections.add(connection)
        return connection

    def _connect(self, *, must_write: bool) -> Connection:
        try:
            # While a file is made or put out of the way, nobody opens half of it.
            with self._lock.held():
                return connect_writable(self.path, self._layout, self._fill)
        except (OSError, DatabaseUnavailable) as error:
            if must_write or not self.path.is_file():
                raise DatabaseUnavailable(f"{self.path.name}: {error}") from error
        return connect_read_only(self.path, self._layout)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as its last commit left it, while others use it.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    with (
        contextlib.closing(sqlite3.connect(source, timeout=WAIT_SECONDS)) as connection,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        connection.backup(copy)
    target.chmod(PRIVATE)
