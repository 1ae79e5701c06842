"""A fault of a write-up, and the exceptions that are allowed with a reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.collection.write_ups import words_of

EXCEPTIONS = Path(__file__).with_name("exceptions.toml")


@dataclass(frozen=True)
class Fault:
    """What is wrong, with the text it concerns, in one document or between two."""

    ids: tuple[str, ...]
    text: str
    message: str

    def __str__(self) -> str:
        return f"{' + '.join(self.ids)}: {self.message}"


@dataclass(frozen=True)
class Exceptions:
    """What exceptions.toml allows.

    Attributes:
        texts: (id of the document, words of the text).
        merged: id of a sheet without a document of its own -> id of the document that tells it.
        parts: id of a document made from parts of sheets -> the ids of these sheets, the main one first.
    """

    texts: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def allow(self, fault: Fault) -> bool:
        """Whether the text of the fault is excepted in one of its documents."""
        return any((id_, words_of(fault.text)) in self.texts for id_ in fault.ids)


def load_exceptions(path: Path = EXCEPTIONS) -> Exceptions:
    """The exceptions of the file.

    Raises:
        ValueError: an entry gives no id, text or reason.
    """
    content = tomllib.loads(path.read_text("utf-8"))
    exceptions, merged, parts = (content.get(key, ()) for key in ("exception", "merged", "part"))
    for entry in (*exceptions, *merged, *parts):
        if not all(entry.get(key, "").strip() for key in ("id", "text", "reason")):
            raise ValueError(f"{path.name}: {entry} needs id, text and reason.")
    return Exceptions(
        frozenset((entry["id"], words_of(entry["text"])) for entry in exceptions),
        {entry["id"]: entry["text"] for entry in merged},
        {entry["id"]: tuple(entry["text"].split()) for entry in parts},
    )
