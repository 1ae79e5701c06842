"""A room -> a draft of the case that it becomes, as a Markdown file with the metadata that the room knows.

Only what the draft itself says goes into the file, and of the metadata only concepts and names of organisations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from indexer.corpus_store.metadata_writer import new_toml
from indexer.domain.documents.metadata import Language, Metadata, Source, Status
from indexer.rooms.record.field_kinds import FieldType
from indexer.rooms.record.records import RoomActor
from indexer.rooms.record.room import SECTIONS, Room
from indexer.rooms.record.sheets import Need
from indexer.rooms.record.work import CaseDraft
from indexer.rooms.sheets.rounds import rounds_of

_OUTCOMES: Mapping[str, str] = {
    "completed": "ended-as-planned",
    "embedded": "absorbed",
    "handed-over": "ended-as-planned",
    "broken-off": "stopped",
    "": "running",
}
"""The outcome of a partnership by how it is said to end."""

_FIELDS = SECTIONS["case_draft"].fields


def proposed_case(room: Room) -> CaseDraft:
    """What the rest of the room says to each question of a case; of sheets only those that all sides may see."""
    seen = [sheet for one in rounds_of(room, "needs") for sheet in one.shown if isinstance(sheet, Need)]
    proposed = {
        "title": room.about.name,
        "summary": room.plan.text.replace("\n", " ").partition(". ")[0],
        "what": room.plan.text,
        "who": _listed((room.about.library, *(actor.name for actor in _parties(room)))),
        "why": _listed((*(goal.text for goal in room.goals), *(need.wish for need in seen))),
        "how": _listed(task.what for task in room.tasks),
        "outcome": _paragraphs(room.closing.happened, room.closing.glad, room.evaluation.decision),
        "lessons": room.closing.otherwise,
    }
    return CaseDraft(**{name: _fitting(name, text) for name, text in proposed.items()})


def with_proposals(room: Room) -> Room:
    """The room with a proposal in every field of the draft that is empty; what was written stays."""
    proposed = proposed_case(room)
    stated = {name: getattr(room.case_draft, name) or getattr(proposed, name) for name in _FIELDS}
    return dataclasses.replace(room, case_draft=room.case_draft.changed(stated))


def case_metadata(room: Room, language: Language) -> Metadata:
    """What the room knows of the case, for curators to look through: a draft, with nothing about persons."""
    parties = _parties(room)
    types = (*room.plan.partner_types, *(actor.partner_type for actor in parties))
    sectors = (*room.plan.sectors, *(actor.sector for actor in parties))
    return Metadata(
        title=room.case_draft.title,
        language=language,
        kind="case",
        summary=room.case_draft.summary,
        subjects=room.plan.subjects,
        goals=room.plan.goals,
        sectors=_stated(sectors),
        partner_types=_stated(types),
        libraries=_stated((room.about.library,)),
        partners=_stated(actor.organisation or actor.name for actor in parties),
        municipalities=_stated((room.about.municipality,)),
        year_end=int(room.closing.day[:4]) if room.closing.day else None,
        outcome=_OUTCOMES[room.closing.way],
        evidence="own-report",
        status=Status.DRAFT,
        sources=tuple(Source(title=one.title, url=one.address) for one in room.sources if one.title),
    )


def case_markdown(metadata: Metadata, parts: Sequence[tuple[str, str]]) -> str:
    """The file: front matter, then a heading and a text for each part that says something."""
    body = "\n\n".join(f"## {heading}\n{text}" for heading, text in parts if text)
    return f"+++\n{new_toml(metadata).rstrip()}\n+++\n\n{body}\n"


def _parties(room: Room) -> tuple[RoomActor, ...]:
    return tuple(actor for actor in room.actors if actor.is_party)


def _stated(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"* {line}" for text in lines for line in text.splitlines() if line)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _fitting(name: str, text: str) -> str:
    """The text as its field has room for, cut before a word."""
    kind = _FIELDS[name]
    if kind.type is FieldType.LINE:
        text = " ".join(text.split())
    return text if len(text) <= kind.most else text[: kind.most].rpartition(" ")[0]
