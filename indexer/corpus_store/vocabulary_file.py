"""The vocabulary's file: watched for changes, with the last good state kept for when it cannot be read."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from pathlib import Path

from indexer.corpus_store.kept_concepts import KeptConcepts
from indexer.corpus_store.record_files import RecordFiles
from indexer.domain.documents.vocabulary import Vocabulary, joint_hash
from indexer.domain.errors import VocabularyError
from indexer.storage.atomic_files import atomic_write

VOCABULARY_NAME = "vocabulary.ttl"
"""The file of the corpus that holds the concepts."""


class VocabularyFile:
    """The vocabulary as the file says now, read again only when it changed; safe to share between threads.

    While a changed file cannot be read, the last good state is kept, so that a slip of an editor's hand does not take
    the site down; `samspil check` reports it. A copy at `kept` has that state for processes that start meanwhile, and
    what was read of it lies beside it: to read Turtle takes half a second.
    """

    def __init__(self, path: Path, kept: Path | None = None) -> None:
        self._path = path
        self._kept = kept
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._vocabulary: Vocabulary | None = None
        self._records = RecordFiles(path.parent)
        self._joined: Vocabulary | None = None
        self._joined_with: object = None

    def content_hash(self) -> str:
        """SHA-256 of the file that the vocabulary comes from, which is only read if it is not known yet; "" if none."""
        own = _content(self._path)
        if own and own == _content(self._kept):
            with self._lock:
                return joint_hash(hashlib.sha256(own).hexdigest(), *self._records.load())
        try:
            return self.load().content_hash
        except VocabularyError:
            return hashlib.sha256(own).hexdigest() if own else ""

    def load(self) -> Vocabulary:
        """The vocabulary.

        Raises:
            VocabularyError: the file has never been readable.
        """
        try:
            state = self._path.stat()
            stamp = (state.st_mtime_ns, state.st_size)
        except OSError:
            stamp = None
        with self._lock:
            if self._vocabulary is None or stamp != self._stamp:
                before = self._vocabulary
                try:
                    self._vocabulary = self._read()
                except VocabularyError:
                    self._vocabulary = self._vocabulary or self._last_good()
                    if self._vocabulary is None:
                        raise
                self._stamp = stamp
                if self._vocabulary is not before:
                    self._joined = None
            records = self._records.load()
            if self._joined is None or self._joined_with is not records:
                self._joined, self._joined_with = self._vocabulary.with_records(*records), records
            return self._joined

    def _read(self) -> Vocabulary:
        content = _content(self._path)
        if self._kept is None or not content:
            return _load(self._path)
        kept, content_hash = KeptConcepts(self._kept.with_suffix(".concepts")), hashlib.sha256(content).hexdigest()
        known = kept.read(content_hash)
        vocabulary = known or _load(self._path)
        # Another content is there by now if somebody saved between the two readings: the next look keeps that.
        if vocabulary.content_hash == content_hash:
            with contextlib.suppress(OSError):  # it serves as well without a copy
                if content != _content(self._kept):
                    atomic_write(self._kept, content)
                if known is None:
                    kept.write(vocabulary)
        return vocabulary

    def _last_good(self) -> Vocabulary | None:
        try:
            return _load(self._kept) if self._kept is not None else None
        except VocabularyError:
            return None


def _content(path: Path | None) -> bytes:
    """b"" where there is none."""
    try:
        return path.read_bytes() if path is not None else b""
    except OSError:
        return b""


def _load(path: Path) -> Vocabulary:
    """See load_vocabulary."""
    # Its reader of Turtle takes a tenth of a second to import, and is seldom needed.
    from indexer.corpus_store.vocabulary_turtle import load_vocabulary

    return load_vocabulary(path)
