"""What the files of a document are to hold once its metadata or one of its texts is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.corpus_store.document_names import recognised_copy
from indexer.corpus_store.metadata_writer import changed_toml
from indexer.corpus_store.port import CorpusFile
from indexer.curation.editing.document_files import (
    FOLDERS,
    EditableDocument,
    checked_toml,
    sidecar_location,
    write_up,
)
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry
from indexer.domain.texts.characters import incoming_text


def written(document: EditableDocument, metadata: Metadata, body: str) -> dict[str, str]:
    """The files of the document with other metadata and text, by location; a text that is the same stays as it was."""
    toml = changed_toml(document.toml, document.metadata, metadata)
    if not document.is_write_up:
        return {document.metadata_location: toml}
    return {document.file.location: write_up(toml, _unless_same(body, document.body))}


def files_with(
    document: EditableDocument,
    metadata: Metadata,
    body: str,
    folder: Path,
    vocabulary: Vocabulary,
    other_body: str | None = None,
) -> dict[str, bytes | None]:
    """The files of a document with other metadata and texts; None for one that is no more, where the kind moves it.

    `other_body` is its text in the other language, "" to take that away; None leaves it as it is.

    Raises:
        InvalidEntry: the metadata breaks the schema, every fault is named; or both texts would be in one language.
    """
    files: dict[str, bytes | None] = {
        location: text.encode() for location, text in written(document, metadata, body).items()
    }
    stated = split_front_matter(_text_of(files, document))[0] if document.is_write_up else _text_of(files, document)
    checked_toml(document.metadata_location, stated, vocabulary)
    if other_body is not None and document.other_is_written:
        files |= _other_written(document, other_body)
    # Two texts in one language would leave the readers of the other with none.
    is_left = document.file.other is not None and files.get(document.file.other.location, b"") is not None
    if is_left and metadata.language is not document.metadata.language:
        raise InvalidEntry("language-of-texts", stated=metadata.language.value, location=document.other_location)
    if metadata.kind == document.metadata.kind:
        return files
    return _moved(document, metadata.kind, folder, files)


def _text_of(files: Mapping[str, bytes | None], document: EditableDocument) -> str:
    return (files[document.metadata_location] or b"").decode()


def _other_written(document: EditableDocument, body: str) -> dict[str, bytes | None]:
    """The file of the text in the other language with another text; none where there is and was nothing."""
    if not body.strip():
        return {document.other_location: None} if document.file.other else {}
    text = _unless_same(body, document.other_body)
    if document.file.other and text == document.other_body:
        return {}
    content = write_up(document.other_toml, text) if document.other_toml else text.strip("\n") + "\n"
    return {document.other_location: content.encode()}


def _unless_same(body: str, before: str) -> str:
    """A text as it is to be kept; as it was where nothing but the ends of its lines differs."""
    is_same = _lines(incoming_text(body)) == _lines(incoming_text(before))
    return before if is_same else incoming_text(body).replace("\r\n", "\n")


def _moved(
    document: EditableDocument, kind: str, folder: Path, files: Mapping[str, bytes | None]
) -> dict[str, bytes | None]:
    """The files as they are to be, in the folder of another kind; originals and copies with their text go along."""
    old_folder, new_folder = document.file.location.rpartition("/")[0], FOLDERS.get(kind)
    if new_folder is None:
        raise InvalidEntry("no-folder-for-kind")
    if new_folder == old_folder:
        return dict(files)
    there = {path: (folder / path).read_bytes() for path in files_of(document, folder)}
    moved: dict[str, bytes | None] = dict.fromkeys(there)
    for location, content in ({**there, **files}).items():
        if content is not None:
            moved[f"{new_folder}/{location.rpartition('/')[2]}"] = content
    return moved


def files_of(document: EditableDocument, folder: Path) -> Iterator[str]:
    """Where the files of a document lie: its texts, its metadata, and copies with their text recognised."""
    for text in document.file.texts:
        copy = recognised_copy(Path(text.location))
        parts = (text.location, sidecar_location(text.location), copy.as_posix() if copy else "")
        yield from (part for part in parts if part and (folder / part).is_file())


def named_as_now(then: Mapping[str, str | None], file: CorpusFile | None) -> dict[str, str | None]:
    """Files as they were, the document's own under the name that it has now, which may have got its language since."""
    if file is None:
        return dict(then)
    folder, name = file.location.rpartition("/")[::2]
    plain = f"{folder}/{file.id}{Path(name).suffix}"
    names = {plain: file.location, sidecar_location(plain): sidecar_location(file.location)}
    if plain == file.location:
        return dict(then)
    others = {location: digest for location, digest in then.items() if location not in names}
    return others | {names[location]: digest for location, digest in then.items() if location in names and digest}


def any_differs(folder: Path, files: Mapping[str, bytes | None]) -> bool:
    """Whether a file of the folder is not what it is to be."""
    return any(_content(folder / location) != content for location, content in files.items())


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip("\n").split("\n")
