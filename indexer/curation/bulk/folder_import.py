"""A folder to import: write-ups and originals with their metadata come in as they are, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.about_texts import ABOUT_FOLDER
from indexer.corpus_store.document_names import (
    ENDINGS,
    MARKDOWN_ENDING,
    is_recognised_copy,
    named_documents,
    split_language,
)
from indexer.corpus_store.folder import KIND_FOLDERS, CorpusFolder
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
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

_BESIDE = (ABOUT_FOLDER, "downloads", "judgements", "organisations")
_VOCABULARY = "vocabulary.ttl"
_OF_A_WHOLE_CORPUS = (_VOCABULARY, "LICENSE", "places.csv")
"""What a corpus without a vocabulary takes over; one that has its own keeps its licence too, or goes without."""

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
    visible = list(_visible_files(root))
    documents = _Documents(plan, FreeIds(corpus.ids()), vocabulary, kind, _other_texts(visible))
    for path in visible:
        relative = path.relative_to(root)
        if _goes_with_documents(path, relative, is_first=is_first):
            if _is_taken_over(path, relative, corpus_folder):
                plan.files[relative.as_posix()] = path.read_bytes()
        elif path.suffix.lower() in ENDINGS:
            # It comes in with the document that it is a text of, under whatever id that gets.
            if not documents.is_other_text(path):
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


def _other_texts(paths: Iterable[Path]) -> dict[Path, tuple[Language, Path]]:
    """The texts in the other language, by the file of the document that they are of."""
    by_folder: dict[Path, list[Path]] = {}
    for path in paths:
        if path.suffix.lower() in ENDINGS and not is_recognised_copy(path):
            by_folder.setdefault(path.parent, []).append(path)
    documents = (each for found in by_folder.values() for each in named_documents(found))
    return {each.path: each.other for each in documents if each.other}


def _goes_with_documents(path: Path, relative: Path, *, is_first: bool) -> bool:
    """Whether a file is no document: a form, judgement, text about the collection, vocabulary or recognised copy."""
    is_of_corpus = is_first and relative.as_posix() in _OF_A_WHOLE_CORPUS
    return relative.parts[0] in _BESIDE or is_of_corpus or is_recognised_copy(path)


def _is_taken_over(path: Path, relative: Path, corpus_folder: Path) -> bool:
    """Whether the corpus takes over a file that is no document; a copy comes in only where its original does."""
    if is_recognised_copy(path) and relative.parts[0] not in _BESIDE:
        return relative.parts[0] in KIND_FOLDERS
    return not (corpus_folder / relative).exists()


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~")) or name == _LEFT_BY_SYSTEMS


def _root_of(folder: Path) -> Path:
    """The folder itself, or the only one in it: zipping a folder often wraps it once more."""
    shown = [path for path in folder.iterdir() if not _is_hidden(path.name)]
    is_wrapped = len(shown) == 1 and shown[0].is_dir() and not shown[0].is_symlink()
    return shown[0] if is_wrapped and shown[0].name not in (*KIND_FOLDERS, *_BESIDE) else folder


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
    others: Mapping[Path, tuple[Language, Path]]

    def is_other_text(self, path: Path) -> bool:
        """Whether a file comes in with the document whose text in the other language it holds."""
        return any(path == other for _, other in self.others.values())

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
        document_id = DocumentId(split_language(path.stem)[0])
        metadata, faults = read_metadata(relative.as_posix(), stated, 1, self.vocabulary)
        self.plan.faults += [RowMessage(f"{relative.as_posix()}:{f.line or 1}", f.key, f.message) for f in faults]
        if (taken := self.ids.fault(document_id)) is not None:
            self._refuse(relative, taken, "id")
        elif metadata is not None:
            self.ids.take(document_id)
            location = _plan_as_it_is(self.plan, path, relative, document_id, metadata)
            self._add_other_text(path, location, document_id)

    def _add_other_text(self, path: Path, location: str, document_id: DocumentId) -> None:
        """The text in the other language of a document that is planned at a place."""
        if path in self.others:
            language, other = self.others[path]
            name = f"{document_id}.{language}{other.suffix.lower()}"
            place = f"{location.rpartition('/')[0]}/{name}"
            self.plan.files[place] = other.read_bytes()
            if (sidecar := _sidecar_of(other)).is_file():
                self.plan.files[sidecar_location(place)] = sidecar.read_bytes()

    def _add_draft(self, path: Path, relative: Path) -> None:
        stem, language = split_language(path.stem)
        title, content = stem.replace("-", " ").replace("_", " ").strip().capitalize(), path.read_bytes()
        stated = {
            "title": title,
            "language": (language or Language.DANISH).value,
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
        self._add_other_text(path, location, document_id)


def _plan_as_it_is(plan: ImportPlan, path: Path, relative: Path, document_id: DocumentId, metadata: Metadata) -> str:
    """Where it comes to lie."""
    ending = path.suffix.lower()
    # One that lies where a corpus has it stays; one from elsewhere, or with its ending in capitals, goes to its kind.
    is_placed = relative.parts[0] in KIND_FOLDERS and len(relative.parts) == 2 and path.suffix == ending
    location = relative.as_posix() if is_placed else location_of(metadata.kind, document_id, ending)
    plan.titles[document_id] = metadata.title
    plan.files[location] = path.read_bytes()
    if ending != MARKDOWN_ENDING:
        plan.files[sidecar_location(location)] = _sidecar_of(path).read_bytes()
    return location
