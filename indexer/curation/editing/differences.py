"""What a change did to each file, for a reader: metadata key by key, text line by line."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass

from indexer.curation.editing.change_records import Change, FileChange
from indexer.curation.editing.history import History
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata_key import ValueType
from indexer.domain.documents.metadata_schema import SCHEMA

_CONTEXT_LINES = 1
_TEXTS = (".md", ".toml", ".ttl", ".csv")
_DATES = frozenset(row.key for row in SCHEMA if row.type is ValueType.MOMENT)


@dataclass(frozen=True, slots=True)
class KeyDifference:
    """A metadata key with its values before and after; empty where it stated nothing."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line of the text: `sign` is "+" for a new one, "-" for one that is gone, " " for one beside them."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A file of a change; `is_new` and `is_gone` say that there was none before or is none after."""

    location: str
    is_new: bool
    is_gone: bool
    keys: tuple[KeyDifference, ...] = ()
    lines: tuple[LineDifference, ...] = ()


def differences(change: Change, history: History) -> tuple[FileDifference, ...]:
    """Every file of the change, in its order; files that are no text have neither keys nor lines."""
    return tuple(_difference(file, history) for file in change.files)


def text_differences(before: str, after: str) -> tuple[LineDifference, ...]:
    """The lines that differ, with the line before and after each place."""
    found = []
    for line in list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=_CONTEXT_LINES, lineterm=""))[2:]:
        if not line.startswith("@@"):
            found.append(LineDifference(line[0], line[1:]))
    return tuple(found)


def key_differences(before: dict[str, object], after: dict[str, object]) -> tuple[KeyDifference, ...]:
    """The keys whose value differs, in the order of the file; a change tells by itself when it was."""
    keys = dict.fromkeys(key for key in (*after, *before) if key not in _DATES)
    return tuple(
        KeyDifference(key, _values(before.get(key)), _values(after.get(key)))
        for key in keys
        if before.get(key) != after.get(key)
    )


def _difference(file: FileChange, history: History) -> FileDifference:
    found = FileDifference(file.location, is_new=file.before is None, is_gone=file.after is None)
    if not file.location.endswith(_TEXTS):
        return found
    before_toml, before_body = _parts(file.location, history.content(file.before) if file.before else b"")
    after_toml, after_body = _parts(file.location, history.content(file.after) if file.after else b"")
    return FileDifference(
        file.location,
        found.is_new,
        found.is_gone,
        key_differences(before_toml, after_toml),
        text_differences(before_body, after_body),
    )


def _parts(location: str, content: bytes) -> tuple[dict[str, object], str]:
    """The metadata and the text; a file that cannot be read as such is all text."""
    text = content.decode("utf-8", "replace")
    if not location.endswith((".md", ".toml")):
        return {}, text
    try:
        toml, body = split_front_matter(text) if location.endswith(".md") else (text, "")
        return tomllib.loads(toml), body
    except ValueError:
        return {}, text


def _values(value: object) -> tuple[str, ...]:
    if value in (None, "", []):
        return ()
    return tuple(_words(one) for one in (value if isinstance(value, list) else [value]))


def _words(value: object) -> str:
    """A value in one line; the parts of a table, and what is listed in them, between commas."""
    if isinstance(value, dict):
        return ", ".join(map(_words, value.values()))
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)
