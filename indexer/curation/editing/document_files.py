"""A document as its curator edits it: metadata, text of a write-up, and the files that hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.document_names import (
    ENDINGS,
    MARKDOWN_ENDING,
    RECOGNISED_ENDING,
    split_language,
)
from indexer.corpus_store.folder import KIND_FOLDERS, CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.corpus_store.port import CorpusFault, CorpusFile
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound, EditConflict, InvalidEntry
from indexer.domain.messages import Message

FOLDERS = {kind: folder for folder, kind in KIND_FOLDERS.items()}
# NFKD, which takes accents off, leaves these as they are.
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th"})
_ID_CHARACTERS = 60
# A file name has room for 255, and the endings come on top.
_ID_BYTES = 200


@dataclass(frozen=True, slots=True)
class EditableDocument:
    """A document of any status, read from its files.

    Attributes:
        version: changes whenever its files do; hand it back when saving.
        toml: the metadata as written.
        body: the Markdown of a write-up; "" for an original file.
        other_toml, other_body: what the Markdown file of its text in the other language holds; "" without one.
        metadata_location: the file that holds the metadata: the write-up itself or the file beside the original.
    """

    file: CorpusFile
    metadata: Metadata
    toml: str
    body: str
    other_toml: str = ""
    other_body: str = ""

    @property
    def id(self) -> DocumentId:
        """The id of the document."""
        return self.file.id

    @property
    def version(self) -> str:
        """The content hash of its files."""
        return self.file.content_hash

    @property
    def is_write_up(self) -> bool:
        """Whether the text is Markdown that can be edited, not an original file."""
        return self.file.location.endswith(MARKDOWN_ENDING)

    @property
    def other_is_written(self) -> bool:
        """Whether its text in the other language is Markdown that can be edited, or may be written."""
        return self.other_location.endswith(MARKDOWN_ENDING)

    @property
    def other_location(self) -> str:
        """Where its text in the other language stands, or would stand: in a file like its own."""
        if self.file.other:
            return self.file.other.location
        folder, ending = self.file.location.rpartition("/")[0], Path(self.file.location).suffix
        return f"{folder}/{self.id}.{self.metadata.language.other}{ending}"

    @property
    def ending(self) -> str:
        """The ending of its file, with its dot."""
        return Path(self.file.location).suffix

    @property
    def metadata_location(self) -> str:
        """Where the metadata stands, relative to the corpus."""
        return self.file.location if self.is_write_up else sidecar_location(self.file.location)


def read_editable(
    corpus: CorpusFolder, folder: Path, document_id: DocumentId, vocabulary: Vocabulary
) -> EditableDocument:
    """A document of any status.

    Raises:
        DocumentNotFound: no file stands for it.
        InvalidEntry: its metadata must be mended by hand first; every fault is named.
    """
    file = corpus.find(document_id)
    if file is None:
        raise DocumentNotFound("no-such-document", id=document_id)
    metadata, faults = corpus.metadata(file, vocabulary)
    if metadata is None:
        raise InvalidEntry("metadata-faults", faults=tuple(map(_placed, faults)))
    text = _read(folder, file)
    toml, body = split_front_matter(text) if file.location.endswith(MARKDOWN_ENDING) else (text, "")
    is_written = file.other is not None and file.other.location.endswith(MARKDOWN_ENDING)
    other = split_front_matter(_decoded(folder / file.other.location)) if file.other and is_written else ("", "")
    return EditableDocument(file, metadata, toml, body, *other)


def read_unchanged(
    corpus: CorpusFolder, folder: Path, document_id: DocumentId, version: str, vocabulary: Vocabulary
) -> EditableDocument:
    """A document that is still as it was when its version was read; raises what read_editable does.

    Raises:
        EditConflict: somebody saved since.
    """
    document = read_editable(corpus, folder, document_id, vocabulary)
    if document.version != version:
        raise EditConflict("saved-meanwhile", id=document_id)
    return document


def write_up(toml: str, body: str) -> str:
    """A Markdown file with its front matter; the body begins with an empty line of its own unless it has one."""
    text = body.replace("\r\n", "\n")
    # chr(10): before Python 3.12 no backslash may stand within the braces.
    return f"+++\n{toml.rstrip()}\n+++\n{text if text.startswith(chr(10)) else chr(10) + text}".rstrip("\n") + "\n"


def checked_toml(location: str, toml: str, vocabulary: Vocabulary) -> Metadata:
    """The metadata that a text gives.

    Raises:
        InvalidEntry: it breaks the schema; every fault is named.
    """
    metadata, faults = read_metadata(location, toml, 1, vocabulary)
    if metadata is None:
        raise InvalidEntry("metadata-faults", faults=tuple(fault.message for fault in faults))
    return metadata


def location_of(kind: str, document_id: str, ending: str) -> str:
    """Where a document of a kind belongs.

    Raises:
        InvalidEntry: the kind or the type of file is none that has a folder.
    """
    if kind not in FOLDERS or ending not in ENDINGS:
        raise InvalidEntry("no-folder-for-kind")
    return f"{FOLDERS[kind]}/{document_id}{ending}"


def sidecar_location(location: str) -> str:
    """The file beside an original that holds its metadata."""
    return f"{location}.toml"


def belongs(location: str, document_id: DocumentId) -> bool:
    """Whether a file of the corpus is one of a document: its text, its metadata or its recognised copy."""
    name = location.rpartition("/")[2].removesuffix(".toml")
    stems = (name.removesuffix(RECOGNISED_ENDING), name.rpartition(".")[0])
    return document_id in (split_language(stem)[0] for stem in stems)


def new_id(title: str, corpus: CorpusFolder, taken: Collection[str] = ()) -> DocumentId:
    """An id that reads like the title, in small letters without accents, that no file has and that is not taken.

    >>> new_id("Åben skole: læs højt!", CorpusFolder(Path("/nowhere")))
    'aaben-skole-laes-hoejt'
    """
    stem = id_stem(title)
    candidate, number = stem, 1
    while candidate in taken or corpus.find(DocumentId(candidate)) is not None:
        number += 1
        candidate = f"{stem}-{number}"
    return DocumentId(candidate)


def id_stem(title: str) -> str:
    """What the id of a document with that title begins with, and is as long as no other has it.

    >>> id_stem("Åben skole: læs højt!")
    'aaben-skole-laes-hoejt'
    """
    plain = unicodedata.normalize("NFKD", title.lower().translate(_DANISH))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words)[:_ID_CHARACTERS].rstrip("-") or "dokument"


def is_id(text: str) -> bool:
    """Whether a text can be an id: what a file name can hold beside its endings, on every system.

    >>> is_id("aaben-skole"), is_id("../x"), is_id("x" * 300), is_id("aaben-skole.en")
    (True, False, False, False)
    """
    is_name = re.fullmatch(r"\w[\w.-]*", text) is not None and split_language(text)[1] is None
    return is_name and len(text.encode()) <= _ID_BYTES


def _placed(fault: CorpusFault) -> Message:
    return Message("fault-at", location=fault.location, line=fault.line or 1, fault=fault.message)


def _read(folder: Path, file: CorpusFile) -> str:
    location = file.location if file.location.endswith(MARKDOWN_ENDING) else sidecar_location(file.location)
    return _decoded(folder / location)


def _decoded(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")
