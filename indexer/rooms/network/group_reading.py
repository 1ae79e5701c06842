"""Groups on a map of a network: who all know each other, who alone joins two sides, and who opens a door.

Read over the ties among the actors, without the library. The ways are those that the tool »Netværkskort« tells people
to look for; cliques after Bron and Kerbosch (1973), and cut vertices after Hopcroft and Tarjan (1973), by networkx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.domain.messages import Message
from indexer.rooms.network.finding import NEAR, Finding, ids, names
from indexer.rooms.record.records import RoomActor, TieAmong

if TYPE_CHECKING:
    # Loaded where it is used, for the command line starts sooner without it.
    import networkx as nx

_MIN_CLUSTER = 3
_MIN_SIDE = 2
"""An actor that hangs on one other is no side of the map."""

_MIN_TIES = 5
"""Fewer lines among the others than this tell more of what was drawn than of what there is."""

_MAX_EACH = 3
_UNKNOWN = ("none", "")


def read_groups(actors: Sequence[RoomActor], links: Sequence[TieAmong]) -> Iterator[Finding]:
    """Few lines first, then clusters, who alone joins two sides, and doors that somebody near can open."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(actor.id for actor in actors)
    known = set(graph)
    graph.add_edges_from(
        (one.one, one.other) for one in links if one.one != one.other and {one.one, one.other} <= known
    )
    by_id = {actor.id: actor for actor in actors}
    count = graph.number_of_edges()
    if not count:
        return
    if count < _MIN_TIES:
        yield Finding("few-ties", Message("room-finding-few-ties", count=count))
    yield from _clusters(nx.find_cliques(graph), graph, by_id)
    yield from _joints(graph, by_id)
    yield from _doors(graph, actors)


def _clusters(cliques: Iterable[list[str]], graph: nx.Graph, by_id: Mapping[str, RoomActor]) -> Iterator[Finding]:
    """The largest groups in which everybody knows everybody, no actor in two, with who has a line out of it."""
    taken: set[str] = set()
    # networkx gives cliques in no order that lasts: of equal ones the same must be told each time.
    found = sorted((sorted(one) for one in cliques if len(one) >= _MIN_CLUSTER), key=lambda one: (-len(one), one))
    told = 0
    for clique in found:
        if taken & set(clique) or told == _MAX_EACH:
            continue
        told += 1
        taken.update(clique)
        those = [actor for actor in by_id.values() if actor.id in clique]
        outward = [actor for actor in those if set(graph[actor.id]) - set(clique)]
        if outward and len(outward) < len(those):
            message = Message("room-finding-cluster-way-out", count=len(those), names=names(those), out=names(outward))
        else:
            message = Message("room-finding-cluster", count=len(those), names=names(those))
        yield Finding("cluster", message, ids(those))


def _joints(graph: nx.Graph, by_id: Mapping[str, RoomActor]) -> Iterator[Finding]:
    """Whoever alone joins two sides of the map, each of several actors."""
    import networkx as nx

    for joint in sorted(nx.articulation_points(graph), key=list(by_id).index)[:_MAX_EACH]:
        # A copy, for networkx lets nobody take a node out of a view.
        around = graph.subgraph(nx.node_connected_component(graph, joint)).copy()
        around.remove_node(joint)
        sides = [side for side in nx.connected_components(around) if len(side) >= _MIN_SIDE]
        if len(sides) >= _MIN_SIDE:
            groups = [[actor for actor in by_id.values() if actor.id in side] for side in sides]
            groups.sort(key=lambda group: list(by_id).index(group[0].id))
            message = Message(
                "room-finding-joint", name=by_id[joint].name, one=names(groups[0]), other=names(groups[1])
            )
            yield Finding("joint", message, (joint, *ids(groups[0]), *ids(groups[1])))


def _doors(graph: nx.Graph, actors: Sequence[RoomActor]) -> Iterator[Finding]:
    """Those without a tie whom somebody near knows; and those whom nobody on the map knows."""
    far = [actor for actor in actors if actor.tie in _UNKNOWN]
    led = 0
    for actor in far:
        near = [other for other in actors if other.id in graph[actor.id] and other.tie in NEAR]
        if near and led < _MAX_EACH:
            led += 1
            message = Message("room-finding-door", name=actor.name, names=names(near))
            yield Finding("door", message, (actor.id, *ids(near)))
    alone = [actor for actor in far if not graph[actor.id]]
    if alone and graph.number_of_edges() >= _MIN_TIES:
        yield Finding("alone", Message("room-finding-alone", count=len(alone), names=names(alone)), ids(alone))
