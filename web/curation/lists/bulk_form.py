"""What can be done to many documents at once, as a form offers and sends it."""

from __future__ import annotations

from collections.abc import Mapping

from indexer import BY_KEY, SCHEMA, BulkEdit, Status, ValueType, danish_sort_key
from web.site.context import site
from web.site.facet_names import key_name, value_name

ADD, REMOVE = "add", "remove"


def edit_of(sent: Mapping[str, str]) -> BulkEdit | None:
    """What a form asks for; None where it is not whole, or asks for what nobody offered."""
    wanted = sent.get("do", "")
    if wanted in set(Status):
        return BulkEdit(status=Status(wanted))
    key, _, value = sent.get("value", "").partition(":")
    if wanted not in (ADD, REMOVE) or key not in _keys() or value not in _ids(key):
        return None
    return BulkEdit(key=key, added=value) if wanted == ADD else BulkEdit(key=key, removed=value)


def values_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """(name of the key, its values with their names) of each list of concepts, by name."""
    return [
        (key_name(key), sorted(((f"{key}:{one}", value_name(key, one)) for one in _ids(key)), key=_by_name))
        for key in _keys()
    ]


def _keys() -> list[str]:
    return [row.key for row in SCHEMA if row.type is ValueType.CONCEPTS and row.facet]


def _ids(key: str) -> list[str]:
    scheme = BY_KEY[key].concept_scheme
    return [concept.id for concept in site().curation.vocabulary.concepts() if concept.scheme == scheme]


def _by_name(option: tuple[str, str]) -> str:
    return danish_sort_key(option[1])
