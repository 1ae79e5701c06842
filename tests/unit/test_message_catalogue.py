"""The message catalogue and its use: every id that is said has words in both languages, with the arguments given."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest

from indexer import Language, Message, say
from indexer.presentation.messages import catalogue
from tests.conftest import PROJECT

SOURCES = [path for package in ("indexer", "web") for path in sorted((PROJECT / package).rglob("*.py"))]
SAYING = {"Message": 0, "InvalidEntry": 0, "fault": 2, "_vocabulary_fault": 1}
"""Functions that take a message's id -> its place among their arguments."""

ADDED = {"_vocabulary_fault": {"concept"}}
"""Arguments that a function adds itself."""


def names_in(words: object) -> set[str]:
    texts = words.values() if isinstance(words, dict) else [words]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def uses() -> Iterator[tuple[str, str, set[str] | None]]:
    """(place, id, arguments) of every message that is made; None for arguments that are only known when it runs."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            place = SAYING.get(name)
            if place is None or len(node.args) <= place or not isinstance(node.args[place], ast.Constant):
                continue
            given = {keyword.arg for keyword in node.keywords}
            arguments = None if None in given else {str(each) for each in given} | ADDED.get(name, set())
            yield f"{path.name}:{node.lineno}", str(node.args[place].value), arguments  # type: ignore[attr-defined]


@pytest.mark.parametrize("message_id", sorted(catalogue()))
def test_a_message_has_words_in_both_languages_with_the_same_arguments(message_id: str) -> None:
    words = catalogue()[message_id]

    assert set(words) == set(Language)
    if message_id not in ("text-refused", "text-incomplete"):
        assert names_in(words[Language.DANISH]) == names_in(words[Language.ENGLISH])


def test_every_message_that_is_made_stands_in_the_catalogue_with_its_arguments() -> None:
    found = [use for use in uses() if " " not in use[1]]

    assert len(found) > 50
    for place, message_id, arguments in found:
        assert message_id in catalogue(), place
        needed = set().union(*(names_in(words) for words in catalogue()[message_id].values()))
        assert arguments is None or needed <= arguments, f"{place}: {message_id} lacks {needed - arguments}"


def test_messages_inside_messages_are_said_in_the_same_language() -> None:
    inner = Message("missing-title")
    outer = Message("metadata-faults", faults=(Message("fault-at", location="a.md", line=3, fault=inner), inner))

    assert say(outer, Language.DANISH).startswith("a.md:3: Skriv en titel")
    assert say(outer, Language.ENGLISH).endswith("; State the title in the document's own language.")


def test_what_the_catalogue_lacks_is_said_as_it_stands() -> None:
    assert say(Message("no-such-id", name="x"), Language.DANISH) == "no-such-id (name=x)"
