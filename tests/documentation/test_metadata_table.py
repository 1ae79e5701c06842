"""The table of metadata keys in the documentation is that of the schema."""

from __future__ import annotations

from indexer import SCHEMA, WORK_PARTS, MetadataKey, ValueType, WorkType
from tests.conftest import PROJECT


def row_of(key: MetadataKey) -> str:
    names = ", ".join(f"`{name}`" for name in key.keys)
    kind = key.type.name.lower()
    if key.concept_scheme and key.type is not ValueType.TEXTS:
        kind = f"{'concepts' if key.type.is_list else 'concept'} of `{key.concept_scheme}`"
    return f"| {names} | {kind} | {key.says} |"


def test_the_table_of_keys_is_that_of_the_schema() -> None:
    table = "\n".join(["| key | type | what it says |", "| --- | --- | --- |", *map(row_of, SCHEMA)])

    assert table in (PROJECT / "docs" / "corpus-format.md").read_text("utf-8"), f"the table should be\n{table}"


def test_the_table_of_a_works_parts_is_that_of_the_rows() -> None:
    rows = [f"| `{part.name}` | {part.type.name.lower()} | {part.says} |" for part in WORK_PARTS]
    table = "\n".join(["| part | type | what it says |", "| --- | --- | --- |", *rows])
    page = (PROJECT / "docs" / "corpus-format.md").read_text("utf-8")

    assert table in page, f"the table should be\n{table}"
    assert all(f"`{each.value}`" in page for each in WorkType)
