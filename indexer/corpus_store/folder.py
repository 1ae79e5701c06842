"""CorpusStore over corpus/: files that a person can read, edit and keep in version control."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.corpus_store.document_names import (
    ENDINGS,
    MARKDOWN_ENDING,
    FolderNames,
    NamedDocument,
    is_recognised_copy,
    named_documents,
    recognised_copy,
)
from indexer.corpus_store.metadata_reader import Read, read_metadata, stated_beside, with_other_text
from indexer.corpus_store.port import CorpusFault, CorpusFile, OtherText
from indexer.domain.documents.front_matter import FrontMatterUnclosed, split_front_matter
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound
from indexer.domain.messages import Message

KIND_FOLDERS = {
    "cases": "case",
    "guides": "guide",
    "tools": "tool",
    "theory": "theory",
    "reports": "report",
    "articles": "article",
}
"""Folder -> kind of the documents in it."""

DOWNLOADS_FOLDER = "downloads"
_ID = re.compile(r"\w[\w.-]*$")
_ID_BYTES = 240
"""File systems allow 255 for a name, with its endings."""

_MOST_READ = 2_000
"""Documents whose metadata is remembered: a page names those of its relatives, and TOML takes its time."""


class CorpusFolder:
    """Documents below one folder; hashes are remembered by size and time of change. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = FolderNames()
        self._hashes: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self._read: dict[str, tuple[str, Vocabulary, Read]] = {}
        self._lock = threading.Lock()

    def files(self) -> tuple[tuple[CorpusFile, ...], tuple[CorpusFault, ...]]:
        """See CorpusStore.files."""
        found: dict[DocumentId, CorpusFile] = {}
        faults: list[CorpusFault] = []
        for named in _named(self._folder):
            location = self._location(named.path)
            if not _ID.match(named.id):
                shown = location.encode("utf-8", "backslashreplace").decode()  # bytes that are no letters
                faults.append(CorpusFault(shown, Message("bad-file-name")))
            elif (outside := _link_outside(self._folder, named)) is not None:
                faults.append(CorpusFault(self._location(outside), Message("links-outside")))
            elif named.id in found:
                other = found[named.id].location
                faults.append(CorpusFault(location, Message("id-taken-by", id=named.id, location=other)))
            elif (file := self._file(named)) is not None:
                found[named.id] = file
        return tuple(found[key] for key in sorted(found)), tuple(faults)

    def find(self, document_id: DocumentId) -> CorpusFile | None:
        """See CorpusStore.find."""
        if not _ID.match(document_id) or len(document_id.encode()) > _ID_BYTES:
            return None
        places = (self._names.find(self._folder / folder, document_id) for folder in KIND_FOLDERS)
        named = next(filter(None, places), None)
        return None if named is None or _link_outside(self._folder, named) else self._file(named)

    def metadata(self, file: CorpusFile, vocabulary: Vocabulary) -> Read:
        """See CorpusStore.metadata."""
        content_hash, read_with, known = self._read.get(file.location, ("", None, None))
        if known is not None and content_hash == file.content_hash and read_with is vocabulary:
            return known
        read = with_other_text(file, self._read_metadata(file, vocabulary))
        if read[0] is not None:  # a fault may be gone the next time without another content: a file that was closed
            with self._lock:
                self._read[file.location] = file.content_hash, vocabulary, read
                if len(self._read) > _MOST_READ:
                    del self._read[next(iter(self._read))]
        return read

    def _read_metadata(self, file: CorpusFile, vocabulary: Vocabulary) -> Read:
        beside, more = stated_beside(self._folder, file.other) if file.other else ({}, ())
        metadata, faults = self._read_own(file, vocabulary, beside)
        return metadata, (*faults, *more)

    def _read_own(self, file: CorpusFile, vocabulary: Vocabulary, beside: Mapping[str, object]) -> Read:
        path = self._folder / file.location
        sidecar = _sidecar(path)
        try:
            if path.suffix == MARKDOWN_ENDING:
                toml = split_front_matter(path.read_text("utf-8"))[0]
                if not toml:
                    return None, (CorpusFault(file.location, Message("no-front-matter"), 1),)
                # The first line is the +++ that opens the front matter.
                return read_metadata(file.location, toml, 2, vocabulary, beside)
            location = self._location(sidecar)
            if not sidecar.is_file():
                return None, (CorpusFault(file.location, Message("no-metadata-file", location=location)),)
            return read_metadata(location, sidecar.read_text("utf-8"), 1, vocabulary, beside)
        except UnicodeDecodeError:
            return None, (CorpusFault(file.location, Message("not-utf-8")),)
        except FrontMatterUnclosed:
            return None, (CorpusFault(file.location, Message("front-matter-unclosed"), 1),)
        except OSError as error:
            return None, (CorpusFault(file.location, Message("metadata-unreadable", error=error), 1),)

    def ids(self) -> frozenset[DocumentId]:
        """The ids that files of the corpus have, of any status, sound or not; nothing of them is read."""
        return frozenset(named.id for named in _named(self._folder))

    def path(self, location: str) -> Path:
        """See CorpusStore.path."""
        # Resolved first: a link or "../" must not lead out of the corpus.
        path = (self._folder / location).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise DocumentNotFound("no-such-corpus-file", location=location)
        return path

    def _location(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _file(self, named: NamedDocument) -> CorpusFile | None:
        """None if a file is gone by the time it is read."""
        path = named.path
        try:
            content_hash, text_hash, text_from = self._hashes_of(path)
            other = None
            if named.other:
                language, other_path = named.other
                other_hash, *text_of = self._hashes_of(other_path)
                other = OtherText(language, self._location(other_path), *text_of)
                content_hash = hashlib.sha256(f"{content_hash}{language}{other_hash}".encode()).hexdigest()
        except OSError:
            return None
        return CorpusFile(named.id, self._location(path), content_hash, text_hash, text_from, other)

    def _hashes_of(self, path: Path) -> tuple[str, str, str]:
        """(hash of a file and its sidecar, that of the file with the text, its location where it is another one)."""
        recognised, sidecar = recognised_copy(path), _sidecar(path)
        text_from = recognised if recognised is not None and recognised.is_file() else path
        content_hash = text_hash = self._hash(text_from)
        if sidecar.is_file():
            content_hash = hashlib.sha256(f"{text_hash}{self._hash(sidecar)}".encode()).hexdigest()
        return content_hash, text_hash, self._location(text_from) if text_from != path else ""

    def _hash(self, path: Path) -> str:
        state = path.stat()
        # With the inode: a save renames a new file into place, perhaps of the same size in the same tick.
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        with self._lock:
            kept = self._hashes.get(path)
        if kept and kept[0] == stamp:
            return kept[1]
        # Outside the lock, so that a large file keeps no other thread waiting.
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        with self._lock:
            self._hashes[path] = (stamp, digest)
        return digest


def _sidecar(path: Path) -> Path:
    return path.with_name(f"{path.name}.toml")


def _named(corpus: Path) -> Iterator[NamedDocument]:
    for folder in KIND_FOLDERS:
        yield from named_documents(
            path
            for path in sorted((corpus / folder).glob("*"))
            if path.suffix in ENDINGS
            # Lock files and half-saved copies of office programs, and those that wait to be renamed.
            and not path.name.startswith((".", "~"))
            and path.is_file()
            and not is_recognised_copy(path)
        )


def _link_outside(corpus: Path, named: NamedDocument) -> Path | None:
    """Of the files that make a document, one that lies outside the corpus, by a link of its own or its folder's."""
    texts = (named.path, named.other[1]) if named.other else (named.path,)
    parts = (part for path in texts for part in (path, recognised_copy(path), _sidecar(path)))
    linked = (part for part in parts if part is not None and (part.is_symlink() or part.parent.is_symlink()))
    inside = corpus.resolve()
    return next((part for part in linked if not part.resolve().is_relative_to(inside)), None)
