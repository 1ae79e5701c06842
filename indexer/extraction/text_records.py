"""An extraction taken apart and put together again: its facts, its sketch, and its pages on their own."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction, FileInformation, OutlineEntry
from indexer.extraction.former_records import note_from, refusal_from


def facts_of(extraction: Extraction) -> dict[str, Any]:
    """Everything but the pages and the sketch, ready for JSON."""
    facts = asdict(extraction)
    del facts["pages"], facts["sketch"]
    return facts


def extraction_of(facts: dict[str, Any], pages: Iterable[Page], sketch: tuple[int, ...]) -> Extraction:
    """The extraction that the parts were taken from.

    Raises:
        KeyError, TypeError, ValueError: the facts are those of another version.
    """
    outline = tuple(OutlineEntry(**entry) for entry in facts["information"].pop("outline"))
    rebuilt = {
        "notes": tuple(map(note_from, facts["notes"])),
        "refused": refusal_from(facts["refused"]) if facts["refused"] else None,
        "information": FileInformation(**facts["information"], outline=outline),
        "pages": tuple(pages),
        "sketch": sketch,
    }
    return Extraction(**(facts | rebuilt))


def packed_sketch(sketch: Sequence[int]) -> bytes:
    """Numbers of 64 bits, the highest byte first."""
    return struct.pack(f">{len(sketch)}Q", *sketch)


def unpacked_sketch(content: bytes) -> tuple[int, ...]:
    """The numbers.

    Raises:
        struct.error: the bytes are cut short.
    """
    return struct.unpack(f">{len(content) // 8}Q", content)
