"""Libraries and partners as records of their own: who they are, whatever a document calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import Language

LIBRARY_KINDS = ("library-system", "branch", "community-library", "regional-body", "national-body")
"""What a library can be; every other organisation is a kind of partner, by the scheme `partner-type`."""

ORGANISATION_SCHEMES = ("library", "partner")
"""The facets whose values are organisations."""

IDENTIFIERS = ("isil", "cvr", "wikidata", "viaf", "ror")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; whatever is not known is empty.

    Attributes:
        id: the name of its file; what documents, addresses and the index carry.
        names: by language; one of them at least.
        other_names: earlier names, other spellings, short forms.
        kind: one of LIBRARY_KINDS or a partner type.
        part_of: id of the organisation that it is a part of.
        place: id of the place where it is at home.
        identifiers: by the names of IDENTIFIERS.
        about: one line on it, by language.
        replaced_by: id of the record that stands for it now; such a record is kept for its address alone.
    """

    id: str
    names: Mapping[Language, str]
    other_names: tuple[str, ...] = ()
    kind: str = ""
    part_of: str = ""
    place: str = ""
    country: str = ""
    website: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[Language, str] = field(default_factory=dict)
    replaced_by: str = ""

    @property
    def is_library(self) -> bool:
        """Whether it is a library or a body of libraries."""
        return self.kind in LIBRARY_KINDS

    def name(self, language: Language) -> str:
        """What it is called in a language, or in the other one."""
        return self.names.get(language) or self.names[language.other]

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that it has, each once."""
        return tuple(dict.fromkeys((*self.names.values(), *self.other_names)))


class Organisations(Mapping[str, Organisation]):
    """The records by id, and the ids by name. Nothing in it changes."""

    def __init__(self, records: Iterable[Organisation] = (), content_hash: str = "") -> None:
        self._records = {one.id: one for one in records}
        self.content_hash = content_hash
        self._named: dict[str, set[str]] = {}
        for one in self._records.values():
            for name in one.all_names:
                self._named.setdefault(_folded(name), set()).add(self.current(one.id))

    def __getitem__(self, organisation_id: str) -> Organisation:
        return self._records[organisation_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def current(self, organisation_id: str) -> str:
        """The id of the record that stands for one now; the id itself where none replaced it."""
        seen: set[str] = set()
        while organisation_id not in seen and (found := self._records.get(organisation_id)) and found.replaced_by:
            seen.add(organisation_id)
            organisation_id = found.replaced_by
        return organisation_id

    def named(self, text: str) -> str:
        """The id of the organisation that is meant by an id or a name; "" for what none or several are called."""
        if text in self._records:
            return self.current(text)
        found = self._named.get(_folded(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    def shared_names(self) -> dict[str, list[str]]:
        """Names that several records have, with their ids."""
        return {name: sorted(ids) for name, ids in self._named.items() if len(ids) > 1}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
