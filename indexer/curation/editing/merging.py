"""Two documents that are one: what both state in one of them, to which the address of the other leads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.document_names import recognised_copy
from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.accounts.accounts import Account
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.changed_files import files_of, files_with
from indexer.curation.editing.document_files import EditableDocument, read_editable, read_unchanged
from indexer.curation.editing.editor import require_reach
from indexer.curation.editing.history import History
from indexer.domain.documents.dates import Clock, as_changed, now
from indexer.domain.documents.metadata import NOT_GIVEN, DocumentId, Language, Metadata, Source, StatedValue, Status
from indexer.domain.documents.metadata_key import MetadataKey
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry

_OF_ONE = ("language", "kind", "status", "level", "embargo", "added", "published", "changed", "replaces")
"""Keys that the kept document states alone, or that are put together by rules of their own."""


@dataclass(frozen=True, slots=True)
class MergedKey:
    """A key in which two documents differ: what each states, and what the kept one states afterwards.

    Attributes:
        is_choice: whether only one of two values can be kept, and both are stated.
    """

    row: MetadataKey
    kept: StatedValue
    other: StatedValue
    merged: StatedValue
    is_choice: bool


def merged_keys(kept: Metadata, other: Metadata, chosen: Collection[str] = ()) -> tuple[MergedKey, ...]:
    """Every key in which they differ, in the order of the schema; `chosen` are those whose value the other gives."""
    return tuple(_merged_keys(kept, other, chosen))


def merged_metadata(kept: EditableDocument, other: EditableDocument, chosen: Collection[str] = ()) -> Metadata:
    """What the kept document states afterwards: of lists all values, else its own, or the other's where it has none."""
    values = {one.row.attribute: one.merged for one in merged_keys(kept.metadata, other.metadata, chosen)}
    ids = (kept.id, other.id)
    # Not themselves: either may have named the other.
    related = values.get("related", kept.metadata.related)
    added = [one for one in (kept.metadata.added, other.metadata.added) if one]
    return kept.metadata.replaced(
        values
        | {
            "related": tuple(one for one in related if one not in ids),
            "replaces": tuple(dict.fromkeys((*kept.metadata.replaces, other.id, *other.metadata.replaces))),
            # The older one's day: the document has been in the collection since then, under whichever address.
            "added": min(added, default=""),
        }
    )


def takes_text(kept: EditableDocument, other: EditableDocument) -> bool:
    """Whether the text of the other document becomes the kept one's text in the other language: of the same type."""
    is_alike = kept.ending == other.ending and kept.file.other is None and other.file.other is None
    return is_alike and kept.metadata.language is not other.metadata.language


class Merger:
    """Merges documents in the name of an account."""

    def __init__(
        self,
        corpus: CorpusFolder,
        folder: Path,
        history: History,
        load_vocabulary: Callable[[], Vocabulary],
        clock: Clock = now,
    ) -> None:
        self._corpus, self._folder, self._history = corpus, folder, history
        self._load_vocabulary, self._clock = load_vocabulary, clock

    def merge(
        self,
        account: Account,
        kept: tuple[DocumentId, str],
        other: tuple[DocumentId, str],
        chosen: Collection[str] = (),
        *,
        comment: str = "",
    ) -> Change:
        """Put the metadata of both into the kept document, remove the other, and have documents name the kept one.

        The text of a document in the other language becomes that of the kept one, where it has none there.
        Both are given as id and version. It is one change, and one undo takes it back.

        Raises:
            NotAllowed: the account is no curator.
            InvalidEntry: they are one, or the metadata breaks the schema.
            EditConflict: one was saved since its version was read.
        """
        require_reach(account, Status.PUBLISHED)
        if kept[0] == other[0]:
            raise InvalidEntry("merge-with-itself")
        with self._history.locked():
            vocabulary = self._load_vocabulary()
            stays, goes = (read_unchanged(self._corpus, self._folder, *one, vocabulary) for one in (kept, other))
            merged = as_changed(merged_metadata(stays, goes, chosen), stays.metadata, self._clock())
            files = files_with(stays, merged, stays.body, self._folder, vocabulary)
            files |= dict.fromkeys(files_of(goes, self._folder))
            files |= self._second_text(stays, goes)
            naming = [*self._naming(goes.id, stays.id, vocabulary)]
            for document, related in naming:
                metadata = document.metadata.replaced({"related": related})
                files |= files_with(document, metadata, document.body, self._folder, vocabulary)
            ids = [stays.id, goes.id, *(document.id for document, _ in naming)]
            return self._history.save(account.name, Action.MERGED, documents=ids, files=files, comment=comment)

    def _second_text(self, stays: EditableDocument, goes: EditableDocument) -> dict[str, bytes]:
        """The files of the kept document's text in the other language, where the other document has it."""
        if not takes_text(stays, goes):
            return {}
        if stays.is_write_up:
            return {stays.other_location: (goes.body.strip("\n") + "\n").encode()}
        files = {stays.other_location: (self._folder / goes.file.location).read_bytes()}
        copies = [recognised_copy(Path(place)) for place in (goes.file.location, stays.other_location)]
        if all(copies) and (self._folder / str(copies[0])).is_file():
            files[str(copies[1])] = (self._folder / str(copies[0])).read_bytes()
        return files

    def _naming(
        self, old: DocumentId, new: DocumentId, vocabulary: Vocabulary
    ) -> Iterator[tuple[EditableDocument, tuple[DocumentId, ...]]]:
        """The other documents that name the old one as related, each with what it names from now on."""
        for file in self._corpus.files()[0]:
            metadata, _ = self._corpus.metadata(file, vocabulary)
            if metadata is None or file.id in (old, new) or old not in metadata.related:
                continue
            related = dict.fromkeys(new if one == old else one for one in metadata.related)
            yield read_editable(self._corpus, self._folder, file.id, vocabulary), tuple(related)


def _merged_keys(kept: Metadata, other: Metadata, chosen: Collection[str]) -> Iterator[MergedKey]:
    for row in SCHEMA:
        mine, theirs = row.value(kept), _value_in(row, other, kept)
        if row.key in _OF_ONE or theirs in NOT_GIVEN or mine == theirs:
            continue
        if row.type.is_list:
            known = set(map(_same, mine))
            merged = (*mine, *(one for one in dict.fromkeys(theirs) if _same(one) not in known))
            if merged != mine:
                yield MergedKey(row, mine, theirs, merged, is_choice=False)
        else:
            is_choice = mine not in NOT_GIVEN
            yield MergedKey(row, mine, theirs, theirs if row.key in chosen or not is_choice else mine, is_choice)


def _same(value: StatedValue) -> StatedValue:
    """What two values have in common that are one: a source is where it is found, whatever else is said of it."""
    return (value.url or value.title) if isinstance(value, Source) else value


def _value_in(row: MetadataKey, other: Metadata, kept: Metadata) -> StatedValue:
    """What the other document states for a key of the kept one: a title is one in its own language."""
    told = {"title": other.title_in, "summary": other.summary_in, "downloads": other.downloads_in}
    by_language: Callable[[Language], StatedValue] | None = told.get(row.translates or row.key)
    if by_language is None:
        return row.value(other)
    return by_language(kept.language.other if row.translates else kept.language)
