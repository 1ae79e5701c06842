"""Two facets crossed -> the table of the gap map: rows, columns, cells with shade and address."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer import (
    AXES,
    DECADE,
    NOT_STATED,
    CrossTabulation,
    Filter,
    Query,
    Scheme,
    Vocabulary,
    axis_facet,
    choose_only,
    danish_sort_key,
    free_axis,
)
from web.explore.gap_map_urls import CellAddresses
from web.site.context import site
from web.site.facet_names import facet_name
from web.site.language import translate
from web.site.presentation import label
from web.site.urls.search_url import query_string

DEFAULT_AXES = ("partner-type", "goal")
MAP_AXES: tuple[str, ...] = (*DEFAULT_AXES, *(axis for axis in AXES if axis not in DEFAULT_AXES))
MOST_VALUES = 40
_SHADES = 5
_NAMED_GAPS = 3
_HOME = (Filter("kind", "case"), Filter("country", "DK"))


@dataclass(frozen=True, slots=True)
class MapValue:
    """A row or column: its name, how many documents it has alone, and the search for them."""

    id: str
    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class MapCell:
    """A pair of values.

    Attributes:
        shade: 0 for none, then 1 to 5 by count.
        url: the search for exactly these documents, "" where there are none.
        lacks_home: there are documents, but no Danish case among them.
    """

    count: int
    shade: int
    url: str
    lacks_home: bool


_EMPTY = MapCell(0, 0, "", lacks_home=False)


@dataclass(frozen=True, slots=True)
class GapMap:
    """The whole table; `is_cut` says that only the most frequent values of an axis are shown."""

    row_axis: str
    column_axis: str
    columns: tuple[MapValue, ...]
    rows: tuple[tuple[MapValue, tuple[MapCell, ...]], ...]
    is_cut: bool

    def narrower(self, vocabulary: Vocabulary) -> list[tuple[str, MapValue]]:
        """(axis, value) of the rows and columns that a map of their own can be drawn below."""
        schemes = [(axis, vocabulary.schemes.get(axis_facet(axis))) for axis in (self.row_axis, self.column_axis)]
        values = [row for row, _ in self.rows], self.columns
        return [
            (axis, value)
            for (axis, scheme), listed in zip(schemes, values, strict=True)
            if scheme
            for value in listed
            if value.count and not {value.id, *(one.id for one in listed)}.issuperset(scheme.narrower(value.id))
        ]

    @property
    def gaps(self) -> list[tuple[MapValue, MapValue]]:
        """The pairs that no document has."""
        return [
            (row, column)
            for row, cells in self.rows
            for column, cell in zip(self.columns, cells, strict=True)
            if not cell.count and NOT_STATED not in (row.id, column.id)
        ]

    @property
    def home_gaps(self) -> list[tuple[MapValue, MapValue, MapCell]]:
        """The pairs that documents have, but no Danish case; most documents first."""
        found = [
            (row, column, cell)
            for row, cells in self.rows
            for column, cell in zip(self.columns, cells, strict=True)
            if cell.lacks_home and NOT_STATED not in (row.id, column.id)
        ]
        return sorted(found, key=lambda gap: -gap[2].count)

    @property
    def largest_gaps(self) -> list[tuple[MapValue, MapValue]]:
        """The gaps whose row and column hold most: where documents would be expected first."""
        return sorted(self.gaps, key=lambda gap: -gap[0].count * gap[1].count)[:_NAMED_GAPS]

    @property
    def shade_ranges(self) -> list[tuple[int, int, int]]:
        """(shade, least, most) of the shades that a number of this map can have."""
        highest = self.highest
        ranges = (
            (shade, (shade - 1) * highest // _SHADES + 1, shade * highest // _SHADES) for shade in range(1, _SHADES + 1)
        )
        return [(shade, least, most) for shade, least, most in ranges if least <= most]

    @property
    def highest(self) -> int:
        """The largest number of a cell."""
        return max((cell.count for _, cells in self.rows for cell in cells), default=0)


def read_axes(rows: str, columns: str) -> tuple[str, str]:
    """The axes that an address asks for; what cannot be crossed falls back to partner type and goal."""
    row_axis = rows if rows in MAP_AXES else DEFAULT_AXES[0]
    column_axis = columns if columns in MAP_AXES else DEFAULT_AXES[1]
    if axis_facet(row_axis) == axis_facet(column_axis):
        column_axis = next(axis for axis in DEFAULT_AXES if axis != row_axis)
    return row_axis, column_axis


def axis_name(axis: str) -> str:
    """What an axis is called in the page's language."""
    return translate("Årti") if axis == DECADE else facet_name(axis)


def axis_value_name(axis: str, value: str) -> str:
    """What a value of an axis is called."""
    if axis == DECADE and value != NOT_STATED:
        return translate("{year}’erne", year=value)
    return label(axis_facet(axis), value)


