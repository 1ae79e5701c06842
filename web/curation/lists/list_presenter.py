"""What the list of documents can be narrowed by, in words and with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indexer import FACETS, NOT_STATED, DocumentSelection, danish_sort_key, name_in
from web.curation.presentation import status_or_value_name
from web.site.facet_names import facet_name, key_name
from web.site.language import page_language, translate

_FIRST = ("status", "missing", "kind", "owner", "editor")
CHOSEN_BY = (*_FIRST, *(facet.id for facet in FACETS if facet.id not in _FIRST))
"""What a list is narrowed by, in the order of the form: what curators ask for most, then the other facets."""


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """Something to choose by: (value, name, how many documents it would leave) of each value, most of them first."""

    name: str
    label: str
    options: tuple[tuple[str, str, int], ...]
    chosen: str
    is_first: bool


def choice_fields(selection: DocumentSelection, counts: Mapping[str, Counter[str]]) -> tuple[ChoiceField, ...]:
    """Every field with its options; those that nothing could be chosen in are left out."""
    chosen = dict(selection.choices)
    fields = (_field(name, counts[name], chosen.get(name, "")) for name in CHOSEN_BY)
    return tuple(field for field in fields if field.options)


def _field(name: str, counts: Counter[str], chosen: str) -> ChoiceField:
    # A value that was chosen stays to be seen, and to be left out again, where it would leave nothing.
    values = dict.fromkeys((*counts, *([chosen] if chosen else ())))
    options = [(value, _value_name(name, value), counts[value]) for value in values]
    options.sort(key=lambda option: (option[0] == NOT_STATED, -option[2], danish_sort_key(option[1])))
    return ChoiceField(name, _label(name), tuple(options), chosen, name in _FIRST)


def _label(name: str) -> str:
    own = {
        "status": translate("Status"),
        "missing": translate("Mangler"),
        "editor": translate("Sidst ændret af"),
        "owner": translate("Ansvarlig"),
    }
    return own.get(name) or facet_name(name)


def _value_name(name: str, value: str) -> str:
    if value == NOT_STATED:
        return translate("ingen her") if name in ("editor", "owner") else translate("Ikke angivet")
    if name == "missing":
        return key_name(value)
    if name in ("editor", "owner"):
        return value
    if name == "status":
        return name_in(f"status-{value}", page_language()) or value
    row = next(facet.row for facet in FACETS if facet.id == name)
    return status_or_value_name(row.key, value)
