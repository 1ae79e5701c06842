"""A copy of corpus and state in one file, consistent while the site runs; and the way back."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from indexer.curation.editing.history import History
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import sync_folder, written_aside
from indexer.storage.database import copy_database
from indexer.storage.file_locks import SharedLock

_MANIFEST = "samspil-backup.json"
_APPENDED = "audit.jsonl"
_LEFT_OUT = ("lock", "sessions.json", "sessions.sqlite3")
_LOGS_OF_DATABASES = ("-wal", "-shm", "-journal")
FORMAT = 1


def back_up(target: Path, *, corpus_folder: Path, state_folder: Path, history: History, lock: SharedLock) -> int:
    """Write a tar.gz of corpus and state; the number of files. Saves wait only while the files are linked.

    A file that is written anew replaces the old one, so a link keeps what was; only the log is appended to, and copied,
    and databases are copied as their last commit left them.

    Raises:
        InvalidEntry: the target exists.
    """
    if target.exists():
        raise InvalidEntry(f"{target} exists already; name a new file.")
    state_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state_folder, prefix=".backup-") as place:
        snapshot = Path(place)
        with lock.held():
            history.complete()
            for name, folder in (("corpus", corpus_folder), ("state", state_folder)):
                for path in _files(folder):
                    _keep(path, snapshot / name / path.relative_to(folder))
        return _pack(snapshot, target)


def restore_backup(source: Path, *, corpus_folder: Path, state_folder: Path) -> int:
    """Unpack a backup into folders that are missing or empty; the number of files, each compared with its checksum.

    Raises:
        InvalidEntry: a folder holds something, or the file is no whole backup; nothing is left behind.
    """
    folders = {"corpus": corpus_folder, "state": state_folder}
    for folder in folders.values():
        if folder.exists() and any(folder.iterdir()):
            raise InvalidEntry(f"{folder} is not empty; a backup is only restored into an empty place.")
    corpus_folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=corpus_folder.parent, prefix=".restore-") as place:
        unpacked = Path(place)
        sums = _unpack(source, unpacked)
        for name, folder in folders.items():
            if (unpacked / name).is_dir():
                folder.parent.mkdir(parents=True, exist_ok=True)
                if folder.exists():
                    folder.rmdir()
                shutil.move(unpacked / name, folder)
                sync_folder(folder.parent)
    return len(sums)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts) or parts[0] in _LEFT_OUT
        if path.is_file() and not path.is_symlink() and not hidden and not path.name.endswith(_LOGS_OF_DATABASES):
            yield path


def _keep(path: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".sqlite3":
        with contextlib.suppress(sqlite3.Error):  # a damaged one is kept as it is
            copy_database(path, link)
            return
    elif path.name != _APPENDED:
        try:
            os.link(path, link)
            return
        except OSError:
            pass  # another file system: copy
    shutil.copy2(path, link)


def _pack(snapshot: Path, target: Path) -> int:
    sums = {}
    with written_aside(target, is_private=True) as aside, tarfile.open(aside, mode="w:gz") as archive:
        for path in _files(snapshot):
            name = path.relative_to(snapshot).as_posix()
            content, entry = path.read_bytes(), archive.gettarinfo(path, name)
            entry.size, entry.type, entry.linkname = len(content), tarfile.REGTYPE, ""
            sums[name] = hashlib.sha256(content).hexdigest()  # of what is packed: a file may grow meanwhile
            archive.addfile(entry, io.BytesIO(content))
        manifest = json.dumps({"format": FORMAT, "files": sums}).encode()
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size, entry.mode = len(manifest), 0o600
        archive.addfile(entry, io.BytesIO(manifest))
    return len(sums)


def _unpack(source: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        sums: dict[str, str] = dict(manifest["files"])
        wrong = [
            name for name, wanted in sums.items() if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted
        ]
        wrong += [
            path.relative_to(folder).as_posix()
            for path in sorted(folder.rglob("*"))
            if not path.is_dir() and path.relative_to(folder).as_posix() not in (*sums, _MANIFEST)
        ]
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError) as error:
        raise InvalidEntry(f"{source} is no whole backup: {error}.") from error
    if wrong or manifest["format"] != FORMAT:
        raise InvalidEntry(f"{source} is damaged: {', '.join(wrong[:5])}.")
    return sums
