"""Danish alphabetical order by plain comparison of keys.

Source: Dansk Sprognævn, Retskrivningsordbogen, on alphabetical order: æ, ø, å after z; aa as å; other accents as the
plain letter; ä with æ, ö with ø, ü with y.
"""

from __future__ import annotations

import re
import unicodedata

# {, | and } stand behind z in ASCII.
_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
_DIGITS = re.compile(r"\d+")
_IGNORED = re.compile(r"[^\w\s{|}]|_")


def danish_sort_key(text: str) -> str:
    """A key whose plain order is the Danish alphabetical order of the texts; numbers sort by size.

    Texts that differ only in capitals, accents or punctuation get the same key.
    """
    lowered = unicodedata.normalize("NFC", text).lower().replace("aa", "å").translate(_AFTER_Z)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    words = " ".join(_IGNORED.sub(" ", plain).split())
    return _DIGITS.sub(lambda match: match.group().lstrip("0").rjust(12, "0"), words)
