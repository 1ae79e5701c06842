"""Metadata -> TOML, changing only the keys whose value changed: comments and order of a hand-written file survive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from indexer.domain.documents.metadata import Metadata, Source, Status


def stated_keys(metadata: Metadata) -> dict[str, Any]:
    """What the metadata states, by the keys of the schema in their usual order; a single place or country is a text."""
    other = metadata.language.other.value
    keys: dict[str, Any] = {
        "title": metadata.title,
        f"title_{other}": metadata.title_other,
        "summary": metadata.summary,
        f"summary_{other}": metadata.summary_other,
        "kind": metadata.kind,
        "language": metadata.language.value,
        "sectors": metadata.sectors,
        "partner_types": metadata.partner_types,
        "goals": metadata.goals,
        "subjects": metadata.subjects,
        "phases": metadata.phases,
        "forms": metadata.forms,
        "library": _one_or_many(metadata.libraries),
        "municipality": _one_or_many(metadata.municipalities),
        "country": _one_or_many(metadata.countries),
        "year_start": metadata.year_start,
        "year_end": metadata.year_end,
        "partners": metadata.partners,
        "authors": metadata.authors,
        "outcome": metadata.outcome.value if metadata.outcome else "",
        "status": metadata.status.value,
        "related": metadata.related,
        "downloads": metadata.downloads,
    }
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in keys.items()
        if value not in ("", (), None)
    }


def new_toml(metadata: Metadata) -> str:
    """The metadata of a new file."""
    return changed_toml("", None, metadata)


def changed_toml(toml: str, old: Metadata | None, new: Metadata) -> str:
    """The text with the changed keys set, and those that state nothing any more taken out."""
    document = tomlkit.parse(toml)
    before, after = stated_keys(old) if old else {}, stated_keys(new)
    before_status = old.status if old else None
    own_names = _own_names(document, old)
    for key in before:
        if key not in after:
            document.pop(own_names.get(key, key), None)
    for key, value in after.items():
        if before.get(key) == value or (key == "status" and new.status is before_status is Status.PUBLISHED):
            continue
        document[own_names.get(key, key)] = _array(value) if isinstance(value, list) else value
    if (old.sources if old else ()) != new.sources:
        _set_sources(document, new.sources)
    return tomlkit.dumps(document)


def _own_names(document: tomlkit.TOMLDocument, old: Metadata | None) -> dict[str, str]:
    """A file may name its own language: title_da for title in a Danish document."""
    if old is None:
        return {}
    own = {key: f"{key}_{old.language.value}" for key in ("title", "summary")}
    return {key: name for key, name in own.items() if name in document and key not in document}


def _array(values: Sequence[str]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(sum(map(len, values)) > 90)


def _set_sources(document: tomlkit.TOMLDocument, sources: Sequence[Source]) -> None:
    if not sources:
        document.pop("sources", None)
        return
    tables = document.get("sources")
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
    values = {"title": source.title, "url": source.url, "publisher": source.publisher, "year": source.year}
    for key, value in values.items():
        if value in ("", None):
            table.pop(key, None)
        elif table.get(key) != value:
            table[key] = value


def _one_or_many(values: tuple[str, ...]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else values
