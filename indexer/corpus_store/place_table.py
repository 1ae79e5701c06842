"""corpus/places.csv -> Places: one row for each place, every fault named with its line."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.records.places import COUNTRY_KIND, PLACE_KINDS, Place, Places, country_id
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

PLACES_NAME = "places.csv"
NEEDED_COLUMNS = (
    "id", "kind", "name_da", "name_en", "other_names", "country", "part_of", "code", "group", "latitude", "longitude",
    "tile_column", "tile_row",
)  # fmt: skip
_WELCOME_COLUMNS = ("population", "population_year", "replaced_by")
"""Any of these may stand behind the others: tables of before have none."""

COLUMNS = (*NEEDED_COLUMNS, *_WELCOME_COLUMNS)

_BETWEEN_NAMES = "|"
_MOST_TILES = 100


def read_places(folder: Path) -> tuple[Places, tuple[CorpusFault, ...]]:
    """The places of a corpus folder, rows with a fault left out, and the faults; no places where there is no table."""
    try:
        return places_in((folder / PLACES_NAME).read_bytes())
    except FileNotFoundError:
        return Places(), ()
    except OSError as error:
        return Places(), (_fault(None, Message("places-unreadable", error=error)),)


def places_in(content: bytes) -> tuple[Places, tuple[CorpusFault, ...]]:
    """The places of a table of that content, and its faults."""
    try:
        rows = csv.DictReader(io.StringIO(incoming_text(content.decode("utf-8-sig"))), strict=True)
        if not _are_columns(tuple(rows.fieldnames or ())):
            return Places(), (_fault(1, Message("places-columns", columns=", ".join(NEEDED_COLUMNS))),)
        return _read(rows, hashlib.sha256(content).hexdigest())
    except (UnicodeDecodeError, csv.Error) as error:
        return Places(), (_fault(None, Message("places-unreadable", error=error)),)


def _are_columns(names: tuple[str, ...]) -> bool:
    others = names[len(NEEDED_COLUMNS) :]
    is_known_once = len(set(others)) == len(others) and set(others) <= set(_WELCOME_COLUMNS)
    return names[: len(NEEDED_COLUMNS)] == NEEDED_COLUMNS and is_known_once


def stated_place(content: bytes, place_id: str) -> dict[str, str | list[str]]:
    """What the row of a place states, by column; nothing where the table has none."""
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        if row["id"] == place_id:
            names = [name.strip() for name in (row["other_names"] or "").split(_BETWEEN_NAMES) if name.strip()]
            texts = {name: row.get(name) or "" for name in COLUMNS if name not in ("id", "other_names")}
            return {name: value for name, value in (texts | {"other_names": names}).items() if value}
    return {}


def changed_places(content: bytes, stated: Mapping[str, Mapping[str, str | list[str]]]) -> bytes:
    """The table with some columns of some places stated otherwise; new places come last, other rows stay."""
    text = content.decode("utf-8-sig") or ",".join(COLUMNS) + "\n"
    lines, waiting = text.splitlines(keepends=True), dict(stated)
    columns = next(csv.reader(lines))
    columns += [
        name for name in _WELCOME_COLUMNS if name not in columns and any(values.get(name) for values in stated.values())
    ]
    written, start = [_row(columns)], 1
    reader = csv.reader(lines[1:])
    for cells in reader:
        end = 1 + reader.line_num
        values = waiting.pop(cells[0], None) if cells else None
        row = dict(zip(columns, cells, strict=False))
        written += lines[start:end] if values is None else [_row(_cells(row, values, columns))]
        start = end
    written += [_row(_cells({"id": place_id}, values, columns)) for place_id, values in waiting.items()]
    if len(written) > 1 and not written[-2].endswith("\n"):
        written[-2] += "\n"
    return "".join(written).encode()


def _cells(row: Mapping[str, str], stated: Mapping[str, str | list[str]], columns: Sequence[str]) -> list[str]:
    told = {name: _BETWEEN_NAMES.join(value) if isinstance(value, list) else value for name, value in stated.items()}
    return [(told | {"id": row["id"]}).get(name, row.get(name, "")) for name in columns]


def _row(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


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
    yield from (name for name in NEEDED_COLUMNS if row[name] is None)
    if row["kind"] not in PLACE_KINDS:
        yield "kind"
    if not row["name_da"] and not row["name_en"]:
        yield "name_da"
    if row["country"] not in COUNTRY_CODES:
        yield "country"
    elif row["kind"] == COUNTRY_KIND and row["id"] != country_id(row["country"]):
        yield "id"
    yield from _wrong_pair(row, {"latitude": 90, "longitude": 180})
    yield from _wrong_pair(row, {"tile_column": _MOST_TILES, "tile_row": _MOST_TILES})
    yield from _wrong_numbers(row)


def _wrong_numbers(row: Mapping[str, str | None]) -> Iterator[str]:
    """Of how many live there and in which year: what is no whole number, and a number without its year."""
    told = {name: row.get(name) or "" for name in ("population", "population_year")}
    if any(told.values()):
        yield from (name for name, text in told.items() if not (text.isascii() and text.isdigit() and len(text) < 12))


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
        population=(int(row["population"]), int(row["population_year"])) if row.get("population") else None,
        replaced_by=row.get("replaced_by") or "",
    )


def _fault(line: int | None, message: Message, key: str = "") -> CorpusFault:
    return CorpusFault(PLACES_NAME, message, line, key, is_refusal=False)
