from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indexer.domain.documents.metadata import Language
from indexer.domain.errors import ConfigurationError
from indexer.search.words.dictd import read_dictd

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def base64_number(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 64)
        digits = LETTERS[digit] + digits
    return digits


def write_dictionary(folder: Path, entries: dict[str, str], *, packed: bool = True) -> Path:
    index, content = [], b""
    for headword, text in entries.items():
        encoded = text.encode()
        index.append(f"{headword}\t{base64_number(len(content))}\t{base64_number(len(encoded))}")
        content += encoded
    (folder / "x.index").write_text("\n".join(index) + "\n", "utf-8")
    if packed:
        (folder / "x.dict.dz").write_bytes(gzip.compress(content))
    else:
        (folder / "x.dict").write_bytes(content)
    return folder / "x.index"


ENTRIES = {
    "00databaseinfo": "00-database-info\nDanish-English\n",
    "bjælke": "bjælke /bjˈɛlkə/ <n>\n1. beam, joist [i et hus]\n2. (old) timber\n",
    "et ord": "et ord\na very long explanation of what it is\n",
}


@pytest.mark.parametrize("packed", [True, False])
def test_a_dictionary_gives_its_translations_without_remarks(tmp_path: Path, packed: bool) -> None:
    entries = read_dictd(write_dictionary(tmp_path, ENTRIES, packed=packed), Language.DANISH)

    assert [entry.danish for entry in entries] == ["bjælke"]
    assert [meaning for meaning, _ in entries[0].english] == ["beam", "joist", "timber"]


def test_an_english_dictionary_is_turned_round(tmp_path: Path) -> None:
    entries = read_dictd(write_dictionary(tmp_path, {"beam": "beam\nbjælke, stråle\n"}), Language.ENGLISH)

    assert [(entry.danish, entry.english[0][0]) for entry in entries] == [("bjælke", "beam"), ("stråle", "beam")]


def test_a_missing_or_broken_dictionary_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gone\.index"):
        read_dictd(tmp_path / "gone.index", Language.DANISH)

    broken = write_dictionary(tmp_path, ENTRIES)
    (tmp_path / "x.dict.dz").write_bytes(b"not gzip")

    with pytest.raises(ConfigurationError, match=r"x\.index"):
        read_dictd(broken, Language.DANISH)
