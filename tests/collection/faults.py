"""A fault of a write-up, and the exceptions that are allowed with a reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
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
    """What exceptions.toml allows: texts by (id, text), and sheets that have no write-up of their own."""

    texts: frozenset[tuple[str, tuple[str, ...]]]
    merged: frozenset[str]

    def allow(self, fault: Fault) -> bool:
        """Whether the text of the fault is excepted in one of its documents."""
        return any((id_, words_of(fault.text)) in self.texts for id_ in fault.ids)


def load_exceptions(path: Path = EXCEPTIONS) -> Exceptions:
    """The exceptions of the file.

    Raises:
        ValueError: an entry gives no id, text or reason.
    """
    content = tomllib.loads(path.read_text("utf-8"))
    for entry in (*content.get("exception", ()), *content.get("merged", ())):
        if not all(entry.get(key, "").strip() for key in ("id", "text", "reason")):
            raise ValueError(f"{path.name}: {entry} needs id, text and reason.")
    texts = frozenset((entry["id"], words_of(entry["text"])) for entry in content.get("exception", ()))
    return Exceptions(texts, frozenset(entry["id"] for entry in content.get("merged", ())))
