"""Notes and refusals from what is kept of a text; versions before 0.2 kept the finished sentences, too.

This is the one place that looks at such a sentence, to take over what it counts and which case it means. A text with a
record that cannot be taken over counts as missing and is read again.
"""

from __future__ import annotations

import re
from typing import Any

from indexer.domain.documents.document import ExtractionNote
from indexer.domain.documents.extraction import Refusal
from indexer.extraction.notes import PAGE_LIMIT, TIME_LIMIT
from indexer.extraction.refusals import SCAN, WRONG_ENDING

_CASES = {"samspil ocr": SCAN, "what its name promises": WRONG_ENDING}


def note_from(record: dict[str, Any]) -> ExtractionNote:
    """The note of a record.

    Raises:
        KeyError, TypeError, ValueError: it is none of a note.
    """
    if "message" not in record:
        return ExtractionNote(**record)
    code, arguments = record["code"], {}
    if code in (PAGE_LIMIT, TIME_LIMIT):
        read, total = re.findall(r"\d+", record["message"])
        arguments = {"read": int(read), "total": int(total)}
    return ExtractionNote(code, record["page"], arguments)


def refusal_from(record: dict[str, Any]) -> Refusal:
    """The refusal of a record.

    Raises:
        KeyError, TypeError: it is none of a refusal.
    """
    if "message_en" not in record:
        return Refusal(**record)
    cases = (case for words, case in _CASES.items() if words in record["message_en"])
    return next(cases, Refusal(record["code"]))
