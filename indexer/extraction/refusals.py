"""The fixed reasons for which a file gives no text, worded by the message catalogue as `refused-CODE`."""

from __future__ import annotations

from indexer.domain.documents.extraction import Extraction, Refusal

EMPTY = Refusal("empty")
WRONG_TYPE = Refusal("wrong-type")
OLD_OFFICE = Refusal("wrong-type", "old-office")
WRONG_ENDING = Refusal("wrong-type", "wrong-ending")
PASSWORD = Refusal("password")
DAMAGED = Refusal("damaged")
LIMIT = Refusal("limit")
NO_TEXT = Refusal("no-text")
SCAN = Refusal("no-text", "scan")
UNREADABLE = Refusal("no-text", "unreadable")


def refuse(refusal: Refusal, media_type: str = "", engine: str = "") -> Extraction:
    """An extraction without pages."""
    return Extraction(media_type, engine, refused=refusal)
