"""What a curator should mend in the corpus and the vocabulary, each with file, line, key and advice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.about_texts import about_faults
from indexer.corpus_store.document_names import MARKDOWN_ENDING
from indexer.corpus_store.folder import DOWNLOADS_FOLDER, KIND_FOLDERS
from indexer.corpus_store.organisation_files import read_organisations
from indexer.corpus_store.place_table import read_places
from indexer.corpus_store.port import CorpusFault, CorpusFile, CorpusStore
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.near_duplicates import similar_pairs
from indexer.domain.documents.vocabulary import Concept, Scheme, Vocabulary
from indexer.domain.errors import VocabularyError
from indexer.domain.messages import Message
from indexer.ingestion.corpus_texts import CorpusTexts, incomplete_faults, refusal_fault
from indexer.ingestion.record_check import NameCheck, record_faults

_RELATIVE_LINK = re.compile(r"\]\((?!\w+:|#|/)([^)\s]+)\)")
DUPLICATE = "duplicate"
"""The key of faults that name two documents with the same or nearly the same text."""

_NO_VOCABULARY = Vocabulary({})


def check_corpus(folder: Path, corpus: CorpusStore, texts: CorpusTexts | None = None) -> tuple[CorpusFault, ...]:
    """Every fault of vocabulary and documents, by location and line; empty when all is well.

    With `texts`, every file is read, too (or what was kept of it): refusals, missing parts and duplicates are named.
    """
    faults: list[CorpusFault] = []
    try:
        organisations, unread_organisations = read_organisations(folder)
        places, unread_places = read_places(folder)
        vocabulary = load_vocabulary(folder / "vocabulary.ttl").with_records(organisations, places)
        faults.extend(
            (*vocabulary_faults(vocabulary), *unread_organisations, *unread_places, *record_faults(vocabulary))
        )
    except VocabularyError as error:
        vocabulary = _NO_VOCABULARY
        faults.append(CorpusFault("vocabulary.ttl", error.message))
    files, file_faults = corpus.files()
    faults.extend((*file_faults, *about_faults(folder)))
    ids = {file.id for file in files}
    names = NameCheck(vocabulary)
    for file in files:
        metadata, own_faults = corpus.metadata(file, vocabulary)
        faults.extend(own_faults)
        if metadata is not None:
            checked = _checked(folder, file.location)
            faults.extend(_document_faults(folder, checked, metadata, ids))
            if file.other:
                faults.extend(_dead_links(_checked(folder, file.other.location), folder))
                faults.extend(_untold(checked, metadata))
            faults.extend(checked.fault(key, message, value) for key, value, message in names.faults(metadata))
    if texts is not None:
        faults.extend(_text_faults(files, texts))
    return tuple(sorted(faults, key=lambda fault: (fault.location, fault.line or 0, fault.key)))


@dataclass(frozen=True, slots=True)
class _CheckedFile:
    """A file with the text that its faults are found in, which is "" where the document is no Markdown."""

    location: str
    text: str

    def fault(self, key: str, message: Message, needle: str) -> CorpusFault:
        """A fault on the first line that holds the needle."""
        found = self.text.find(needle) if needle else -1
        line = self.text.count("\n", 0, found) + 1 if found != -1 else None
        return CorpusFault(self.location, message, line, key, is_refusal=False)


def _checked(folder: Path, location: str) -> _CheckedFile:
    text = (folder / location).read_text("utf-8", "replace") if location.endswith(MARKDOWN_ENDING) else ""
    return _CheckedFile(location, text)


def _document_faults(
    folder: Path, checked: _CheckedFile, metadata: Metadata, ids: set[DocumentId]
) -> Iterator[CorpusFault]:
    expected = KIND_FOLDERS[checked.location.split("/")[0]]
    if metadata.kind != expected:
        yield checked.fault("kind", Message("wrong-folder", kind=metadata.kind, expected=expected), "kind =")
    yield from _id_faults(checked, metadata, ids)
    yield from _missing_files(checked, folder, metadata)


def _id_faults(checked: _CheckedFile, metadata: Metadata, ids: set[DocumentId]) -> Iterator[CorpusFault]:
    for replaced in metadata.replaces:
        if replaced in ids:
            yield checked.fault("replaces", Message("replaces-a-document", id=replaced), f'"{replaced}"')
    for related in metadata.related:
        if related not in ids:
            yield checked.fault("related", Message("no-such-related", id=related), f'"{related}"')


def _missing_files(checked: _CheckedFile, folder: Path, metadata: Metadata) -> Iterator[CorpusFault]:
    for name in (*metadata.downloads, *metadata.downloads_other):
        if not (folder / DOWNLOADS_FOLDER / name).is_file():
            yield checked.fault("downloads", Message("no-such-download", location=f"{DOWNLOADS_FOLDER}/{name}"), name)
    yield from _dead_links(checked, folder)


def _untold(checked: _CheckedFile, metadata: Metadata) -> Iterator[CorpusFault]:
    """What a document with two texts must say in both languages, so that each reader knows what it is."""
    if not (metadata.title_other and metadata.summary_other):
        language = metadata.language.other.value
        yield checked.fault(f"title_{language}", Message("untold-in-other", language=language), "")


def _dead_links(checked: _CheckedFile, folder: Path) -> Iterator[CorpusFault]:
    for match in _RELATIVE_LINK.finditer(checked.text):
        target = (folder / checked.location).parent / match.group(1).split("#")[0]
        if not target.is_file():
            yield checked.fault("", Message("dead-link", target=match.group(1)), match.group(0))


def _text_faults(files: tuple[CorpusFile, ...], texts: CorpusTexts) -> Iterator[CorpusFault]:
    sketches: dict[DocumentId, tuple[int, ...]] = {}
    for file, extraction in texts.take_many(files):
        sketches[file.id] = extraction.sketch
        yield from [refusal_fault(file, extraction)] if extraction.refused else incomplete_faults(file, extraction)
    yield from _duplicate_faults(files, sketches)


def _duplicate_faults(
    files: tuple[CorpusFile, ...], sketches: dict[DocumentId, tuple[int, ...]]
) -> Iterator[CorpusFault]:
    by_id = {file.id: file for file in files}
    first_with: dict[str, CorpusFile] = {}
    for file in files:
        first = first_with.setdefault(file.text_hash, file)
        if first is not file:
            yield _duplicate(file, Message("same-file", location=first.location))
            # Named once is enough: the same bytes would be found again as the same text.
            del sketches[file.id]
    for one, other, share in similar_pairs(sketches):
        first_of_pair = {"location": by_id[one].location}
        same, nearly = (
            Message("same-text", **first_of_pair),
            Message("nearly-same-text", share=round(100 * share), **first_of_pair),
        )
        yield _duplicate(by_id[other], same if share == 1.0 else nearly)


def _duplicate(file: CorpusFile, message: Message) -> CorpusFault:
    return CorpusFault(file.location, message, key=DUPLICATE, is_refusal=False)


def vocabulary_faults(vocabulary: Vocabulary) -> Iterator[CorpusFault]:
    """Concepts without a label, with one that another has, or with links that lead astray."""
    for scheme in vocabulary.own_schemes:
        for concept in scheme.concepts.values():
            yield from _label_faults(concept)
            yield from _link_faults(scheme, concept)
        yield from _clashes(scheme)


def _label_faults(concept: Concept) -> Iterator[CorpusFault]:
    for language in Language:
        if language not in concept.labels:
            yield _vocabulary_fault(concept, "concept-without-label", language=language.value)


def _link_faults(scheme: Scheme, concept: Concept) -> Iterator[CorpusFault]:
    if concept.id in _ancestors(scheme, concept):
        yield _vocabulary_fault(concept, "concept-broader-than-itself")
    for other in concept.related:
        if concept.id not in scheme.concepts[other].related:
            yield _vocabulary_fault(concept, "concept-related-one-way", other=other)


def _ancestors(scheme: Scheme, concept: Concept) -> set[str]:
    found: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        broader = waiting.pop()
        # Seen ones are left out: the chain may lead back to itself, which is the fault looked for.
        if broader not in found:
            found.add(broader)
            waiting.extend(scheme.concepts[broader].broader)
    return found


def _clashes(scheme: Scheme) -> Iterator[CorpusFault]:
    for language in Language:
        for label, ids in _owners_of_labels(scheme, language).items():
            if label and len(ids) > 1:
                first = scheme.concepts[min(ids)]
                others = ", ".join(sorted(ids - {first.id}))
                yield _vocabulary_fault(first, "concepts-share-label", label=label, others=others)


def _owners_of_labels(scheme: Scheme, language: Language) -> dict[str, set[str]]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for concept in scheme.concepts.values():
        for label in (concept.labels.get(language, ""), *concept.synonyms.get(language, ())):
            owners[label.casefold()].add(concept.id)
    return owners


def _vocabulary_fault(concept: Concept, message_id: str, **arguments: object) -> CorpusFault:
    message = Message(message_id, concept=f"{concept.scheme}/{concept.id}", **arguments)
    return CorpusFault("vocabulary.ttl", message, key=concept.id)
