"""Files that wait to be imported are looked through for the names of a document, however they are written."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from indexer.curation.bulk.import_files import ImportFiles
from indexer.curation.removal.waiting_imports import imports_naming
from indexer.domain.errors import InvalidEntry

NAMES = ("bogbus-i-nord", "Bogbussen kører igen", "The mobile library is back")


class Content(bytes):
    """A file that notes how often it is read as text."""

    decoded: list[str]

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        self.decoded.append(encoding)
        return super().decode(encoding, errors)

    def read_bytes(self) -> Content:
        return self


class Waiting:
    """One import that is no table that anybody can read."""

    def __init__(self, content: bytes) -> None:
        self.file = Content(content)
        self.file.decoded = []

    def waiting(self) -> tuple[str, ...]:
        return ("one",)

    def table(self, import_id: str) -> None:
        raise InvalidEntry("table-empty")

    def name(self, import_id: str) -> str:
        return "cases.xlsx"

    def content(self, import_id: str) -> Path:
        return cast("Path", self.file)


def naming(waiting: Waiting, names: tuple[str, ...] = NAMES) -> list[str]:
    return imports_naming(cast("ImportFiles", waiting), names)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_whatever_encoding(encoding: str, name: str) -> None:
    assert naming(Waiting(f"Et møde; {name.upper()}; mere".encode(encoding))) == ["one"]


def test_a_file_is_read_once_in_each_encoding_for_all_names() -> None:
    waiting = Waiting(b"something else")

    assert naming(waiting) == []

    assert len(waiting.file.decoded) == len(set(waiting.file.decoded)) == 4


def test_for_names_that_stand_anywhere_by_chance_no_file_is_read_as_text() -> None:
    waiting = Waiting(b"a bus")

    assert naming(waiting, ("bus",)) == [] and waiting.file.decoded == []
