"""config.toml and the environment -> Config: every fault is named with its section and key."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from indexer.config.settings import SECTIONS, Config
from indexer.domain.errors import ConfigurationError
from indexer.domain.messages import Message

_PREFIX = "SAMSPIL"
_INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
"""What a cluster takes as the beginning of a name."""


def load_config(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """Read config.toml; a variable of the environment wins over the key that it names, as SAMSPIL_WEB_PORT does.

    Raises:
        ConfigurationError: the file is missing or broken, or keys or types are wrong; every fault is listed.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError("no-configuration-file", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError("configuration-unreadable", path=path, error=error) from error
    faults: list[Message] = []
    sections: dict[str, Any] = {
        name: _read_section(name, cls, _with_environment(name, cls, content.pop(name, {}), environment, faults), faults)
        for name, cls in SECTIONS.items()
    }
    faults.extend(Message("unknown-section", name=name, sections=", ".join(SECTIONS)) for name in content)
    if faults:
        raise ConfigurationError("configuration-faulty", path=path, faults=tuple(faults))
    config = Config(path=path.resolve(), **sections)
    if contradictions := tuple(_contradictions(config)):
        raise ConfigurationError("configuration-faulty", path=path, faults=contradictions)
    return config


def _contradictions(config: Config) -> Iterator[Message]:
    """What two keys say that cannot both be."""
    for name, folder in (("corpus", config.corpus_folder), ("state", config.state_folder)):
        if config.rooms_folder.is_relative_to(folder):
            yield Message("rooms-in-a-backup", folder=name)
    if config.rooms.years > config.rooms.most_years:
        yield Message("rooms-end-too-late", years=config.rooms.years, most=config.rooms.most_years)
    if config.engine.kind == "opensearch":
        if not config.engine.hosts:
            yield Message("cluster-without-hosts")
        if not _INDEX_NAME.fullmatch(config.engine.index_name):
            yield Message("index-name-unusable", name=config.engine.index_name)


def variable_name(section: str, key: str) -> str:
    """The variable of the environment that wins over a key.

    >>> variable_name("web", "port")
    'SAMSPIL_WEB_PORT'
    """
    return f"{_PREFIX}_{section}_{key}".upper()


def _with_environment(
    name: str, settings: type[Any], content: object, environment: Mapping[str, str], faults: list[Message]
) -> object:
    """A section of the file, and over it what the environment says; a variable that names no key is a fault."""
    known = {variable_name(name, item.name): item for item in fields(settings)}
    given = {key: value for key, value in environment.items() if key.startswith(variable_name(name, ""))}
    faults.extend(Message("unknown-variable", name=key, section=name) for key in sorted(given.keys() - known.keys()))
    if not isinstance(content, dict):
        return content
    return content | {
        known[key].name: _typed(value, known[key].default) for key, value in given.items() if key in known
    }


def _typed(text: str, default: object) -> object:
    """The value of a variable, written as in config.toml; quotes around a text may be left out, and a list's brackets.

    >>> _typed("8000", 0), _typed("true", False), _typed("a, b", ()), _typed("::1", "")
    (8000, True, ['a', 'b'], '::1')
    """
    if isinstance(default, str):
        return text
    if isinstance(default, tuple) and not text.strip().startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, KeyError):
        return text  # what it should have been is said by the fault


def _read_section(name: str, settings: type[Any], content: object, faults: list[Message]) -> object:
    if not isinstance(content, dict):
        faults.append(Message("not-a-section", name=name))
        return settings()
    known = {item.name: item for item in fields(settings)}
    values = {}
    for key, value in content.items():
        if key not in known:
            faults.append(Message("unknown-setting", section=name, key=key, settings=", ".join(known)))
        elif (fault := _fault_of(value, known[key].default) or _fault_of_choice(value, known[key])) is not None:
            faults.append(Message("setting-fault", section=name, key=key, fault=fault))
        else:
            values[key] = _converted(value, known[key].default)
    return dataclasses.replace(settings(), **values)


def _converted(value: object, default: object) -> object:
    if isinstance(default, float) and isinstance(value, int):
        return float(value)
    return tuple(value) if isinstance(value, list) else value


def _fault_of(value: object, default: object) -> Message | None:
    """What is wrong with a value, judged by its default; None if nothing is."""
    if isinstance(default, tuple):
        is_list_of_texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return None if is_list_of_texts else Message("must-be-texts")
    if isinstance(default, str):
        return None if isinstance(value, str) else Message("must-be-text")
    if isinstance(default, bool):
        return None if isinstance(value, bool) else Message("must-be-true-or-false")
    return _fault_of_number(value, is_whole=isinstance(default, int))


def _fault_of_choice(value: object, item: dataclasses.Field[Any]) -> Message | None:
    choices = item.metadata["choices"]
    return Message("must-be-one-of", choices=", ".join(choices)) if choices and value not in choices else None


def _fault_of_number(value: object, *, is_whole: bool) -> Message | None:
    # `true` is a whole number in Python.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Message("must-be-number")
    if is_whole and not isinstance(value, int):
        return Message("must-be-whole-number")
    return None if value >= 0 else Message("must-not-be-negative")
