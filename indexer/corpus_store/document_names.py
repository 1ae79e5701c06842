"""Which files make a document, told by their names: `x.md`, or `x.da.md` and `x.en.md`, or `x.md` and `x.en.md`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId, Language

MARKDOWN_ENDING = ".md"
ORIGINAL_ENDINGS = (
    ".pdf", ".html", ".htm", ".docx", ".odt", ".pptx", ".epub", ".txt",
    ".docm", ".dotx", ".dotm", ".ott", ".rtf", ".doc",
    ".pptm", ".potx", ".potm", ".ppsx", ".ppsm", ".odp", ".ppt",
    ".xlsx", ".xlsm", ".xltx", ".ods", ".xls",
    ".eml", ".msg", ".mht", ".mhtml",
)  # fmt: skip
ENDINGS = (MARKDOWN_ENDING, *ORIGINAL_ENDINGS)
RECOGNISED_ENDING = ".ocr.pdf"
"""`x.ocr.pdf` beside `x.pdf` is the same document with its text recognised: the text is taken from it."""


_SETTLED_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """The files of a document: its own, which holds the metadata, and that of its text in the other language."""

    id: DocumentId
    path: Path
    other: tuple[Language, Path] | None = None


def split_language(stem: str) -> tuple[str, Language | None]:
    """A name without the language that it ends in, and that language.

    >>> split_language("aftale.en"), split_language("aftale")
    (('aftale', <Language.ENGLISH: 'en'>), ('aftale', None))
    """
    base, dot, code = stem.rpartition(".")
    return (base, Language(code)) if base and dot and code in set(Language) else (stem, None)


def named_documents(paths: Iterable[Path]) -> Iterator[NamedDocument]:
    """The documents that the files of one folder make; one too many for a document comes with its id once more."""
    by_id: dict[str, dict[Language | None, list[Path]]] = {}
    for path in paths:
        base, language = split_language(path.stem)
        by_id.setdefault(base, {}).setdefault(language, []).append(path)
    for base, texts in by_id.items():
        document = _document(DocumentId(base), {language: found[0] for language, found in texts.items()})
        yield document
        used = {document.path, *(document.other or ())[1:]}
        for path in (path for found in texts.values() for path in found if path not in used):
            yield NamedDocument(document.id, path)


class FolderNames:
    """What lies in folders: asked for every document that a page names, and listed anew only where a folder changed."""

    def __init__(self) -> None:
        self._listed: dict[Path, tuple[int, frozenset[str]]] = {}

    def of(self, folder: Path) -> frozenset[str]:
        """The names in a folder; none where there is no such folder."""
        try:
            changed = folder.stat().st_mtime_ns
            known = self._listed.get(folder)
            if known and known[0] == changed:
                return known[1]
            names = frozenset(path.name for path in folder.iterdir())
        except OSError:
            return frozenset()
        # Two changes within one tick of the clock have one time: what has just changed is looked at again.
        if time.time_ns() - changed > _SETTLED_NANOSECONDS:
            self._listed[folder] = changed, names
        return names

    def find(self, folder: Path, document_id: DocumentId) -> NamedDocument | None:
        """The files of a document in one folder, None where it has none there."""
        return _find(folder, self.of(folder), document_id)


def _find(folder: Path, names: frozenset[str], document_id: DocumentId) -> NamedDocument | None:
    if split_language(document_id)[1]:
        return None  # it is a text of that document
    stems: dict[Language | None, str] = {None: document_id}
    stems |= {language: f"{document_id}.{language}" for language in Language}
    found = {language: path for language, stem in stems.items() if (path := _first(folder, names, stem))}
    return _document(document_id, found) if found else None


def _document(document_id: DocumentId, texts: Mapping[Language | None, Path]) -> NamedDocument:
    """The document of some texts: its own has no language in its name, or else is the Danish one."""
    order = (each for each in (None, *Language) if each in texts)
    own, other = next(order), next(order, None)
    return NamedDocument(document_id, texts[own], (other, texts[other]) if other else None)


def _first(folder: Path, names: frozenset[str], stem: str) -> Path | None:
    """The first file of a folder with that stem, in the order of the endings."""
    paths = (folder / f"{stem}{ending}" for ending in ENDINGS if f"{stem}{ending}" in names)
    return next((path for path in paths if path.is_file() and not is_recognised_copy(path)), None)


def recognised_copy(path: Path) -> Path | None:
    """Where the copy of a PDF with its text recognised stands; None for other files and for such a copy itself."""
    is_other = path.suffix != ".pdf" or path.name.endswith(RECOGNISED_ENDING)
    return None if is_other else path.with_name(f"{path.stem}{RECOGNISED_ENDING}")


def is_recognised_copy(path: Path) -> bool:
    """Whether a file is the copy of another one with its text recognised."""
    original = path.with_name(f"{path.name.removesuffix(RECOGNISED_ENDING)}.pdf")
    return path.name.endswith(RECOGNISED_ENDING) and original.is_file()
