"""Where each statement of a Turtle file stands: so that one is written anew and the file around it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A full stop ends a statement only before a blank, a comment or the end: in names and numbers Turtle lets it stand.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<end>\.(?=\s|\#|$))
    | (?P<word>[^\s<>"'\#;,\[\]()]+?(?=\.?[\s<>"'\#;,\[\]()]|\.?$))
    | (?P<sign>[;,\[\]()<>"'])
    """,
    re.VERBOSE | re.DOTALL,
)
_WITHOUT_END = frozenset(("prefix", "base"))
"""SPARQL's spelling of a declaration, which no full stop ends."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A subject with all that one statement says of it, or a declaration.

    Attributes:
        start, end: where its text begins and ends, comments before it left out, its full stop in.
        subject: its first word: an address in angle brackets, a prefixed name, or the word of a declaration.
        comments: those that stand within it.
    """

    start: int
    end: int
    subject: str
    comments: tuple[str, ...] = ()


def statements(text: str) -> Iterator[Statement]:
    """Every statement of a file, in its order; the file must be sound Turtle."""
    start, subject, words, comments = -1, "", 0, list[str]()
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "comment":
            if subject:
                comments.append(token.group())
            continue
        if not subject:
            start, subject, words = token.start(), token.group(), 0
        words += 1
        is_declared = subject.lower() in _WITHOUT_END and token.lastgroup == "iri"
        if token.lastgroup == "end" or is_declared:
            yield Statement(start, token.end(), subject, tuple(comments))
            subject, comments = "", []


def prefixes(text: str) -> dict[str, str]:
    """The address that each prefix stands for, by the prefix without its colon."""
    declared = re.finditer(r"(?mi)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", text)
    return {one.group(1): one.group(2) for one in declared}
