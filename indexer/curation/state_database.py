"""The databases below state/: their faults are told in words, and what older versions kept in JSON goes into them."""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.domain.errors import DamagedState, NewerState, StateUnavailable
from indexer.storage.database import Database
from indexer.storage.database_connection import DatabaseDamaged, DatabaseNewer, DatabaseUnavailable, Layout

_LOG = logging.getLogger(__name__)


JsonObjects = Mapping[str, Mapping[str, object]]
"""An object for each name, which is what each of the JSON files held."""


@dataclass(frozen=True, slots=True)
class JsonBefore:
    """The JSON file that state version 0 kept instead of a database, and how its content is put into the tables."""

    path: Path
    adopt: Callable[[sqlite3.Connection, JsonObjects], None]


class StateDatabase:
    """One database below state/; safe to share between threads and processes.

    One that `renews_itself` holds nothing that somebody would miss for long: where it is damaged, it begins anew, and
    the damaged file stays beside it as `<name>.damaged`.
    """

    def __init__(self, path: Path, layout: Layout, before: JsonBefore, *, renews_itself: bool = False) -> None:
        self._file = Database(path, layout, self._take_over)
        self._before = before
        self._renews_itself = renews_itself

    @property
    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self._file.path.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for single statements.

        Raises:
            StateUnavailable, DamagedState, NewerState: see there.
        """
        with self._told(), self._file.reading() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is kept as a whole or not at all; raises what `reading` does."""
        with self._told(), self._file.writing() as connection:
            yield connection

    def bring_forward(self) -> None:
        """Have the newest layout on the disk, and nothing of an older one.

        Raises:
            StateUnavailable, DamagedState, NewerState, OSError: what is there stays as it is.
        """
        try:
            self._open()
        except DamagedState:
            if not self._renews_itself:
                raise
            self._open()
        self._before.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        self._file.close()

    def _open(self) -> None:
        with self.writing():
            pass

    def _take_over(self, connection: sqlite3.Connection) -> None:
        path = self._before.path
        try:
            self._before.adopt(connection, json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            pass
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if not self._renews_itself:
                raise DamagedState("state-damaged", name=_name(path)) from error
            _LOG.warning("%s is damaged; what it held is lost", path.name)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        path = self._file.path
        try:
            yield
        except DatabaseDamaged as error:
            if self._renews_itself:
                _LOG.warning("%s is damaged and begun anew; the old file is %s.damaged", path.name, path.name)
                with contextlib.suppress(DatabaseUnavailable):
                    self._file.renew(error.inode, keep_as=path.with_name(f"{path.name}.damaged"))
            raise DamagedState("state-damaged", name=_name(path)) from error
        except DatabaseNewer as error:
            raise NewerState("state-newer", name=_name(path)) from error
        except DatabaseUnavailable as error:
            raise StateUnavailable("state-unavailable", name=_name(path), error=error) from error


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
