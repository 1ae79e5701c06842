"""Metadata -> TOML, changing only the keys whose value changed: comments and order of a hand-written file survive."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Table

from indexer.domain.documents.dates import read_moment
from indexer.domain.documents.metadata import NOT_GIVEN, Language, Metadata, Source
from indexer.domain.documents.metadata_key import ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.works.work import Work

_MOMENTS = frozenset(row.key for row in SCHEMA if row.type is ValueType.MOMENT)
_TABLES = (ValueType.WORK, ValueType.SOURCES)


def stated_keys(metadata: Metadata) -> dict[str, Any]:
    """What the metadata states, by the keys of the schema in their order, as texts, lists and numbers; no tables."""
    stated = ((row.key_in(metadata.language), row.value(metadata)) for row in SCHEMA if row.type not in _TABLES)
    return {key: _plain(value) for key, value in stated if value not in NOT_GIVEN}


def source_keys(source: Source) -> dict[str, Any]:
    """What a source states, by the keys of its table."""
    return {key: value for key, value in asdict(source).items() if value not in NOT_GIVEN}


def new_toml(metadata: Metadata) -> str:
    """The metadata of a new file.

    Written here, for there is nothing to preserve: tomlkit takes some fifty times as long, which a large import feels.
    """
    lines = [f"{key} = {_written(key, value)}" for key, value in stated_keys(metadata).items()]
    if metadata.describes:
        lines += ["", *work_lines(metadata.describes)]
    for source in metadata.sources:
        lines += ["", "[[sources]]", *(f"{key} = {_written(key, value)}" for key, value in source_keys(source).items())]
    return "".join(f"{line}\n" for line in lines)


def work_lines(work: Work) -> list[str]:
    """The table of a work, line by line."""
    return ["[describes]", *(f"{key} = {_written(key, value)}" for key, value in work.stated.items())]


def _written(key: str, value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_written(name, one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        written = [_written("", one) for one in value]
        if _is_long(value):
            return "[\n" + "".join(f"    {one},\n" for one in written) + "]"
        return f"[{', '.join(written)}]"
    # A text of JSON is a basic string of TOML; a moment is written as it is kept.
    return str(value) if key in _MOMENTS or isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def changed_toml(toml: str, old: Metadata | None, new: Metadata) -> str:
    """The text with the changed keys set, and those that state nothing any more taken out."""
    document = tomlkit.parse(toml)
    old_keys, old_sources = (stated_keys(old), old.sources) if old else ({}, ())
    new_keys = stated_keys(new)
    _set_keys(document, old_keys, new_keys, _own_names(document, old, new.language))
    if (old.describes if old else None) != new.describes:
        _set_work(document, new.describes)
    if old_sources != new.sources:
        _set_sources(document, new.sources)
    return tomlkit.dumps(document)


def _set_keys(
    document: tomlkit.TOMLDocument, old: Mapping[str, Any], new: Mapping[str, Any], own_names: Mapping[str, str]
) -> None:
    for key in [key for key in old if key not in new]:
        document.pop(own_names.get(key, key), None)
    for key, value in new.items():
        # Only what differs, though all could be set: an array set anew would lose its line breaks and comments.
        if old.get(key) != value:
            document[own_names.get(key, key)] = _item(key, value)


def _item(key: str, value: Any) -> Any:  # noqa: ANN401 (what TOML has)
    if isinstance(value, list):
        return _array(value)
    return read_moment(value) if key in _MOMENTS else value


def _own_names(document: tomlkit.TOMLDocument, old: Metadata | None, language: Language) -> dict[str, str]:
    """A file may name its own language: title_da for title in a Danish document.

    Where the language changes, such keys get their plain names first, for the old ones mean the translation now.
    """
    if old is None:
        return {}
    own = {row.translates: f"{row.translates}_{old.language.value}" for row in SCHEMA if row.translates}
    used = {key: name for key, name in own.items() if name in document and key not in document}
    if language is old.language:
        return used
    for key, name in used.items():
        document[key] = document.pop(name)
    return {}


def _array(values: Sequence[Any]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(_is_long(values))


def _is_long(values: Sequence[Any]) -> bool:
    """Whether an array stands on several lines: one while it fits, as a person would write it."""
    return sum(len(one) if isinstance(one, str) else len(_written("", one)) for one in values) > 90


def _set_work(document: tomlkit.TOMLDocument, work: Work | None) -> None:
    if work is None:
        document.pop("describes", None)
        return
    table = document.get("describes")
    if not isinstance(table, Table):
        document.pop("describes", None)
        table = tomlkit.table()
        document["describes"] = table
    names = [_inline(name) for name in work.stated.get("authors", ())]
    _set_parts(table, work.stated | ({"authors": _array(names)} if names else {}))


def _inline(stated: Mapping[str, str]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(stated)
    return table


def _set_sources(document: tomlkit.TOMLDocument, sources: Sequence[Source]) -> None:
    if not sources:
        document.pop("sources", None)
        return
    tables = document.get("sources")
    # An inline array of tables has no tables of its own to change.
    if not isinstance(tables, AoT):
        document.pop("sources", None)
        tables = tomlkit.aot()
        document["sources"] = tables
    while len(tables) > len(sources):
        del tables[-1]
    for position, source in enumerate(sources):
        if position == len(tables):
            tables.append(tomlkit.table())
        _set_source(tables[position], source)


def _set_source(table: Table, source: Source) -> None:
    _set_parts(table, source_keys(source))


def _set_parts(table: Table, stated: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in stated]:
        table.pop(key)
    for key, value in stated.items():
        if table.get(key) != value:
            table[key] = value


def _plain(value: object) -> object:
    """A value as TOML has it."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value
