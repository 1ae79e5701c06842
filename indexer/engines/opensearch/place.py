"""Where indexes lie on the cluster: one per build, an alias on the one that serves, and what is noted of each.

NAME                 the alias, moved in one request
NAME-000001          an index; `_meta` of its mapping says what made it
NAME-state           by index its mark (what was committed last) and its basis; who is writing
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.domain.errors import IndexDamaged
from indexer.engines.opensearch.cluster import Cluster, Deadline, Json, Refused
from indexer.engines.opensearch.layout import index_body, layout
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.state_documents import StateDocuments
from indexer.engines.port import AnalysisBasis

_MISSING = 404
_FORBIDDEN = frozenset({400, 401, 403})
_LONGEST_QUERY, _CLAUSES = "indices.query.bool.max_clause_count", 32_768
# Without a manager it would be waited for; what a node knows is asked.
_LOCAL = {"local": "true"}


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """The index that serves under a name, or a build beside it.

    Attributes:
        making: what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild.
        build: the index of a build that does not serve yet.
    """

    cluster: Cluster
    state: StateDocuments
    making: Mapping[str, str]
    preferences: ClusterPreferences
    build: str | None = None

    @property
    def name(self) -> str:
        """The alias."""
        return self.preferences.index_name

    @property
    def made_by(self) -> Json:
        """What would make an index now."""
        return {"layout": layout(), "making": dict(sorted(self.making.items()))}

    def index(self, deadline: Deadline) -> str | None:
        """The index that is read and written, None if there is none."""
        return self.build or self.serving(deadline)

    def serving(self, deadline: Deadline) -> str | None:
        """The index that the alias leads to."""
        try:
            return next(iter(self.cluster.request("GET", f"/_alias/{self.name}", deadline, None, _LOCAL)), None)
        except Refused as error:
            if error.status == _MISSING:
                return None
            raise

    def meta(self, index: str, deadline: Deadline) -> Json:
        """What made an index; empty if that is unknown."""
        found = self.cluster.request("GET", f"/{index}/_mapping", deadline, None, _LOCAL)
        meta = found[index]["mappings"].get("_meta", {})
        return meta if isinstance(meta, dict) else {}

    def basis(self, index: str, deadline: Deadline) -> AnalysisBasis:
        """What the documents of an index were analysed by.

        Raises:
            IndexDamaged: it is gone, or is not what was written.
        """
        kept = self.state.read(_basis_name(index), deadline)
        if kept is None or _digest(kept.content) != self.meta(index, deadline).get("basis"):
            raise IndexDamaged("index-damaged", error="basis")
        return AnalysisBasis(kept.content["documents"], kept.content["danish_word_counts"])

    def unfinished_or_new(self, basis: AnalysisBasis, deadline: Deadline) -> str:
        """An index to build in: an unfinished one of the same making, or a new one.

        One that was finished is newer than the one that serves only after a rollback, and is left for good.
        """
        content: Json = {"documents": basis.documents, "danish_word_counts": dict(basis.danish_word_counts)}
        meta = self.made_by | {"basis": _digest(content)}
        serving, indexes = self.serving(deadline), self.indexes(deadline)
        for index in indexes:
            if serving is None or index > serving:
                noted = self.state.read(mark_name(index), deadline)
                is_begun = noted is not None and not is_finished(noted.content)
                if is_begun and self.meta(index, deadline) == meta:
                    return index
                self.remove(index, deadline)
        number = max((_number(index) for index in (*indexes, serving) if index), default=0) + 1
        index = f"{self.name}-{number:06}"
        _allow_long_queries(self.cluster, deadline)
        body = index_body(self.preferences.shards, self.preferences.replicas, meta)
        _create(self.cluster, index, body, deadline)
        self.state.write(_basis_name(index), content, deadline)
        return index

    def serve(self, index: str, deadline: Deadline) -> None:
        """Let a finished index serve; the one before it stays for a rollback, older ones are removed."""
        former = self.serving(deadline)
        actions = [{"remove": {"index": former, "alias": self.name}}] if former else []
        body = {"actions": [*actions, {"add": {"index": index, "alias": self.name}}]}
        self.cluster.request("POST", "/_aliases", deadline, body)
        for old in self.indexes(deadline):
            if old not in (index, former):
                self.remove(old, deadline)

    def forget_former(self, deadline: Deadline) -> None:
        """Remove every index but the one that serves."""
        serving = self.serving(deadline)
        for index in self.indexes(deadline):
            if index != serving:
                self.remove(index, deadline)

    def indexes(self, deadline: Deadline) -> list[str]:
        """Every index of this name, oldest first; not those of a site whose name begins with this one."""
        found = self.cluster.request(
            "GET", f"/{self.name}-*/_settings", deadline, None, {**_LOCAL, "flat_settings": "true"}
        )
        return sorted(index for index in found if self._is_own(index))

    def remove(self, index: str, deadline: Deadline) -> None:
        """Remove an index and what is noted of it.

        Raises:
            ValueError: it is no index of this name.
        """
        if not self._is_own(index):
            raise ValueError(index)
        try:
            self.cluster.request("DELETE", f"/{index}", deadline)
        except Refused as error:
            if error.status != _MISSING:
                raise
        for name in (mark_name(index), _basis_name(index)):
            self.state.delete(name, None, deadline)

    def _is_own(self, index: str) -> bool:
        return re.fullmatch(re.escape(self.name) + r"-\d{6}", index, re.ASCII) is not None


def mark_name(index: str) -> str:
    """The name of what the writer says of an index."""
    return f"mark-{index}"


def is_finished(mark: Json) -> bool:
    """Whether the build of an index ended, by what is kept of its mark."""
    return mark.get("is_finished", False) is True


def _basis_name(index: str) -> str:
    return f"basis-{index}"


def _number(index: str) -> int:
    match = re.search(r"-(\d{6})$", index)
    return int(match.group(1)) if match else 0


def _digest(content: Json) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _allow_long_queries(cluster: Cluster, deadline: Deadline) -> None:
    """Raise the cluster's limit, if it lets us: a sentence in two languages has more parts than the usual 1,024."""
    asked = {"include_defaults": "true", "flat_settings": "true"}
    try:
        found = cluster.request("GET", "/_cluster/settings", deadline, None, asked)
        limits = [int(some[_LONGEST_QUERY]) for some in found.values() if _LONGEST_QUERY in some]
        if max(limits, default=0) < _CLAUSES:
            body = {"persistent": {_LONGEST_QUERY: _CLAUSES}}
            cluster.request("PUT", "/_cluster/settings", deadline, body)
    except Refused as error:
        if error.status not in _FORBIDDEN:
            raise


def _create(cluster: Cluster, index: str, body: Json, deadline: Deadline) -> None:
    try:
        cluster.request("PUT", f"/{index}", deadline, body)
    except Refused as error:
        if "resource_already_exists" not in error.error:  # the answer to an earlier try was lost
            raise
