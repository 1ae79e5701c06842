"""Records of what documents name: each is known by its id, and by every name that is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from indexer.domain.documents.metadata import Language

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def looks_like_id(text: str) -> bool:
    """Whether a text is read as the id of a record, not as a name.

    >>> looks_like_id("slots-og-kulturstyrelsen"), looks_like_id("Skolen"), looks_like_id("røde kors")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """What every record states; whatever is not known is empty.

    Attributes:
        id: what documents, addresses and the index carry.
        names: by language; one of them at least.
        other_names: earlier names, other spellings, short forms.
        part_of: id of the record that it is a part of.
        replaced_by: id of the record that stands for it now, its own where none does, because it was retired; such a
            record is kept for its address alone.
    """

    id: str
    names: Mapping[Language, str]
    other_names: tuple[str, ...] = ()
    part_of: str = ""
    replaced_by: str = ""

    def name(self, language: Language) -> str:
        """What it is called in a language, or in the other one."""
        return self.names.get(language) or self.names[language.other]

    @property
    def is_retired(self) -> bool:
        """Whether it was taken out of use, and no other stands for it."""
        return self.replaced_by == self.id

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that it has, each once."""
        return tuple(dict.fromkeys((*self.names.values(), *self.other_names)))


R = TypeVar("R", bound=NamedRecord)


class Records(Mapping[str, R]):
    """Records of one kind by id, and their ids by name. Nothing in it changes."""

    def __init__(self, records: Iterable[R] = (), content_hash: str = "") -> None:
        self._records = {one.id: one for one in records}
        self.content_hash = content_hash
        self._named: dict[str, set[str]] = {}
        for one in (each for each in self._records.values() if self.current(each.id)):
            for name in one.all_names:
                self._named.setdefault(_folded(name), set()).add(self.current(one.id))

    def __getitem__(self, record_id: str) -> R:
        return self._records[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def current(self, record_id: str) -> str:
        """The id of the record that stands for one now: itself where it was not replaced, "" where none does."""
        seen: set[str] = set()
        while record_id not in seen and (found := self._records.get(record_id)) and found.replaced_by:
            if found.is_retired:
                return ""
            seen.add(record_id)
            record_id = found.replaced_by
        return record_id

    def has_gone(self, record_id: str) -> bool:
        """Whether a record was taken out of use, and no other stands for it."""
        return record_id in self._records and not self.current(record_id)

    def named(self, text: str) -> str:
        """The id of the record that is meant by an id or a name; "" for what none or several are called."""
        if text in self._records:
            return self.current(text)
        found = self._named.get(_folded(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    def shared_names(self) -> dict[str, list[str]]:
        """Names that several records have, with their ids."""
        return {name: sorted(ids) for name, ids in self._named.items() if len(ids) > 1}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
