"""Plain text -> pages at its form feeds."""

from __future__ import annotations

import re

from indexer.extraction.cleaning.raw_text import RawPage, RawText
from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.media_type import PLAIN

_SOFT_HYPHEN_WITHIN = re.compile("\xad(?![^\\S\n]*(?:\n|\\Z))")


def read_plain_text(content: bytes) -> RawText:
    """One page, or one for each part between form feeds."""
    # Nobody drew a soft hyphen here: within a line it is not seen.
    text = _SOFT_HYPHEN_WITHIN.sub("", decode_text(content))
    parts = [part for part in text.split("\f") if part.strip()]
    return RawText(PLAIN, "plain", [RawPage(part) for part in parts], is_printed=True)
