"""Office files and e-books -> raw text, by readers of our own over zip and lxml, found by what the archive says.

Slides, sheets and chapters are pages; a text document has a page per heading of the first two levels.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.domain.documents.extraction import Extraction, FileInformation
from indexer.extraction.cleaning.raw_text import RawPage, RawText, bounded, finish
from indexer.extraction.formats.media_type import ZIP
from indexer.extraction.formats.office_files.epub import read_epub
from indexer.extraction.formats.office_files.office_text import local_name
from indexer.extraction.formats.office_files.open_document import read_open_document
from indexer.extraction.formats.office_files.slides import read_slides
from indexer.extraction.formats.office_files.word import read_word
from indexer.extraction.formats.office_files.workbook import read_workbook
from indexer.extraction.formats.office_files.zip_parts import Locked, TooLarge, Unsafe, ZipParts
from indexer.extraction.limits import Allowance
from indexer.extraction.refusals import DAMAGED, LIMIT, PASSWORD, WRONG_TYPE, refuse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODP, ODS = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "spreadsheet"))
EPUB = "application/epub+zip"
_ENGINE = "zip+lxml"
_MAIN_RELATION = "officeDocument"
_USUAL_MAIN_PARTS = ("word/document.xml", "ppt/presentation.xml", "xl/workbook.xml")
_BINARY_PART = ".bin"
_YEAR = re.compile(r"(?:19|20)\d\d")
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    etree.LxmlError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    IndexError,
    NotImplementedError,  # an unknown way of compressing
    RuntimeError,
    OverflowError,
    Unsafe,
)
"""What zipfile, its decompressors and lxml raise on damaged files."""


Pages = tuple[list[RawPage], list[ExtractionNote]]
_OPEN_XML: dict[str, tuple[str, Callable[[ZipParts, str, etree._Element], Pages]]] = {
    "document": (DOCX, read_word),
    "presentation": (PPTX, read_slides),
    "workbook": (XLSX, read_workbook),
}
"""By the tag of the main part's root: its place, its name and the kind of file (template, macros) do not matter."""

_OPEN_DOCUMENTS = {"text": ODT, "presentation": ODP, "spreadsheet": ODS}


class NotReadable(Exception):
    """An archive that is none of those that are read."""


def extract_office(source: Path | io.BytesIO, allowance: Allowance) -> Extraction:
    """The text of an archive; refused, never raised, whatever it holds."""
    media_type = ZIP
    try:
        parts = ZipParts(source)
        media_type, read = _reader(parts)
        return finish(bounded(read(), allowance))
    except Locked:
        return refuse(PASSWORD, media_type, _ENGINE)
    except NotReadable:
        return refuse(WRONG_TYPE, media_type, _ENGINE)
    except (TooLarge, MemoryError):
        return refuse(LIMIT, media_type, _ENGINE)
    except _FAULTS:
        return refuse(DAMAGED, media_type, _ENGINE)


def _reader(parts: ZipParts) -> tuple[str, Callable[[], RawText]]:
    """The media type of an archive, and what reads it."""
    if _is_encrypted(parts):
        raise Locked
    main = next(iter(parts.related("", _MAIN_RELATION)), "")
    if not main:
        main = next((name for name in _USUAL_MAIN_PARTS if name in parts), "")
    if main:
        return _open_xml_reader(parts, main)
    if "META-INF/container.xml" in parts:
        return EPUB, lambda: _read_epub(parts)
    if "content.xml" in parts:
        return _open_document_reader(parts)
    raise NotReadable


def _open_xml_reader(parts: ZipParts, main: str) -> tuple[str, Callable[[], RawText]]:
    if main.endswith(_BINARY_PART):
        raise NotReadable
    root = parts.tree(main)
    if local_name(root) not in _OPEN_XML:
        raise NotReadable
    media_type, read = _OPEN_XML[local_name(root)]
    return media_type, lambda: _raw(media_type, *read(parts, main, root), _core_information(parts))


def _open_document_reader(parts: ZipParts) -> tuple[str, Callable[[], RawText]]:
    kind, pages, notes = read_open_document(parts)
    if kind not in _OPEN_DOCUMENTS:
        raise NotReadable
    media_type = _OPEN_DOCUMENTS[kind]
    return media_type, lambda: _raw(media_type, pages, notes, _stated(parts, "meta.xml"))


def _is_encrypted(parts: ZipParts) -> bool:
    """Whether an OpenDocument file was saved with a password."""
    manifest = "META-INF/manifest.xml"
    return manifest in parts and b"encryption-data" in parts.read(manifest)


def _read_epub(parts: ZipParts) -> RawText:
    pages, information = read_epub(parts)
    return _raw(EPUB, pages, [], information)


def _raw(media_type: str, pages: list[RawPage], notes: list[ExtractionNote], information: FileInformation) -> RawText:
    return RawText(media_type, _ENGINE, pages, notes, information=information, title_guess=information.title)


def _core_information(parts: ZipParts) -> FileInformation:
    named = parts.related("", "core-properties")
    return _stated(parts, named[0] if named else "docProps/core.xml")


def _stated(parts: ZipParts, name: str) -> FileInformation:
    """Title, creator and year as the file states them; nothing where that part is missing or damaged."""
    if name not in parts:
        return FileInformation()
    try:
        values = {local_name(e): " ".join((e.text or "").split()) for e in parts.tree(name).iter()}
    except _FAULTS:
        return FileInformation()
    year = _YEAR.match(values.get("created", "") or values.get("creation-date", ""))
    author = values.get("creator", "") or values.get("initial-creator", "")
    return FileInformation(values.get("title", ""), author, int(year.group()) if year else None)
