"""A change to the vocabulary in the making: what it says now, what it will say, and whether that is sound."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.organisation_files import changed_organisation, organisation_location
from indexer.corpus_store.vocabulary_edits.concept_graph import ConceptGraph
from indexer.corpus_store.vocabulary_file import VOCABULARY_NAME
from indexer.corpus_store.vocabulary_turtle import read_vocabulary
from indexer.curation.editing.authorities.record_files import with_records_now
from indexer.curation.editing.document_files import id_stem
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import OUTCOME_SCHEME, RUNNING, UNKNOWN_OUTCOME, Concept, Vocabulary
from indexer.domain.errors import EditConflict, InvalidEntry, VocabularyError
from indexer.ingestion.corpus_check import vocabulary_faults
from indexer.ingestion.record_check import KIND_SCHEME, record_faults

FIXED_SCHEMES = ("kind", "sector")
"""Their concepts have folders and drawings of their own: what they are called can change, which there are cannot."""

_FIXED = frozenset(((OUTCOME_SCHEME, RUNNING), (OUTCOME_SCHEME, UNKNOWN_OUTCOME)))
Versioned = tuple[str, str]
"""An id, and the version that was read of it."""


@dataclass(frozen=True, slots=True)
class EditableConcept:
    """A concept as the file says now; its version changes whenever it does: hand it back when saving."""

    concept: Concept
    version: str


class ConceptChange:
    """What the vocabulary's file says, and a graph of it that takes changes."""

    def __init__(self, folder: Path, known: Vocabulary) -> None:
        """`known` has the records; the concepts are read from the file, for nobody changes what cannot be read.

        Raises:
            InvalidEntry: the file must be mended by hand first.
        """
        content = (folder / VOCABULARY_NAME).read_bytes()
        self.before = _sound(content, with_records_now(known, folder))
        self.graph = ConceptGraph(content)

    def unchanged(self, scheme: str, asked: Versioned) -> Concept:
        """A concept that is still as it was when its version was read.

        Raises:
            EditConflict: somebody saved since, or it stands no more.
        """
        try:
            found = read_concept(self.before, scheme, asked[0])
        except InvalidEntry as error:
            raise EditConflict("concept-saved-meanwhile", concept=asked[0]) from error
        if found.version != asked[1]:
            raise EditConflict("concept-saved-meanwhile", concept=asked[0])
        return found.concept

    def finished(self, folder: Path) -> tuple[dict[str, bytes | None], Vocabulary]:
        """The files of the vocabulary and of records that name what it replaces, and the vocabulary afterwards.

        Raises:
            InvalidEntry: it would have faults that it does not have now; each is named.
        """
        content = self.graph.written()
        after = _sound(content, self.before)
        files: dict[str, bytes | None] = {VOCABULARY_NAME: content}
        moved, records = dict[str, str](), self.before.organisations
        kinds = after.schemes.get(KIND_SCHEME)
        for one in records.values():
            if kinds is not None and (kind := kinds.current(one.kind)) not in ("", one.kind):
                moved[one.id] = kind
                location = organisation_location(one.id)
                files[location] = changed_organisation((folder / location).read_bytes(), {"kind": kind})
        changed = (dataclasses.replace(one, kind=moved.get(one.id, one.kind)) for one in records.values())
        judged = after.with_records(type(records)(changed, records.content_hash), after.places)
        was = {fault.message for fault in (*vocabulary_faults(self.before), *record_faults(self.before))}
        faults = (fault.message for fault in (*vocabulary_faults(judged), *record_faults(judged)))
        if new := tuple(dict.fromkeys(one for one in faults if one not in was)):
            raise InvalidEntry("vocabulary-would-have-faults", faults=new)
        return files, after


def _sound(content: bytes, known: Vocabulary) -> Vocabulary:
    try:
        return read_vocabulary(content).with_records(known.organisations, known.places)
    except VocabularyError as error:
        raise InvalidEntry("vocabulary-to-mend", fault=error.message) from error


def is_fixed(scheme: str, concept_id: str = "") -> bool:
    """Whether a concept must stay, or a scheme takes no others: the program itself knows them."""
    return scheme in FIXED_SCHEMES or (scheme, concept_id) in _FIXED


def read_concept(vocabulary: Vocabulary, scheme: str, concept_id: str) -> EditableConcept:
    """A concept with its version; raises InvalidEntry where there is none of that id, or none that stands."""
    found = vocabulary.schemes[scheme].concepts.get(concept_id) if _is_own(vocabulary, scheme) else None
    if found is None:
        raise InvalidEntry("no-such-concept", concept=concept_id)
    # Of the concept and not of the file, in which others save other concepts meanwhile.
    return EditableConcept(found, hashlib.sha256(repr(found).encode()).hexdigest())


def with_new_id(concept: Concept, vocabulary: Vocabulary) -> Concept:
    """The concept with an id like its English label, that no other of its scheme has, or had.

    Raises:
        InvalidEntry: there is no such scheme, or it takes no others.
    """
    if is_fixed(concept.scheme) or not _is_own(vocabulary, concept.scheme):
        raise InvalidEntry("scheme-takes-no-others")
    scheme = vocabulary.schemes[concept.scheme]
    stem = id_stem(concept.labels.get(Language.ENGLISH) or concept.labels.get(Language.DANISH, ""))
    candidate, number = stem, 1
    while candidate in scheme.concepts or candidate in scheme.replaced:
        number += 1
        candidate = f"{stem}-{number}"
    return dataclasses.replace(concept, id=candidate)


def merged_concept(kept: Concept, other: Concept) -> Concept:
    """The kept concept with the names of the other as synonyms, and with its hidden labels and links."""
    names, hidden = dict[Language, tuple[str, ...]](), dict[Language, tuple[str, ...]]()
    for language in Language:
        label = kept.labels.get(language, "")
        told = (other.labels.get(language, ""), *other.synonyms.get(language, ()))
        names[language] = _joined(kept.synonyms.get(language, ()), told, (label,))
        known = (label, *names[language])
        hidden[language] = _joined(kept.hidden.get(language, ()), other.hidden.get(language, ()), known)
    above = _joined(kept.broader, (), (other.id,)) or _joined((), other.broader, (kept.id,))
    # SKOS lets nothing be related to what it is broader or narrower than (S27).
    related = _joined(kept.related, other.related, (kept.id, other.id, *above, *kept.narrower, *other.narrower))
    return dataclasses.replace(kept, synonyms=names, hidden=hidden, broader=above, related=related)


def _joined(mine: Iterable[str], theirs: Iterable[str], without: Collection[str]) -> tuple[str, ...]:
    """Each text once, whatever the size of its letters."""
    # Backwards: of two spellings a dictionary keeps the last, which is to be mine.
    found = {one.casefold(): one for one in reversed((*mine, *theirs)) if one}
    for one in without:
        found.pop(one.casefold(), None)
    return tuple(sorted(found.values()))


def _is_own(vocabulary: Vocabulary, scheme: str) -> bool:
    return scheme in {one.id for one in vocabulary.own_schemes}
