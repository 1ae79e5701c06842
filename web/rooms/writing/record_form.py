"""The record of a room -> fields of forms, with their words, choices, faults and what was typed before."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Language, danish_sort_key, name_in
from indexer.rooms import (
    OWN_SIDE,
    SECTIONS,
    FieldKind,
    FieldType,
    OpenRoom,
    Place,
    Room,
    Value,
    digest,
    value_at,
)
from web.rooms.leads.case_leads import Lead
from web.rooms.leads.field_leads import FieldLeads
from web.rooms.writing.typed_form import NEW, REMOVE, TypedForm, was_name
from web.site.context import page_vocabulary
from web.site.language import date, number, page_language, said, translate


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a choice and what it is called."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as a form shows it; `values` are what stands in it, in words for whoever can only read."""

    place: Place
    leads: FieldLeads

    name: str
    label: str
    hint: str
    kind: FieldKind
    value: str
    is_ticked: bool
    options: tuple[Option, ...]
    fault: str
    values: tuple[str, ...]

    @property
    def id(self) -> str:
        """What its label and hint are tied to."""
        return self.name.replace("/", "-")

    def lead_once(self) -> Lead | None:
        """The search for how others did, the first time that the page asks this."""
        return self.leads.once(self.place)


class RecordForm:
    """The fields of a room for one page; what was typed and not kept stands before what is kept."""

    def __init__(self, opened: OpenRoom, typed: TypedForm | None = None) -> None:
        self._room = opened.room
        self._typed = typed
        self._language = page_language()
        self._leads = FieldLeads(opened.room)
        self.refused = said(typed.refused) if typed and typed.refused else ""
        self.has_faults = bool(typed and typed.faults)

    def rows(self, section: str, blank: int = 0) -> tuple[str, ...]:
        """The ids of the rows of a section, then of so many new ones as may still come, those that were typed first."""
        kept = tuple(row.id for row in getattr(self._room, section))
        begun = self._begun(section)
        wanted = max(0, min(blank + len(begun), SECTIONS[section].most - len(kept)) - len(begun))
        # By chance, so that the new rows of two people are never taken for one.
        return (*kept, *begun, *(f"{NEW}{secrets.token_hex(8)}" for _ in range(wanted)))

    def field(self, section: str, name: str, row: str = "") -> FieldView:
        """A field of a section, or of a row of it."""
        place = Place(section, row, name)
        kind, stands = place.kind, value_at(self._room, place)
        chosen, is_ticked = self._shown(place, stands)
        label = label_id(place)
        return FieldView(
            place=place,
            leads=self._leads,
            name=str(place),
            label=name_in(label, self._language),
            hint=name_in(f"{label}-hint", self._language),
            kind=kind,
            value=chosen[0] if chosen else "",
            is_ticked=is_ticked,
            options=self._options(place, chosen),
            fault=said(self._typed.faults[str(place)]) if self._typed and str(place) in self._typed.faults else "",
            values=in_words(place, stands, self._room),
        )

    def was(self, section: str, names: Sequence[str], row: str = "") -> tuple[str, str]:
        """Name and value of the hidden field that says what a form shows of a record; as it came if it came before."""
        name = was_name(section, row)
        if self._typed and name in self._typed.raw:
            return name, self._typed.raw[name]
        values = (value_at(self._room, Place(section, row, each)) for each in names)
        return name, " ".join(f"{each}:{digest(value)}" for each, value in zip(names, values, strict=True))

    def is_removed(self, section: str, row: str) -> bool:
        """Whether a row was ticked to be removed."""
        return bool(self._typed and f"{section}/{row}" in self._typed.raw.getlist(REMOVE))

    def _begun(self, section: str) -> tuple[str, ...]:
        start = was_name(section, NEW)
        if not self._typed:
            return ()
        rows = [name.partition("/")[2] for name in self._typed.raw if name.startswith(start)]
        return tuple(row for row in rows if self._has_words(section, row))

    def _has_words(self, section: str, row: str) -> bool:
        assert self._typed is not None
        names = (str(Place(section, row, each)) for each in SECTIONS[section].fields)
        return any(self._typed.raw.get(name, "").strip() for name in names)

    def _shown(self, place: Place, stands: Value) -> tuple[tuple[str, ...], bool]:
        """The values in a field as texts, and whether it is ticked."""
        # A box without its tick is not sent: the hidden field says that the form had it.
        if self._typed and was_name(place.section, place.row) in self._typed.raw:
            return tuple(self._typed.raw.getlist(str(place))), str(place) in self._typed.raw
        if isinstance(stands, tuple):
            return stands, False
        if isinstance(stands, bool):
            return (), stands
        return ("" if stands is None else str(stands),), False

    def _options(self, place: Place, chosen: tuple[str, ...]) -> tuple[Option, ...]:
        kind = place.kind
        if kind.type is FieldType.CHOICE:
            names = {value: name_in(f"{label_id(place)}-{value}", self._language) or value for value in kind.choices}
        elif kind.scheme:
            names = concept_names(kind.scheme, self._language)
        elif kind.type is FieldType.ID:
            names = side_names(self._room) if OWN_SIDE in kind.choices else actor_names(self._room)
        else:
            return ()
        return tuple(Option(value, name, value in chosen) for value, name in names.items())


def label_id(place: Place) -> str:
    """The id of the message that a field is called by."""
    return f"room-{place.section}-{place.field}"


def actor_names(room: Room) -> dict[str, str]:
    """The actors of a room by their ids."""
    return {actor.id: actor.name for actor in room.actors}


def side_names(room: Room) -> dict[str, str]:
    """The library's own side and the actors of a room by their ids."""
    return {OWN_SIDE: room.about.library or translate("Biblioteket"), **actor_names(room)}


def concept_names(scheme: str, language: Language) -> dict[str, str]:
    """The ids of a scheme with what they are called, sectors briefly and in their own order, all else by name."""
    found = page_vocabulary().schemes.get(scheme)
    names = {each.id: each.labels.get(language, each.id) for each in (found.concepts.values() if found else ())}
    if scheme == "sector":
        return {value: name_in(f"room-sector-{value}", language) or name for value, name in names.items()}
    return dict(sorted(names.items(), key=lambda pair: danish_sort_key(pair[1])))


def in_words(place: Place, value: Value, room: Room) -> tuple[str, ...]:
    """A value for whoever reads it; nothing where nothing stands."""
    language, kind = page_language(), place.kind
    if isinstance(value, tuple):
        return tuple(page_vocabulary().label(kind.scheme, one, language) for one in value)
    if value in ("", None, False):
        return ()
    match kind.type:
        case FieldType.CONCEPT:
            return (page_vocabulary().label(kind.scheme, str(value), language),)
        case FieldType.CHOICE:
            return (name_in(f"{label_id(place)}-{value}", language) or str(value),)
        case FieldType.TICK:
            return (translate("ja"),)
        case FieldType.DAY:
            return (date(str(value)),)
        case FieldType.NUMBER:
            return (number(int(str(value))),)
        case FieldType.ID:
            return (side_names(room).get(str(value), translate("(fjernet)")),)
        case _:
            return (str(value),)
