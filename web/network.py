"""Libraries and their partners as a graph, laid out on the server with a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from indexer import DocumentId, Metadata, danish_sort_key
from web.presentation import facet_url

WIDTH, HEIGHT = 1100, 760
_MARGIN = 70
_SEED = 1
_LABEL_CHARACTERS = 34


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A library or a partner: its place in the drawing, how many documents name it, and the search for them."""

    name: str
    facet: str
    x: int
    y: int
    size: int
    count: int
    url: str
    is_labelled: bool

    @property
    def short_name(self) -> str:
        """The name as it fits beside the node."""
        return self.name if len(self.name) <= _LABEL_CHARACTERS else self.name[: _LABEL_CHARACTERS - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A partner in the table, with the documents that name it."""

    name: str
    url: str
    documents: tuple[tuple[DocumentId, Metadata], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing and the table; `is_cut` says that only the partners with most documents are drawn."""

    nodes: tuple[NetworkNode, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    rows: tuple[NetworkRow, ...]
    is_cut: bool


def network(records: Iterable[tuple[DocumentId, Metadata]], most_partners: int) -> Network:
    """The partners in the order of how many documents name them, as many as may be drawn, with their libraries."""
    by_partner: dict[str, list[tuple[DocumentId, Metadata]]] = {}
    spellings: dict[str, str] = {}
    for document_id, metadata in records:
        for partner in {spellings.setdefault(p.strip().casefold(), p.strip()): None for p in metadata.partners}:
            by_partner.setdefault(partner, []).append((document_id, metadata))
    ordered = sorted(by_partner, key=lambda name: (-len(by_partner[name]), danish_sort_key(name)))
    rows = tuple(NetworkRow(name, facet_url("partner", name), tuple(by_partner[name])) for name in ordered)
    drawn = rows[:most_partners]
    graph = nx.Graph()
    for row in drawn:
        for _, metadata in row.documents:
            for library in metadata.libraries:
                graph.add_edge(("partner", row.name), ("library", library))
    counts = {("partner", row.name): len(row.documents) for row in drawn}
    return Network(*_drawing(graph, counts), rows, len(rows) > most_partners)


def _drawing(
    graph: nx.Graph, counts: dict[tuple[str, str], int]
) -> tuple[tuple[NetworkNode, ...], tuple[tuple[int, int, int, int], ...]]:
    if not graph:
        return (), ()
    spots = _spots(graph)
    nodes = []
    for node in sorted(graph, key=lambda n: (-counts.get(n, 0), n[0], danish_sort_key(n[1]))):
        facet, name = node
        count = counts.get(node, graph.degree(node))
        is_labelled = graph.degree(node) > 1 or graph.number_of_nodes() <= 40
        x, y = spots[node]
        nodes.append(NetworkNode(name, facet, x, y, 5 + min(7, 2 * count), count, facet_url(facet, name), is_labelled))
    lines = tuple((*spots[first], *spots[second]) for first, second in graph.edges)
    return tuple(nodes), lines


def _spots(graph: nx.Graph) -> dict[tuple[str, str], tuple[int, int]]:
    """Whole pixels inside the drawing; the same graph always gets the same drawing."""
    places = nx.spring_layout(graph, seed=_SEED, k=1.6 / max(1, graph.number_of_nodes()) ** 0.5, iterations=120)
    xs, ys = ([float(place[axis]) for place in places.values()] for axis in (0, 1))

    def scaled(value: float, lowest: float, highest: float, room: int) -> int:
        share = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
        return round(_MARGIN + share * (room - 2 * _MARGIN))

    return {
        node: (scaled(float(p[0]), min(xs), max(xs), WIDTH), scaled(float(p[1]), min(ys), max(ys), HEIGHT))
        for node, p in places.items()
    }
