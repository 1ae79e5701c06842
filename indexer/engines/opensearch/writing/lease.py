"""Who may write: the one that holds the lease, as long as it gives signs of life.

No clock is compared with another machine's. Who waits looks whether the lease changes; if it does not for as long as it
lasts, its holder is dead, and it is taken over. Each change is one of a known version, so that only one can make it.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.engines.opensearch.cluster import Deadline, Json
from indexer.engines.opensearch.state_documents import Version, VersionedDocuments

_NAME = "writer"
_RENEWALS_IN_A_LEASE = 3
_PAUSE_SECONDS = 0.2


class Lease:
    """The place of the only writer; shared by an engine and the builds that it makes."""

    def __init__(
        self,
        documents: VersionedDocuments,
        seconds: float,
        timeout_seconds: float,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """`seconds` it lasts without a renewal; `timeout_seconds` are waited for another holder."""
        self._documents = documents
        self._seconds = seconds
        self._timeout_seconds = timeout_seconds
        self._now = now
        self._wait = wait
        self._lock = threading.Lock()
        self._writer = threading.RLock()
        self._holder = ""
        self._version: Version | None = None
        self.is_taken = False
        """Whether it was taken here and not let go; it may have been lost since, which `check` tells."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads of this process out; if it is taken meanwhile, this one took it.

        Raises:
            IndexLocked: another thread writes.
        """
        if not self._writer.acquire(timeout=self._timeout_seconds):
            raise IndexLocked("index-locked")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Take it, renew it while the block lasts, and let it go.

        Raises:
            IndexLocked: another one holds it, and gives signs of life, or another thread does.
        """
        with self.alone():
            self.take()
            ended = threading.Event()
            renewing = threading.Thread(target=self._renew_until, args=(ended,), daemon=True, name="lease")
            renewing.start()
            try:
                yield
            finally:
                ended.set()
                renewing.join()
                self.let_go()

    def take(self) -> None:
        """See `hold`; whoever takes it renews it and lets it go."""
        holder = uuid.uuid4().hex
        began = self._now()
        seen: tuple[Version | None, float] = None, began
        while True:
            version = self._documents.create(_NAME, _content(holder), self._deadline())
            if version is None and (kept := self._documents.read(_NAME, self._deadline())) is not None:
                if kept.version != seen[0]:
                    seen = kept.version, self._now()
                elif self._now() - seen[1] >= self._seconds:
                    version = self._documents.replace(_NAME, _content(holder), kept.version, self._deadline())
            if version is not None:
                with self._lock:
                    self._holder, self._version, self.is_taken = holder, version, True
                return
            if self._now() - began >= self._timeout_seconds:
                raise IndexLocked("index-locked")
            self._wait(_PAUSE_SECONDS)

    def check(self) -> None:
        """Renew it now: what follows is written by its holder.

        Raises:
            EngineUnavailable: it was lost, or the cluster does not answer.
        """
        with self._lock:
            if self._version is not None:
                self._version = self._renewed(self._version)
            if self._version is None:
                raise EngineUnavailable("lease-lost")

    def let_go(self) -> None:
        """Let it go, if it was not lost; where the cluster does not answer it ends by itself."""
        with self._lock:
            version, self._version, self.is_taken = self._version, None, False
        if version is not None:
            try:
                self._documents.delete(_NAME, version, self._deadline())
            except EngineUnavailable:
                return

    def _renewed(self, version: Version) -> Version | None:
        content = _content(self._holder)
        renewed = self._documents.replace(_NAME, content, version, self._deadline())
        if renewed is None:
            # The answer to the renewal before this one may have been lost, and not the lease.
            kept = self._documents.read(_NAME, self._deadline())
            if kept is not None and kept.content["holder"] == self._holder:
                renewed = self._documents.replace(_NAME, content, kept.version, self._deadline())
        return renewed

    def _renew_until(self, ended: threading.Event) -> None:
        while not ended.wait(self._seconds / _RENEWALS_IN_A_LEASE):
            try:
                self.check()
            except EngineUnavailable:
                # Lost, or no answer now: either is told to the writer before its next write.
                continue

    def _deadline(self) -> Deadline:
        return Deadline(self._seconds)


def _content(holder: str) -> Json:
    return {"holder": holder, "sign": uuid.uuid4().hex}
