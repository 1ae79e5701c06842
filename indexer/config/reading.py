"""config.toml -> Config: every fault is named with its section and key."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from indexer.config.settings import SECTIONS, Config
from indexer.domain.errors import ConfigurationError
from indexer.domain.messages import Message


def load_config(path: Path) -> Config:
    """Read config.toml.

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
        name: _read_section(name, cls, content.pop(name, {}), faults) for name, cls in SECTIONS.items()
    }
    faults.extend(Message("unknown-section", name=name, sections=", ".join(SECTIONS)) for name in content)
    if faults:
        raise ConfigurationError("configuration-faulty", path=path, faults=tuple(faults))
    return Config(path=path.resolve(), **sections)


def _read_section(name: str, settings: type[Any], content: object, faults: list[Message]) -> object:
    if not isinstance(content, dict):
        faults.append(Message("not-a-section", name=name))
        return settings()
    known = {item.name: item for item in fields(settings)}
    values = {}
    for key, value in content.items():
        if key not in known:
            faults.append(Message("unknown-setting", section=name, key=key, settings=", ".join(known)))
        elif (fault := _fault_of(value, known[key].default)) is not None:
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


def _fault_of_number(value: object, *, is_whole: bool) -> Message | None:
    # `true` is a whole number in Python.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Message("must-be-number")
    if is_whole and not isinstance(value, int):
        return Message("must-be-whole-number")
    return None if value >= 0 else Message("must-not-be-negative")
