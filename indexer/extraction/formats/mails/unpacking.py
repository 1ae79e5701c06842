"""The files that come with an e-mail, each by itself, for whoever wants documents of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import olefile

from indexer.extraction.formats.mails.mail import MOST_ATTACHMENTS, Mail, parse_mail
from indexer.extraction.formats.mails.outlook import is_outlook, parse_outlook

_OUTLOOK_ENDING = ".msg"


def unpack_mail(path: Path, folder: Path) -> tuple[str, ...]:
    """Write the files that come with an e-mail into a folder, as 0, 1, 2 …; their names in that order.

    Those of e-mails within it are among them, and no more than MOST_ATTACHMENTS. Run in a worker: whoever sent the
    e-mail may have meant to stop us.
    """
    names = []
    for number, (name, content) in zip(range(MOST_ATTACHMENTS), _files(_read(path)), strict=False):
        (folder / str(number)).write_bytes(content)
        names.append(name)
    return tuple(names)


def _read(path: Path) -> Mail:
    if path.suffix.lower() != _OUTLOOK_ENDING:
        return parse_mail(path.read_bytes())
    with contextlib.closing(olefile.OleFileIO(str(path))) as container:
        return parse_outlook(container) if is_outlook(container) else Mail()


def _files(mail: Mail) -> Iterator[tuple[str, bytes]]:
    for attachment in mail.attachments:
        if isinstance(attachment.content, Mail):
            yield from _files(attachment.content)
        elif attachment.content:
            yield attachment.name, attachment.content
