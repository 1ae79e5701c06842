"""Where the nodes of a graph are drawn: each connected part by itself, the parts in rows, labels where they fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import networkx as nx
import numpy as np
import numpy.typing as npt

from indexer import Actor

WIDTH = 1100
_SEED = 1
# A round takes time by the square of the nodes.
_ROUNDS, _ROUNDS_OF_MANY, _FEW = 100, 25, 50
_PUSHES = 12
_ROOM_OF_NODE = np.array([70.0, 40.0])
"""Pixels across and down that a node needs for itself and its name."""
_MARGIN = 56
_SPACE_PER_NODE = 66
# Estimated in pixels: which font a reader has is not known here.
_LETTER, _LINE = 7.2, 16
Spot = tuple[int, int]
_Box = tuple[float, float, float, float]
_NOWHERE: _Box = (-1.0, -1.0, -1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Whole pixels by node, and the height that they need; the width is WIDTH."""

    spots: dict[Actor, Spot]
    height: int


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where the name of a node is written; `anchor` is that of SVG."""

    x: int
    y: int
    anchor: str


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


def label_places(
    nodes: Iterable[tuple[Actor, str]], spots: Mapping[Actor, Spot], sizes: Mapping[Actor, int]
) -> dict[Actor, LabelPlace]:
    """Where names fit without touching a node or the name of an earlier one; what fits nowhere is left out.

    Above is tried first, then below, in the middle and to both sides, then beside the node.
    """
    figures = [(x - sizes[node], y - sizes[node], x + sizes[node], y + sizes[node]) for node, (x, y) in spots.items()]
    # With room for every label: an array that grows is copied each time.
    taken = np.array([*figures, *([_NOWHERE] * len(figures))], dtype=np.float64).reshape(-1, 4)
    found: dict[Actor, LabelPlace] = {}
    for node, name in nodes:
        for place, box in _tries(*spots[node], sizes[node], len(name) * _LETTER):
            if box[0] >= 0 and box[2] <= WIDTH and not _touches(box, taken):
                taken[len(figures) + len(found)] = box
                found[node] = place
                break
    return found


def _tries(x: int, y: int, size: int, width: float) -> Iterator[tuple[LabelPlace, _Box]]:
    for base in (y - size - 5, y + size + 13):
        for anchor, first in (("middle", x - width / 2), ("start", x - size), ("end", x + size - width)):
            start = {"middle": x, "start": x - size, "end": x + size}[anchor]
            yield LabelPlace(start, base, anchor), (first, base - _LINE + 4, first + width, base + 2)
    right, left = x + size + 5, x - size - 5
    yield LabelPlace(right, y + 4, "start"), (right, y - _LINE / 2, right + width, y + _LINE / 2)
    yield LabelPlace(left, y + 4, "end"), (left - width, y - _LINE / 2, left, y + _LINE / 2)


def _touches(box: _Box, taken: npt.NDArray[np.float64]) -> bool:
    left, top, right, bottom = taken.T
    return bool(((left < box[2]) & (box[0] < right) & (top < box[3]) & (box[1] < bottom)).any())


def _placed(part: nx.Graph, left: int, top: int, size: tuple[int, int]) -> dict[Actor, Spot]:
    room = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN
    places = _places(tuple(sorted(tuple(sorted(edge)) for edge in part.edges)), room)
    return {actor: (left + _MARGIN + x, top + _MARGIN + y) for actor, (x, y) in places.items()}


@lru_cache(maxsize=128)
def _places(edges: tuple[tuple[Actor, Actor], ...], room: tuple[int, int]) -> dict[Actor, Spot]:
    """Each node with its place in a room; not to be changed."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({actor for edge in edges for actor in edge}))
    graph.add_edges_from(edges)
    rounds = _ROUNDS if len(graph) <= _FEW else _ROUNDS_OF_MANY
    places = nx.spring_layout(graph, seed=_SEED, k=2.2 / sqrt(len(graph)), iterations=rounds)
    found = np.array([places[actor] for actor in graph])
    lowest, highest = found.min(axis=0), found.max(axis=0)
    spread = np.where(highest > lowest, highest - lowest, 1.0)
    scaled = np.where(highest > lowest, (found - lowest) / spread, 0.5) * room
    pixels = np.round(_apart(scaled, room)).astype(int).tolist()
    return {actor: (x, y) for actor, (x, y) in zip(graph, pixels, strict=True)}


def _apart(spots: npt.NDArray[np.float64], room: tuple[int, int]) -> npt.NDArray[np.float64]:
    """The spots after those that are too near each other for a name between them have been pushed apart."""
    for _ in range(_PUSHES):
        between = spots[:, None, :] - spots[None, :, :]
        stretched = np.abs(between) / _ROOM_OF_NODE
        distances = np.hypot(stretched[..., 0], stretched[..., 1])
        # A node does not push itself.
        np.fill_diagonal(distances, 1.0)
        lacking = np.clip(1.0 - distances, 0.0, None)[..., None]
        # Each of two goes half the way; the least distance stands for 0, by which nothing can be divided.
        spots = np.clip(spots + (0.5 * lacking * between / np.maximum(distances, 0.05)[..., None]).sum(axis=1), 0, room)
    return spots
