"""Ids of messages in code and catalogue are the same, with the same arguments, in both languages."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache

import pytest

from indexer import (
    IMPORT_KEYS,
    SCHEMA,
    WORK_PARTS,
    Action,
    Language,
    Level,
    Message,
    Role,
    Status,
    WorkType,
    message_from,
    message_of,
    say,
)
from indexer.comparison.model import Aspect, Relation
from indexer.domain import errors
from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata_schema import BY_KEY
from indexer.domain.messages import message_record
from indexer.extraction import notes, refusals
from indexer.presentation.messages import Words, catalogue
from indexer.rooms import SECTIONS, THEMES
from tests.conftest import PROJECT
from web.rooms.partnership_tools.room_tools import TOOLS

SPEAKERS = {"Message", *(name for name in vars(errors) if name[0].isupper())}
NOTES = (
    notes.bad_page(3), notes.scanned_page(3), notes.unreadable_page(3), notes.page_limit(3, 5), notes.text_limit(),
    notes.time_limit(3, 5), notes.repaired(), notes.hidden_text(3), notes.white_text(3), notes.hidden_slide(3),
    notes.hidden_sheets(["A"]),
    notes.table_limit(), notes.annotation_limit(3), notes.attachment_limit(3, 5), notes.attachments_unread(["a.zip"]),
)  # fmt: skip
REFUSALS = [value for value in vars(refusals).values() if isinstance(value, refusals.Refusal)]
KEYS = {
    *BY_KEY, *FACETS_BY_ID, *IMPORT_KEYS, "file", "text", *(row.point for row in SCHEMA),
    *(f"{key}_{language.value}" for key in ("title", "summary", "downloads") for language in Language),
}  # fmt: skip
"""Keys of files, imports and exports, facets, and points of the checklist."""
LOGGED = {
    "signed-in", "signed-out", "sign-in-failed", "account-added", "account-disabled", "account-enabled",
    "password-changed", "role-changed", "code-refused", "second-factor-added", "second-factor-removed",
    "recovery-codes-renewed", "session-ended", "file-received", "file-discarded", "index-rebuild", "backup", "exported",
    "suggestion-answered", "suggestion-taken-up", "suggestion-deleted", "deleted-for-good", "owner-changed",
    "reviewer-changed",
}  # fmt: skip
ROOM_FIELDS = {
    f"{section.id}-{name}{ending}"
    for section in SECTIONS.values()
    for name, kind in section.fields.items()
    for ending in ("", "-hint", *(f"-{choice}" for choice in kind.choices))
}  # fmt: skip
SECTORS = {"public", "private", "civil-society"}
FAMILIES: dict[str, set[str]] = {
    "room": ROOM_FIELDS
    | {f"{begun}-{sector}" for begun in ("finding-empty", "friend-sector", "sector") for sector in SECTORS}
    | {f"tool-{tool.id}{ending}" for tool in TOOLS for ending in ("", "-purpose")}
    | {f"section-{section}" for section in SECTIONS}
    | {f"sought-{section}" for section in SECTIONS}
    | {f"sought-{section.id}-{name}" for section in SECTIONS.values() for name in section.fields}
    | {f"theme-{theme.id}" for theme in THEMES},
    "key": KEYS, "facet": KEYS, "hint": KEYS | {f"work-{part.name}" for part in WORK_PARTS}, "explain": KEYS,
    "work": {part.name for part in WORK_PARTS}, "worktype": {each.value for each in WorkType},
    "missing": {row.key for row in SCHEMA if row.is_required}
    | {f"work-{part.name}" for part in WORK_PARTS if part.is_required},
    "note": {note.code for note in NOTES},
    "picture": {"too-large", "failed"},
    "refused": {refusal.case or refusal.code for refusal in REFUSALS},
    "reason": {f"{relation.value}-{aspect.value}" for relation in Relation for aspect in Aspect} | {"related"},
    "scale": {"local", "several-places", "international"},
    "status": {status.value for status in Status},
    "action": {action.value for action in Action} | LOGGED,
    "role": {role.value for role in Role},
    "level": {level.value for level in Level},
    "unstated": {"level"},
    "address": {"parameters", "filters", "documents", "value", "words", "prefixes", "search"},
    "page": {"400", "403", "404", "405", "406", "410", "413", "414", "429", "500"},
}  # fmt: skip
"""Beginnings of ids that code puts together, and what may follow."""


@cache
def parsed() -> list[ast.Module]:
    paths = (path for package in ("indexer", "web") for path in (PROJECT / package).rglob("*.py"))
    return [ast.parse(path.read_text("utf-8")) for path in paths]


def trees() -> Iterator[ast.AST]:
    return (node for tree in parsed() for node in ast.walk(tree))


def constants(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


@cache
def spoken() -> list[tuple[str, frozenset[str]]]:
    """(id, names of its arguments) wherever code makes a message or an error."""
    found = []
    for node in trees():
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS):
            continue
        if node.args and not any(word.arg is None for word in node.keywords):
            names = frozenset(word.arg for word in node.keywords if word.arg)
            ids = constants(node.args[0]) if not isinstance(node.args[0], ast.JoinedStr) else set()
            found += [(message_id, names) for message_id in ids]
    return found


def texts(words: Words) -> list[str]:
    return [words] if isinstance(words, str) else list(words.values())


def named(words: Words) -> set[str]:
    parts = [part for text in texts(words) for part in string.Formatter().parse(text)]
    return {name for _, name, _, _ in parts if name}


def test_every_message_has_both_languages_with_the_same_arguments() -> None:
    for message_id, words in catalogue().items():
        assert set(words) == set(Language), message_id
        assert named(words[Language.DANISH]) == named(words[Language.ENGLISH]), message_id
        assert all(text.strip() for each in words.values() for text in texts(each)), message_id


def test_every_message_that_code_makes_stands_in_the_catalogue_with_its_arguments() -> None:
    assert len(spoken()) > 100
    for message_id, names in spoken():
        assert message_id in catalogue(), message_id
        assert named(catalogue()[message_id][Language.ENGLISH]) == names, message_id


def test_no_error_is_raised_with_a_sentence() -> None:
    for message_id, _ in spoken():
        assert re.fullmatch(r"[a-z0-9-]+", message_id), message_id


def test_every_message_of_the_catalogue_is_used() -> None:
    literal = {text for node in trees() for text in (constants(node) if isinstance(node, ast.Constant) else ())}
    members = {f"{family}-{member}" for family, allowed in FAMILIES.items() for member in allowed}
    advice = {f"{name}-advice" for name in literal | members if name.startswith("page-")}

    assert set(catalogue()) - literal - members - advice == set()


@pytest.mark.parametrize(
    "family", ["missing", "note", "refused", "scale", "status", "action", "role", "page", "work", "worktype"]
)
def test_every_member_of_a_family_has_words(family: str) -> None:
    missing = {member for member in FAMILIES[family] if f"{family}-{member}" not in catalogue()}

    assert missing == set()


@pytest.mark.parametrize("aspect", list(Aspect), ids=lambda aspect: aspect.value)
def test_every_aspect_has_words_for_what_is_the_same(aspect: Aspect) -> None:
    assert f"reason-same-{aspect.value}" in catalogue()


@pytest.mark.parametrize("language", Language)
def test_notes_and_refusals_are_said_with_their_numbers_in_both_languages(language: Language) -> None:
    said = [say(one.message, language) for one in (*NOTES, *REFUSALS)]

    assert all(text.endswith(".") and "{" not in text for text in said)
    assert any(f"3 {'af' if language is Language.DANISH else 'of'} 5" in text for text in said)


def test_a_message_comes_back_from_its_record_with_the_messages_within_it() -> None:
    message = Message("configuration-faulty", path="c.toml", faults=(Message("must-be-number"), Message("no-index")))

    restored = message_from(json.loads(json.dumps(message_record(message))))

    assert restored == message
    assert say(restored, Language.DANISH) == say(message, Language.DANISH)


def test_an_error_of_the_operating_system_is_said_as_it_words_it() -> None:
    assert say(message_of(OSError("No space left")), Language.ENGLISH) == "No space left"
