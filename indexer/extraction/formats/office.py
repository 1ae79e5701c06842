"""DOCX, ODT, PPTX and EPUB -> raw text, by a reader of our own over zip and lxml.

Slides and chapters are pages; a text document has a page per heading of the first two levels.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from indexer.domain.documents.extraction import Extraction, FileInformation
from indexer.extraction.cleaning.raw_text import RawPage, RawText, finish
from indexer.extraction.formats.epub import read_epub
from indexer.extraction.formats.html import pages_of
from indexer.extraction.formats.media_type import ZIP
from indexer.extraction.formats.office_text import (
    drawing_lines,
    local_name,
    open_document_blocks,
    word_blocks,
    word_heading_styles,
)
from indexer.extraction.formats.zip_parts import Locked, TooLarge, Unsafe, ZipParts
from indexer.extraction.limits import Allowance
from indexer.extraction.notes import text_limit
from indexer.extraction.refusals import DAMAGED, LIMIT, PASSWORD, WRONG_TYPE, refuse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"
_ENGINE = "zip+lxml"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OF_A_SLIDE = ("notesSlide", "diagramData", "chart")
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


def extract_office(source: Path | io.BytesIO, allowance: Allowance) -> Extraction:
    """The text of an archive that is one of the four; refused, never raised, whatever it holds."""
    media_type = ZIP
    try:
        parts = ZipParts(source)
        media_type, read = _reader(parts)
        if read is None:
            return refuse(PASSWORD if _is_encrypted(parts) else WRONG_TYPE, media_type, _ENGINE)
        return finish(_bounded(read(parts), allowance))
    except Locked:
        return refuse(PASSWORD, media_type, _ENGINE)
    except (TooLarge, MemoryError):
        return refuse(LIMIT, media_type, _ENGINE)
    except _FAULTS:
        return refuse(DAMAGED, media_type, _ENGINE)


def refuse_old_office(content: bytes) -> Extraction:
    """An office file in the old container: locked with a password, or of a type that is not read."""
    return refuse(PASSWORD if _ENCRYPTED_PACKAGE in content else WRONG_TYPE)


def _reader(parts: ZipParts) -> tuple[str, Callable[[ZipParts], RawText] | None]:
    readers = {
        "word/document.xml": (DOCX, _read_docx),
        "ppt/presentation.xml": (PPTX, _read_pptx),
        "META-INF/container.xml": (EPUB, _read_epub),
    }
    for main_part, reader in readers.items():
        if main_part in parts:
            return reader
    if "content.xml" in parts and not _is_encrypted(parts):
        return _open_document_reader(parts)
    return ZIP, None


def _open_document_reader(parts: ZipParts) -> tuple[str, Callable[[ZipParts], RawText] | None]:
    kind = parts.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in parts else ODT
    # By its beginning: a template for texts is a text, a spreadsheet is none.
    return kind, _read_odt if kind.startswith(ODT) else None


def _is_encrypted(parts: ZipParts) -> bool:
    """Whether an OpenDocument file was saved with a password."""
    manifest = "META-INF/manifest.xml"
    return manifest in parts and b"encryption-data" in parts.read(manifest)


def _bounded(raw: RawText, allowance: Allowance) -> RawText:
    """No more text and pages than are kept of one file."""
    for number, page in enumerate(raw.pages):
        allowance.spend(page.text)
        if allowance.is_out_of_text or number >= allowance.limits.page_limit:
            raw.pages = raw.pages[:number]
            raw.notes.append(text_limit())
            break
    return raw


def _read_docx(parts: ZipParts) -> RawText:
    styles = word_heading_styles(parts)
    blocks = word_blocks(parts.tree("word/document.xml"), styles)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in parts:
            # Without styles: a note begins no page, whatever it looks like.
            blocks += [("", text) for _, text in word_blocks(parts.tree(name), {})]
    return _raw(DOCX, list(pages_of(blocks)), _core_information(parts))


def _read_odt(parts: ZipParts) -> RawText:
    body = next((e for e in parts.tree("content.xml") if local_name(e) == "body"), None)
    blocks = open_document_blocks(body) if body is not None else []
    return _raw(ODT, list(pages_of(blocks)), _stated(parts, "meta.xml"))


def _read_pptx(parts: ZipParts) -> RawText:
    pages = []
    for slide in _slides(parts):
        lines = drawing_lines(parts.tree(slide))
        title = lines[0].split("\n")[0] if lines else ""
        for _, kind, target in sorted(parts.relations(slide), key=lambda relation: relation[1] == "notesSlide"):
            if kind in _OF_A_SLIDE and target in parts:
                lines += drawing_lines(parts.tree(target))
        pages.append(RawPage("\n".join(lines), title))
    return _raw(PPTX, pages, _core_information(parts))


def _slides(parts: ZipParts) -> Iterator[str]:
    """The slides as they are shown, which is not the order of their names."""
    targets = {key: target for key, kind, target in parts.relations("ppt/presentation.xml") if kind == "slide"}
    for element in parts.tree("ppt/presentation.xml").iter():
        if local_name(element) == "sldId":
            key = next((v for name, v in element.attrib.items() if str(name).endswith("}id")), "")
            if (target := targets.get(str(key))) and target in parts:
                yield target


def _read_epub(parts: ZipParts) -> RawText:
    return _raw(EPUB, *read_epub(parts))


def _raw(media_type: str, pages: list[RawPage], information: FileInformation) -> RawText:
    return RawText(media_type, _ENGINE, pages, information=information, title_guess=information.title)


def _core_information(parts: ZipParts) -> FileInformation:
    return _stated(parts, "docProps/core.xml")


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
