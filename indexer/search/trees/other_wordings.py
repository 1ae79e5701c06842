"""What else a word or an expression is written or called: the wordings that mean the same as what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis.port import AnalyzedToken
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.structured_query import Wording
from indexer.search.trees.tree_builder import TreeSources
from indexer.search.trees.written_forms import fields_of, separated, together
from indexer.search.words.dictionary import Stems
from indexer.search.words.meanings import Meanings, NameKind


class OtherWordings:
    """Other wordings of what is typed in one language."""

    def __init__(self, sources: TreeSources, meanings: Meanings, language: Language) -> None:
        self._sources = sources
        self._meanings = meanings
        self._language = language

    def called_otherwise(self, stems: Stems) -> list[Wording]:
        """The names of the concepts whose own name it is, and what the word list calls it."""
        concepts = self._meanings.concepts(self._language, stems)
        own = [named.concept for named in concepts if named.kind is NameKind.OWN]
        names = [name for concept in own for name in self._meanings.names(concept)]
        names += [(self._language.other, stems) for stems in self._meanings.expressions(self._language, stems)]
        return [together(*name) for name in names if not self._is_stop_word(*name)]

    def written_apart(self, token: AnalyzedToken) -> list[Wording]:
        """A word as it is written in two: ebog is e-bog, itcafé is it-café, 1000 is 1.000."""
        found = []
        for stems in separated(self._sources.analyzers[self._language], token.spelling):
            found += [Wording(fields_of(self._language), stems), *self.called_otherwise(stems)]
        return found

    def cognates(self, term: str, same: Sequence[AnalyzedToken]) -> Sequence[str]:
        """Stems of the other language that look like a word which no list translates and which does not stand there."""
        evidence, other = self._sources.evidence, self._language.other
        if self._meanings.expressions(self._language, (term,)) or any(evidence.holds(other, one.term) for one in same):
            return ()
        return tuple(evidence.cognates(other, term))

    def is_known(self, token: AnalyzedToken) -> bool:
        """Whether a word is one: an unknown one is not taken to pieces, nor is anything taken for it."""
        evidence = self._sources.evidence
        return self._meanings.is_known(self._language, token.term) or evidence.holds(self._language, token.term)

    def _is_stop_word(self, language: Language, stems: Stems) -> bool:
        """Whether a name is a stop word where it stands: the English for it is IT."""
        return len(stems) == 1 and self._sources.analyzers[language].analyze(stems[0])[0].is_stop_word
