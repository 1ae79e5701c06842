"""The vocabulary as a graph whose concepts and schemes have the addresses of this site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS
from rdflib.term import Node

from indexer import Concept
from web.documents.linked_data.serialized import written_skos
from web.site.context import site
from web.site.licence import LICENCE
from web.site.urls.stable_addresses import quoted_path, stable_address

VOCABULARY_FILE = "vocabulary.ttl"
Triple = tuple[Node, Node, Node]


def vocabulary_text(form: str) -> str:
    """All of it as a file, with its licence, by the ending of its format."""
    return _written(_file(), stable_address("concepts"), form)


def concept_text(found: Concept, form: str) -> str:
    """What the vocabulary says of a concept, and what those are called that it names, as a file."""
    read, paths = _read(_file())
    own = next((node for node, path in paths.items() if path == quoted_path(found.scheme, found.id)), None)
    said = [*read.triples((own, None, None))] if own else []
    # The file may state broader alone, and who reads one concept sees no other from which to turn it round.
    said += [(own, SKOS.narrower, other) for other in read.subjects(SKOS.broader, own)] if own else []
    named = [*said, *_labels(read, (value for _, _, value in said))]
    graph = _addressed(named, paths, stable_address("concepts"))
    graph.add((URIRef(stable_address("concepts", found.scheme, found.id)), DCTERMS.license, URIRef(LICENCE)))
    return written_skos(graph, form)


def _file() -> str:
    """The file as it was read last: one that cannot be read now takes no address down."""
    kept = site().config.var_folder / f"last-good-{VOCABULARY_FILE}"
    own = site().knowledge_base.corpus.path(VOCABULARY_FILE)
    return (kept if kept.is_file() else own).read_text("utf-8")


# Half a second for the collection's.
@lru_cache(maxsize=2)
def _read(turtle: str) -> tuple[Graph, Mapping[Node, str]]:
    """The graph of the file, and what stands for each of its schemes and concepts in an address: goal/new-users."""
    read = Graph().parse(data=turtle, format="turtle")
    paths: dict[Node, str] = {}
    for scheme in read.subjects(RDF.type, SKOS.ConceptScheme):
        own = str(read.value(scheme, SKOS.notation))
        paths[scheme] = quoted_path(own)
        for concept in read.subjects(SKOS.inScheme, scheme):
            paths[concept] = quoted_path(own, str(read.value(concept, SKOS.notation)))
    return read, paths


@lru_cache(maxsize=4)
def _written(turtle: str, base: str, form: str) -> str:
    read, paths = _read(turtle)
    graph = _addressed(read, paths, base)
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        graph.add((scheme, DCTERMS.license, URIRef(LICENCE)))
    return written_skos(graph, form)


def _addressed(said: Iterable[Triple], paths: Mapping[Node, str], base: str) -> Graph:
    """A graph under the addresses of this site; a concept that has another address by itself is told to be the same."""
    graph = Graph()
    graph.bind("skos", SKOS, replace=True)
    graph.bind("dcterms", DCTERMS, replace=True)

    def renamed(node: Node) -> Node:
        return URIRef(f"{base}/{paths[node]}") if node in paths else node

    for subject, name, value in said:
        graph.add((renamed(subject), name, renamed(value)))
        if subject in paths and str(subject).startswith(("http://", "https://")):
            graph.add((renamed(subject), SKOS.exactMatch, subject))
    return graph


def _labels(read: Graph, nodes: Iterable[Node]) -> Iterator[Triple]:
    for node in nodes:
        if isinstance(node, URIRef):
            yield from read.triples((node, SKOS.prefLabel, None))
