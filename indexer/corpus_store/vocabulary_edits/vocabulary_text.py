"""The vocabulary's file with some of its statements anew: what nobody changed stays letter by letter."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD, NamespaceManager
from rdflib.term import Node

from indexer.corpus_store.vocabulary_edits.turtle_statements import Statement, prefixes, statements
from indexer.domain.errors import InvalidEntry

MATCHES = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.relatedMatch)
"""Links into other schemes."""

_FIRST = (
    SKOS.inScheme, SKOS.notation, SKOS.prefLabel, SKOS.definition, SKOS.altLabel, SKOS.hiddenLabel, SKOS.scopeNote,
)  # fmt: skip
_LAST = (SKOS.broader, SKOS.narrower, SKOS.related, SKOS.topConceptOf, *MATCHES, OWL.deprecated, DCTERMS.isReplacedBy)
_A_LINE_EACH = (SKOS.altLabel, SKOS.hiddenLabel)
"""What has a line of its own for each language, for there are many."""


def rewritten(text: str, graph: Graph, touched: Collection[Node]) -> str:
    """A Turtle file with the statements of some nodes as a graph has them; new ones come last of their scheme.

    Raises:
        InvalidEntry: one of them is written in a way that only a hand can change.
    """
    manager = _declared(text)
    where: dict[Node, list[Statement]] = {}
    for statement in statements(text):
        where.setdefault(_node(statement.subject, manager), []).append(statement)
    pieces: list[tuple[int, int, str]] = []
    for node in sorted(touched, key=str):
        own = where.get(node, [])
        written = _statement(node, graph, manager, "".join(text[one.start : one.end] for one in own))
        pieces += _placed(own, written) if own else [_behind(node, written, graph, where, len(text))]
    for start, end, piece in sorted(pieces, key=lambda one: one[:2], reverse=True):
        text = text[:start] + piece + text[end:]
    return text


def _placed(own: Sequence[Statement], written: str) -> Iterator[tuple[int, int, str]]:
    """One statement in the place of the first that there was; the others go."""
    first, *more = own
    # Comments within it go before it: of what is written anew nobody knows which line they were about.
    yield first.start, first.end, "".join(f"{one}\n" for one in first.comments) + written
    yield from ((one.start, one.end, "") for one in more)


def _behind(
    node: Node, written: str, graph: Graph, where: dict[Node, list[Statement]], end_of_file: int
) -> tuple[int, int, str]:
    members = graph.subjects(SKOS.inScheme, graph.value(node, SKOS.inScheme))
    end = max((each.end for one in members for each in where.get(one, ())), default=end_of_file)
    return end, end, f"\n\n{written}"


def _statement(node: Node, graph: Graph, manager: NamespaceManager, before: str) -> str:
    """All that is stated of a node, laid out as the collection's own file is; values in the order that they had."""
    names = {name for name in graph.predicates(node) if name != RDF.type}
    others = sorted((name for name in names if name not in (*_FIRST, *_LAST)), key=str)
    lines = [", ".join(_ordered(graph.objects(node, RDF.type), manager, before))]
    for name in (*_FIRST, *others, *_LAST):
        values = [*graph.objects(node, name)]
        # What brackets say of a nameless node is not written along, and would be lost.
        if any(isinstance(one, BNode) for one in values):
            raise InvalidEntry("concept-by-hand", concept=str(node))
        for group in _lines(name, values):
            lines.append(f"{_told(name, manager)} {', '.join(_ordered(group, manager, before))}")
    return f"{_told(node, manager)} a " + " ;\n    ".join(lines) + " ."


def _lines(name: Node, values: Sequence[Node]) -> Iterator[list[Node]]:
    if name not in _A_LINE_EACH:
        yield from [[*values]] if values else []
        return
    by_language = sorted(values, key=_language)
    yield from ([*group] for _, group in groupby(by_language, key=_language))


def _language(node: Node) -> str:
    return (node.language or "") if isinstance(node, Literal) else ""


def _ordered(values: Iterable[Node], manager: NamespaceManager, before: str) -> list[str]:
    """Values as they are written; Danish before English, then as they stood, and new ones last."""

    def place(node: Node) -> tuple[str, int, str]:
        found = before.find(told := _told(node, manager))
        return _language(node), found if found != -1 else sys.maxsize, told

    return [_told(one, manager) for one in sorted(values, key=place)]


def _told(node: Node, manager: NamespaceManager) -> str:
    # rdflib spells out the type of a truth value, which `true` alone has in Turtle.
    if isinstance(node, Literal) and node.datatype == XSD.boolean:
        return str(node)
    return node.n3(manager)


def _node(name: str, manager: NamespaceManager) -> Node:
    """The node of a subject as it is written; of what is no subject, one that nothing is stated of."""
    if name.startswith("<"):
        return URIRef(name[1:-1])
    prefix, colon, local = name.partition(":")
    base = dict(manager.namespaces()).get(prefix) if colon else None
    return URIRef(f"{base}{local}") if base is not None else URIRef("")


def _declared(text: str) -> NamespaceManager:
    """The prefixes of this file, and no more: other names are written out."""
    manager = NamespaceManager(Graph(bind_namespaces="none"), bind_namespaces="none")
    for prefix, address in prefixes(text).items():
        manager.bind(prefix, address)
    return manager
