"""corpus/places.csv -> Places: one row for each place, every fault named with its line."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.records.places import Place, Places
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

PLACES_NAME = "places.csv"
COLUMNS = (
    "id", "kind", "name_da", "name_en", "other_names", "country", "part_of", "code", "group", "latitude", "longitude",
    "tile_column", "tile_row",
)  # fmt: skip
_KINDS = frozenset(("municipality", "region", "town", "village", "city district", "airport", "county", "state"))
_BETWEEN_NAMES = "|"
_MOST_TILES = 100


def read_places(folder: Path) -> tuple[Places, tuple[CorpusFault, ...]]:
    """The places of a corpus folder, rows with a fault left out, and the faults; no places where there is no table."""
    try:
        content = (folder / PLACES_NAME).read_bytes()
        rows = csv.DictReader(io.StringIO(incoming_text(content.decode("utf-8-sig"))), strict=True)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            return Places(), (_fault(1, Message("places-columns", columns=", ".join(COLUMNS))),)
        return _read(rows, hashlib.sha256(content).hexdigest())
    except FileNotFoundError:
        return Places(), ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return Places(), (_fault(None, Message("places-unreadable", error=error)),)


def _read(rows: csv.DictReader[str], content_hash: str) -> tuple[Places, tuple[CorpusFault, ...]]:
    found: dict[str, Place] = {}
    faults: list[CorpusFault] = []
    for row in rows:
        wrong = next(_wrong(row, found), "")
        if wrong:
            shown = str(row.get(wrong) or "")[:80]
            faults.append(_fault(rows.line_num, Message("place-fault", column=wrong, value=shown), wrong))
        else:
            found[row["id"]] = _place(row)
    while lost := [place for place in found.values() if place.part_of and place.part_of not in found]:
        for place in lost:  # what lies in one of them is lost the next time round
            faults.append(_fault(None, Message("place-fault", column="part_of", value=place.part_of), "part_of"))
            del found[place.id]
    return Places(found.values(), content_hash), tuple(faults)


def _wrong(row: Mapping[str, str | None], found: Mapping[str, Place]) -> Iterator[str]:
    """The columns of a row whose values cannot be used."""
    if not row["id"] or row["id"] in found:
        yield "id"
    yield from (name for name in COLUMNS if row[name] is None)
    if row["kind"] not in _KINDS:
        yield "kind"
    if not row["name_da"] and not row["name_en"]:
        yield "name_da"
    if row["country"] not in COUNTRY_CODES:
        yield "country"
    yield from _wrong_pair(row, {"latitude": 90, "longitude": 180})
    yield from _wrong_pair(row, {"tile_column": _MOST_TILES, "tile_row": _MOST_TILES})


def _wrong_pair(row: Mapping[str, str | None], most: Mapping[str, int]) -> Iterator[str]:
    """Of two columns that say where something is: the one that is missing, and what is no number up to the most."""
    if any(row[name] for name in most):
        yield from (name for name, limit in most.items() if not _is_within(row[name] or "", limit))


def _is_within(text: str, limit: int) -> bool:
    try:
        return abs(float(text)) <= limit  # nan is within nothing
    except ValueError:
        return False


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        names={language: name for language in Language if (name := row[f"name_{language.value}"])},
        other_names=tuple(name.strip() for name in row["other_names"].split(_BETWEEN_NAMES) if name.strip()),
        part_of=row["part_of"],
        kind=row["kind"],
        country=row["country"],
        code=row["code"],
        group=row["group"],
        point=(float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None,
        tile=(float(row["tile_column"]), float(row["tile_row"])) if row["tile_column"] else None,
    )


def _fault(line: int | None, message: Message, key: str = "") -> CorpusFault:
    return CorpusFault(PLACES_NAME, message, line, key, is_refusal=False)
