"""The container of old office programs, made in memory: as much of [MS-CFB] as readers ask for."""

from __future__ import annotations

import struct

_SECTOR, _SMALL_SECTOR, _SMALL = 512, 64, 4096
_END, _FREE, _NONE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD
_ROOT, _STORAGE, _STREAM = 5, 1, 2


class _Sectors:
    """Contents laid out one after the other, and the table that chains them."""

    def __init__(self, size: int) -> None:
        self.size, self.content, self.table = size, bytearray(), list[int]()

    def add(self, content: bytes) -> int:
        """The number of the first sector of a content; the end of a chain for an empty one."""
        if not content:
            return _END
        first, count = len(self.table), -(-len(content) // self.size)
        self.content += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def a_container(streams: dict[str, bytes]) -> bytes:
    """A container with a stream for each path; folders are parted by slashes."""
    paths = [""]
    for path in streams:
        parts = path.split("/")
        paths += [folder for n in range(1, len(parts) + 1) if (folder := "/".join(parts[:n])) not in paths]
    sectors, small = _Sectors(_SECTOR), _Sectors(_SMALL_SECTOR)
    starts = {path: (small if len(content) < _SMALL else sectors).add(content) for path, content in streams.items()}
    starts[""] = sectors.add(bytes(small.content))
    sizes = {path: len(content) for path, content in streams.items()} | {"": len(small.content)}
    entries = b"".join(_entry(path, paths, starts.get(path, 0), sizes.get(path, 0), path in streams) for path in paths)
    folder = sectors.add(entries)
    small_table = sectors.add(b"".join(struct.pack("<I", one) for one in small.table).ljust(_SECTOR, b"\xff"))
    tables = 1
    while tables * 128 < len(sectors.table) + tables:
        tables += 1
    first = len(sectors.table)
    table = [*sectors.table, *[_TABLE] * tables]
    packed = b"".join(struct.pack("<I", one) for one in table).ljust(tables * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, folder, 0,
        _SMALL, small_table, 1, _END, 0, first,
    )  # fmt: skip
    named = b"".join(struct.pack("<I", first + n) for n in range(1, tables))
    return (head + named).ljust(_SECTOR, b"\xff") + bytes(sectors.content) + packed


def _entry(path: str, paths: list[str], start: int, size: int, is_stream: bool) -> bytes:
    folder, _, name = path.rpartition("/")
    siblings = [one for one in paths if one and one.rpartition("/")[0] == folder] if path else [path]
    inner = [one for one in paths if one and one.rpartition("/")[0] == path and not is_stream]
    after = siblings[siblings.index(path) + 1 :]
    encoded = (name or "Root Entry").encode("utf-16-le") + b"\0\0"
    kind = _STREAM if is_stream else _STORAGE if path else _ROOT
    return struct.pack(
        "<64sHBBIII16xI16xIQ", encoded, len(encoded), kind, 1, _NONE, paths.index(after[0]) if after else _NONE,
        paths.index(inner[0]) if inner else _NONE, 0, start, size,
    )  # fmt: skip


def an_outlook_mail(
    subject: str, body: str, *, attachments: dict[str, bytes] | None = None, more: dict[str, bytes] | None = None
) -> bytes:
    """An e-mail of Outlook's with files attached; streams of other names may be added."""
    streams = {
        "__properties_version1.0": _properties(133_500_000_000_000_000),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Åse Kjær".encode("utf-16-le"),
        "__substg1.0_5D01001F": "aase@bibliotek.example".encode("utf-16-le"),
        "__substg1.0_0E04001F": "Bo Olsen".encode("utf-16-le"),
    }
    for number, (name, content) in enumerate((attachments or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams |= {
            f"{folder}/__properties_version1.0": b"\0" * 8,
            f"{folder}/__substg1.0_3707001F": name.encode("utf-16-le"),
            f"{folder}/__substg1.0_37010102": content,
        }
    return a_container(streams | (more or {}))


def _properties(sent: int) -> bytes:
    return b"\0" * 32 + struct.pack("<HHIQ", 0x40, 0x39, 6, sent)
