"""The one writer of an index on the cluster: batches, and new indexes beside the one that serves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import EngineUnavailable, IndexDamaged
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import MatchAll
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.opensearch.cluster import Deadline, Json, Refused
from indexer.engines.opensearch.documents import source
from indexer.engines.opensearch.marks import NO_COMMIT, Phase, known_mark, read_mark, write_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.querying.index_searcher import every_document
from indexer.engines.opensearch.querying.sets import EVERYTHING
from indexer.engines.opensearch.views import Views
from indexer.engines.opensearch.writing.lease import Lease
from indexer.engines.port import AnalysisBasis, SearchEngine

_BULK_CHARACTERS = 4_000_000
_BUSY = frozenset({429, 500, 502, 503, 504})
_MISSING = 404

_Step = tuple[str, ...]
"""The lines that add or remove a document."""


class OpenSearchIndexWriter:
    """See IndexWriter."""

    def __init__(
        self, place: IndexPlace, views: Views, lease: Lease, open_build: Callable[[str], SearchEngine]
    ) -> None:
        """`open_build` gives the engine of a build that does not serve yet."""
        self._place = place
        self._views = views
        self._lease = lease
        self._open_build = open_build

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See IndexWriter.writing."""
        self._place.state.make_place(_deadline(self._place))
        with self._lease.hold():
            yield

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """See IndexWriter.apply; without `writing` its place is held for this batch."""
        # Everything is made before anything is sent, so that a wrong document stops the batch.
        steps: list[_Step] = [
            (json.dumps({"index": {"_id": one.id}}), json.dumps(source(one), ensure_ascii=False)) for one in additions
        ]
        steps += [(json.dumps({"delete": {"_id": one}}),) for one in removals]
        with self._held():
            # Not before: whoever held it may just have let another index serve.
            index = self._place.index(_deadline(self._place))
            if index is None:
                raise EngineUnavailable("no-index-to-write")
            self._commit(index, steps)

    @contextmanager
    def rebuilding(self, basis: AnalysisBasis) -> Iterator[SearchEngine]:
        """See IndexWriter.rebuilding."""
        with self._held():
            index = self._place.unfinished_or_new(basis, _deadline(self._place))
            if read_mark(self._place.state, index, _deadline(self._place)) is None:
                write_mark(self._place.state, index, NO_COMMIT, _deadline(self._place))
            beside = self._open_build(index)
            try:
                yield beside
                # Asked once before it serves: one that cannot answer must not take the place of one that can.
                beside.searcher().count(MatchAll(), Query())
            finally:
                beside.close()
            self._lease.check()
            # Said before it serves: a writer that dies in between builds anew, and a rollback lasts all the same.
            finished = known_mark(self._place.state, index, _deadline(self._place)).finished()
            write_mark(self._place.state, index, finished, _deadline(self._place))
            self._place.serve(index, _deadline(self._place))
            self._views.look_again()

    def forget_former(self) -> None:
        """See IndexWriter.forget_former."""
        with self.writing():
            self._place.forget_former(_deadline(self._place))

    def indexed_documents(self) -> dict[DocumentId, str]:
        """See IndexWriter.indexed_documents."""
        if self._place.index(_deadline(self._place)) is None:
            return {}
        asked = self._views.newest().questions.whole()
        hits = every_document(asked, EVERYTHING, ["id", "hash"])
        return {DocumentId(hit["_source"]["id"]): hit["_source"]["hash"] for hit in hits}

    def is_current(self) -> bool:
        """See IndexWriter.is_current."""
        index = self._place.index(_deadline(self._place))
        return (
            index is not None and self._place.meta(index, _deadline(self._place)).items() >= self._place.made_by.items()
        )

    def is_whole(self) -> bool:
        """See IndexWriter.is_whole: what is noted of the index is there; its shards are the cluster's own care."""
        index = self._place.index(_deadline(self._place))
        if index is None:
            return False
        try:
            self._place.basis(index, _deadline(self._place))
            self._views.newest()
        except IndexDamaged:
            return False
        return True

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._lease.alone(), nullcontext() if self._lease.is_taken else self.writing():
            yield

    def _commit(self, index: str, steps: Sequence[_Step]) -> None:
        state = self._place.state
        mark = known_mark(state, index, _deadline(self._place))
        self._lease.check()
        write_mark(state, index, mark.written(Phase.WRITING), _deadline(self._place))
        for some in _in_requests(steps):
            self._lease.check()
            self._send(index, some)
        self._lease.check()
        write_mark(state, index, mark.written(Phase.REFRESHING), _deadline(self._place))
        self._refresh(index)
        self._lease.check()
        write_mark(state, index, mark.committed(), _deadline(self._place))
        self._views.look_again()

    def _send(self, index: str, steps: Sequence[_Step]) -> None:
        """Send steps until each is acknowledged: to write a document twice gives the same."""
        deadline, attempt = _deadline(self._place), 0
        while steps:
            lines = "".join(f"{line}\n" for step in steps for line in step)
            answer = self._place.cluster.request("POST", f"/{index}/_bulk", deadline, lines)
            failed = [(step, item) for step, item in zip(steps, answer["items"], strict=True) if _has_failed(item)]
            if failed and not deadline.pause(attempt):
                raise EngineUnavailable("cluster-refused", error=failed[0][1].get("error"))
            steps = [step for step, _ in failed]
            attempt += 1

    def _refresh(self, index: str) -> None:
        deadline, attempt = _deadline(self._place), 0
        while self._place.cluster.request("POST", f"/{index}/_refresh", deadline)["_shards"]["failed"]:
            if not deadline.pause(attempt):
                raise EngineUnavailable("cluster-silent", error="refresh")
            attempt += 1


def _deadline(place: IndexPlace) -> Deadline:
    return Deadline(place.preferences.writing_seconds)


def _in_requests(steps: Sequence[_Step]) -> Iterator[list[_Step]]:
    some: list[_Step] = []
    size = 0
    for step in steps:
        some.append(step)
        size += sum(map(len, step))
        if size > _BULK_CHARACTERS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _has_failed(item: Json) -> bool:
    """Whether a step may succeed when it is tried again.

    Raises:
        Refused: it never will.
    """
    ((action, answer),) = item.items()
    status = answer["status"]
    if status < 300 or (action == "delete" and status == _MISSING):
        return False
    if status not in _BUSY:
        raise Refused(status, str(answer.get("error")))
    return True
