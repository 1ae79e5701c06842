"""What index, kept texts and pictures must forget for good: orders below state/, carried out by the next indexing run.

A file each, so that an order outlives a crash between the one who deletes and the process that indexes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.storage.atomic_files import atomic_write, remove_durably

_LOG = logging.getLogger(__name__)
ORDERS_NAME = "to-forget"


@dataclass(frozen=True, slots=True)
class ForgetOrder:
    """The texts of a document that was deleted, by the SHA-256 of the files that they were taken from."""

    path: Path
    text_hashes: frozenset[str]


class ForgetOrders:
    """The orders below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, name: str, text_hashes: Collection[str]) -> None:
        """Ask for texts to be forgotten; asked twice under one name, they are forgotten once."""
        content = json.dumps(sorted(text_hashes)).encode()
        atomic_write(self._folder / f"{name}.json", content, is_private=True)

    def waiting(self) -> tuple[ForgetOrder, ...]:
        """The orders that were not carried out yet."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                hashes = frozenset(map(str, json.loads(path.read_text("utf-8"))))
            except (OSError, ValueError, TypeError) as error:
                _LOG.warning("%s cannot be read, and everything is made anew: %s", path.name, error)
                hashes = frozenset()
            found.append(ForgetOrder(path, hashes))
        return tuple(found)

    def done(self, orders: Iterable[ForgetOrder]) -> None:
        """Take orders away that were carried out."""
        for order in orders:
            remove_durably(order.path)
