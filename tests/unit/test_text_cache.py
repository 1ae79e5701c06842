from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.domain.documents.document import ExtractionNote, Page
from indexer.domain.documents.extraction import Extraction, FileInformation, OutlineEntry, Refusal
from indexer.extraction.kept_texts.text_cache import TextCache
from tests.disks import full_disk, read_only

HASH = hashlib.sha256(b"x").hexdigest()
OTHER = hashlib.sha256(b"y").hexdigest()
EXTRACTION = Extraction(
    media_type="application/pdf",
    engine="pdfium",
    pages=(Page(1, "Blåbær", "i", "en"), Page(2, "Mere")),
    language="da",
    title_guess="Blåbær",
    notes=(ExtractionNote("bad-page", 2),),
    seconds=0.5,
    information=FileInformation("T", "A", 2012, (OutlineEntry("Kapitel", 2, 1),)),
    sketch=(1, 2**64 - 1),
)
REFUSED = Extraction("", "", refused=Refusal("empty"))

# What version 0.1.0 wrote into the zip file of EXTRACTION, byte for byte.
OLD_FACTS = (
    '{"media_type": "application/pdf", "engine": "pdfium", "pages": 2, "language": "da", "title_guess": "Blåbær", '
    '"notes": [{"code": "bad-page", "message": "This page could not be read.", "page": 2, '
    '"message_da": "Siden kunne ikke læses."}], "refused": null, "seconds": 0.5, "information": {"title": "T", '
    '"author": "A", "year": 2012, "outline": [{"title": "Kapitel", "page_number": 2, "level": 1}]}, '
    '"sketch": [1, 18446744073709551615]}'
)
OLD_PAGES = (
    '{"number": 1, "text": "Blåbær", "label": "i", "language": "en", "markup": ""}',
    '{"number": 2, "text": "Mere", "label": "", "language": "", "markup": ""}',
)


READING_ONLY = """
import logging
from indexer.extraction.kept_texts.text_cache import TextCache
from tests.unit.test_text_cache import EXTRACTION, HASH, OTHER
logging.disable()
cache = TextCache(folder, "7")
first = cache.page(HASH, 1)
print([
    None if first is None else first == EXTRACTION.pages[0],
    cache.page(OTHER, 2) == EXTRACTION.pages[1],
    cache.store(HASH, EXTRACTION),
])
"""


def zipped(folder: Path, content_hash: str) -> Path:
    """A text in the layout of version 0.1.0."""
    path = folder / "version-7" / content_hash[:2] / f"{content_hash}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("extraction.json", OLD_FACTS)
        for number, page in enumerate(OLD_PAGES, start=1):
            archive.writestr(f"page-{number:05}.json", page)
    path.with_suffix(".sketch").write_bytes(b"\0\0\0\0\0\0\0\1\xff\xff\xff\xff\xff\xff\xff\xff")
    return path


def database_of(folder: Path) -> Path:
    return folder / "version-7.sqlite3"


def test_what_is_kept_is_given_back_whole_or_in_part(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")

    cache.store(HASH, EXTRACTION)

    assert cache.load(HASH) == EXTRACTION
    assert cache.page(HASH, 2) == EXTRACTION.pages[1]
    assert cache.sketch(HASH) == EXTRACTION.sketch
    assert database_of(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_page_that_was_read_is_the_newest_one_stored_here(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    assert cache.page(HASH, 1) == EXTRACTION.pages[0] and cache.page(HASH, 3) is None

    cache.store(HASH, replace(EXTRACTION, pages=(Page(1, "Nyt"),)))

    assert cache.page(HASH, 1) == Page(1, "Nyt") and cache.page(HASH, 2) is None


def test_pages_read_last_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.extraction.kept_texts.text_cache._RECENT_CHARACTERS", 1000)
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, replace(EXTRACTION, pages=tuple(Page(number, "x" * 200) for number in range(1, 9))))
    first = cache.page(HASH, 1)
    assert cache.page(HASH, 1) is first

    for number in range(2, 9):
        assert cache.page(HASH, number) == Page(number, "x" * 200)

    assert cache.page(HASH, 8) is cache.page(HASH, 8)
    assert cache.page(HASH, 1) == first and cache.page(HASH, 1) is not first


def test_a_refusal_is_kept_until_it_is_to_be_forgotten(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, REFUSED)
    cache.store(OTHER, EXTRACTION)
    assert (cache.load(HASH), cache.sketch(HASH)) == (REFUSED, ())

    cache.forget_refused()

    assert (cache.load(HASH), cache.load(OTHER)) == (None, EXTRACTION)


def test_texts_of_another_version_are_not_taken_for_ours(tmp_path: Path) -> None:
    TextCache(tmp_path, "6").store(HASH, EXTRACTION)

    cache = TextCache(tmp_path, "7")

    assert (cache.load(HASH), cache.page(HASH, 1), cache.sketch(HASH)) == (None, None, None)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"x" * 5000, b"nonsense" * 1000])
