"""EPUB -> a page per chapter, in reading order."""

from __future__ import annotations

import posixpath

from lxml import etree

from indexer.domain.documents.extraction import FileInformation
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.office_files.office_text import local_name
from indexer.extraction.formats.office_files.zip_parts import Locked, ZipParts, resolve
from indexer.extraction.formats.web_files.html import parse_html
from indexer.extraction.formats.web_files.html_rules import main_blocks

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTER_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def read_epub(parts: ZipParts) -> tuple[list[RawPage], FileInformation]:
    """The chapters of the spine, and what the package states.

    Raises:
        IndexError, KeyError: it names no package, or one that is not there.
        Locked: a chapter is under digital rights management.
    """
    rootfiles = [e.get("full-path", "") for e in parts.tree(_CONTAINER).iter() if local_name(e) == "rootfile"]
    package_name = resolve("", rootfiles[0])
    package = parts.tree(package_name, may_declare=True)  # as packages of EPUB 2 do
    locked = _locked_parts(parts)
    pages = []
    for name in _spine(package, posixpath.dirname(package_name)):
        if name in locked:
            raise Locked
        if name in parts:
            pages.append(_chapter(parts.read(name)))
    return [page for page in pages if page.text], _information(package)


def _locked_parts(parts: ZipParts) -> set[str]:
    """Parts under digital rights management; fonts often are, and do not matter."""
    if _ENCRYPTION not in parts:
        return set()
    return {resolve("", e.get("URI", "")) for e in parts.tree(_ENCRYPTION).iter() if local_name(e) == "CipherReference"}


def _spine(package: etree._Element, folder: str) -> list[str]:
    items = {e.get("id"): e for e in package.iter() if local_name(e) == "item"}
    order = (items.get(e.get("idref")) for e in package.iter() if local_name(e) == "itemref")
    chapters = (item for item in order if item is not None and item.get("media-type", "") in _CHAPTER_TYPES)
    return [resolve(folder, item.get("href", "")) for item in chapters]


def _chapter(content: bytes) -> RawPage:
    soup = parse_html(decode_text(content).replace("\0", ""))
    heading = soup.find(["h1", "h2", "h3"])
    blocks = main_blocks(soup)
    label = " ".join(heading.get_text(" ").split()) if heading is not None and not heading.decomposed else ""
    return RawPage("\n".join(text for _, text in blocks), label)


def _information(package: etree._Element) -> FileInformation:
    values: dict[str, str] = {}
    for element in package.iter():
        values.setdefault(local_name(element), " ".join((element.text or "").split()))
    year = values.get("date", "")[:4]
    return FileInformation(
        values.get("title", ""), values.get("creator", ""), int(year) if year.isdecimal() and year.isascii() else None
    )
