"""The TOML beside or before a text -> Metadata, every fault named with its line and key."""

from __future__ import annotations

import re
import tomllib

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message


def read_metadata(
    location: str, toml: str, first_line: int, vocabulary: Vocabulary
) -> tuple[Metadata | None, tuple[CorpusFault, ...]]:
    """The metadata of a file and its faults; None as soon as there is a fault.

    `first_line` is the line of the file (from 1) on which the TOML begins.
    """
    try:
        content = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:  # not valid, a number without end, or nested without end
        # tomllib states the line nowhere but in its text (before Python 3.14).
        place = re.search(r"at line (\d+)", str(error))
        line = int(place.group(1)) + first_line - 1 if place else None
        return None, (CorpusFault(location, Message("not-toml", error=error), line),)
    metadata, faults = read_stated(content, vocabulary)
    placed = ((fault, _line_of(toml, fault.key)) for fault in faults)
    return metadata, tuple(
        CorpusFault(location, fault.message, line + first_line - 1 if line else None, fault.key)
        for fault, line in placed
    )


def _line_of(toml: str, key: str) -> int | None:
    """The line (from 1) on which a key is set or its table begins; of `describes.title` that of the part."""
    found = _set_at(toml, key, 0)
    table, _, part = key.partition(".")
    if found is None and part and (found := _set_at(toml, table, 0)):
        found = _set_at(toml, part, found.end()) or found
    return toml.count("\n", 0, found.end()) + 1 if found else None


def _set_at(toml: str, key: str, start: int) -> re.Match[str] | None:
    pattern = re.compile(rf"^\s*(?:\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\])", re.MULTILINE)
    return pattern.search(toml, start)
