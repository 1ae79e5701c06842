"""Zip files that hold a folder: unpacked into an empty one, where they stay within limits."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from indexer.domain.errors import InvalidEntry

_MOST_FILES = 20_000


def unpack(archive: Path, folder: Path, *, limit_bytes: int) -> None:
    """Unpack a zip file into an empty folder.

    Raises:
        InvalidEntry: zip-unreadable, zip-too-large, or zip-leaves-folder where it names files outside itself.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in _members(opened, limit_bytes):
                _unpack_member(opened, member, folder)
    except _UNREADABLE as error:
        raise InvalidEntry("zip-unreadable") from error


def refuse_bomb(archive: Path, *, limit_bytes: int) -> None:
    """Look at what a zip file says that it holds, and unpack nothing.

    Raises:
        InvalidEntry: zip-unreadable or zip-too-large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            _members(opened, limit_bytes)
    except _UNREADABLE as error:
        raise InvalidEntry("zip-unreadable") from error


_UNREADABLE = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError)


def _members(opened: zipfile.ZipFile, limit_bytes: int) -> list[zipfile.ZipInfo]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > limit_bytes:
        raise InvalidEntry("zip-too-large")
    return members


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    if not _is_inside(member.filename):
        raise InvalidEntry("zip-leaves-folder")
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as copy:
        # No more than it said it would be: by that it was let in.
        left = member.file_size
        while left > 0 and (chunk := source.read(min(left, 1 << 20))):
            copy.write(chunk)
            left -= len(chunk)


def _is_inside(name: str) -> bool:
    # Backslashes and drives (C:) lead outside on Windows.
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name and ":" not in name
