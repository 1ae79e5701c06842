"""Opening a SQLite file: bringing it to the newest layout, and reading it where nothing can be written."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.storage.atomic_files import written_aside

WAIT_SECONDS = 30.0
"""How long a statement waits for another process that is writing."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT)
"""The last two: a statement or a row that does not fit the tables. Ours always fit those that we made."""
_KNOWS_STRICT = sqlite3.sqlite_version_info >= (3, 37)

Fill = Callable[[sqlite3.Connection], None]


class DatabaseUnavailable(Exception):
    """The file cannot be opened, read or written now: no space, no permission, locked for too long."""


class DatabaseNewer(Exception):
    """The file was laid out by a newer version of this program; `inode` as below."""

    def __init__(self, message: str, inode: int) -> None:
        super().__init__(message)
        self.inode = inode


class DatabaseDamaged(Exception):
    """The file is no sound database; `inode` says which file that was, for it may have been replaced since."""

    def __init__(self, message: str, inode: int) -> None:
        super().__init__(message)
        self.inode = inode


@dataclass(frozen=True, slots=True)
class Layout:
    """What a database file holds.

    Attributes:
        steps: step n holds the statements that bring a file from version n to version n + 1.
        has_wal: readers go on while one writes (write-ahead log); else the file stands alone and can be read as it is.
        is_synced: whether a commit survives a power cut; the file stays sound in any case.
    """

    steps: tuple[tuple[str, ...], ...]
    has_wal: bool
    is_synced: bool = True


class Connection(sqlite3.Connection):
    """A connection that closes itself when its thread ends; `in_use` is held while it is asked something."""

    def __init__(self, path: Path, mode: str) -> None:
        # Any thread may close it at the end, holding `in_use`.
        super().__init__(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self.in_use = threading.RLock()
        self.inode = inode_of(path)
        self.is_read_only = mode != "rw"
        self.is_closed = False

    def close(self) -> None:
        """Close it, once nobody asks it anything."""
        with self.in_use:
            self.is_closed = True
            super().close()

    def __del__(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # it may never have been opened
            super().close()


def connect_writable(path: Path, layout: Layout, fill: Fill) -> Connection:
    """A connection to a file that is made if it is missing, and brought to the newest layout.

    A file appears under its name when it is laid out: an empty one was cut short.

    Raises:
        OSError, DatabaseUnavailable, DatabaseDamaged, DatabaseNewer: see there.
    """
    if not path.exists():
        with written_aside(path, is_private=True) as aside:
            _lay_out(aside, layout, fill).close()
    elif not path.stat().st_size:
        raise DatabaseDamaged(f"{path.name} is empty", inode_of(path))
    # Asked, not opened: closing a descriptor of the file would drop the locks that other threads hold on it.
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return _lay_out(path, layout, fill)


def _lay_out(path: Path, layout: Layout, fill: Fill) -> Connection:
    connection = _opened(path, layout, "rw")
    with translated(connection.inode):
        version = _version(connection)
        if version == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute(f"PRAGMA journal_mode = {'WAL' if layout.has_wal else 'DELETE'}")
        if version < len(layout.steps):
            with transaction(connection):
                _bring_forward(connection, layout, fill)
    return connection


def connect_read_only(path: Path, layout: Layout) -> Connection:
    """A connection where there is no permission or no space to write.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseNewer: see there.
    """
    try:
        connection = _opened(path, layout, "ro")
    except DatabaseUnavailable:
        # The index of the write-ahead log cannot be made either: read the file without the log.
        connection = _opened(path, layout, "ro&immutable=1")
    if _version(connection) < len(layout.steps):
        raise DatabaseUnavailable(f"{path.name} cannot be brought to the layout of this version")
    return connection


def inode_of(path: Path) -> int:
    """Which file stands under a name now; 0 if none does."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything that is read meanwhile is of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done meanwhile is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # something was raised, and SQLite has not rolled back by itself
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def translated(inode: int) -> Iterator[None]:
    """SQLite's exceptions as ours."""
    try:
        yield
    except sqlite3.Error as error:
        # Without a code the module itself complains: of a text that is none, or of a connection that was closed.
        code = getattr(error, "sqlite_errorcode", None)
        is_no_text = code is None and isinstance(error, sqlite3.OperationalError)
        if is_no_text or (code is not None and code & 0xFF in _DAMAGE):
            raise DatabaseDamaged(str(error), inode) from error
        raise DatabaseUnavailable(str(error)) from error


def _opened(path: Path, layout: Layout, mode: str) -> Connection:
    inode = inode_of(path)
    with translated(inode):
        connection = Connection(path, mode)
        if _version(connection) > len(layout.steps):
            raise DatabaseNewer(path.name, inode)
        connection.execute(f"PRAGMA synchronous = {'FULL' if layout.is_synced else 'NORMAL'}")
        connection.execute("PRAGMA secure_delete = ON")  # what was removed must be in no byte of the file
    return connection


def _bring_forward(connection: Connection, layout: Layout, fill: Fill) -> None:
    version = _version(connection)
    for statement in (statement for step in layout.steps[version:] for statement in step):
        # Red Hat Enterprise Linux 9 has a Python 3.11 over SQLite 3.34, which knows no strict tables.
        connection.execute(statement if _KNOWS_STRICT else statement.replace(" STRICT", ""))
    if version == 0:
        fill(connection)
    connection.execute(f"PRAGMA user_version = {len(layout.steps)}")


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
