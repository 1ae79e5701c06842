"""Which terms of the vocabulary the documents mention, by any of their names in either language."""

from __future__ import annotations

from collections import defaultdict

from indexer.analysis import Analyzers
from indexer.domain.document import DocumentId, Language
from indexer.domain.fields import body_terms, title_terms
from indexer.domain.structured_query import Alternative, AnyOf, MatchPhrase, MatchWord, StructuredQuery
from indexer.domain.vocabulary import Concept, Vocabulary
from indexer.ports import SearchEngine

SUBJECT_SCHEME = "term"
_ALWAYS_TELLING = 5


def mentioned_subjects(
    engine: SearchEngine, vocabulary: Vocabulary, analyzers: Analyzers, documents: int
) -> dict[DocumentId, tuple[str, ...]]:
    """The ids of the terms that each document mentions, in the order of the vocabulary; only documents with some.

    What more than a quarter of the `documents` mention (partners, cooperation) tells nothing and is left out.
    """
    found: defaultdict[DocumentId, list[str]] = defaultdict(list)
    scheme = vocabulary.schemes.get(SUBJECT_SCHEME)
    for concept in scheme.concepts.values() if scheme else ():
        mentioning = engine.matching_ids(_mentions(concept, analyzers))
        if len(mentioning) <= max(_ALWAYS_TELLING, documents / 4):
            for document_id in mentioning:
                found[document_id].append(concept.id)
    return {document_id: tuple(concepts) for document_id, concepts in found.items()}


def _mentions(concept: Concept, analyzers: Analyzers) -> StructuredQuery:
    trees: list[StructuredQuery] = []
    for language in Language:
        for name in (concept.labels.get(language, ""), *concept.synonyms.get(language, ())):
            stems = tuple(token.term for token in analyzers[language].analyze(name))
            fields = title_terms(language), body_terms(language)
            if len(stems) == 1:
                trees.append(MatchWord(name, (Alternative(stems[0], tuple((f, 1.0) for f in fields)),)))
            elif stems:
                trees.extend(MatchPhrase(field, stems) for field in fields)
    return AnyOf(tuple(trees))
