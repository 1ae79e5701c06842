"""What pictures show, as their files say."""

from __future__ import annotations

import re

_NO_DESCRIPTION = re.compile(
    r"[\w\s.()-]*\.(?:png|jpe?g|gif|svg|bmp|tiff?|emf|wmf|webp)|https?://\S*|\W*|.", re.IGNORECASE
)
_BY_PROGRAM = re.compile(
    r"\s*(?:Automatisk genereret beskrivelse|Beskrivelse automatisk genereret|Description automatically generated|"
    r"AI-genereret indhold kan være ukorrekt\.?|AI-generated content may be incorrect\.?)",
    re.IGNORECASE,
)


def description(text: str) -> str:
    """The alternative text of a picture on one line; "" where it says nothing: a file's name, a program's remark.

    >>> description("Børn i haven\\n\\nAutomatisk genereret beskrivelse"), description("IMG_0017.JPG")
    ('Børn i haven', '')
    """
    line = " ".join(_BY_PROGRAM.sub("", text).split())
    return "" if _NO_DESCRIPTION.fullmatch(line) else line
