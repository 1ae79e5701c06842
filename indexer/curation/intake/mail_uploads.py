"""E-mails that are handed in: the files that come with one are handed in as well, each for itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from indexer.curation.accounts.accounts import Account
from indexer.curation.intake.upload import Upload
from indexer.curation.intake.uploads import Uploads
from indexer.domain.errors import InvalidEntry
from indexer.extraction.port import Extractor


def hand_in_attachments(uploads: Uploads, account: Account, mail: Upload) -> tuple[list[Upload], list[str]]:
    """The new uploads, and the names of the files of which none can be made.

    Raises:
        InvalidEntry: it is no e-mail, nothing comes with it, or it cannot be unpacked.
    """
    taken, unread = [], []
    with tempfile.TemporaryDirectory(dir=uploads.path(mail).parent, prefix=".") as place:
        for name, path in _unpacked(uploads.extractor, uploads.path(mail) if mail.is_mail else None, Path(place)):
            try:
                with path.open("rb") as stream:
                    taken.append(uploads.receive(account.name, name, stream))
            except InvalidEntry:
                unread.append(name)
    return taken, unread


def _unpacked(extractor: Extractor, mail: Path | None, folder: Path) -> Iterator[tuple[str, Path]]:
    names = extractor.unpack(mail, folder) if mail else ()
    if names is None:
        raise InvalidEntry("attachments-failed")
    if not names:
        raise InvalidEntry("nothing-attached")
    yield from ((name, folder / str(number)) for number, name in enumerate(names))
