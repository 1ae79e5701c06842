"""The beginning of a search -> titles, concepts and frequent terms that it may become.

Texts are compared by their skeletons, in which å, aa and a are one, and so for æ and ø. A shelf is one long string of
skeletons, best first, which a plain search runs through in well under a millisecond.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.documents.metadata_schema import UNTOLD
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.fields import spellings
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import Alternative, MatchWord
from indexer.domain.texts.characters import incoming_line
from indexer.engines.port import IndexSearcher
from indexer.search.index_knowledge import IndexKnowledge, KnowledgeSource, Versioned, WordKnowledge
from indexer.search.suggestion import Suggestion, SuggestionKind
from indexer.search.words.spelling import spelling_skeleton

_MIN_DOCUMENTS, _MIN_LETTERS, _MAX_TERMS = 3, 4, 20_000
_SHARE = {SuggestionKind.CONCEPT: 3, SuggestionKind.TERM: 3, SuggestionKind.TITLE: 4}
_MAX_LOOKED_AT = 40
"""So many texts of a shelf are looked at for one kind."""


class _Shelf:
    """Suggestions of one kind, best first."""

    def __init__(self, suggestions: Iterable[Suggestion], parts: Iterable[str]) -> None:
        """`parts` are what each is found by: skeletons, as `_part` gives them."""
        self._suggestions = list(suggestions)
        # One text of them all: to look through it once is faster than to test every suggestion.
        listed = list(parts)
        self._starts = [0, *itertools.accumulate(map(len, listed))][: len(listed)]
        self._text = "".join(listed)

    def find(self, typed: str) -> Iterator[Suggestion]:
        """Texts that begin so, then those with a word that does, then those that hold it anywhere; each once."""
        seen: set[int] = set()
        for wanted in (f"\n {typed}", f" {typed}", typed):
            position = self._text.find(wanted)
            while position >= 0:
                ordinal = bisect_right(self._starts, position) - 1
                if ordinal not in seen:
                    seen.add(ordinal)
                    yield self._suggestions[ordinal]
                end = self._starts[ordinal + 1] if ordinal + 1 < len(self._starts) else len(self._text)
                position = self._text.find(wanted, end)


class Suggestions:
    """Suggestions from the newest state of an index and its vocabulary. Safe to share between threads."""

    def __init__(self, knowledge: KnowledgeSource) -> None:
        self._knowledge = knowledge
        self._makers: tuple[WordKnowledge, _ShelfMaker] | None = None

    def suggest(self, typed: str, language: Language, limit: int = 8) -> tuple[Suggestion, ...]:
        """At most `limit` suggestions: concepts, then terms, then titles; those in the language first.

        Only what public documents and the vocabulary hold is suggested; nothing for a single letter.
        """
        skeleton = _skeleton(incoming_line(typed)).strip()
        if len(skeleton) < 2:
            return ()
        knowledge = self._knowledge.newest()
        shelves = knowledge.part(Suggestions, lambda: self._made(knowledge))
        found: dict[tuple[bool, str], Suggestion] = {}
        for kind, share in _SHARE.items():
            for suggestion in _best(shelves[kind].find(skeleton), language, share, knowledge.searcher):
                found.setdefault((kind is SuggestionKind.TITLE, normalize(suggestion.text)), suggestion)
        return tuple(found.values())[:limit]

    def _made(self, knowledge: IndexKnowledge) -> Mapping[SuggestionKind, _Shelf]:
        makers = self._makers
        if makers is None or makers[0] is not knowledge.words:
            makers = self._makers = knowledge.words, _ShelfMaker(knowledge.words)
        return makers[1].shelves(knowledge)


class _ShelfMaker:
    """Makes the shelves of each state; what stays is taken over from the state before, suggestions themselves too.

    Thousands of new objects for each state would have Python's collector go through all that a process holds.
    """

    def __init__(self, words: WordKnowledge) -> None:
        concepts = list(_concepts(words.vocabulary))
        parts = (_part(each.text, _compound_ends(each, words.analyzers)) for each in concepts)
        self._concepts = _Shelf(concepts, parts)
        self._parts: Mapping[str, str] = {}
        self._titles: Mapping[DocumentId, tuple[Versioned, tuple[Suggestion, ...]]] = {}
        self._terms: dict[Language, dict[str, Suggestion]] = {language: {} for language in Language}

    def shelves(self, knowledge: IndexKnowledge) -> Mapping[SuggestionKind, _Shelf]:
        """What is suggested from a state."""
        terms, titles, known = self._frequent(knowledge), self._titled(knowledge.records), self._parts
        texts = {each.text for each in (*terms, *titles)}
        parts = {text: known.get(text) or _part(text) for text in texts}
        self._parts = parts
        return {
            SuggestionKind.CONCEPT: self._concepts,
            SuggestionKind.TERM: _Shelf(terms, (parts[each.text] for each in terms)),
            SuggestionKind.TITLE: _Shelf(titles, (parts[each.text] for each in titles)),
        }

    def _frequent(self, knowledge: IndexKnowledge) -> list[Suggestion]:
        known, made = self._terms, {language: dict[str, Suggestion]() for language in Language}
        listed = []
        for word, language in _terms(knowledge):
            term = known[language].get(word) or Suggestion(word, SuggestionKind.TERM, language, word)
            made[language][word] = term
            listed.append(term)
        self._terms = made
        return listed

    def _titled(self, records: Mapping[DocumentId, Versioned]) -> list[Suggestion]:
        known = self._titles
        made = {}
        for document_id, record in records.items():
            found = known.get(document_id)
            made[document_id] = found if found and found[0] is record else (record, _titles(document_id, record))
        self._titles = made
        return [title for _, titles in made.values() for title in titles]


def _best(found: Iterator[Suggestion], language: Language, share: int, searcher: IndexSearcher) -> list[Suggestion]:
    """The first of those found, one for each target; the language decides between those that are equally near."""
    targets: dict[tuple[str, str], Suggestion] = {}
    for looked_at, suggestion in enumerate(found):
        # Twice as many as are shown: those in the reader's language may come later.
        if looked_at >= _MAX_LOOKED_AT or len(targets) > 2 * share:
            break
        if suggestion.kind is SuggestionKind.TERM and not _is_public(suggestion, searcher):
            continue
        key = (suggestion.scheme, suggestion.target)
        if key not in targets or (targets[key].language is not language and suggestion.language is language):
            targets[key] = suggestion
    own_first = sorted(targets.values(), key=lambda suggestion: suggestion.language is not language)
    return own_first[:share]


def _is_public(term: Suggestion, searcher: IndexSearcher) -> bool:
    """Whether a public document still holds the term; the index forgets the words of withdrawn ones late."""
    field = ((spellings(term.language), 1.0),)
    return searcher.count(MatchWord(term.text, (Alternative(term.text, field),)), Query()) > 0


def _part(text: str, more_words: str = "") -> str:
    """What a text is found by; `more_words` are found as its own are, behind them."""
    return f"\n {_skeleton(text)} {_skeleton(more_words)} "


def _skeleton(text: str) -> str:
    return " ".join(spelling_skeleton(normalize(token.text)) for token in tokenize(text))


def _concepts(vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Preferred labels before synonyms; of the concepts that a text can tell of."""
    told = [concept for concept in vocabulary.concepts() if concept.scheme not in UNTOLD]
    for language in Language:
        for concept in told:
            if label := concept.labels.get(language):
                yield Suggestion(label, SuggestionKind.CONCEPT, language, concept.id, concept.scheme)
    for language in Language:
        for concept in told:
            for synonym in concept.synonyms.get(language, ()):
                yield Suggestion(synonym, SuggestionKind.CONCEPT, language, concept.id, concept.scheme)


