"""The records beside the vocabulary, as their files say now."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from indexer.corpus_store.organisation_files import ORGANISATIONS_FOLDER, read_organisations
from indexer.corpus_store.place_table import PLACES_NAME, read_places
from indexer.domain.documents.records.named_records import Records
from indexer.domain.documents.records.organisations import Organisations
from indexer.domain.documents.records.places import Places

_LOOK_SECONDS = 1.0
Stamp = frozenset[tuple[str, int, int, int]]


class RecordFiles:
    """Organisations and places, read again only when a file changed; not safe to share without a lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: Stamp | None = None
        self._looked = 0.0
        self._records: tuple[Organisations, Places] = (Records(), Records())

    def load(self) -> tuple[Organisations, Places]:
        """The records; looked for again when a second has passed, for there is a file for each organisation."""
        now = time.monotonic()
        if self._stamp is None or now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            stamp = record_stamp(self._folder)
            if stamp != self._stamp:
                self._records = read_organisations(self._folder)[0], read_places(self._folder)[0]
                self._stamp = stamp
        return self._records


def record_stamp(folder: Path) -> Stamp:
    """Changes whenever a file of a record does, to an older one as well: restores and copies may set an old time."""
    return frozenset((*_stamps(folder / ORGANISATIONS_FOLDER, ".toml"), *_stamps(folder, PLACES_NAME)))


def _stamps(folder: Path, ending: str) -> Iterator[tuple[str, int, int, int]]:
    """(name, time of change, size, number) of the files of a folder; those that are gone by then are left out."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ending):
                    with contextlib.suppress(FileNotFoundError):
                        state = entry.stat()
                        yield entry.name, state.st_mtime_ns, state.st_size, state.st_ino
    except OSError:
        return
