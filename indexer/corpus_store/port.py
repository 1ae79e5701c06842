"""Where the documents lie: the truth, as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message


@dataclass(frozen=True, slots=True)
class OtherText:
    """The file that holds a document's text in the other language; attributes as of CorpusFile."""

    language: Language
    location: str
    text_hash: str
    text_from: str = ""

    @property
    def text_location(self) -> str:
        """Location of the file that the text is taken from."""
        return self.text_from or self.location


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus that stands for a document.

    Attributes:
        content_hash: SHA-256 over the file, its sidecar and the other text, if any: changes when any of them does.
        text_hash: SHA-256 of the file that the text is taken from: what extracted text is kept under.
        text_from: location of that file where it is another one (a scan with its text recognised); else "".
    """

    id: DocumentId
    location: str
    content_hash: str
    text_hash: str
    text_from: str = ""
    other: OtherText | None = None

    @property
    def text_location(self) -> str:
        """Location of the file that the text is taken from."""
        return self.text_from or self.location

    @property
    def texts(self) -> tuple[CorpusFile | OtherText, ...]:
        """The files that hold its text: its own, and that of the other language."""
        return (self, self.other) if self.other else (self,)

    @property
    def text_hashes(self) -> frozenset[str]:
        """What its extracted texts are kept under."""
        return frozenset(one.text_hash for one in self.texts)


@dataclass(frozen=True, slots=True)
class CorpusFault:
    """Something in the corpus that a curator must mend.

    Attributes:
        location: path of the file relative to the corpus folder.
        line: counted from 1, None if the fault has no line.
        key: the metadata key, "" if the fault concerns none.
        message: says what to do.
        is_refusal: the file cannot become a document; otherwise it is indexed all the same.
    """

    location: str
    message: Message
    line: int | None = None
    key: str = ""
    is_refusal: bool = True


class CorpusStore(Protocol):
    """The truth: documents as files that a person can read and edit."""

    def files(self) -> tuple[tuple[CorpusFile, ...], tuple[CorpusFault, ...]]:
        """Every file that stands for a document, by id, and what keeps others from doing so."""

    def metadata(self, file: CorpusFile, vocabulary: Vocabulary) -> tuple[Metadata | None, tuple[CorpusFault, ...]]:
        """What the curator states; None when a fault makes it unusable."""

    def path(self, location: str) -> Path:
        """The path of a file inside the corpus.

        Raises:
            DocumentNotFound: the location leads outside the corpus or to no file.
        """

    def find(self, document_id: DocumentId) -> CorpusFile | None:
        """The file of a document, None if there is none."""
