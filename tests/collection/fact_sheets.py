"""The fact sheets that the write-ups were made from; they lie outside the repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.collection.write_ups import CORPUS

FACTS = CORPUS.parents[1] / "shared" / "facts"
LATER_FACTS = FACTS.with_name("facts-2")  # A sheet there replaces the one of the same id.
_NAMING_KEYS = (
    "title_da", "title_en", "library", "municipality", "country", "year_start", "year_end", "outcome",
    "last_known_active",
)  # fmt: skip
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast


@dataclass(frozen=True)
class FactSheet:
    """One sheet, as it was written, with what else a write-up of it may tell.

    Attributes:
        merged: the sheets that have no write-up of their own because this one's tells them.
        source_of: the other documents that tell a part of the sheet; a sheet told in parts need not be told whole.
        is_part: whether the document tells only a part of the sheet, or of several.
    """

    id: str
    content: dict[str, Any]
    merged: tuple[FactSheet, ...] = ()
    source_of: tuple[str, ...] = ()
    is_part: bool = False

    @cached_property
    def text(self) -> str:
        """All that a write-up may take numbers and names from; addresses are no facts."""
        return "\n".join((*self._texts(), *(sheet.text for sheet in self.merged)))

    def values(self, key: str) -> tuple[Any, ...]:
        """The values of a list of the sheet and of those merged into it."""
        return (*self.content[key], *(value for sheet in self.merged for value in sheet.values(key)))

    def addresses(self) -> frozenset[str]:
        """The addresses of the sheet's own sources."""
        return frozenset(str(source["url"]) for source in self.content["sources"])

    def _texts(self) -> Iterator[str]:
        yield from (str(self.content[key]) for key in _NAMING_KEYS if self.content.get(key) is not None)
        yield from map(str, self.content["partners"])
        yield from (fact["fact"] for fact in self.content["facts"])
        yield from map(str, self.content.get("corrections") or ())
        for source in self.content["sources"]:
            yield from (str(source[key]) for key in ("title", "publisher", "year") if source[key] is not None)


def load_fact_sheets(folders: Sequence[Path] = (FACTS, LATER_FACTS)) -> dict[str, FactSheet]:
    """Every sheet by its id, from the last folder that has one; empty where the folders are missing."""
    paths = (
        path for folder in folders for language in ("da", "en") for path in sorted(folder.glob(f"{language}/*.yaml"))
    )
    contents = (yaml.load(path.read_bytes(), _Loader) for path in paths)
    return {content["id"]: FactSheet(content["id"], content) for content in contents}


def as_told(
    sheets: Mapping[str, FactSheet], merged: Mapping[str, str], parts: Mapping[str, Sequence[str]]
) -> dict[str, FactSheet]:
    """The sheets by the documents that tell them.

    Args:
        sheets: every sheet by its id.
        merged: id of a sheet without a document of its own -> id of the document that tells it.
        parts: id of a document made from parts of sheets -> the ids of these sheets, the main one first.
    """
    told = {}
    for id_, sheet in sheets.items():
        inside = tuple(sheets[other] for other, target in merged.items() if target == id_)
        told_elsewhere = tuple(part for part, wholes in parts.items() if id_ in wholes)
        told[id_] = replace(sheet, merged=inside, source_of=told_elsewhere)
    for id_, (main, *others) in parts.items():
        told[id_] = FactSheet(id_, sheets[main].content, tuple(sheets[other] for other in others), is_part=True)
    return told
