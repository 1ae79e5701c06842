"""The fact sheets that the write-ups were made from; they lie outside the repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.collection.write_ups import CORPUS

FACTS = CORPUS.parents[1] / "shared" / "facts"
LATER_FACTS = FACTS.with_name("facts-2")  # A sheet there replaces the one of the same id.
_NAMING_KEYS = ("title_da", "title_en", "library", "municipality", "country", "year_start", "year_end")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast


@dataclass(frozen=True)
class FactSheet:
    """One sheet, as it was written."""

    id: str
    content: dict[str, Any]

    @cached_property
    def text(self) -> str:
        """All that a write-up may take numbers and names from; addresses are no facts."""
        return "\n".join(self._texts())

    def _texts(self) -> Iterator[str]:
        yield from (str(self.content[key]) for key in _NAMING_KEYS if self.content.get(key) is not None)
        yield from map(str, self.content["partners"])
        yield from (fact["fact"] for fact in self.content["facts"])
        for source in self.content["sources"]:
            yield from (str(source[key]) for key in ("title", "publisher", "year") if source[key] is not None)


def load_fact_sheets(folders: Sequence[Path] = (FACTS, LATER_FACTS)) -> dict[str, FactSheet]:
    """Every sheet by its id, from the last folder that has one; empty where the folders are missing."""
    paths = (path for folder in folders for language in ("da", "en") for path in sorted(folder.glob(f"{language}/*.yaml")))
    contents = (yaml.load(path.read_bytes(), _Loader) for path in paths)
    return {content["id"]: FactSheet(content["id"], content) for content in contents}
