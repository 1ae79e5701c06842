"""What an engine is, to the benchmark, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.engine.corpus import BenchmarkDocument
from benchmarks.engine.queries import Question

HITS = 10
Counts = dict[str, dict[str, int]]


@dataclass(slots=True)
class Answer:
    """The total, (document number, score) of the best, and the counts by facet and value."""

    total: int
    hits: list[tuple[int, float]]
    counts: Counts

    def comparable(self) -> tuple[int, Counts]:
        """What must be equal in every engine; values that nothing carries are left out."""
        return self.total, {
            facet: present
            for facet, values in sorted(self.counts.items())
            if (present := {value: count for value, count in sorted(values.items()) if count})
        }


class Peer(Protocol):
    """An engine under comparison."""

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        """Write an index into an empty folder."""

    def open(self, folder: Path) -> None:
        """Make ready to answer."""

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        """The question in the engine's own form, not yet asked; None if the engine cannot be asked it."""
