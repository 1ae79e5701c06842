"""Takes the text of uploads, one after the other, while nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from indexer.curation.intake.upload import Upload, UploadState
from indexer.extraction.port import Extractor, TextSource


class UploadReader:
    """Reads in a thread of its own, which begins with the first upload.

    `path_of` says where the file of an upload lies; `store` writes down how reading ended.
    """

    def __init__(
        self,
        extractor: Extractor,
        texts: TextSource,
        *,
        path_of: Callable[[Upload], Path],
        store: Callable[[Upload], None],
    ) -> None:
        self._extractor = extractor
        self._texts = texts
        self._path_of = path_of
        self._store = store
        self._reading: set[str] = set()
        self._lock = threading.Lock()
        self._worker: ThreadPoolExecutor | None = None

    def begin(self, upload: Upload) -> None:
        """Read an upload soon, unless it is being read already."""
        with self._lock:
            if upload.id in self._reading:
                return
            self._reading.add(upload.id)
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, thread_name_prefix="uploads")
        self._worker.submit(self._read, upload)

    def close(self) -> None:
        """Stop reading; what was not read is taken up again at the next start."""
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)

    def _read(self, upload: Upload) -> None:
        path = self._path_of(upload)
        try:
            extraction = self._texts.load(upload.text_hash)
            if extraction is None:
                extraction = self._extractor.extract(path)
                if not path.is_file():
                    return  # thrown away meanwhile; that it could not be read says nothing of the file
                self._texts.store(upload.text_hash, extraction)
            refused = extraction.refused
            state = UploadState.REFUSED if refused else UploadState.READY
            done = replace(upload, state=state, refusal=refused)
            if path.is_file():
                self._store(done)
        finally:
            with self._lock:
                self._reading.discard(upload.id)
