"""What an upgrade of the state folder keeps of the version before: the way back, should the new version be given up."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from indexer.storage.atomic_files import make_private, sync_folder
from indexer.storage.database import copy_database

KEPT_BEFORE = "before-version-"
"""How the folders are called that hold the files of an older version."""

_RECORDS = Path("history", "changes")
_NOT_OURS = ("lock", "secret-key", "version.", "followers.")


def keep_before_upgrade(folder: Path, version: int) -> Path | None:
    """Copy what an upgrade to that version changes into `before-version-N`; None where there is nothing.

    The copy is whole or not there: one that exists already was made before an upgrade that was cut short.

    Raises:
        OSError: it cannot be written; the upgrade must not begin.
    """
    kept = folder / f"{KEPT_BEFORE}{version}"
    files = list(_touched(folder))
    if kept.is_dir() or not files:
        return kept if kept.is_dir() else None
    unfinished = folder / f".{kept.name}"
    shutil.rmtree(unfinished, ignore_errors=True)
    for path in files:
        target = unfinished / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, target)
    make_private(unfinished)
    unfinished.rename(kept)
    sync_folder(folder)
    return kept


def _touched(folder: Path) -> Iterator[Path]:
    """Databases, lists and the log, which lie at the top, and the records of changes."""
    if not folder.is_dir():
        return
    tops = (path for path in folder.iterdir() if path.suffix in (".sqlite3", ".json", ".jsonl", ""))
    yield from (path for path in sorted(tops) if path.is_file() and not path.name.startswith((".", *_NOT_OURS)))
    yield from sorted((folder / _RECORDS).glob("*.*"))


def _copy(path: Path, target: Path) -> None:
    if path.suffix == ".sqlite3":
        with contextlib.suppress(sqlite3.Error):  # a damaged one is kept as it is
            copy_database(path, target)
            return
    shutil.copy2(path, target)
