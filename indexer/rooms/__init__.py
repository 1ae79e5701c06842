"""The room of a partnership: one record for all tools, kept encrypted under two links.

These are its published names: the door of `web/rooms`, beside `indexer` for everybody else.
"""

from indexer.domain.errors import RoomDamaged, RoomError, RoomNotFound, RoomReadOnly, RoomRefused
from indexer.rooms.agreement.clauses import Blank, Clause, Grid, Sentence, clauses_in, disclaimer_in
from indexer.rooms.network.network_reading import Finding, read_network
from indexer.rooms.record.changes import (
    Applied,
    FieldEdit,
    Place,
    RowRemoval,
    apply_changes,
    digest,
    resolve,
    text_of,
    value_at,
    value_from_text,
    with_row,
)
from indexer.rooms.record.field_kinds import FieldKind, FieldType, Value, is_id
from indexer.rooms.record.personal_data import private_names
from indexer.rooms.record.records import (
    SCALE,
    TIES,
    About,
    Answer,
    ClauseChoice,
    Conflict,
    Date,
    FollowUp,
    Notices,
    Plan,
    RoomActor,
    Shortlisted,
    Step,
    TieAmong,
)
from indexer.rooms.record.room import SECTIONS, Room, Section, new_row_id
from indexer.rooms.record.room_json import exported, imported, json_schema
from indexer.rooms.store.links import Access, RoomLink
from indexer.rooms.store.rooms import OpenRoom, RoomLimits, Rooms

__all__ = [
    "About",
    "Access",
    "Answer",
    "Applied",
    "apply_changes",
    "Blank",
    "Clause",
    "ClauseChoice",
    "clauses_in",
    "Conflict",
    "Date",
    "digest",
    "disclaimer_in",
    "exported",
    "FieldEdit",
    "FieldKind",
    "FieldType",
    "Finding",
    "FollowUp",
    "Grid",
    "imported",
    "is_id",
    "json_schema",
    "new_row_id",
    "Notices",
    "OpenRoom",
    "Place",
    "Plan",
    "private_names",
    "read_network",
    "resolve",
    "Room",
    "RoomActor",
    "RoomDamaged",
    "RoomError",
    "RoomLimits",
    "RoomLink",
    "RoomNotFound",
    "RoomReadOnly",
    "RoomRefused",
    "Rooms",
    "RowRemoval",
    "SCALE",
    "Section",
    "SECTIONS",
    "Sentence",
    "Shortlisted",
    "Step",
    "text_of",
    "TieAmong",
    "TIES",
    "Value",
    "value_at",
    "value_from_text",
    "with_row",
]