def gap_map(query: Query, row_axis: str, column_axis: str) -> GapMap:
    """The map under a query. Danish cases are looked for where the query and the axes leave country and kind free."""
    crossing, home = _crossings(query, row_axis, column_axis)
    rows, is_cut_down = _values(crossing, row_axis, crossing.row_counts)
    columns, is_cut_across = _values(crossing, column_axis, crossing.column_counts)
    addresses = CellAddresses(query, row_axis, column_axis)
    highest = max((crossing.counts.get((r.id, c.id), 0) for r in rows for c in columns), default=0)

    def cell(row: MapValue, column: MapValue) -> MapCell:
        pair = row.id, column.id
        count = crossing.counts.get(pair, 0)
        if not count:
            return _EMPTY
        # The shade is rounded up: a single document is never drawn as none.
        lacks_home = home is not None and not home.counts.get(pair)
        return MapCell(count, -(-count * _SHADES // highest), addresses.query_string(*pair), lacks_home)

    table = tuple((row, tuple(cell(row, column) for column in columns)) for row in rows)
    return GapMap(row_axis, column_axis, columns, table, is_cut_down or is_cut_across)


def table_rows(found: GapMap) -> Sequence[Sequence[str | int]]:
    """The table for a CSV file, with its heads."""
    head: list[str | int] = [f"{axis_name(found.row_axis)} / {axis_name(found.column_axis)}"]
    rows = [[*head, *(column.name for column in found.columns), translate("I alt")]]
    rows += [[row.name, *(cell.count for cell in cells), row.count] for row, cells in found.rows]
    return [*rows, [translate("I alt"), *(column.count for column in found.columns), ""]]


def _crossings(query: Query, row_axis: str, column_axis: str) -> tuple[CrossTabulation, CrossTabulation | None]:
    """The crossing, and that of Danish cases, None where the query or an axis chooses another country or kind."""
    home = tuple(condition for condition in _HOME if condition not in query.filters)
    chosen = {condition.facet for condition in query.filters if condition not in _HOME} | {row_axis, column_axis}
    # Where cases of a country are counted already, what lacks a Danish one is what is empty.
    is_free = not chosen & {condition.facet for condition in _HOME} and _HOME[1] in home
    narrower = ((), home) if is_free else ((),)
    crossings = site().knowledge_base.cross_tabulate_narrowed(query, row_axis, column_axis, *narrower)
    return crossings[0], crossings[1] if is_free else None


def _values(crossing: CrossTabulation, axis: str, known: Mapping[str, int]) -> tuple[tuple[MapValue, ...], bool]:
    """The values of an axis, as many as may be shown, the most frequent; "not stated" last.

    Years stand in their order, all others by their numbers; equal ones as the vocabulary or the alphabet has it.
    """
    vocabulary = site().knowledge_base.vocabulary
    facet = axis_facet(axis)
    other = crossing.column_axis if axis == crossing.row_axis else crossing.row_axis
    free = free_axis(crossing.query, other)
    is_ordered = facet in {scheme.id for scheme in vocabulary.own_schemes}
    concepts = _listed(vocabulary.schemes[facet], crossing.query) if is_ordered else []
    ids, is_cut = _most_concepts(concepts, known) if concepts else _most_values(axis, known)
    if known.get(NOT_STATED):
        ids.append(NOT_STATED)
    values = tuple(
        MapValue(v, axis_value_name(axis, v), known.get(v, 0), query_string(choose_only(free, axis, v))) for v in ids
    )
    return values, is_cut


def _most_concepts(concepts: Sequence[str], known: Mapping[str, int]) -> tuple[list[str], bool]:
    """The concepts by their numbers, the most frequent where they are too many, and whether they are."""
    if len(concepts) <= MOST_VALUES:
        return sorted(concepts, key=lambda concept: -known.get(concept, 0)), False
    shown = set(_most_frequent({value: known[value] for value in concepts if value in known})[:MOST_VALUES])
    return sorted((one for one in concepts if one in shown), key=lambda concept: -known[concept]), True


def _most_values(axis: str, known: Mapping[str, int]) -> tuple[list[str], bool]:
    """The same of values that no vocabulary orders."""
    found = _most_frequent(known)
    ids = sorted(found[:MOST_VALUES])
    if axis_facet(axis) != "year":
        ids.sort(key=lambda value: (-known[value], danish_sort_key(axis_value_name(axis, value))))
    return ids, len(found) > MOST_VALUES


def _listed(scheme: Scheme, query: Query) -> list[str]:
    """The concepts that a map lists: the broad ones, whose numbers hold the narrower; below one that is chosen, those.

    A scheme without levels is listed whole.
    """
    chosen = {one.value for one in query.filters if one.facet == scheme.id and not one.is_excluded}
    below = {id_ for id_, concept in scheme.concepts.items() if chosen.intersection(concept.broader)}
    if below:
        return [id_ for id_ in scheme.concepts if id_ in chosen | below]
    return [id_ for id_, concept in scheme.concepts.items() if not concept.broader or id_ in chosen]


def _most_frequent(known: Mapping[str, int]) -> list[str]:
    """The values that may be shown and one more, most frequent first; those that occur less are not even sorted."""
    values = [value for value in known if value != NOT_STATED]
    kept = heapq.nlargest(MOST_VALUES + 1, (known[value] for value in values))
    contenders = [value for value in values if known[value] >= kept[-1]] if kept else []
    return sorted(contenders, key=lambda value: (-known[value], danish_sort_key(value)))[: MOST_VALUES + 1]
