"""The records that can be harvested: of what is public, as every public page has it, and of what is public no more."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from indexer import DocumentId, Metadata, counted_values, rfc3339
from web.api.harvesting.arguments import ProtocolError
from web.api.harvesting.resumption import Resumption
from web.api.harvesting.sets import ids_in, known_specs, specs_of
from web.site.context import absolute, page_vocabulary, site
from web.site.urls.outer_addresses import split_address

_BEFORE_ALL = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record: whose it is, since when it is as it is (RFC 3339, whole seconds of UTC), and whether that is gone."""

    moment: str
    id: DocumentId
    is_gone: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """What lists are ordered by."""
        return self.moment, self.id


class Repository:
    """The records as they are while one request is answered."""

    def __init__(self) -> None:
        knowledge_base = site().knowledge_base
        self._public = knowledge_base.comparer.public_records()
        self._shown = knowledge_base.shown.entries()
        public = (self._entry(document_id, metadata) for document_id, metadata in self._public.items())
        gone = (Entry(noted.moment, key, True) for key, noted in self._shown.items() if key not in self._public)
        self._entries = {one.id: one for one in (*public, *gone)}

    def entry(self, identifier: str) -> Entry:
        """The record with an identifier.

        Raises:
            ProtocolError: idDoesNotExist.
        """
        document_id = DocumentId(unquote(identifier.removeprefix(identifier_of(DocumentId("")))))
        found = self._entries.get(document_id)
        # Written back: an id is quoted in one way only.
        if found is None or identifier != identifier_of(document_id):
            raise ProtocolError("idDoesNotExist", f"Not in this repository: {identifier[:100]}.")
        return found

    def selected(self, asked: Resumption, count: int) -> tuple[list[Entry], int, bool]:
        """The next records of a list, so many at most; how many there are in all, and whether others follow."""
        members = self._members(asked.set_spec)
        chosen = [
            one
            for one in self._entries.values()
            if asked.first <= one.moment
            and (not asked.last or one.moment <= asked.last)
            and (members is None or one.id in members)
        ]
        # By moment and id, not by number: what changes meanwhile moves to the end, and nothing is skipped.
        rest = sorted((one for one in chosen if one.place > (asked.moment, asked.name)), key=lambda one: one.place)
        return rest[:count], len(chosen), len(rest) > count

    def earliest(self) -> str:
        """When the first change was: before it there is nothing to ask for."""
        return min((one.moment for one in self._entries.values()), default=_BEFORE_ALL)

    def metadata(self, entry: Entry) -> Metadata | None:
        """What is stated about the document of a record, None where it is gone."""
        return self._public.get(entry.id)

    def sets_of(self, entry: Entry) -> list[str]:
        """The sets of a record; of one that is gone those that it was in."""
        metadata = self.metadata(entry)
        if metadata is not None:
            return specs_of(counted_values(metadata, page_vocabulary()))
        return specs_of(self._shown[entry.id].groups or {})

    def all_sets(self) -> list[str]:
        """Every set that a record is in, sorted."""
        gone = (one for one in self._entries.values() if one.is_gone)
        return known_specs(spec for one in gone for spec in self.sets_of(one))

    def _entry(self, document_id: DocumentId, metadata: Metadata) -> Entry:
        """What no run of the index has noted yet is as old as it says itself."""
        noted = self._shown.get(document_id)
        own = metadata.changed or metadata.published or metadata.added
        return Entry(noted.moment if noted else rfc3339(own) or _BEFORE_ALL, document_id)

    def _members(self, spec: str) -> frozenset[DocumentId] | None:
        """The ids in a set, those of documents that are gone among them; None for the whole repository."""
        if not spec:
            return None
        gone = (one for one in self._entries.values() if one.is_gone)
        return ids_in(spec) | {one.id for one in gone if spec in self.sets_of(one)}


def host_name() -> str:
    """The name under which records are identified: that of the site as visitors see it."""
    return split_address(absolute("/")).hostname or "localhost"


def identifier_of(document_id: DocumentId) -> str:
    """oai:<name of the site>:<id>, a URI whatever letters the id has."""
    return f"oai:{host_name()}:{quote(document_id, safe='')}"
