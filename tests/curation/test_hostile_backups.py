"""Backups that somebody made to do harm: refused for what they are, on every Python, with or without its filters."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import InvalidEntry
from indexer.curation.bulk.backup import restore_backup
from tests.curation.archives import an_entry

A_FILE = an_entry("corpus/a.md", size=1)
HOLES = {"GNU.sparse.size": "9", "GNU.sparse.map": "8,1"}
HOSTILE = {
    "a name that climbs": ("backup-entry-outside", [an_entry("../evil", size=1)]),
    "a name that climbs from within": ("backup-entry-outside", [an_entry("corpus/cases/../../../evil", size=1)]),
    "a name from the root": ("backup-entry-outside", [an_entry("/tmp/evil", size=1)]),
    "a folder that climbs": ("backup-entry-outside", [an_entry("corpus/../../evil", tarfile.DIRTYPE)]),
    "a link": ("backup-entry-special", [an_entry("corpus/evil", tarfile.SYMTYPE, "/etc/passwd")]),
    "a link inside": ("backup-entry-special", [A_FILE, an_entry("corpus/evil", tarfile.SYMTYPE, "a.md")]),
    "a hard link": ("backup-entry-special", [an_entry("corpus/evil", tarfile.LNKTYPE, "../../secret")]),
    "a hard link inside": ("backup-entry-special", [A_FILE, an_entry("corpus/evil", tarfile.LNKTYPE, "corpus/a.md")]),
    "a folder that is a link": ("backup-entry-special", [an_entry("corpus", tarfile.SYMTYPE, "../.."), A_FILE]),
    "a character device": ("backup-entry-special", [an_entry("corpus/evil", tarfile.CHRTYPE, devmajor=1, devminor=3)]),
    "a block device": ("backup-entry-special", [an_entry("corpus/evil", tarfile.BLKTYPE, devmajor=8)]),
    "a pipe": ("backup-entry-special", [an_entry("corpus/evil", tarfile.FIFOTYPE)]),
    "a type that nobody knows": ("backup-entry-special", [an_entry("corpus/evil", b"Z")]),
    "a file with holes": ("backup-entry-special", [an_entry("corpus/evil", size=1, pax_headers=HOLES)]),
    "a file twice": ("File exists", [A_FILE, an_entry("./corpus/a.md", size=1)]),
    "a file as a folder": ("exists|directory", [A_FILE, an_entry("corpus/a.md/a", size=1)]),
    "a file without end": ("backup-entry-short|end of data|backup-broken", [an_entry("corpus/evil", size=1 << 40)]),
    "a date that is none": ("backup-broken", [an_entry("corpus/evil", size=1, pax_headers={"mtime": "1e999"})]),
}  # fmt: skip
"""By what is hostile: the reason of the refusal, and the entries before a manifest that vouches for all of them."""


@pytest.fixture(params=["with extraction filters", "as in Python 3.11.2"])
def extraction_filters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian 12's Python has none: `filter` is an unknown argument there."""
    if request.param == "as in Python 3.11.2":
        for method in ("extract", "extractall", "_get_filter_function", "_get_extract_tarinfo"):
            monkeypatch.delattr(tarfile.TarFile, method, raising=False)
        for name in ("data_filter", "tar_filter", "fully_trusted_filter", "FilterError"):
            monkeypatch.delattr(tarfile, name, raising=False)


