"""Libraries and their partners as a graph, laid out on the server with a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import networkx as nx
from flask import url_for

from indexer import DocumentId, Filter, Metadata, Query, danish_sort_key, free_axis
from web.network_layout import Layout, Node, Spot, labelled, lay_out
from web.search_url import query_string

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


@dataclass(slots=True)
class _Actor:
    """A library or partner under all its spellings, with the documents that name it."""

    name: str
    spellings: dict[str, None] = field(default_factory=dict)
    documents: list[tuple[DocumentId, Metadata]] = field(default_factory=list)


def network(records: Iterable[tuple[DocumentId, Metadata]], query: Query, most_partners: int) -> Network:
    """The partners in the order of how many documents name them, as many as may be drawn, with their libraries.

    `records` are the documents of the query; links choose a partner or library under the same query.
    """
    actors: dict[Node, _Actor] = {}
    for document_id, metadata in records:
        for facet, names in (("partner", metadata.partners), ("library", metadata.libraries)):
            for key in _enter(actors, facet, names):
                actors[key].documents.append((document_id, metadata))
    partners = [node for node in actors if node[0] == "partner"]
    partners.sort(key=lambda node: (-len(actors[node].documents), danish_sort_key(actors[node].name)))
    graph = nx.Graph()
    for node in partners[:most_partners]:
        for _, metadata in actors[node].documents:
            graph.add_edges_from((node, _node("library", library)) for library in metadata.libraries)
    rows = tuple(
        NetworkRow(actors[node].name, _url(query, node, actors[node]), tuple(actors[node].documents))
        for node in partners
    )
    layout = lay_out(graph)
    lines = tuple((*layout.spots[first], *layout.spots[second]) for first, second in sorted(graph.edges))
    nodes = _nodes({node: actors[node] for node in graph}, layout, query)
    return Network(nodes, lines, layout.height, rows, len(rows) > most_partners)


def _node(facet: str, name: str) -> Node:
    return facet, name.strip().casefold()


def _enter(actors: dict[Node, _Actor], facet: str, names: Iterable[str]) -> set[Node]:
    """The nodes of some names of a document; new ones are added, spellings are remembered."""
    entered = set()
    for name in names:
        node = _node(facet, name)
        actors.setdefault(node, _Actor(name.strip())).spellings[name] = None
        entered.add(node)
    return entered


def _url(query: Query, node: Node, actor: _Actor) -> str:
    filters = (Filter(node[0], spelling) for spelling in actor.spellings)
    free = free_axis(query, node[0])
    return url_for("search_pages.results") + query_string(replace(free, filters=(*free.filters, *filters)))


def _nodes(actors: dict[Node, _Actor], layout: Layout, query: Query) -> tuple[NetworkNode, ...]:
    """The nodes, those with most documents first, which also decides who gets a label."""
    counts = {node: len(actor.documents) for node, actor in actors.items()}
    ordered = sorted(actors, key=lambda node: (-counts[node], node[0] != "partner", danish_sort_key(node[1])))
    sizes = {node: 5 + min(7, 2 * count) for node, count in counts.items()}
    with_label = labelled(((node, short_name(actors[node].name)) for node in ordered), layout.spots, sizes)
    return tuple(
        NetworkNode(
            name=actors[node].name,
            facet=node[0],
            spot=layout.spots[node],
            size=sizes[node],
            count=counts[node],
            url=_url(query, node, actors[node]),
            label=short_name(actors[node].name) if node in with_label else "",
        )
        for node in ordered
    )


def short_name(name: str) -> str:
    """A name as it fits beside a node."""
    return name if len(name) <= _LABEL_CHARACTERS else name[: _LABEL_CHARACTERS - 1].rstrip() + "…"
