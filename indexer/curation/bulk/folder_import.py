"""A folder to import: write-ups and originals with their metadata come in as they are, byte for byte."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.corpus_store.about_texts import ABOUT_FOLDER
from indexer.corpus_store.folder import KIND_FOLDERS, MARKDOWN_ENDING, ORIGINAL_ENDINGS, RECOGNISED_ENDING, CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.corpus_store.metadata_writer import new_toml
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.bulk.free_ids import FreeIds
from indexer.curation.bulk.import_plan import ImportPlan
from indexer.curation.bulk.readers.table import RowMessage
from indexer.curation.editing.document_files import location_of, sidecar_location, write_up
from indexer.domain.documents.dates import as_new, now
from indexer.domain.documents.front_matter import FrontMatterUnclosed, split_front_matter
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Status
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

_BESIDE = (ABOUT_FOLDER, "downloads", "judgements", "organisations")
_VOCABULARY = "vocabulary.ttl"
_OF_A_WHOLE_CORPUS = (_VOCABULARY, "LICENSE", "places.csv")
"""What a corpus without a vocabulary takes over; one that has its own keeps its licence too, or goes without."""

_MOST_FILES = 20_000
_LEFT_BY_SYSTEMS = "__MACOSX"


def vocabulary_for(folder: Path, corpus_folder: Path, load_own: Callable[[], Vocabulary]) -> Vocabulary:
    """The vocabulary of the corpus; where it has none yet, the one that the folder brings along.

    Raises:
        VocabularyError: neither has one that can be read.
    """
    brought = _root_of(folder) / _VOCABULARY
    is_first = not (corpus_folder / _VOCABULARY).exists() and brought.is_file()
    return load_vocabulary(brought) if is_first else load_own()


def plan_folder(
    folder: Path, corpus_folder: Path, corpus: CorpusFolder, vocabulary: Vocabulary, *, kind: str = "case"
) -> ImportPlan:
    """A plan for every document below the folder, and for vocabulary, forms and judgements that the corpus lacks.

    A file without metadata becomes a draft of the given kind in Danish, with its name as title. A licence is only taken
    over together with a vocabulary. What is no document and is not taken over is noted.
    """
    plan, root = ImportPlan(), _root_of(folder)
    is_first = not (corpus_folder / _VOCABULARY).exists()
    documents = _Documents(plan, FreeIds(corpus.ids()), vocabulary, kind)
    for path in _visible_files(root):
        relative = path.relative_to(root)
        if _goes_with_documents(path, relative, is_first=is_first):
            if _is_taken_over(path, relative, corpus_folder):
                plan.files[relative.as_posix()] = path.read_bytes()
        elif path.suffix.lower() in (MARKDOWN_ENDING, *ORIGINAL_ENDINGS):
            documents.add(path, relative)
        elif not _is_sidecar(path):
            plan.notes.append(RowMessage(relative.as_posix(), "", Message("file-left-out")))
    if not plan.found and not plan.files:
        plan.faults.append(RowMessage("", "", Message("folder-without-documents")))
    return plan


def _visible_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        # No links: they would bring in files from anywhere on this machine.
        if path.is_file() and not path.is_symlink() and not any(map(_is_hidden, path.relative_to(root).parts)):
            yield path


def _goes_with_documents(path: Path, relative: Path, *, is_first: bool) -> bool:
    """Whether a file is no document: a form, judgement, text about the collection, vocabulary or recognised copy."""
    is_of_corpus = is_first and relative.as_posix() in _OF_A_WHOLE_CORPUS
    return relative.parts[0] in _BESIDE or is_of_corpus or _is_recognised_copy(path)


def _is_taken_over(path: Path, relative: Path, corpus_folder: Path) -> bool:
    """Whether the corpus takes over a file that is no document; a copy comes in only where its original does."""
    if _is_recognised_copy(path) and relative.parts[0] not in _BESIDE:
        return relative.parts[0] in KIND_FOLDERS
    return not (corpus_folder / relative).exists()


def unpack(archive: Path, folder: Path, *, limit_bytes: int) -> None:
    """Unpack a zip file into an empty folder.

    Raises:
        InvalidEntry: zip-unreadable, zip-too-large, or zip-leaves-folder where it names files outside itself.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in _members(opened, limit_bytes):
                _unpack_member(opened, member, folder)
    except _UNREADABLE as error:
        raise InvalidEntry("zip-unreadable") from error


