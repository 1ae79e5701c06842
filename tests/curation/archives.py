"""Entries of tar archives as no program of ours writes them."""

from __future__ import annotations

import tarfile


def an_entry(
    name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0, **more: object
) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, target, size
    for key, value in more.items():
        setattr(entry, key, value)
    return entry
