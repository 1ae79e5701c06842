"""Which terms of the vocabulary the documents mention, by any of their names in either language."""

from __future__ import annotations

from collections import defaultdict

from indexer.analysis import Analyzers
from indexer.domain.document import DocumentId, Language
from indexer.domain.fields import body_terms, body_words, title_terms, title_words
from indexer.domain.structured_query import Alternative, AnyOf, MatchPhrase, MatchWord, StructuredQuery
from indexer.domain.vocabulary import Concept, Vocabulary
from indexer.ports import SearchEngine

SUBJECT_SCHEME = "term"
_ALWAYS_TELLING = 5
_ENDINGS = {
    Language.DANISH: ("", "s", "n", "en", "et", "e", "er", "r", "ne", "ene", "erne", "ens", "ets", "ers", "ernes"),
    Language.ENGLISH: ("", "s", "es"),
}


def mentioned_subjects(
    engine: SearchEngine, vocabulary: Vocabulary, analyzers: Analyzers, documents: int
) -> dict[DocumentId, tuple[str, ...]]:
    """The ids of the terms that each document mentions, in the order of the vocabulary; only documents with some.

    What more than an eighth of the `documents` mention (volunteers, grants, cooperation) tells little and is left out.
    """
    found: defaultdict[DocumentId, list[str]] = defaultdict(list)
    scheme = vocabulary.schemes.get(SUBJECT_SCHEME)
    for concept in scheme.concepts.values() if scheme else ():
        mentioning = engine.matching_ids(_mentions(concept, analyzers))
        if len(mentioning) <= max(_ALWAYS_TELLING, documents / 8):
            for document_id in mentioning:
                found[document_id].append(concept.id)
    return {document_id: tuple(concepts) for document_id, concepts in found.items()}


def _mentions(concept: Concept, analyzers: Analyzers) -> StructuredQuery:
    trees: list[StructuredQuery] = []
    for language in Language:
        for name in (concept.labels.get(language, ""), *concept.synonyms.get(language, ())):
            tokens = analyzers[language].analyze(name)
            if len(tokens) == 1:
                trees.append(_word_in_its_forms(tokens[0].word, language))
            elif tokens:
                stems = tuple(token.term for token in tokens)
                trees.extend(MatchPhrase(field(language), stems) for field in (title_terms, body_terms))
    return AnyOf(tuple(trees))


def _word_in_its_forms(word: str, language: Language) -> MatchWord:
    """Documents with the word or an inflection of it; a stem would reach too far (»activation« is not »active«)."""
    fields = ((title_words(language), 1.0), (body_words(language), 1.0))
    return MatchWord(word, tuple(Alternative(word + ending, fields) for ending in _ENDINGS[language]))