def test_a_damaged_database_is_made_anew(tmp_path: Path, content: bytes) -> None:
    damaged = TextCache(tmp_path, "7")
    damaged.store(HASH, EXTRACTION)
    damaged.close()
    database_of(tmp_path).write_bytes(content)
    cache = TextCache(tmp_path, "7")

    assert (cache.load(HASH), cache.page(HASH, 1)) == (None, None)
    cache.store(HASH, EXTRACTION)

    assert TextCache(tmp_path, "7").load(HASH) == EXTRACTION


def test_whatever_byte_is_damaged_no_other_text_is_given_and_the_text_can_be_kept_again(tmp_path: Path) -> None:
    hashes = [hashlib.sha256(bytes([number])).hexdigest() for number in range(20)]
    texts = {h: replace(EXTRACTION, pages=(Page(1, f"Tekst {h} " * 40), Page(2, h))) for h in hashes}
    chance = random.Random(4)
    whole = TextCache(tmp_path, "7")
    for content_hash, extraction in texts.items():
        whole.store(content_hash, extraction)
    whole.close()
    sound = database_of(tmp_path).read_bytes()

    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(8):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        database_of(tmp_path).write_bytes(damaged)
        cache = TextCache(tmp_path, "7")
        for content_hash, extraction in [*texts.items(), *texts.items()]:  # what is found late costs the others, too
            assert cache.page(content_hash, 1) in (None, extraction.pages[0])
            assert cache.load(content_hash) in (None, extraction)
            if cache.load(content_hash) is None:
                cache.store(content_hash, extraction)
        assert [cache.load(content_hash) for content_hash in hashes] == list(texts.values())
        cache.close()


def test_a_damaged_text_is_forgotten_and_the_others_stay(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    cache.store(OTHER, EXTRACTION)
    cache.close()
    with sqlite3.connect(database_of(tmp_path)) as connection:
        connection.execute("UPDATE page SET content = x'00' WHERE text_id = 1")
    connection.close()

    assert (cache.page(HASH, 1), cache.page(OTHER, 1)) == (None, EXTRACTION.pages[0])
    assert cache.hashes() == {OTHER}


def test_a_file_that_is_damaged_while_others_read_is_replaced_for_all(tmp_path: Path) -> None:
    first, second = TextCache(tmp_path, "7"), TextCache(tmp_path, "7")
    first.store(HASH, EXTRACTION)
    assert second.load(HASH) == EXTRACTION
    first.close()
    second.close()
    database_of(tmp_path).write_bytes(b"x" * 9000)

    assert (first.load(HASH), second.load(HASH)) == (None, None)
    first.store(HASH, EXTRACTION)

    assert second.load(HASH) == EXTRACTION


def test_pruning_leaves_no_byte_of_a_text_and_gives_the_space_back(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    words = random.Random(5).sample(range(10**9), 60_000)
    cache.store(OTHER, replace(EXTRACTION, pages=(Page(1, " ".join(map(str, words))),)))
    secret = cache_bytes(tmp_path)

    cache.prune({OTHER})

    assert (cache.sketch(HASH), cache.load(OTHER), cache.sketch(OTHER)) == (EXTRACTION.sketch, None, None)
    assert len(cache_bytes(tmp_path)) < len(secret) / 3
    assert bytes.fromhex(OTHER) in secret and bytes.fromhex(OTHER) not in cache_bytes(tmp_path)


def cache_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("version-7.sqlite3*")))


