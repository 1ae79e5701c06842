"""The records beside the vocabulary, as their files say now."""

from __future__ import annotations

import os
import time
from pathlib import Path

from indexer.corpus_store.organisation_files import ORGANISATIONS_FOLDER, read_organisations
from indexer.corpus_store.place_table import PLACES_NAME, read_places
from indexer.domain.documents.records.named_records import Records
from indexer.domain.documents.records.organisations import Organisations
from indexer.domain.documents.records.places import Places

_LOOK_SECONDS = 1.0
_Stamp = tuple[int, int, int]


class RecordFiles:
    """Organisations and places, read again only when a file changed; not safe to share without a lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: _Stamp | None = None
        self._looked = 0.0
        self._records: tuple[Organisations, Places] = (Records(), Records())

    def load(self) -> tuple[Organisations, Places]:
        """The records; looked for again when a second has passed, for there is a file for each organisation."""
        now = time.monotonic()
        if self._stamp is None or now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            stamp = self._current_stamp()
            if stamp != self._stamp:
                self._records = read_organisations(self._folder)[0], read_places(self._folder)[0]
                self._stamp = stamp
        return self._records

    def _current_stamp(self) -> _Stamp:
        """Changes whenever a file does: their number, the latest time of change, and that of the table of places."""
        times = [0]
        try:
            folder = os.scandir(self._folder / ORGANISATIONS_FOLDER)
            times = [entry.stat().st_mtime_ns for entry in folder if entry.name.endswith(".toml")]
        except OSError:
            pass
        try:
            places = (self._folder / PLACES_NAME).stat().st_mtime_ns
        except OSError:
            places = 0
        return len(times), max(times, default=0), places
