"""Which addresses of sources and works lead nowhere; asked for by a command, never by the site."""

from __future__ import annotations

import datetime
import http.client
import json
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import atomic_write, make_private_folder
from indexer.storage.file_locks import held_alone

_AT_ONCE = 8
_TIMEOUT_SECONDS = 15.0
_AGENT = "Mozilla/5.0 (compatible; Samspil link check)"
_NOT_DEAD = (401, 403, 405, 406, 429, 999)
"""Answers of servers that live but refuse programs."""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address that gave no page; `reason` is what the server or the system said."""

    url: str
    reason: str
    documents: tuple[str, ...]
    day: str


class LinkReport:
    """What the last check found, below one path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = path.with_name(f".{path.stem}.lock")

    def dead(self) -> tuple[DeadLink, ...]:
        """The dead links, by address; empty before the first check."""
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return ()
        return tuple(DeadLink(one["url"], one["reason"], tuple(one["documents"]), one["day"]) for one in content)

    def forget(self, document_id: DocumentId) -> None:
        """Let no dead link be one of a document that is gone for good."""
        kept = [(one, [each for each in one.documents if each != document_id]) for one in self.dead()]
        if any(len(owners) < len(one.documents) for one, owners in kept):
            self._write(replace(one, documents=tuple(owners)) for one, owners in kept if owners)

    @property
    def is_busy(self) -> bool:
        """Whether a check is running, in whatever process."""
        if not self._lock.is_file():
            return False
        with held_alone(self._lock) as is_free:
            return not is_free

    def check(
        self, documents: Iterable[tuple[DocumentId, Metadata]], fetch: Callable[[str], str] | None = None
    ) -> tuple[DeadLink, ...]:
        """Ask every address that a source or a work names, and write down those that are dead.

        Raises:
            InvalidEntry: another process is doing so.
        """
        make_private_folder(self._path.parent)
        with held_alone(self._lock) as is_free:
            if not is_free:
                raise InvalidEntry("links-checked-already")
            return self._check(documents, fetch)

    def _check(
        self, documents: Iterable[tuple[DocumentId, Metadata]], fetch: Callable[[str], str] | None
    ) -> tuple[DeadLink, ...]:
        owners: defaultdict[str, list[str]] = defaultdict(list)
        for document_id, metadata in documents:
            work = metadata.describes.address if metadata.describes else ""
            for url in dict.fromkeys((work, *(source.url for source in metadata.sources))):
                if url:
                    owners[url].append(document_id)
        urls = sorted(owners)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            reasons = list(pool.map(fetch or why_dead, urls))
        day = datetime.datetime.now(datetime.UTC).date().isoformat()
        dead = tuple(
            DeadLink(url, reason, tuple(owners[url]), day) for url, reason in zip(urls, reasons, strict=True) if reason
        )
        self._write(dead)
        return dead

    def _write(self, dead: Iterable[DeadLink]) -> None:
        content = json.dumps([asdict(one) for one in dead], ensure_ascii=False)
        atomic_write(self._path, content.encode(), is_private=True)


def why_dead(url: str) -> str:
    """What is wrong with an address; "" if it leads somewhere."""
    try:
        # Sources begin with http: the form and the reader of files refuse all others.
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
        urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS).close()
        return ""
    except urllib.error.HTTPError as error:
        return "" if error.code in _NOT_DEAD else f"HTTP {error.code}"
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        return str(getattr(error, "reason", error))[:200]
