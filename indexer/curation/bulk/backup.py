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
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from indexer.curation.editing.history import History
from indexer.curation.state_upgrade import KEPT_BEFORE
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import make_private, make_private_folder, sync_folder, written_aside
from indexer.storage.database import copy_database
from indexer.storage.file_locks import SharedLock

_MANIFEST = "samspil-backup.json"
_APPENDED = "audit.jsonl"
# Sessions too: a restore signs everybody out. What an upgrade kept is left out as well: it is as old as it is.
# And who follows what, and mail that waits: a restore would write again to those who have it, or have stopped it since.
_LEFT_OUT = (
    "lock", "sessions.json", "sessions.sqlite3", "sign-ins.sqlite3", "followers.sqlite3", "followers.key", "mail",
)  # fmt: skip
_LOGS_OF_DATABASES = ("-wal", "-shm", "-journal")
FORMAT = 1
_PRIVATE, _READABLE = 0o600, 0o644
_CHUNK_BYTES = 1 << 20
_UNREADABLE = (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, TypeError, LookupError, OverflowError)
"""What reading a broken archive or manifest raises, across the versions of Python."""


def back_up(target: Path, *, corpus_folder: Path, state_folder: Path, history: History, lock: SharedLock) -> int:
    """Write a tar.gz of corpus and state; the number of files. Saves wait only while the files are linked.

    A file that is written anew replaces the old one, so a link keeps what was; only the log is appended to, and copied,
    and databases are copied as their last commit left them.

    Raises:
        InvalidEntry: the target exists.
    """
    if target.exists():
        raise InvalidEntry("file-exists", path=target)
    make_private_folder(state_folder)
    with tempfile.TemporaryDirectory(dir=state_folder, prefix=".backup-") as place:
        snapshot = Path(place)
        with lock.held():
            # A change that was cut short is finished first: the copy holds all of it or nothing.
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
            raise InvalidEntry("folder-not-empty", path=folder)
    corpus_folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the corpus, on its file system: to move what is unpacked is to rename it.
    with tempfile.TemporaryDirectory(dir=corpus_folder.parent, prefix=".restore-") as place:
        unpacked = Path(place)
        sums = _unpack(source, unpacked)
        for name, folder in folders.items():
            if (unpacked / name).is_dir():
                _move(unpacked / name, folder)
        if state_folder.is_dir():
            make_private(state_folder)
    return len(sums)


def _move(unpacked: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # An empty folder must go, or what is moved would end up within it.
    if folder.exists():
        folder.rmdir()
    shutil.move(unpacked, folder)
    sync_folder(folder.parent)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        # The log of a database is within the copy already: it is copied as its last commit left it.
        is_left_out = _is_hidden(path.relative_to(folder)) or path.name.endswith(_LOGS_OF_DATABASES)
        if path.is_file() and not path.is_symlink() and not is_left_out:
            yield path


def _is_hidden(relative: Path) -> bool:
    first = relative.parts[0]
    return any(part.startswith(".") for part in relative.parts) or first in _LEFT_OUT or first.startswith(KEPT_BEFORE)


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
        entry.size, entry.mode = len(manifest), _PRIVATE
        archive.addfile(entry, io.BytesIO(manifest))
    return len(sums)


def _unpack(source: Path, folder: Path) -> dict[str, str]:
    """Unpack a backup that is whole; the checksums by name."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            found = dict(_unpack_files(archive, folder))
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        sums, made_as = dict[str, str](manifest["files"]), manifest["format"]
        del found[_MANIFEST]
        wrong = sorted(name for name in found.keys() | sums if found.get(name) != sums.get(name))
    except _UNREADABLE as error:
        raise InvalidEntry("backup-broken", path=source, error=error) from error
    if wrong or made_as != FORMAT:
        raise InvalidEntry("backup-damaged", path=source, names=", ".join(wrong[:5]) or f"format={made_as}")
    return sums


def _unpack_files(archive: tarfile.TarFile, folder: Path) -> Iterator[tuple[str, str]]:
    """Write the files of an archive below a new folder; their names and checksums as they come.

    A backup holds plain files with plain names, so everything else is refused instead of made harmless. That needs no
    extraction filter, which Python has since 3.11.4 only. No link is ever made, and no file is written twice.

    Raises:
        InvalidEntry: an entry is a link, a device or the like, or its name leads outside.
    """
    for entry in archive:
        name = PurePosixPath(entry.name)
        if name.is_absolute() or ".." in name.parts:
            raise InvalidEntry("backup-entry-outside", name=entry.name)
        if entry.isdir():
            continue  # made when a file needs it
        if entry.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or entry.issparse():
            raise InvalidEntry("backup-entry-special", name=entry.name)
        yield name.as_posix(), _unpack_file(archive, entry, folder / name)


def _unpack_file(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(entry)
    assert content is not None  # it is a plain file
    digest, left = hashlib.sha256(), entry.size
    with content, target.open("xb") as stream:
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
            left -= stream.write(chunk)
    if left:
        raise InvalidEntry("backup-entry-short", name=entry.name)
    # Never executable, whatever the archive says, and always readable by its owner.
    target.chmod(entry.mode & _READABLE | _PRIVATE)
    os.utime(target, (entry.mtime, entry.mtime))
    return digest.hexdigest()
