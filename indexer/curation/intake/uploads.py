"""Files that were handed in and wait for their metadata: streamed to state/uploads/, read by a worker process."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from indexer.corpus_store.document_names import ENDINGS
from indexer.curation.accounts.accounts import Account
from indexer.curation.audit_log import now
from indexer.curation.intake.upload import Upload, UploadState
from indexer.curation.intake.upload_reader import UploadReader
from indexer.domain.documents.extraction import Extraction, Refusal
from indexer.domain.errors import DocumentNotFound, InvalidEntry
from indexer.domain.texts.characters import incoming_line
from indexer.extraction.port import Extractor, TextSource
from indexer.storage.atomic_files import PRIVATE, atomic_write, make_private_folder, shown_name

UPLOADS_NAME = "uploads"
"""What the folder of uploads is called below state/."""
_ID = re.compile(r"[0-9a-f]{16}$")
_CHUNK_BYTES = 1 << 20


class Uploads:
    """The uploads below one folder; texts are taken one after the other in the background."""

    endings = ENDINGS
    """What names of files may end in."""

    def __init__(self, folder: Path, extractor: Extractor, texts: TextSource, *, limit_bytes: int) -> None:
        self._folder = folder
        self.extractor = extractor
        self._texts = texts
        self._limit_bytes = limit_bytes
        self._reader = UploadReader(extractor, texts, path_of=self.path, store=self._store)

    def receive(self, account: str, name: str, stream: IO[bytes]) -> Upload:
        """Take a file in and begin to read it; nothing is left of one that is refused here.

        Raises:
            InvalidEntry: it is larger than the limit or its ending is none that is read.
        """
        shown = shown_name(incoming_line(name)) or "fil"
        ending = Path(shown).suffix.lower()
        if ending not in self.endings:
            raise InvalidEntry("refused-wrong-type")
        upload_id = secrets.token_hex(8)
        folder = self._folder / upload_id
        make_private_folder(folder)
        with contextlib.ExitStack() as undoing:
            undoing.callback(shutil.rmtree, folder, ignore_errors=True)
            size, digest = _stream_to(folder / f"original{ending}", stream, self._limit_bytes)
            upload = Upload(upload_id, shown, ending, account, now(), size, digest)
            self._store(upload)
            # All went well: the folder stays.
            undoing.pop_all()
        self._reader.begin(upload)
        return upload

    def read_at_once(self, name: str, stream: IO[bytes], ending: str) -> tuple[bytes, Extraction]:
        """The content and the text of a file that is to replace another one; nothing of it is kept here but its text.

        Takes as long as reading does, which has its own limit.

        Raises:
            InvalidEntry: it is larger than the limit or has another ending.
        """
        if Path(shown_name(name)).suffix.lower() != ending:
            raise InvalidEntry("other-ending", ending=ending)
        make_private_folder(self._folder)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".") as place:
            path = Path(place) / f"original{ending}"
            _, digest = _stream_to(path, stream, self._limit_bytes)
            extraction = self._texts.load(digest) or self.extractor.extract(path)
            self._texts.store(digest, extraction)
            return path.read_bytes(), extraction

    def find(self, upload_id: str) -> Upload:
        """An upload; one whose reading was cut off by a restart is read again.

        Raises:
            DocumentNotFound: there is none.
        """
        path = self._folder / upload_id / "upload.json"
        if not _ID.match(upload_id) or not path.is_file():
            raise DocumentNotFound("no-such-upload")
        upload = _restored(json.loads(path.read_text("utf-8")))
        if upload.state is UploadState.READING:
            self._reader.begin(upload)
        return upload

    def all(self) -> tuple[Upload, ...]:
        """Every upload, oldest first."""
        ids = (path.parent.name for path in self._folder.glob("*/upload.json"))
        return tuple(sorted((self.find(i) for i in ids), key=lambda upload: (upload.moment, upload.id)))

    def visible_to(self, account: Account) -> tuple[Upload, ...]:
        """What an account may see, oldest first: contributors what they handed in, curators everything."""
        return tuple(upload for upload in self.all() if upload.may_be_seen_by(account))

    def extraction(self, upload: Upload) -> Extraction | None:
        """The text of an upload; None while it is being read, again where its text was lost."""
        if upload.state is UploadState.READING:
            return None
        extraction = self._texts.load(upload.text_hash)
        if extraction is None:
            self._reader.begin(upload)
        return extraction

    def content(self, upload: Upload) -> bytes:
        """The file as it was handed in."""
        return self.path(upload).read_bytes()

    def discard(self, upload_id: str) -> None:
        """Throw an upload away, or let go of one that has become a document."""
        shutil.rmtree(self._folder / self.find(upload_id).id, ignore_errors=True)

    def close(self) -> None:
        """Stop reading; what was not read is taken up again at the next start."""
        self._reader.close()

    def path(self, upload: Upload) -> Path:
        """Where the file as it was handed in lies."""
        return self._folder / upload.id / f"original{upload.ending}"

    def _store(self, upload: Upload) -> None:
        path = self._folder / upload.id / "upload.json"
        atomic_write(path, json.dumps(asdict(upload), ensure_ascii=False).encode(), is_private=True)


def waiting_hashes(folder: Path) -> set[str]:
    """SHA-256 of every upload below a folder: their texts are needed, though no document has them yet."""
    found = set()
    for path in folder.glob("*/upload.json"):
        with contextlib.suppress(OSError, ValueError, KeyError):  # thrown away meanwhile, or damaged
            found.add(str(json.loads(path.read_text("utf-8"))["text_hash"]))
    return found


def _stream_to(path: Path, stream: IO[bytes], limit_bytes: int) -> tuple[int, str]:
    """Size and SHA-256 of what was written."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        os.fchmod(target.fileno(), PRIVATE)
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > limit_bytes:
                raise InvalidEntry("file-too-large", megabytes=limit_bytes >> 20)
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def _restored(content: dict[str, Any]) -> Upload:
    """The upload of a record; a refused one of versions before 0.2, which kept sentences, is read again."""
    state, refusal = UploadState(content["state"]), content.get("refusal")
    for name in ("refusal_da", "refusal_en"):
        content.pop(name, None)
    if state is UploadState.REFUSED and not refusal:
        state = UploadState.READING
    return Upload(**(content | {"state": state, "refusal": Refusal(**refusal) if refusal else None}))
