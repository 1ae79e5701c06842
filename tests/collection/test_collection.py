from __future__ import annotations

import pytest

from tests.collection.checks import CHECKS, Check, remaining
from tests.collection.fact_sheets import FACTS, FactSheet, as_told, load_fact_sheets
from tests.collection.faults import load_exceptions
from tests.collection.write_ups import WriteUp, load_write_ups, words_of

pytestmark = pytest.mark.skipif(
    not FACTS.is_dir(), reason=f"the fact sheets that the collection is checked against are not in {FACTS}"
)


@pytest.fixture(scope="module")
def write_ups() -> dict[str, WriteUp]:
    return load_write_ups()


@pytest.fixture(scope="module")
def sheets() -> dict[str, FactSheet]:
    exceptions = load_exceptions()
    return as_told(load_fact_sheets(), exceptions.merged, exceptions.parts)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_collection_has_none_of_these(
    check: Check, write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]
) -> None:
    faults = remaining(check(write_ups, sheets), load_exceptions())

    assert not faults, "\n" + "\n".join(map(str, faults))


def test_every_exception_is_still_needed(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> None:
    found = {(id_, words_of(fault.text)) for check in CHECKS for fault in check(write_ups, sheets) for id_ in fault.ids}

    assert load_exceptions().texts <= found


def test_every_merged_sheet_names_the_document_that_tells_it_and_replaces_it(
    write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]
) -> None:
    for id_, target in load_exceptions().merged.items():
        assert id_ in sheets.keys() - write_ups.keys()
        assert id_ in write_ups[target].front_matter["replaces"]


def test_every_document_made_from_parts_of_sheets_is_there_and_so_are_those_sheets(
    write_ups: dict[str, WriteUp],
) -> None:
    whole = load_fact_sheets()

    for id_, wholes in load_exceptions().parts.items():
        assert id_ in write_ups.keys() - whole.keys()
        assert set(wholes) <= whole.keys()
