"""Plain text -> pages at its form feeds."""

from __future__ import annotations

from indexer.extraction.cleaning.raw_text import RawPage, RawText
from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.media_type import PLAIN


def read_plain_text(content: bytes) -> RawText:
    """One page, or one for each part between form feeds."""
    parts = [part for part in decode_text(content).split("\f") if part.strip()]
    return RawText(PLAIN, "plain", [RawPage(part) for part in parts], is_printed=True)
