"""What curators do to concepts of the vocabulary: add, correct, move, merge, split, retire.

A concept that stands no more is kept in the file for its address alone, which leads on (decision 0116).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.accounts.accounts import Account
from indexer.curation.editing.authorities.carriers import Carriers, Share, Swap, divided
from indexer.curation.editing.authorities.concept_change import (
    ConceptChange,
    EditableConcept,
    Versioned,
    is_fixed,
    merged_concept,
    read_concept,
    with_new_id,
)
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.document_files import EditableDocument
from indexer.curation.editing.editor import require_reach
from indexer.curation.editing.history import History
from indexer.domain.documents.dates import Clock, now
from indexer.domain.documents.metadata import DocumentId, Status
from indexer.domain.documents.vocabulary import Concept, Vocabulary
from indexer.domain.errors import InvalidEntry


class ConceptEditor:
    """Changes concepts, and the documents that state them, in the name of a curator.

    What changes raises NotAllowed where the account is no curator; EditConflict where somebody saved a concept since
    its version was read; InvalidEntry where the vocabulary would have a fault, which is named; and SaveFailed.
    """

    def __init__(
        self,
        corpus: CorpusFolder,
        folder: Path,
        history: History,
        load_vocabulary: Callable[[], Vocabulary],
        clock: Clock = now,
    ) -> None:
        self._folder, self._history, self._load_vocabulary = folder, history, load_vocabulary
        self._carriers = Carriers(corpus, folder, clock)

    def read(self, scheme: str, concept_id: str) -> EditableConcept:
        """A concept; raises InvalidEntry where there is none of that id that stands."""
        return read_concept(self._load_vocabulary(), scheme, concept_id)

    def carriers(self, scheme: str, concept_id: str) -> tuple[EditableDocument, ...]:
        """The documents, of any status, that state the concept itself."""
        return self._carriers.of((scheme,), concept_id, self._load_vocabulary())

    def add(self, account: Account, concept: Concept, *, comment: str = "") -> Concept:
        """A new concept; its id is made from its English label."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            change = self._change()
            made = with_new_id(concept, change.before)
            change.graph.add(made)
            self._save(account, Action.ADDED, change, made, comment=comment)
        return made

    def correct(self, account: Account, concept: Concept, version: str, *, comment: str = "") -> Change | None:
        """Other names, notes and links of a concept; None where nothing is different."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            change = self._change()
            if concept == change.unchanged(concept.scheme, (concept.id, version)):
                return None
            change.graph.change(concept)
            return self._save(account, Action.CORRECTED, change, concept, comment=comment)

    def merge(self, account: Account, scheme: str, kept: Versioned, other: Versioned, *, comment: str = "") -> Change:
        """Put one concept into another: documents that state it state that one, and its address leads there."""
        require_reach(account, Status.PUBLISHED)
        if kept[0] == other[0]:
            raise InvalidEntry("concept-merged-with-itself")
        with self._history.locked():
            change = self._change()
            stays, goes = change.unchanged(scheme, kept), change.unchanged(scheme, other)
            _require_free(goes)
            # In this order: what was merged has the last word on the links that came from the other one.
            change.graph.replace(scheme, goes.id, stays.id)
            change.graph.change(merged_concept(stays, goes))
            return self._save(account, Action.MERGED, change, goes, lambda _: (stays.id,), comment=comment)

    def split(
        self,
        account: Account,
        old: tuple[Concept, str],
        new: Concept,
        shares: Mapping[DocumentId, Share],
        *,
        comment: str = "",
    ) -> Concept:
        """Divide a concept: a new one beside it; documents that state it state the old one, the new one, or both.

        The old one is given as it is afterwards, with the version that was read of it.
        """
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            change, (narrowed, version) = self._change(), old
            if narrowed != change.unchanged(narrowed.scheme, (narrowed.id, version)):
                change.graph.change(narrowed)
            made = with_new_id(new, change.before)
            change.graph.add(made)
            swap = divided(narrowed.id, made.id, shares)
            self._save(account, Action.SPLIT, change, narrowed, swap, comment=comment)
        return made

    def retire(self, account: Account, scheme: str, old: Versioned, *, comment: str = "") -> Change:
        """Take a concept out of use: documents state it no more, and its address says that it is gone."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            change = self._change()
            goes = change.unchanged(scheme, old)
            _require_free(goes)
            change.graph.replace(scheme, goes.id)
            return self._save(account, Action.RETIRED, change, goes, lambda _: (), comment=comment)

    def _change(self) -> ConceptChange:
        return ConceptChange(self._folder, self._load_vocabulary())

    def _save(
        self,
        account: Account,
        action: Action,
        change: ConceptChange,
        concept: Concept,
        swap: Swap | None = None,
        *,
        comment: str,
    ) -> Change:
        # The vocabulary goes first: what was replaced is read under it, so that no document is unreadable meanwhile.
        files, after = change.finished(self._folder)
        ids: list[DocumentId] = []
        if swap is not None:
            carriers = self._carriers.of((concept.scheme,), concept.id, change.before)
            ids, rewritten = self._carriers.files_with(carriers, (concept.scheme,), concept.id, swap, after)
            files |= rewritten
        subject = f"{concept.scheme}/{concept.id}"
        return self._history.save(account.name, action, documents=ids, files=files, comment=comment, subject=subject)


def _require_free(concept: Concept) -> None:
    if is_fixed(concept.scheme, concept.id):
        raise InvalidEntry("concept-is-fixed")