def test_pruning_removes_what_other_versions_kept(tmp_path: Path) -> None:
    TextCache(tmp_path, "6").store(HASH, EXTRACTION)
    (tmp_path / "version-5" / "ab").mkdir(parents=True)
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)

    cache.prune(set())

    assert {path.name.split(".")[0] for path in tmp_path.glob("version-*")} == {"version-7"}


def test_texts_of_the_layout_before_are_taken_over_one_by_one_as_they_are_asked_for(tmp_path: Path) -> None:
    paths = [zipped(tmp_path, content_hash) for content_hash in (HASH, OTHER)]
    cache = TextCache(tmp_path, "7")

    assert (cache.page(HASH, 2), cache.sketch(HASH)) == (EXTRACTION.pages[1], EXTRACTION.sketch)
    assert [path.exists() for path in paths] == [False, True]
    assert cache.load(OTHER) == EXTRACTION
    assert [path.exists() for path in paths] == [False, False]
    assert TextCache(tmp_path, "7").load(HASH) == EXTRACTION


def test_all_texts_of_the_layout_before_are_taken_over_when_the_names_are_asked_for(tmp_path: Path) -> None:
    zipped(tmp_path, HASH)
    zipped(tmp_path, OTHER).write_bytes(b"PK\x03\x04 damaged")
    cache = TextCache(tmp_path, "7")

    assert cache.hashes() == cache.hashes() == {HASH}
    assert cache.load(HASH) == EXTRACTION
    assert not (tmp_path / "version-7").exists()


def test_taking_over_that_is_killed_at_any_moment_loses_no_text(tmp_path: Path) -> None:
    hashes = sorted(hashlib.sha256(bytes([number])).hexdigest() for number in range(60))
    for content_hash in hashes:
        zipped(tmp_path, content_hash)
    program = (
        "import sys; from pathlib import Path; from indexer.extraction.kept_texts.text_cache import TextCache\n"
        "cache = TextCache(Path(sys.argv[1]), '7'); names = sys.argv[2].split(',')\n"
        "for name in names:\n"
        "    cache.load(name)\n"
        "    print(name, flush=True)\n"
    )

    for kill in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), ",".join(hashes)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(8 * kill + 1):
            process.stdout.readline()
        process.kill()
        process.communicate()
    cache = TextCache(tmp_path, "7")

    assert cache.hashes() == set(hashes)
    assert all(cache.load(content_hash) == EXTRACTION for content_hash in hashes)


@pytest.mark.parametrize("has_log", [False, True], ids=["closed", "after a crash"])
def test_texts_are_read_where_nothing_can_be_written(tmp_path: Path, has_log: bool) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    if has_log:  # as after a kill: the log is there, its index is not
        kept = {
            path: path.read_bytes() for path in tmp_path.glob("version-7.sqlite3*") if path.suffix != ".sqlite3-shm"
        }
    cache.close()
    if has_log:
        for path, content in kept.items():
            path.write_bytes(content)
    zipped(tmp_path, OTHER)

    answers = read_only(tmp_path, READING_ONLY)

    first = "None" if has_log else "True"  # what stands in the log alone is missing, and is taken again
    assert answers == f"[{first}, True, None]"


def test_a_text_that_a_full_disk_cannot_keep_is_used_and_not_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)

    with full_disk():
        cache.store(OTHER, replace(EXTRACTION, pages=(Page(1, os.urandom(90_000).hex()),)))

    assert "cannot be kept" in caplog.text
    assert (cache.load(HASH), cache.load(OTHER)) == (EXTRACTION, None)
    cache.store(OTHER, EXTRACTION)
    assert cache.load(OTHER) == EXTRACTION


def test_many_threads_read_while_one_writes(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    faults: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            if cache.load(HASH) != EXTRACTION:
                faults.append("missing")

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(40):
        cache.store(hashlib.sha256(bytes([number])).hexdigest(), EXTRACTION)
    done.set()
    for reader in readers:
        reader.join()

    assert faults == []
    assert cache.count() == 41


def test_what_is_no_hash_is_missing(tmp_path: Path) -> None:
    cache = TextCache(tmp_path, "7")

    assert (cache.load("../x"), cache.page("", 1), cache.sketch("zz")) == (None, None, None)


def test_the_samples_of_the_layout_before_are_what_this_version_reads(tmp_path: Path) -> None:
    assert json.loads(OLD_FACTS)["pages"] == len(OLD_PAGES)
