"""Whether the letters of a text are letters: fonts without a table of characters give any sign of Unicode."""

from __future__ import annotations

import re
import unicodedata

_SAMPLE_CHARACTERS = 4000
_LEAST_LETTERS = 20
_LARGEST_SHARE_WITHOUT_MEANING = 0.2
_MOST_SCRIPTS = 8
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1b\x7f]")
_MEANINGLESS = {"Co", "Cn", "Cs", "Cc"}
_EAST_ASIAN = (range(0x2E80, 0xA000), range(0xAC00, 0xD7B0), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0))


def is_readable(text: str) -> bool:
    """False for a text of private or unassigned characters, or of letters from scripts that nobody mixes.

    A text of fewer than twenty letters is given the benefit of the doubt.
    """
    beginning = text[:_SAMPLE_CHARACTERS]
    if text.isascii() or _is_western(beginning):
        return True
    sample = [character for character in beginning if not character.isspace()]
    if len(sample) < _LEAST_LETTERS:
        return True
    meaningless = sum(c == "\ufffd" or unicodedata.category(c) in _MEANINGLESS for c in sample)
    if meaningless > _LARGEST_SHARE_WITHOUT_MEANING * len(sample):
        return False
    letters = [ord(character) for character in sample if character.isalpha()]
    scripts = {_script(code) for code in letters}
    return len(scripts) < _MOST_SCRIPTS


def _is_western(text: str) -> bool:
    """Whether all signs are those that Western Europe writes: most texts, told at once."""
    try:
        return not _CONTROL.search(text.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _script(code: int) -> int:
    """A stand-in for the script: the block of 256 characters, with all of Latin as one and all of East Asia as one."""
    if code < 0x0250 or 0x1E00 <= code < 0x1F00:
        return 0
    return 1 if any(code in block for block in _EAST_ASIAN) else code >> 8
