"""The words of a text, in groups that each mean one thing, with the places in documents that mean it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.analysis.port import AnalyzedToken
from indexer.analysis.tokens import is_acronym
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import (
    TEXT_FIELDS,
    body_words,
    compound_parts,
    title_words,
)
from indexer.domain.queries.query import Across
from indexer.domain.queries.query_syntax import Expression, PhraseExpression, WordExpression
from indexer.domain.queries.structured_query import AnyOf, IsAbout, Wording, Wordings
from indexer.search.trees.asked import Asked, Group
from indexer.search.trees.other_wordings import OtherWordings
from indexer.search.trees.own_language import OwnLanguageTree
from indexer.search.trees.query_options import QueryOptions
from indexer.search.trees.tree_builder import TreeSources
from indexer.search.trees.written_forms import fields_of, is_one_word, of_parts, together
from indexer.search.words.dictionary import Stems
from indexer.search.words.known_names import MAX_NAME_WORDS, KnownNames, Values
from indexer.search.words.meanings import Meanings, stated_value


class _Typed(NamedTuple):
    """A token with the word as it was typed."""

    token: AnalyzedToken
    text: str


class WordMeanings:
    """Reads words in the language that a text is in. `names` are those that were read as one name so far."""

    def __init__(
        self, sources: TreeSources, known: tuple[Meanings, KnownNames], options: QueryOptions, near: int
    ) -> None:
        """`near` is how many words may lie between words of a name as they were typed."""
        self._sources = sources
        self._meanings, self._known_names = known
        self._options = options
        self._near = near
        self._language = options.language
        self._others = OtherWordings(sources, self._meanings, options.language)
        self.names: dict[str, None] = {}
        self._words: dict[AnalyzedToken, Group] = {}

    def read(self, operands: Sequence[Expression]) -> Asked:
        """The operands of a conjunction."""
        asked = Asked()
        run: list[_Typed] = []
        for operand in operands:
            if isinstance(operand, WordExpression) and not operand.in_title and not operand.is_prefix:
                tokens = self._sources.analyzers[self._language].analyze(operand.text)
                if len(tokens) > 1 and is_one_word(operand.text, tokens):
                    self._add_words(run, asked)
                    run = []
                    asked.groups.append(self._hyphenated(tokens))
                else:
                    run += [_Typed(token, operand.text[token.start : token.end]) for token in tokens]
                continue
            self._add_words(run, asked)
            run = []
            match operand:
                case PhraseExpression(text, False):
                    asked.groups += [group] if (group := self._phrase(text)) else []
                case WordExpression() | PhraseExpression():
                    tree = OwnLanguageTree(self._sources, self._options).tree(operand)
                    asked.special += [] if tree is None else [tree]
                case _:
                    asked.others.append(operand)
        self._add_words(run, asked)
        return asked

    def _add_words(self, run: Sequence[_Typed], asked: Asked) -> None:
        # A stop word in capitals passes for an acronym, but not where all is in capitals.
        is_shouted = len(run) > 1 and all(typed.text.isupper() for typed in run)
        stop_words = [typed for typed in run if typed.token.is_stop_word and (is_shouted or not is_acronym(typed.text))]
        asked.stop_words += [self._word(typed.token) for typed in stop_words]
        words = [typed for typed in run if typed not in stop_words]
        while words:
            group, length = self._first_group(words)
            words = words[length:]
            if group not in asked.groups:  # a word that is said twice asks for nothing more
                asked.groups.append(group)
            if group.is_name:
                self.names[group.text] = None

    def _first_group(self, words: Sequence[_Typed]) -> tuple[Group, int]:
        """The longest run from the left that is one name, else the first word; and how many words it has."""
        for length in range(min(MAX_NAME_WORDS, len(words)), 0, -1):
            tokens = [typed.token for typed in words[:length]]
            values = self._known_names.values([typed.text for typed in words[:length]])
            if values:
                return self._name(tokens, values), length
            if length > 1 and self._meanings.is_name(self._language, tuple(token.term for token in tokens)):
                name = self._name(tokens, ())
                if self._is_used(name):
                    return name, length
        return self._word(words[0].token), 1

    def _is_used(self, name: Group) -> bool:
        """Whether a document holds a name or states what is called so: åben skole is none where nobody writes it."""
        held = IsAbout((name.meaning,), density=0.0)
        stated = IsAbout(((),), name.hinted, share=1.0)
        return self._sources.evidence.answers(AnyOf((held, stated)))

    def _word(self, token: AnalyzedToken) -> Group:
        # Without its place, or a word that comes again would be made again.
        bare = token._replace(start=0, end=0)
        if bare not in self._words:
            self._words[bare] = self._made_word(token)
        return self._words[bare]

    def _made_word(self, token: AnalyzedToken) -> Group:
        language, other = self._language, self._language.other
        wordings = [together(language, (token.term,)), *self._others.called_otherwise((token.term,))]
        same = self._sources.analyzers[other].analyze(token.spelling)
        if len(same) == 1 and not same[0].is_stop_word:
            wordings.append(together(other, (same[0].term,)))
        apart = []
        if compound_parts(language) in TEXT_FIELDS:
            apart.append(Wording((compound_parts(language),), (token.term,)))
        wordings += self._others.written_apart(token)
        if self._others.is_known(token):
            parts = token.parts or self._sources.translations.split(language, token.spelling)
            wordings += of_parts(language, parts)
            apart += [together(other, (stem,)) for stem in self._others.cognates(token.term, same)]
        return self._group(token.spelling, (token.term,), wordings, apart)

    def _hyphenated(self, tokens: Sequence[AnalyzedToken]) -> Group:
        """Words with hyphens between them: side by side, as an expression, or written as one."""
        stems = tuple(token.term for token in tokens)
        wordings = self._others.called_otherwise(stems)
        for language in (self._language, self._language.other):
            analyzer = self._sources.analyzers[language]
            wordings.append(Wording(fields_of(language), tuple(analyzer.term(token.spelling) for token in tokens)))
            wordings.append(together(language, (analyzer.term("".join(token.spelling for token in tokens)),)))
        return self._group("-".join(token.spelling for token in tokens), stems, wordings, (), is_name=False)

    def _name(self, words: Sequence[AnalyzedToken], known: Values) -> Group:
        """Words that are one name: near each other, or what it is called otherwise; `known` are values that state it.

        Of a single word that is a name nothing else is looked for.
        """
        stems = tuple(token.term for token in words)
        other = self._language.other
        spelling = tuple(self._sources.analyzers[other].term(token.spelling) for token in words)
        wordings = [
            Wording(fields_of(self._language), stems, self._near),
            *(self._others.called_otherwise(stems) if len(words) > 1 else ()),
            Wording(fields_of(other), spelling, len(words)),
        ]
        text = " ".join(token.spelling for token in words)
        group = self._group(text, stems, wordings, (), is_name=len(words) > 1)
        return replace(group, named=known if self._options.across is Across.ON else ())

    def _group(
        self,
        text: str,
        stems: Stems,
        wordings: Sequence[Wording],
        apart: Sequence[Wording],
        *,
        is_name: bool = False,
    ) -> Group:
        stated: Values = ()
        hinted: Values = ()
        if self._options.across is Across.ON:
            stated, hinted = (
                tuple(value for named in some if (value := stated_value(named.concept)) is not None)
                for some in (
                    self._meanings.concepts(self._language, stems),
                    self._meanings.hinted(self._language, stems),
                )
            )
        return Group(text, self._allowed(wordings), self._allowed(apart), stated=stated, hinted=hinted, is_name=is_name)

    def _phrase(self, text: str) -> Group | None:
        """A quoted phrase: its words as written, or their stems where it stands nowhere as written."""
        wordings = []
        for language in Language:
            tokens = self._sources.analyzers[language].analyze(text)
            if not tokens:
                return None
            if text in self._options.loose:
                wordings.append(Wording(fields_of(language), tuple(token.term for token in tokens)))
            else:
                fields = (title_words(language), body_words(language))
                wordings.append(Wording(fields, tuple(token.word for token in tokens)))
        return Group(text, tuple(wordings))

    def _allowed(self, wordings: Sequence[Wording]) -> Wordings:
        """The wordings in the languages that are searched."""
        languages = {
            Across.ON: tuple(Language),
            Across.OFF: (self._language,),
            Across.ONLY: (self._language.other,),
        }[self._options.across]
        fields = {name for language in languages for name in (*fields_of(language), compound_parts(language))}
        return tuple(
            dict.fromkeys(wording for wording in wordings if wording.terms and fields.issuperset(wording.fields))
        )
