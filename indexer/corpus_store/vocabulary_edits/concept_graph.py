"""Changes to concepts of the vocabulary's file, and what it says afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD
from rdflib.term import Node

from indexer.corpus_store.vocabulary_edits.vocabulary_text import MATCHES, rewritten
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Concept
from indexer.domain.errors import InvalidEntry

_LINKS = (SKOS.broader, SKOS.narrower, SKOS.related, *MATCHES)
_NAMES = (SKOS.altLabel, SKOS.hiddenLabel, SKOS.scopeNote)


class ConceptGraph:
    """A vocabulary's file that is being changed; raises InvalidEntry where it has no such scheme or concept."""

    def __init__(self, content: bytes) -> None:
        # Editors on Windows begin a file with a byte order mark, which rdflib refuses in a text.
        self._text = content.decode("utf-8-sig")
        self._graph = Graph(bind_namespaces="none").parse(data=self._text, format="turtle")
        self._touched: set[Node] = set()

    def add(self, concept: Concept) -> None:
        """A new concept, below the address of its scheme."""
        scheme = self._scheme(concept.scheme)
        node = URIRef(f"{scheme}{'' if str(scheme).endswith(('/', '#')) else '/'}{concept.id}")
        self._graph.add((node, RDF.type, SKOS.Concept))
        self._graph.add((node, SKOS.inScheme, scheme))
        self._graph.add((node, SKOS.notation, Literal(concept.id)))
        self.change(concept)

    def change(self, concept: Concept) -> None:
        """Have names, notes and links of a concept as it says; what else the file states of it stays."""
        scheme, node = self._scheme(concept.scheme), self._node(concept.scheme, concept.id)
        self._touched.add(node)
        self._set_texts(node, SKOS.prefLabel, {language: (text,) for language, text in concept.labels.items()})
        self._set_texts(node, SKOS.altLabel, concept.synonyms)
        self._set_texts(node, SKOS.hiddenLabel, concept.hidden)
        self._set_texts(node, SKOS.scopeNote, {language: (text,) for language, text in concept.scope_notes.items()})
        for name, ids in ((SKOS.broader, concept.broader), (SKOS.related, concept.related)):
            self._set_links(node, name, {self._node(concept.scheme, one) for one in ids}, scheme)
        self._graph.remove((node, SKOS.topConceptOf, scheme))
        if not concept.broader:
            self._graph.add((node, SKOS.topConceptOf, scheme))

    def replace(self, scheme: str, old: str, new: str = "") -> None:
        """Keep a concept for its address alone, which leads to another of its scheme, or nowhere.

        What led to it leads to the other one. Where there is none, what was narrower comes below what was broader.
        """
        node, instead = self._node(scheme, old), self._node(scheme, new) if new else None
        for subject, name, _ in list(self._graph.triples((None, None, node))):
            if name not in _LINKS:
                continue
            self._unlink(subject, name, node)
            if instead is not None and subject != instead:
                self._link(subject, name, instead)
            elif name == SKOS.broader:
                self._hand_up(subject, node)
        handed_on = _matches_handed_on(self._graph, node)
        for name in (*_LINKS, *_NAMES, SKOS.topConceptOf):
            self._graph.remove((node, name, None))
        self._graph.add((node, OWL.deprecated, Literal("true", datatype=XSD.boolean)))
        if instead is not None:
            self._graph.add((node, DCTERMS.isReplacedBy, instead))
            for name, target in handed_on:
                self._link(instead, name, target)
        self._touched.add(node)

    def written(self) -> bytes:
        """The whole file as it is now; raises what `rewritten` does."""
        return rewritten(self._text, self._graph, self._touched).encode()

    def _set_texts(self, node: Node, name: Node, texts: Mapping[Language, Iterable[str]]) -> None:
        for old in list(self._graph.objects(node, name)):
            # Names in other languages were written by hand, and no form could give them back.
            if isinstance(old, Literal) and old.language in set(Language):
                self._graph.remove((node, name, old))
        for language, stated in texts.items():
            for text in filter(None, stated):
                self._graph.add((node, name, Literal(text, lang=language.value)))

    def _set_links(self, node: Node, name: URIRef, wanted: set[Node], scheme: Node) -> None:
        """Have links within the scheme as given, from both sides; those into other schemes stay."""
        back = {SKOS.broader: SKOS.narrower, SKOS.related: SKOS.related}[name]
        for other in {*self._graph.objects(node, name), *self._graph.subjects(back, node)} - wanted:
            if (other, SKOS.inScheme, scheme) in self._graph:
                self._graph.remove((node, name, other))
                self._unlink(other, back, node)
        for other in wanted:
            self._graph.add((node, name, other))
            if name == SKOS.related:
                self._link(other, name, node)

    def _hand_up(self, child: Node, gone: Node) -> None:
        """Put what was narrower below what its broader one was below; on top where that was nothing."""
        for parent in self._graph.objects(gone, SKOS.broader):
            self._link(child, SKOS.broader, parent)
        scheme = self._graph.value(child, SKOS.inScheme)
        if self._graph.value(child, SKOS.broader) is None and scheme is not None:
            self._link(child, SKOS.topConceptOf, scheme)

    def _link(self, subject: Node, name: Node, target: Node) -> None:
        if (subject, name, target) not in self._graph:
            self._graph.add((subject, name, target))
            self._touched.add(subject)

    def _unlink(self, subject: Node, name: Node, target: Node) -> None:
        if (subject, name, target) in self._graph:
            self._graph.remove((subject, name, target))
            self._touched.add(subject)

    def _scheme(self, scheme: str) -> Node:
        return _noted(self._graph, self._graph.subjects(RDF.type, SKOS.ConceptScheme), scheme)

    def _node(self, scheme: str, concept_id: str) -> Node:
        return _noted(self._graph, self._graph.subjects(SKOS.inScheme, self._scheme(scheme)), concept_id)


def _noted(graph: Graph, nodes: Iterable[Node], notation: str) -> Node:
    """The one that has a notation."""
    for node in nodes:
        if str(graph.value(node, SKOS.notation)) == notation:
            return node
    raise InvalidEntry("no-such-concept", concept=notation)


def _matches_handed_on(graph: Graph, node: Node) -> list[tuple[URIRef, Node]]:
    """The matches of a concept that hold of the one that takes its place."""
    # What was the same as the old one is not the same as both.
    names = [name for name in MATCHES if name != SKOS.exactMatch]
    return [(name, target) for name in names for target in graph.objects(node, name)]
