"""Libraries and their partners as a graph, laid out on the server with a fixed seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from indexer import (
    Actor,
    DocumentId,
    Filter,
    KnowledgeBase,
    Metadata,
    NamedActors,
    Query,
    danish_sort_key,
    free_axis,
)
from web.explore.network_layout import LabelPlace, Layout, Spot, label_places, lay_out
from web.site.presentation import label
from web.site.urls.search_url import query_string

_LABEL_CHARACTERS = 30
_DOCUMENTS_IN_ROW = 5
_LINES = 8
"""The most lines that a partner is drawn with."""


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A library or a partner in the drawing.

    Attributes:
        count: how many documents name it.
        url: the query string of the search for them.
        label_place: where its name is written, None where it fits nowhere.
    """

    name: str
    facet: str
    spot: Spot
    size: int
    count: int
    url: str
    label: str
    label_place: LabelPlace | None

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
    """A partner in the table, with the first of the documents that name it.

    Attributes:
        url: the query string of the search for all of them.
        count: how many they are.
    """

    name: str
    url: str
    documents: tuple[tuple[DocumentId, Metadata], ...]
    count: int

    @property
    def left_out(self) -> int:
        """The documents that the row does not list."""
        return self.count - len(self.documents)


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing, and one page of the table.

    Attributes:
        is_cut: only the partners and libraries that most documents name are drawn.
        total: the partners on all pages of the table.
        first: the place of the first partner of the page, from 1.
    """

    nodes: tuple[NetworkNode, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    height: int
    rows: tuple[NetworkRow, ...]
    is_cut: bool
    total: int
    first: int


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """The most partners and libraries that are drawn, and the partners on a page of the table."""

    partners: int
    libraries: int
    rows: int


def network(knowledge_base: KnowledgeBase, query: Query, size: NetworkSize) -> Network:
    """Partners in the order of how many documents of the query name them: a drawing with their libraries, and a table.

    The page number of the query is that of the table; links choose a partner or library under the same query.
    """
    named = knowledge_base.named_actors(query)
    partners = named.partners
    graph = _graph(named, partners[: size.partners], size.libraries)
    layout = lay_out(graph)
    # A page behind the last one is the last.
    first = min(size.rows * (query.page_number - 1), max(0, len(partners) - 1) // size.rows * size.rows)
    known = knowledge_base.comparer.public_records()
    return Network(
        nodes=_nodes(named, list(graph), layout, query),
        lines=tuple((*layout.spots[one], *layout.spots[other]) for one, other in sorted(graph.edges)),
        height=layout.height,
        rows=tuple(_row(actor, named, known, query) for actor in partners[first : first + size.rows]),
        is_cut=len(partners) > size.partners,
        total=len(partners),
        first=first + 1,
    )


def _graph(named: NamedActors, partners: Sequence[Actor], most: int) -> nx.Graph:
    """The partners with the libraries that work with most of them, at most so many."""
    edges = [(partner, library) for partner in partners for library in named.libraries_beside(partner)[:_LINES]]
    together = Counter(library for _, library in edges)
    # Ties by name: which partner happens to come first decides nothing.
    drawn = set(sorted(together, key=lambda library: (-together[library], library.key))[:most])
    graph = nx.Graph()
    graph.add_edges_from(edge for edge in edges if edge[1] in drawn)
    return graph


def _row(actor: Actor, named: NamedActors, known: Mapping[DocumentId, Metadata], query: Query) -> NetworkRow:
    documents = named.documents(actor)
    shown = tuple((document_id, known[document_id]) for document_id in documents[:_DOCUMENTS_IN_ROW])
    return NetworkRow(_name(actor), _url(query, actor), shown, len(documents))


def _name(actor: Actor) -> str:
    return label(actor.facet, actor.value)


def _url(query: Query, actor: Actor) -> str:
    # A name without a record has no id: each spelling is a value of its own (decision 0005).
    filters = (Filter(actor.facet, spelling) for spelling in actor.spellings)
    free = free_axis(query, actor.facet)
    return query_string(replace(free, filters=(*free.filters, *filters)))


def _nodes(named: NamedActors, actors: Sequence[Actor], layout: Layout, query: Query) -> tuple[NetworkNode, ...]:
    """The nodes, those with most documents first, which also decides who gets a label."""
    counts = {actor: len(named.documents(actor)) for actor in actors}
    keys = {actor: danish_sort_key(_name(actor)) for actor in actors}
    ordered = sorted(actors, key=lambda actor: (-counts[actor], actor.facet != "partner", keys[actor]))
    sizes = {actor: 5 + min(7, 2 * count) for actor, count in counts.items()}
    places = label_places(((actor, short_name(_name(actor))) for actor in ordered), layout.spots, sizes)
    return tuple(
        NetworkNode(
            name=_name(actor),
            facet=actor.facet,
            spot=layout.spots[actor],
            size=sizes[actor],
            count=counts[actor],
            url=_url(query, actor),
            label=short_name(_name(actor)),
            label_place=places.get(actor),
        )
        for actor in ordered
    )


def short_name(name: str) -> str:
    """A name as it fits beside a node."""
    return name if len(name) <= _LABEL_CHARACTERS else name[: _LABEL_CHARACTERS - 1].rstrip() + "…"
