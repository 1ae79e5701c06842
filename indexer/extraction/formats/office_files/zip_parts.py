"""Reading the parts of office files and e-books without trusting them: sizes, paths, entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

PART_BYTES = 50 << 20
"""The largest part that is unpacked."""

_ALL_PARTS_BYTES = 4 * PART_BYTES
_MOST_PARTS = 20_000
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class TooLarge(Exception):
    """A part, or all that was read together, is larger than is unpacked."""


class Locked(Exception):
    """The archive or a part of it is encrypted."""


class Unsafe(Exception):
    """A part holds a document type declaration, or a path leads out of the archive."""


class ZipParts:
    """The parts of one archive by name.

    Every method may raise TooLarge, Locked, Unsafe, or what zipfile and lxml raise.
    """

    def __init__(self, source: Path | io.BytesIO) -> None:
        self._archive = zipfile.ZipFile(source)
        if len(self._archive.namelist()) > _MOST_PARTS:
            raise TooLarge
        infos = self._archive.infolist()
        self._infos = {_key(info.filename): info for info in infos}
        if any(is_outside(info.filename) for info in infos):
            raise Unsafe
        self._left = _ALL_PARTS_BYTES

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    def names(self) -> list[str]:
        """Every part's name, in the order of the archive."""
        return [info.filename for info in self._infos.values()]

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def read(self, name: str) -> bytes:
        """A part unpacked; what it says of its size is not believed."""
        info = self._infos[_key(name)]
        if info.flag_bits & 1:  # encrypted
            raise Locked
        if info.file_size > PART_BYTES:
            raise TooLarge
        with self._archive.open(info) as stream:
            # One more than is allowed, to tell a part that is too large from one that just fits.
            content = stream.read(PART_BYTES + 1)
        self._left -= len(content)
        if len(content) > PART_BYTES or self._left < 0:
            raise TooLarge
        return content

    def tree(self, name: str, *, may_declare: bool = False) -> etree._Element:
        """A part as XML. A document type is refused, unless it may be declared; entities are refused always."""
        return parse_xml(self.read(name), may_declare=may_declare)

    def relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Of an Office part: id, last word of the type, and target of the other parts it names, within the archive."""
        folder, base = posixpath.split(name)
        of_part = posixpath.join(folder, "_rels", f"{base}.rels")
        if of_part not in self:
            return
        for relation in self.tree(of_part).iter(_RELATION):
            if relation.get("TargetMode") != "External":
                target = resolve(folder, relation.get("Target", ""))
                yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], target

    def related(self, name: str, *kinds: str) -> list[str]:
        """The parts of some kinds that a part names and that are there, each once, in its order."""
        targets = (target for _, kind, target in self.relations(name) if kind in kinds and target in self)
        return list(dict.fromkeys(targets))


def parse_xml(content: bytes, *, may_declare: bool = False) -> etree._Element:
    """The root of an XML text; nothing is fetched and no entity is replaced.

    Raises:
        Unsafe: it declares a document type (that it may not) or an entity.
        etree.XMLSyntaxError: it is not well formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    root = etree.fromstring(content, parser)
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and (not may_declare or any(True for _ in declared.iterentities())):
        raise Unsafe
    return root


def _key(name: str) -> str:
    """Names of parts are the same in capitals (ISO/IEC 29500-2), and some programs on Windows write backslashes."""
    return name.replace("\\", "/").casefold()


def resolve(folder: str, target: str) -> str:
    """The name of the part that a link leads to, seen from a folder; a leading slash means the archive's root."""
    path = unquote(target).partition("#")[0]
    resolved = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
    if is_outside(resolved):
        raise Unsafe
    return resolved


def is_outside(name: str) -> bool:
    """Whether a path leads out of the archive."""
    # Archives made on Windows may have backslashes.
    return name.startswith("/") or ".." in name.replace("\\", "/").split("/")
