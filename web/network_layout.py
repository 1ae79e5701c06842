"""Where the nodes of a graph are drawn: each connected part by itself, the parts in rows, labels where they fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import networkx as nx
import numpy as np

from indexer import Actor

WIDTH = 1100
_SEED = 1
_ROUNDS, _ROUNDS_OF_MANY, _FEW = 100, 30, 50
_MARGIN = 56
_SPACE_PER_NODE = 92
_LETTER, _LINE = 7.2, 16
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Whole pixels by node, and the height that they need; the width is WIDTH."""

    spots: dict[Actor, Spot]
    height: int


def lay_out(graph: nx.Graph) -> Layout:
    """The same graph always gets the same layout; the largest part comes first."""
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    spots: dict[Actor, Spot] = {}
    left = top = row_height = 0
    for part in parts:
        side = min(WIDTH, 2 * _MARGIN + round(_SPACE_PER_NODE * sqrt(len(part) - 1)))
        width = min(WIDTH, round(1.35 * side))
        if left + width > WIDTH:
            left, top, row_height = 0, top + row_height, 0
        spots |= _placed(graph.subgraph(part), left, top, (width, side))
        left, row_height = left + width, max(row_height, side)
    return Layout(spots, top + row_height)


def labelled(nodes: Iterable[tuple[Actor, str]], spots: dict[Actor, Spot], sizes: dict[Actor, int]) -> set[Actor]:
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


def _placed(part: nx.Graph, left: int, top: int, size: tuple[int, int]) -> dict[Actor, Spot]:
    places = _places(tuple(sorted(tuple(sorted(edge)) for edge in part.edges)))
    room = [side - 2 * _MARGIN for side in size]
    return {actor: (left + _MARGIN + round(x * room[0]), top + _MARGIN + round(y * room[1])) for actor, x, y in places}


@lru_cache(maxsize=128)
def _places(edges: tuple[tuple[Actor, Actor], ...]) -> tuple[tuple[Actor, float, float], ...]:
    """Each node with its place, from 0 to 1 on both axes."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({actor for edge in edges for actor in edge}))
    graph.add_edges_from(edges)
    rounds = _ROUNDS if len(graph) <= _FEW else _ROUNDS_OF_MANY
    places = nx.spring_layout(graph, seed=_SEED, k=2.2 / sqrt(len(graph)), iterations=rounds)
    found = np.array([places[actor] for actor in graph])
    lowest, highest = found.min(axis=0), found.max(axis=0)
    spread = np.where(highest > lowest, highest - lowest, 1.0)
    scaled = np.where(highest > lowest, (found - lowest) / spread, 0.5).tolist()
    return tuple((actor, x, y) for actor, (x, y) in zip(graph, scaled, strict=True))