def refuse_bomb(archive: Path, *, limit_bytes: int) -> None:
    """Look at what a zip file says that it holds, and unpack nothing.

    Raises:
        InvalidEntry: zip-unreadable or zip-too-large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            _members(opened, limit_bytes)
    except _UNREADABLE as error:
        raise InvalidEntry("zip-unreadable") from error


_UNREADABLE = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError)


def _members(opened: zipfile.ZipFile, limit_bytes: int) -> list[zipfile.ZipInfo]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > limit_bytes:
        raise InvalidEntry("zip-too-large")
    return members


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    if not _is_inside(member.filename):
        raise InvalidEntry("zip-leaves-folder")
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as copy:
        # No more than it said it would be: by that it was let in.
        left = member.file_size
        while left > 0 and (chunk := source.read(min(left, 1 << 20))):
            copy.write(chunk)
            left -= len(chunk)


def _is_inside(name: str) -> bool:
    # Backslashes and drives (C:) lead outside on Windows.
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name and ":" not in name


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~")) or name == _LEFT_BY_SYSTEMS


def _root_of(folder: Path) -> Path:
    """The folder itself, or the only one in it: zipping a folder often wraps it once more."""
    shown = [path for path in folder.iterdir() if not _is_hidden(path.name)]
    is_wrapped = len(shown) == 1 and shown[0].is_dir() and not shown[0].is_symlink()
    return shown[0] if is_wrapped and shown[0].name not in (*KIND_FOLDERS, *_BESIDE) else folder


def _is_recognised_copy(path: Path) -> bool:
    """Whether a file is the copy, with its text recognised, of one that lies beside it."""
    original = path.with_name(f"{path.name.removesuffix(RECOGNISED_ENDING)}.pdf")
    return path.name.endswith(RECOGNISED_ENDING) and original.is_file()


def _sidecar_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.toml")


def _stated_in(path: Path) -> str:
    """The TOML that a file brings in itself or beside it, "" where it brings none; ValueError if it is not UTF-8."""
    if path.suffix.lower() == MARKDOWN_ENDING:
        return split_front_matter(path.read_text("utf-8-sig"))[0]
    sidecar = _sidecar_of(path)
    return sidecar.read_text("utf-8") if sidecar.is_file() else ""


def _is_sidecar(path: Path) -> bool:
    """Whether a file holds the metadata of one beside it."""
    return path.suffix == ".toml" and path.with_suffix("").is_file()


@dataclass
class _Documents:
    """Adds files to a plan one by one."""

    plan: ImportPlan
    ids: FreeIds
    vocabulary: Vocabulary
    kind: str

    def add(self, path: Path, relative: Path) -> None:
        self.plan.found += 1
        try:
            stated = _stated_in(path)
        except FrontMatterUnclosed:
            self._refuse(relative, Message("front-matter-unclosed"))
        except ValueError:
            self._refuse(relative, Message("not-utf-8"))
        else:
            if stated:
                self._add_stated(path, relative, stated)
            else:
                self._add_draft(path, relative)

    def _refuse(self, relative: Path, message: Message, key: str = "") -> None:
        self.plan.faults.append(RowMessage(relative.as_posix(), key, message))

    def _add_stated(self, path: Path, relative: Path, stated: str) -> None:
        document_id = DocumentId(path.stem)
        metadata, faults = read_metadata(relative.as_posix(), stated, 1, self.vocabulary)
        self.plan.faults += [RowMessage(f"{relative.as_posix()}:{f.line or 1}", f.key, f.message) for f in faults]
        if (taken := self.ids.fault(document_id)) is not None:
            self._refuse(relative, taken, "id")
        elif metadata is not None:
            self.ids.take(document_id)
            _plan_as_it_is(self.plan, path, relative, document_id, metadata)

    def _add_draft(self, path: Path, relative: Path) -> None:
        title, content = path.stem.replace("-", " ").replace("_", " ").strip().capitalize(), path.read_bytes()
        stated = {
            "title": title,
            "language": Language.DANISH.value,
            "kind": self.kind,
            "status": Status.DRAFT.value,
        }
        metadata, faults = read_stated(stated, self.vocabulary)
        self.plan.faults += [RowMessage(relative.as_posix(), fault.key, fault.message) for fault in faults]
        if metadata is None:
            return
        toml, document_id, ending = new_toml(as_new(metadata, now())), self.ids.new(title), path.suffix.lower()
        self.ids.take(document_id)
        location = location_of(self.kind, document_id, ending)
        self.plan.titles[document_id] = title
        if ending == MARKDOWN_ENDING:
            self.plan.files[location] = write_up(toml, incoming_text(content.decode("utf-8-sig"))).encode()
        else:
            self.plan.files[location] = content
            self.plan.files[sidecar_location(location)] = toml.encode()


def _plan_as_it_is(plan: ImportPlan, path: Path, relative: Path, document_id: DocumentId, metadata: Metadata) -> None:
    ending = path.suffix.lower()
    # One that lies where a corpus has it stays; one from elsewhere, or with its ending in capitals, goes to its kind.
    is_placed = relative.parts[0] in KIND_FOLDERS and len(relative.parts) == 2 and path.suffix == ending
    location = relative.as_posix() if is_placed else location_of(metadata.kind, document_id, ending)
    plan.titles[document_id] = metadata.title
    plan.files[location] = path.read_bytes()
    if ending != MARKDOWN_ENDING:
        plan.files[sidecar_location(location)] = _sidecar_of(path).read_bytes()
