"""The message catalogue: ids with named arguments -> words, Danish and English.

`catalogue/*.toml` hold a table for each id, with a text for each language in which `{names}` stand for arguments. Where
a number decides the form, the text is a table of `one` and `other`, chosen by the argument `count`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer.domain.documents.metadata import Language
from indexer.domain.messages import Message

_FOLDER = Path(__file__).parent / "catalogue"
Words = str | Mapping[str, str]
"""A text, or one for `one` and one for `other`."""


def say(message: Message, language: Language) -> str:
    """The message in a language, messages among its arguments too; one that the catalogue lacks as it stands."""
    words = catalogue().get(message.id, {}).get(language)
    if words is None:
        return str(message)
    if not isinstance(words, str):
        words = words["one" if message.arguments.get("count") == 1 else "other"]
    return words.format(**{name: _said(value, language) for name, value in message.arguments.items()})


def name_in(message_id: str, language: Language) -> str:
    """A name that takes no arguments; "" where the catalogue has none."""
    words = catalogue().get(message_id, {}).get(language, "")
    return words if isinstance(words, str) else ""


@cache
def catalogue() -> Mapping[str, Mapping[Language, Words]]:
    """Every message by its id.

    Raises:
        ValueError: two files claim the same id.
    """
    found: dict[str, Mapping[Language, Words]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for message_id, words in tomllib.loads(path.read_text("utf-8")).items():
            if message_id in found:
                raise ValueError(f"{path.name}: the message {message_id!r} stands in the catalogue twice")
            found[message_id] = {Language(code): text for code, text in words.items()}
    return found


def _said(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return say(value, language)
    if isinstance(value, tuple):
        return "; ".join(str(_said(one, language)) for one in value)
    return value
