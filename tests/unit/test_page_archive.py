from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from indexer.extraction.zip_member import read_member

MEMBERS = {"extraction.json": "{}", "page-00001.json": "page-00002.json " * 90, "page-00002.json": "æøå", "a": ""}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "text.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in MEMBERS.items():
            kind = zipfile.ZIP_STORED if name == "a" else zipfile.ZIP_DEFLATED
            writing.writestr(name, content, compress_type=kind)
    return path


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_is_what_zipfile_reads(archive: Path, name: str) -> None:
    assert read_member(archive, name).decode() == MEMBERS[name]


@pytest.mark.parametrize("name", ["page-00003.json", "page", "json"])
def test_a_missing_member_is_named(archive: Path, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        read_member(archive, name)


def test_damage_anywhere_is_noticed_or_does_no_harm(archive: Path) -> None:
    whole = archive.read_bytes()
    chance = random.Random(1)

    for _ in range(500):
        damaged = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(1, 4)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        archive.write_bytes(damaged)
        try:
            content = read_member(archive, "page-00001.json").decode()
        except (zipfile.BadZipFile, KeyError):
            continue
        assert content == MEMBERS["page-00001.json"]
