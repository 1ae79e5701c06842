"""What a visitor may type -> an expression. Our own grammar; no engine's syntax is part of it.

    partnerskab skole      both words
    "åben skole"           the words side by side, as written (in any pair of quotation marks)
    -skole                 without the word (also -"…" and -(…))
    skole OR gymnasium     one of them (also ELLER)
    title:skole            in the title only (also titel:)
    partnerskab*           words that begin so
    (skole OR ungdom) -ø   groups
    § 4                    a paragraph of an act, which stands as written

Every text is a valid query: what cannot be read as an operator is searched as a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_DEPTH = 20
"""Parentheses nested deeper than this are read as spaces."""


@dataclass(frozen=True, slots=True)
class WordExpression:
    """One word as typed; it may hold hyphens and other signs that the tokenizer will split."""

    text: str
    in_title: bool = False
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class PhraseExpression:
    """Words that must stand side by side."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class NotExpression:
    """What must be absent."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class AndExpression:
    """All of the operands; without operands it asks for everything."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class OrExpression:
    """At least one of the operands; never empty."""

    operands: tuple[Expression, ...]


Expression = WordExpression | PhraseExpression | NotExpression | AndExpression | OrExpression

# Every pair that people type or paste: "…", »…«, «…», „…“, “…”, ”…”. Of double ones the next closes, whatever opened;
# single ones that no apostrophe is written with pair like these.
_QUOTES = '"»«„“”‟＂'
_SINGLE_QUOTES = "‹›‘‚"
# The apostrophe makes a pair only where a word begins and ends.
_APOSTROPHES = "'’"
_LEXEME = re.compile(
    rf"""
      (?P<minus>(?<![^\s(])-(?=[^\s)]))
    | (?P<field>(?:title|titel):(?=[^\s()]))
    | (?P<phrase>[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|[{_SINGLE_QUOTES}][^{_SINGLE_QUOTES}’]*[{_SINGLE_QUOTES}’]
      |(?<![^\W_])[{_APOSTROPHES}](?=[^\W_])[^{_APOSTROPHES}]*(?<=[^\W_])[{_APOSTROPHES}](?![^\W_]))
    | (?P<paragraph>§+\s*[^\W_]+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<word>[^\s(){_QUOTES}{_SINGLE_QUOTES}]+)
    | (?P<other>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OR_WORDS = {"OR", "ELLER"}
_AND_WORDS = {"AND", "OG"}


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str


def parse_query(text: str) -> Expression:
    """Read what a visitor typed; never raises. An empty text gives an AndExpression without operands."""
    lexemes = [_Lexeme(str(match.lastgroup), match.group()) for match in _LEXEME.finditer(text)]
    return _Parser(lexemes).parse()


def sought_text(expression: Expression) -> str:
    """The words that an expression asks for, in their order: without operators, and without what must be absent."""
    match expression:
        case WordExpression(text) | PhraseExpression(text):
            return text
        case NotExpression():
            return ""
        case AndExpression(operands) | OrExpression(operands):
            return " ".join(part for operand in operands if (part := sought_text(operand)))


def is_plain(expression: Expression) -> bool:
    """Whether it is nothing but words, which may be read as a sentence."""
    match expression:
        case WordExpression(_, in_title, is_prefix):
            return not (in_title or is_prefix)
        case AndExpression(operands):
            return all(is_plain(operand) for operand in operands)
        case _:
            return False


class _Parser:
    """Recursive descent over the lexemes, forgiving everywhere."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self._lexemes = lexemes
        self._position = 0

    def parse(self) -> Expression:
        operands: list[Expression] = []
        while self._position < len(self._lexemes):
            operands.append(self._disjunction(0))
            self._skip("close")
        return _conjunction(operands)

    def _disjunction(self, depth: int) -> Expression:
        alternatives = [self._conjunction(depth)]
        while self._at_word(_OR_WORDS):
            self._position += 1
            alternatives.append(self._conjunction(depth))
        filled = [a for a in alternatives if a != AndExpression(())]
        if len(filled) <= 1:
            return filled[0] if filled else AndExpression(())
        return OrExpression(tuple(filled))

    def _conjunction(self, depth: int) -> Expression:
        operands: list[Expression] = []
        while self._position < len(self._lexemes):
            lexeme = self._lexemes[self._position]
            if (lexeme.kind == "close" and depth > 0) or self._at_word(_OR_WORDS):
                break
            if self._at_word(_AND_WORDS & {lexeme.text}):
                self._position += 1
                continue
            operand = self._operand(depth)
            if operand is not None:
                operands.append(operand)
        return _conjunction(operands)

    def _operand(self, depth: int, in_title: bool = False) -> Expression | None:
        lexeme = self._next()
        if lexeme is None:
            return None
        match lexeme.kind:
            case "minus":
                operand = self._operand(depth, in_title)
                return None if operand is None or operand == AndExpression(()) else NotExpression(operand)
            case "field":
                return self._operand(depth, in_title=True)
            case "open":
                return self._group(depth)
            case "phrase":
                return _phrase(lexeme.text[1:-1], in_title)
            case "paragraph":
                return PhraseExpression(f"§ {lexeme.text.strip('§ ')}", in_title)
            case "word":
                return _word(lexeme.text, in_title)
            case _:
                return None

    def _group(self, depth: int) -> Expression | None:
        if depth >= MAX_DEPTH:
            return None
        inner = self._disjunction(depth + 1)
        self._skip("close")
        return inner

    def _next(self) -> _Lexeme | None:
        if self._position >= len(self._lexemes):
            return None
        self._position += 1
        return self._lexemes[self._position - 1]

    def _skip(self, kind: str) -> None:
        if self._position < len(self._lexemes) and self._lexemes[self._position].kind == kind:
            self._position += 1

    def _at_word(self, words: set[str]) -> bool:
        if self._position >= len(self._lexemes):
            return False
        lexeme = self._lexemes[self._position]
        return lexeme.kind == "word" and lexeme.text in words


def _conjunction(operands: list[Expression]) -> Expression:
    filled = [operand for operand in operands if operand != AndExpression(())]
    return filled[0] if len(filled) == 1 else AndExpression(tuple(filled))


def _phrase(text: str, in_title: bool) -> Expression | None:
    return PhraseExpression(text.strip(), in_title) if any(c.isalnum() for c in text) else None


def _word(text: str, in_title: bool) -> Expression | None:
    if not any(character.isalnum() for character in text):
        return None
    stem = text.rstrip("*")
    return WordExpression(stem, in_title, is_prefix=stem != text)
