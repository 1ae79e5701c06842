"""A work in one cell of a table: JSON with the keys of files."""

from __future__ import annotations

import json

from indexer.domain.works.work import Work


def work_cell(work: Work | None) -> str:
    """A cell that `stated_in_cell` reads as the same work; "" for none."""
    return json.dumps(work.stated, ensure_ascii=False) if work else ""


def stated_in_cell(cell: str) -> object:
    """What a cell states of a work; one that is no JSON as it is, so that the fault is that of every other way in."""
    try:
        return json.loads(cell) if cell.strip() else None
    except (ValueError, RecursionError):
        return cell
