"""Libraries and their partners as a graph, laid out on the server with a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from indexer import DocumentId, Metadata, danish_sort_key
from web.network_layout import Layout, Node, Spot, labelled, lay_out
from web.presentation import facet_url

_LABEL_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A library or a partner in the drawing; `count` documents name it, `label` is "" where no name fits."""

    name: str
    facet: str
    spot: Spot
    size: int
    count: int
    url: str
    label: str

    @property
    def x(self) -> int:
        """Pixels from the left."""
        return self.spot[0]

    @property
    def y(self) -> int:
        """Pixels from the top."""
        return self.spot[1]


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
    height: int
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
    layout = lay_out(graph)
    lines = tuple((*layout.spots[first], *layout.spots[second]) for first, second in sorted(graph.edges))
    return Network(_nodes(graph, counts, layout), lines, layout.height, rows, len(rows) > most_partners)


def _nodes(graph: nx.Graph, counts: dict[Node, int], layout: Layout) -> tuple[NetworkNode, ...]:
    """The nodes, those with most documents first, which also decides who gets a label."""
    counted = {node: counts.get(node, graph.degree(node)) for node in graph}
    ordered = sorted(graph, key=lambda node: (-counted[node], node[0] != "partner", danish_sort_key(node[1])))
    sizes = {node: 5 + min(7, 2 * count) for node, count in counted.items()}
    with_label = labelled(((node, short_name(node[1])) for node in ordered), layout.spots, sizes)
    return tuple(
        NetworkNode(
            name=node[1],
            facet=node[0],
            spot=layout.spots[node],
            size=sizes[node],
            count=counted[node],
            url=facet_url(*node),
            label=short_name(node[1]) if node in with_label else "",
        )
        for node in ordered
    )


def short_name(name: str) -> str:
    """A name as it fits beside a node."""
    return name if len(name) <= _LABEL_CHARACTERS else name[: _LABEL_CHARACTERS - 1].rstrip() + "…"
