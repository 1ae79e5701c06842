"""What curators do to documents: add, correct, send to review, publish, withdraw, restore, undo.

Every save holds the lock for a moment, checks that nobody saved in between, and is one change of the history.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from pathlib import Path

from indexer.corpus_store.document_names import MARKDOWN_ENDING, recognised_copy
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_writer import new_toml
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.editing.change_records import ACTIONS, Action, Change
from indexer.curation.editing.changed_files import any_differs, files_with, named_as_now, written
from indexer.curation.editing.document_files import (
    EditableDocument,
    belongs,
    checked_toml,
    location_of,
    new_id,
    read_editable,
    read_unchanged,
    sidecar_location,
    write_up,
)
from indexer.curation.editing.history import History
from indexer.curation.editing.reviews import Reviews, require_own
from indexer.curation.editing.taking_back import files_before
from indexer.domain.documents.dates import Clock, Dates, as_changed, as_new, now
from indexer.domain.documents.metadata import DocumentId, Metadata, Status
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound, EditConflict, InvalidEntry, NotAllowed
from indexer.domain.texts.characters import incoming_text

_UNPUBLISHED = (Status.DRAFT, Status.REVIEW)


class Editor:
    """Changes documents of the corpus in the name of an account."""

    def __init__(
        self,
        corpus: CorpusFolder,
        folder: Path,
        history: History,
        load_vocabulary: Callable[[], Vocabulary],
        *,
        clock: Clock = now,
        deleted: Callable[[], Collection[str]] = frozenset,
        reviews: Reviews,
    ) -> None:
        """`deleted` tells the ids of documents that are gone for good: their addresses say so, and lead to no other."""
        self._deleted, self._reviews = deleted, reviews
        self._corpus = corpus
        self._folder = folder
        self._history = history
        self._load_vocabulary = load_vocabulary
        self._clock = clock

    def read(self, document_id: DocumentId) -> EditableDocument:
        """A document of any status; see read_editable."""
        return read_editable(self._corpus, self._folder, document_id, self._load_vocabulary())

    def add(
        self,
        account: Account,
        metadata: Metadata,
        *,
        body: str = "",
        original: tuple[str, bytes] | None = None,
        form: str = "",
    ) -> DocumentId:
        """A new document: a write-up, or an original file given as (ending, content). Contributors add drafts only.

        A `form` that was sent before gives the document that it became.

        Raises:
            NotAllowed: a contributor publishes.
            InvalidEntry: the metadata breaks the schema.
            EditConflict: the form was sent before and says something else now.
        """
        require_reach(account, metadata.status)
        toml = new_toml(as_new(metadata, self._clock()))
        with self._history.locked():
            made = self.made_by(form)
            if made is not None:
                return self._unless_other(made, metadata, body)
            document_id = new_id(metadata.title, self._corpus, self._deleted())
            ending, content = original or (MARKDOWN_ENDING, write_up(toml, incoming_text(body)).encode())
            location = location_of(metadata.kind, document_id, ending)
            checked_toml(location, toml, self._load_vocabulary())
            files: dict[str, bytes | None] = {location: content}
            if original is not None:
                files[sidecar_location(location)] = toml.encode()
            self._history.save(account.name, Action.ADDED, documents=[document_id], files=files, form=form)
        return document_id

    def made_by(self, form: str) -> EditableDocument | None:
        """The document that a form made, as it is now; None where it made none, or that is gone."""
        changes = reversed(self._history.changes()) if form else ()
        sent = next((change for change in changes if change.form == form), None)
        try:
            return self.read(sent.documents[0]) if sent else None
        except DocumentNotFound:
            return None

    def _unless_other(self, made: EditableDocument, metadata: Metadata, body: str) -> DocumentId:
        dated = Dates.stated(made.metadata).of(metadata)
        if any_differs(self._folder, files_with(made, dated, body, self._folder, self._load_vocabulary())):
            raise EditConflict("form-sent-before", id=made.id)
        return made.id

    def correct(
        self,
        account: Account,
        document_id: DocumentId,
        version: str,
        metadata: Metadata,
        *,
        body: str = "",
        other_body: str | None = None,
        comment: str = "",
    ) -> Change | None:
        """Save other metadata and texts; None if nothing changed. `other_body` is as files_with has it.

        Raises:
            EditConflict: someone saved since `version` was read.
            NotAllowed: a contributor corrects what is published or not theirs, or publishes.
        """
        with self._history.locked():
            document = read_unchanged(self._corpus, self._folder, document_id, version, self._load_vocabulary())
            require_reach(account, document.metadata.status)
            require_reach(account, metadata.status)
            require_own(account, self._reviews.of(document_id).owner)
            vocabulary = self._load_vocabulary()
            if not any_differs(
                self._folder, files_with(document, metadata, body, self._folder, vocabulary, other_body)
            ):
                return None
            dated = as_changed(metadata, document.metadata, self._clock())
            moved = files_with(document, dated, body, self._folder, vocabulary, other_body)
            action = Action.CORRECTED
            if metadata.status is not document.metadata.status:
                is_taken_back = document.metadata.status is Status.TRASHED
                action = Action.TAKEN_BACK if is_taken_back else ACTIONS[metadata.status]
            return self._history.save(account.name, action, documents=[document_id], files=moved, comment=comment)

    def set_status(
        self, account: Account, document_id: DocumentId, status: Status, *, version: str, comment: str = ""
    ) -> Change | None:
        """Move a document along its life and say why; the rest stays as it is. Raises what `correct` does."""
        document = self.read(document_id)
        metadata = dataclasses.replace(document.metadata, status=status)
        return self.correct(account, document_id, version, metadata, body=document.body, comment=comment)

    def replace_file(
        self,
        account: Account,
        document_id: DocumentId,
        version: str,
        content: bytes,
        *,
        is_other: bool = False,
        comment: str = "",
    ) -> Change | None:
        """Put another file in the place of an original, or of that in the other language, which may be the first.

        Its metadata stays, a copy with its text recognised goes. Raises what `correct` does, and InvalidEntry: a
        write-up has no file.
        """
        with self._history.locked():
            document = read_unchanged(self._corpus, self._folder, document_id, version, self._load_vocabulary())
            require_reach(account, document.metadata.status)
            require_own(account, self._reviews.of(document_id).owner)
            location = document.other_location if is_other else document.file.location
            if location.endswith(MARKDOWN_ENDING):
                raise InvalidEntry("write-up-has-no-file")
            files: dict[str, bytes | None] = {location: content}
            if (recognised := recognised_copy(Path(location))) is not None:
                files[recognised.as_posix()] = None
            if not any_differs(self._folder, files):
                return None
            dated = as_changed(document.metadata, document.metadata, self._clock())
            files |= {place: text.encode() for place, text in written(document, dated, document.body).items()}
            return self._history.save(
                account.name, Action.CORRECTED, documents=[document_id], files=files, comment=comment
            )

    def restore(self, account: Account, document_id: DocumentId, number: int) -> Change:
        """Make the document's files what they were after a change.

        Raises:
            InvalidEntry: the change does not concern the document, or left no file of it.
        """
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            then = named_as_now(self._files_after(document_id, number), self._corpus.find(document_id))
            # A version in which the document was gone cannot be shown, let alone edited.
            if not any(then.values()):
                raise InvalidEntry("version-holds-no-file")
            files = {location: self._history.content(digest) if digest else None for location, digest in then.items()}
            return self._history.save(
                account.name, Action.RESTORED, documents=[document_id], files=files, comment=f"#{number}"
            )

    def undo(self, account: Account, number: int) -> Change:
        """Take a change back as a whole: every file as it was before.

        Raises:
            EditConflict: a file was changed since; nothing is done, and the message names the documents.
        """
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            change = self._history.change(number)
            if change is None:
                raise InvalidEntry("no-such-change", number=number)
            if not change.files:
                raise InvalidEntry("change-was-forgotten")
            files = files_before(change, self._history, self._folder)
            ids, why, about = change.documents, f"#{number}", change.subject
            return self._history.save(
                account.name, Action.UNDONE, documents=ids, files=files, comment=why, undoes=number, subject=about
            )

    def _files_after(self, document_id: DocumentId, number: int) -> dict[str, str | None]:
        """SHA-256 of each file of the document after a change, None where it had none; no file that never changed."""
        state: dict[str, str | None] = {}
        for change in reversed(self._history.changes_of(document_id)):
            for file in change.files:
                if not belongs(file.location, document_id):
                    continue
                if change.number <= number:
                    state[file.location] = file.after
                else:
                    state.setdefault(file.location, file.before)
        return state


def require_reach(account: Account, status: Status) -> None:
    """Contributors work on drafts and send them to review; curators do everything else.

    Raises:
        NotAllowed: the account does not reach a document of that status.
    """
    if status not in _UNPUBLISHED and not account.role.reaches(Role.CURATOR):
        raise NotAllowed("contributors-work-on-drafts")
