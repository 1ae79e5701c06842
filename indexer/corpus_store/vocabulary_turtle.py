"""corpus/vocabulary.ttl -> Vocabulary: SKOS read with rdflib."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS
from rdflib.term import Node

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import OUTCOME_SCHEME, Concept, Scheme, Vocabulary
from indexer.domain.errors import VocabularyError
from indexer.domain.texts.characters import incoming_line

_OUTCOMES = Path(__file__).parent / "outcome.ttl"
"""Outcomes were a fixed list once: a vocabulary from then lacks the scheme, and yet its documents state them."""


def load_vocabulary(path: Path) -> Vocabulary:
    """Read a SKOS file in Turtle; a concept's id is its skos:notation, its scheme's likewise.

    Raises:
        VocabularyError: the file is missing, is not Turtle, or a concept has no notation or no scheme.
    """
    try:
        return read_vocabulary(path.read_bytes(), path.name)
    except FileNotFoundError as error:
        raise VocabularyError("vocabulary-missing", name=path.name) from error


def read_vocabulary(content: bytes, name: str = "vocabulary.ttl") -> Vocabulary:
    """The vocabulary that a file of that content gives; raises what load_vocabulary does."""
    try:
        return _vocabulary(content)
    except VocabularyError:
        raise
    except Exception as error:  # rdflib's parsers raise what they like
        raise VocabularyError("vocabulary-not-turtle", name=name, error=error) from error


# Half a second for the collection's; whoever opens the same content again in this process has it at once.
@lru_cache(maxsize=4)
def _vocabulary(content: bytes) -> Vocabulary:
    schemes = _schemes(Graph().parse(data=content, format="turtle"), content)
    if OUTCOME_SCHEME not in schemes:
        own = _OUTCOMES.read_bytes()
        schemes |= _schemes(Graph().parse(data=own, format="turtle"), own)
    return Vocabulary(schemes, hashlib.sha256(content).hexdigest())


def _schemes(graph: Graph, content: bytes) -> dict[str, Scheme]:
    schemes = {}
    for node in _in_file_order(graph, graph.subjects(RDF.type, SKOS.ConceptScheme), content):
        scheme_id = _notation(graph, node)
        all_of_it = frozenset(graph.subjects(SKOS.inScheme, node))
        members = frozenset(one for one in all_of_it if not stands_no_more(graph, one))
        nodes = _in_file_order(graph, members, content)
        concepts = {one.id: one for one in (_concept(graph, scheme_id, member, members) for member in nodes)}
        names, definitions = _labels(graph, node, SKOS.prefLabel), _labels(graph, node, SKOS.definition)
        replaced = dict(sorted(_replaced(graph, one) for one in all_of_it - members))
        schemes[scheme_id] = Scheme(scheme_id, names, definitions, concepts, replaced)
    return schemes


def stands_no_more(graph: Graph, node: Node) -> bool:
    """Whether a concept is kept for its address alone: it was replaced or retired."""
    is_retired = any(bool(one.toPython()) for one in graph.objects(node, OWL.deprecated) if isinstance(one, Literal))
    return is_retired or graph.value(node, DCTERMS.isReplacedBy) is not None


def _replaced(graph: Graph, node: Node) -> tuple[str, str]:
    by = graph.value(node, DCTERMS.isReplacedBy)
    return _notation(graph, node), _notation(graph, by) if by is not None else ""


def _in_file_order(graph: Graph, nodes: Iterable[Node], content: bytes) -> list[Node]:
    """Nodes in the order in which their own blocks stand in the file; the graph itself has no order."""
    text = content.decode("utf-8", "replace")

    def place(node: Node) -> tuple[int, str]:
        names = (f"\n<{node}>", f"\n{graph.namespace_manager.normalizeUri(str(node))} ")
        found = [position for name in names if (position := text.find(name)) != -1]
        return (min(found, default=len(text)), str(node))

    return sorted(set(nodes), key=place)


def _concept(graph: Graph, scheme_id: str, node: Node, in_scheme: frozenset[Node]) -> Concept:
    # Links into another scheme are matches: a link within a scheme must lead to one of its concepts.
    def linked(*properties: Node) -> tuple[str, ...]:
        nodes = {other for name in properties for other in graph.objects(node, name)}
        return tuple(sorted(_notation(graph, other) for other in nodes & in_scheme))

    narrower = {_notation(graph, other) for other in graph.subjects(SKOS.broader, node) if other in in_scheme}
    return Concept(
        scheme=scheme_id,
        id=_notation(graph, node),
        labels=_labels(graph, node, SKOS.prefLabel),
        synonyms={language: _texts(graph, node, SKOS.altLabel, language) for language in Language},
        hidden={language: _texts(graph, node, SKOS.hiddenLabel, language) for language in Language},
        scope_notes=_labels(graph, node, SKOS.scopeNote),
        broader=linked(SKOS.broader),
        narrower=tuple(sorted(narrower | set(linked(SKOS.narrower)))),
        related=linked(SKOS.related),
        matches=_matches(graph, node),
    )


def _matches(graph: Graph, node: Node) -> tuple[tuple[str, str], ...]:
    found = set()
    for name in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, SKOS.closeMatch, SKOS.exactMatch):
        for other in graph.objects(node, name):
            scheme = graph.value(other, SKOS.inScheme)
            if scheme is not None:
                found.add((_notation(graph, scheme), _notation(graph, other)))
    return tuple(sorted(found))


def _notation(graph: Graph, node: Node) -> str:
    notation = graph.value(node, SKOS.notation)
    if notation is None:
        raise VocabularyError("concept-without-notation", concept=node)
    return incoming_line(str(notation))


def _labels(graph: Graph, node: Node, name: Node) -> dict[Language, str]:
    found = {language: _texts(graph, node, name, language) for language in Language}
    return {language: texts[0] for language, texts in found.items() if texts}


def _texts(graph: Graph, node: Node, name: Node, language: Language) -> tuple[str, ...]:
    objects = graph.objects(node, name)
    texts = (str(o) for o in objects if isinstance(o, Literal) and o.language == language.value)
    return tuple(sorted(filter(None, {incoming_line(text) for text in texts})))
