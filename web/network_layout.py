"""Where the nodes of a graph are drawn: each connected part by itself, the parts in rows, labels where they fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import networkx as nx

WIDTH = 1100
_SEED = 1
_MARGIN = 56
_SPACE_PER_NODE = 92
_LETTER, _LINE = 7.2, 16
Node = tuple[str, str]
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Whole pixels by node, and the height that they need; the width is WIDTH."""

    spots: dict[Node, Spot]
    height: int


def lay_out(graph: nx.Graph) -> Layout:
    """The same graph always gets the same layout; the largest part comes first."""
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    spots: dict[Node, Spot] = {}
    left = top = row_height = 0
    for part in parts:
        side = min(WIDTH, 2 * _MARGIN + round(_SPACE_PER_NODE * sqrt(len(part) - 1)))
        width = min(WIDTH, round(1.35 * side))
        if left + width > WIDTH:
            left, top, row_height = 0, top + row_height, 0
        spots |= _placed(graph.subgraph(part), left, top, (width, side))
        left, row_height = left + width, max(row_height, side)
    return Layout(spots, top + row_height)


def labelled(nodes: Iterable[tuple[Node, str]], spots: dict[Node, Spot], sizes: dict[Node, int]) -> set[Node]:
    """The nodes whose names fit above them without touching the name of an earlier one."""
    taken: list[tuple[float, float, float, float]] = []
    chosen = set()
    for node, name in nodes:
        x, y = spots[node]
        half, base = len(name) * _LETTER / 2, y - sizes[node] - 5
        box = x - half, base - _LINE, x + half, base + 2
        if box[0] < 0 or box[2] > WIDTH:
            continue
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            chosen.add(node)
    return chosen


def _placed(part: nx.Graph, left: int, top: int, size: tuple[int, int]) -> dict[Node, Spot]:
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in part.edges))
    places = nx.spring_layout(ordered, seed=_SEED, k=2.2 / sqrt(len(ordered)), iterations=200)
    spots: dict[Node, Spot] = {}
    for node in ordered:
        x, y = (
            _scaled(float(places[node][axis]), [float(p[axis]) for p in places.values()], size[axis]) for axis in (0, 1)
        )
        spots[node] = left + x, top + y
    return spots


def _scaled(value: float, values: list[float], room: int) -> int:
    lowest, highest = min(values), max(values)
    share = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
    return round(_MARGIN + share * (room - 2 * _MARGIN))
