"""Small documents beside the indexes: what the writer says of each, and who the writer is.

Each has a version: two that change the same one cannot both believe that they did.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol
from urllib.parse import quote

from indexer.engines.opensearch.cluster import Cluster, Deadline, Json, Refused

_CONFLICT, _MISSING = 409, 404


class Version(NamedTuple):
    """Which state of a document it is."""

    number: int
    term: int


class Kept(NamedTuple):
    """A document with its version."""

    content: Json
    version: Version


class VersionedDocuments(Protocol):
    """Documents by name; every method raises EngineUnavailable if there is no answer by the deadline."""

    def read(self, name: str, deadline: Deadline) -> Kept | None:
        """The document, None if there is none."""

    def create(self, name: str, content: Json, deadline: Deadline) -> Version | None:
        """Make a document; None if there is one."""

    def replace(self, name: str, content: Json, version: Version, deadline: Deadline) -> Version | None:
        """Put another content in the place of a version; None if the document is not that one any more."""

    def delete(self, name: str, version: Version, deadline: Deadline) -> None:
        """Remove a version; nothing happens if the document is not that one any more."""


class StateDocuments:
    """See VersionedDocuments."""

    def __init__(self, cluster: Cluster, name: str, replicas: int) -> None:
        """`name` is that of the engine."""
        self._cluster = cluster
        self._index = f"/{name}-state"
        self._replicas = replicas

    def make_place(self, deadline: Deadline) -> None:
        """Make the place where they lie, if there is none."""
        settings = {"number_of_shards": 1, "number_of_replicas": self._replicas}
        # Nothing becomes a field: a basis has words of the collection as keys, and an index takes 1,000 fields.
        body = {"settings": settings, "mappings": {"dynamic": False, "properties": {}}}
        try:
            self._cluster.request("PUT", self._index, deadline, body)
        except Refused as error:
            if "resource_already_exists" not in error.error:
                raise

    def read(self, name: str, deadline: Deadline) -> Kept | None:
        """See VersionedDocuments.read."""
        try:
            found = self._cluster.request("GET", self._path(name), deadline)
        except Refused as error:
            if error.status == _MISSING:
                return None
            raise
        return Kept(found["_source"], Version(found["_seq_no"], found["_primary_term"]))

    def write(self, name: str, content: Json, deadline: Deadline) -> None:
        """Put a content under a name, whatever was there."""
        self._cluster.request("PUT", self._path(name), deadline, content)

    def create(self, name: str, content: Json, deadline: Deadline) -> Version | None:
        """See VersionedDocuments.create."""
        return self._versioned(name, content, {"op_type": "create"}, deadline)

    def replace(self, name: str, content: Json, version: Version, deadline: Deadline) -> Version | None:
        """See VersionedDocuments.replace."""
        return self._versioned(name, content, _only(version), deadline)

    def delete(self, name: str, version: Version | None, deadline: Deadline) -> None:
        """See VersionedDocuments.delete; without a version whatever is there."""
        try:
            self._cluster.request("DELETE", self._path(name), deadline, None, _only(version) if version else None)
        except Refused as error:
            if error.status not in (_CONFLICT, _MISSING):
                raise

    def _versioned(self, name: str, content: Json, only: dict[str, str], deadline: Deadline) -> Version | None:
        try:
            made = self._cluster.request("PUT", self._path(name), deadline, content, only)
        except Refused as error:
            if error.status != _CONFLICT:
                raise
            # A request that was sent twice, since its answer was lost, conflicts with itself.
            kept = self.read(name, deadline)
            return kept.version if kept is not None and kept.content == content else None
        return Version(made["_seq_no"], made["_primary_term"])

    def _path(self, name: str) -> str:
        return f"{self._index}/_doc/{quote(name, safe='')}"


def _only(version: Version) -> dict[str, str]:
    return {"if_seq_no": str(version.number), "if_primary_term": str(version.term)}
