"""The container of old office programs -> the text of what it holds: an e-mail, or a file that LibreOffice converts."""

from __future__ import annotations

import contextlib
import io
import struct
from pathlib import Path

import olefile

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import bounded, finish
from indexer.extraction.formats.mails.mail import ReadAttachment, mail_text
from indexer.extraction.formats.mails.outlook import OUTLOOK, is_outlook, parse_outlook
from indexer.extraction.formats.media_type import OLE
from indexer.extraction.formats.office_files.office import extract_office
from indexer.extraction.formats.office_files.old_office import (
    ConversionFailed,
    NotInstalled,
    converted,
    is_locked,
    open_xml_kind,
)
from indexer.extraction.limits import SHARE_FOR_READING, Allowance, ExtractionLimits
from indexer.extraction.refusals import DAMAGED, LIMIT, OLD_OFFICE, PASSWORD, WRONG_TYPE, refuse

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def extract_container(path: Path, limits: ExtractionLimits, read: ReadAttachment | None) -> Extraction:
    """The text of a file in the container; refused, never raised, whatever it holds.

    Without anyone to `read` attachments, they are named, and nothing is converted.
    """
    try:
        with contextlib.closing(olefile.OleFileIO(path)) as container:
            if is_locked(container):
                return refuse(PASSWORD, OLE)
            if is_outlook(container):
                raw = mail_text(parse_outlook(container), read or (lambda name, content: None))
                raw.media_type = OUTLOOK
                return finish(bounded(raw, Allowance(limits)))
            kind = open_xml_kind(container)
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError, AttributeError):  # damaged
        # What can still be told from a container that is cut off.
        is_package = _ENCRYPTED_PACKAGE in path.read_bytes()
        return refuse(PASSWORD if is_package else DAMAGED, OLE)
    return _converted(path, kind, limits) if kind and read is not None else refuse(WRONG_TYPE, OLE)


def _converted(path: Path, kind: str, limits: ExtractionLimits) -> Extraction:
    try:
        content = converted(path, kind, SHARE_FOR_READING * limits.timeout_seconds)
    except NotInstalled:
        return refuse(OLD_OFFICE, OLE)
    except ConversionFailed:
        return refuse(LIMIT, OLE)
    return extract_office(io.BytesIO(content), Allowance(limits))