def _compound_ends(suggestion: Suggestion, analyzers: Analyzers) -> str:
    """What compounds end in, from each of their parts: to a reader, samarbejdsaftale holds the word aftale."""
    return " ".join(
        token.word[position:]
        for token in analyzers[suggestion.language].analyze(suggestion.text)
        for part in token.parts
        if (position := token.word.rfind(part)) > 0
    )


def _terms(knowledge: IndexKnowledge) -> Iterator[tuple[str, Language]]:
    """The most frequent words of both languages, most frequent first."""

    def counted(language: Language) -> Iterator[tuple[int, str, Language]]:
        counts = knowledge.spelling_counts(language)
        words = [word for word, count in counts.items() if count >= _MIN_DOCUMENTS and _is_suggested(word)]
        words.sort()
        words.sort(key=counts.__getitem__, reverse=True)
        return ((-counts[word], word, language) for word in words)

    most = itertools.islice(heapq.merge(*map(counted, Language)), _MAX_TERMS)
    return ((word, language) for _, word, language in most)


def _is_suggested(word: str) -> bool:
    return len(word) >= _MIN_LETTERS and not word.isdigit()


def _titles(document_id: DocumentId, known: Versioned) -> tuple[Suggestion, ...]:
    titles = ((language, known.record.metadata.title_in(language)) for language in Language)
    return tuple(Suggestion(t, SuggestionKind.TITLE, language, document_id) for language, t in titles if t)