def add(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    """Add an entry with the content "x", or the mere header of one that says it is larger: Python 3.13 writes none."""
    if entry.size <= 1:
        archive.addfile(entry, io.BytesIO(b"x") if entry.size else None)
        return
    header = entry.tobuf(archive.format)
    assert archive.fileobj is not None
    archive.fileobj.write(header)
    archive.offset += len(header)


@pytest.mark.usefixtures("extraction_filters")
@pytest.mark.parametrize(("reason", "entries"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_backup_is_refused_and_writes_nothing(
    tmp_path: Path, reason: str, entries: list[tarfile.TarInfo]
) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    (tmp_path / "secret").write_text("x")
    named = {entry.name.removeprefix("./"): hashlib.sha256(b"x").hexdigest() for entry in entries if not entry.isdir()}
    manifest = json.dumps({"format": 1, "files": named}).encode()
    with tarfile.open(tmp_path / "hostile.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for entry in entries:
            add(archive, entry)
        archive.addfile(an_entry("samspil-backup.json", size=len(manifest)), io.BytesIO(manifest))

    with pytest.raises(InvalidEntry, match=reason):
        restore_backup(tmp_path / "hostile.tar.gz", corpus_folder=place / "corpus", state_folder=place / "state")

    assert {path.name for path in tmp_path.rglob("*")} == {"a", "b", "secret", "hostile.tar.gz"}
    assert (tmp_path / "secret").stat().st_nlink == 1
    assert not Path("/tmp/evil").exists()


MANIFESTS = ["", "no list", "{}", "[]", "null", '{"format": 1, "files": [[1, 2], ["a"]]}', '{"format": 1, "files": 3}']
MANIFESTS += ['{"files": {}}', '{"format": 2, "files": {}}', '{"format": 1, "files": {"corpus/cases/gone.md": "00"}}']


@pytest.mark.usefixtures("extraction_filters")
@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_backup_whose_list_of_files_is_wrong_is_refused(tmp_path: Path, manifest: str) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        content = manifest.encode()
        archive.addfile(an_entry("samspil-backup.json", size=len(content)), io.BytesIO(content))

    with pytest.raises(InvalidEntry):
        restore_backup(tmp_path / "a.tar.gz", corpus_folder=tmp_path / "corpus", state_folder=tmp_path / "state")

    assert {path.name for path in tmp_path.iterdir()} == {"a.tar.gz"}


@pytest.mark.usefixtures("extraction_filters")
def test_restoring_keeps_dates_and_takes_rights_from_others(tmp_path: Path) -> None:
    content, sums = b"x", {}
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        for name, mode in (("corpus/open.md", 0o6777), ("state/private", 0o600)):
            archive.addfile(an_entry(name, size=1, mode=mode, mtime=1_300_000_000), io.BytesIO(content))
            sums[name] = hashlib.sha256(content).hexdigest()
        manifest = json.dumps({"format": 1, "files": sums}).encode()
        archive.addfile(an_entry("samspil-backup.json", size=len(manifest)), io.BytesIO(manifest))

    restored = restore_backup(tmp_path / "a.tar.gz", corpus_folder=tmp_path / "corpus", state_folder=tmp_path / "state")

    assert restored == 2
    for name, mode in (("corpus/open.md", 0o644), ("state/private", 0o600)):
        state = (tmp_path / name).stat()
        assert (state.st_mode & 0o7777, state.st_mtime) == (mode, 1_300_000_000)


@pytest.mark.usefixtures("extraction_filters")
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=4))
def test_whatever_bytes_change_in_a_backup_it_is_restored_whole_or_refused(
    whole_backup: Path, places: list[tuple[float, bytes]]
) -> None:
    content = bytearray(gzip.decompress(whole_backup.read_bytes()))
    for place, changed in places:
        start = int(place * len(content))
        content[start : start + len(changed)] = changed
    with tempfile.TemporaryDirectory() as folder:
        hostile, back = Path(folder, "hostile.tar.gz"), Path(folder, "back")
        hostile.write_bytes(gzip.compress(content, 1))

        try:
            restore_backup(hostile, corpus_folder=back / "corpus", state_folder=back / "state")
        except InvalidEntry:
            assert not (back / "corpus").exists() and not (back / "state").exists()
        else:
            assert (back / "corpus" / "cases" / "a.md").read_bytes() == b"Tekst"


@pytest.fixture(scope="module")
def whole_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of one document."""
    copy, content = tmp_path_factory.mktemp("whole") / "copy.tar.gz", b"Tekst"
    manifest = {"format": 1, "files": {"corpus/cases/a.md": hashlib.sha256(content).hexdigest()}}
    with tarfile.open(copy, "w:gz") as archive:
        for name, part in (("corpus/cases/a.md", content), ("samspil-backup.json", json.dumps(manifest).encode())):
            archive.addfile(an_entry(name, size=len(part)), io.BytesIO(part))
    return copy
