"""The TOML beside or before a text -> Metadata, every fault named with its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from indexer.corpus_store.document_names import MARKDOWN_ENDING, split_language
from indexer.corpus_store.port import CorpusFault, CorpusFile, OtherText
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message

_OF_A_TEXT = tuple(row.translates for row in SCHEMA if row.translates)
"""The keys that the file of a text in the other language may state, in that language."""

Read = tuple[Metadata | None, tuple[CorpusFault, ...]]


def read_metadata(
    location: str, toml: str, first_line: int, vocabulary: Vocabulary, beside: Mapping[str, object] | None = None
) -> Read:
    """The metadata of a file and its faults; None as soon as there is a fault.

    `first_line` is the line of the file (from 1) on which the TOML begins; keys of `beside` count where it states
    none of them.
    """
    try:
        content = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:  # not valid, a number without end, or nested without end
        # tomllib states the line nowhere but in its text (before Python 3.14).
        place = re.search(r"at line (\d+)", str(error))
        line = int(place.group(1)) + first_line - 1 if place else None
        return None, (CorpusFault(location, Message("not-toml", error=error), line),)
    metadata, faults = read_stated({**(beside or {}), **content}, vocabulary)
    placed = ((fault, _line_of(toml, fault.key)) for fault in faults)
    return metadata, tuple(
        CorpusFault(location, fault.message, line + first_line - 1 if line else None, fault.key)
        for fault, line in placed
    )


def stated_beside(folder: Path, other: OtherText) -> tuple[dict[str, object], tuple[CorpusFault, ...]]:
    """What the file of a text in the other language states of it, by keys of the document, and its faults.

    Title, summary and forms are its own; anything else belongs to the document, whose file it is to stand in.
    """
    path = folder / other.location
    try:
        content = tomllib.loads(_toml_of(path))
    except (OSError, ValueError, RecursionError) as error:
        return {}, (CorpusFault(other.location, Message("not-toml", error=error), 1, is_refusal=False),)
    found = {f"{key}_{other.language}": content[key] for key in _OF_A_TEXT if key in content}
    misplaced = [key for key in content if key not in (*_OF_A_TEXT, "language")]
    faults = [
        CorpusFault(other.location, Message("stated-in-other-text", name=key), key=key, is_refusal=False)
        for key in misplaced
    ]
    return found, tuple(faults)


def with_other_text(file: CorpusFile, read: Read) -> Read:
    """Metadata that knows of the document's other text; a fault where both texts are said to be in one language."""
    metadata, faults = read
    _, named = split_language(Path(file.location).stem)
    if metadata is None or file.other is None:
        return read
    if metadata.language is file.other.language or named not in (None, metadata.language):
        message = Message("language-of-texts", stated=metadata.language.value, location=file.other.location)
        return None, (*faults, CorpusFault(file.location, message, key="language"))
    return metadata.replaced({"has_other_text": True}), faults


def _toml_of(path: Path) -> str:
    if path.suffix == MARKDOWN_ENDING:
        return split_front_matter(path.read_text("utf-8"))[0]
    sidecar = path.with_name(f"{path.name}.toml")
    return sidecar.read_text("utf-8") if sidecar.is_file() else ""


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
