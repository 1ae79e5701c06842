from __future__ import annotations

import io
import shutil
import tarfile
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import Account, Curation, InvalidEntry, Role, open_curation, open_knowledge_base
from indexer.cli import main
from indexer.config import Config, load_config
from indexer.curation.bulk import backup
from indexer.curation.bulk.backup import back_up, restore_backup
from tests.curation.archives import an_entry
from tests.curation.conftest import corpus_bytes


def test_a_backup_taken_during_saves_restores_a_state_that_agrees(
    curation: Curation, small: Config, chief: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.curation.test_editing import a_case

    done, link, changes = threading.Event(), backup._keep, curation.state_folder / "history" / "changes"
    curation.editor.add(chief, a_case("Travlt"), body="x")

    def link_slowly(path: Path, target: Path) -> None:
        """Before the state, wait for two saves, which would not be in the corpus: nothing may let them happen."""
        count, until = len(list(changes.glob("*.json"))), time.monotonic() + 2.0
        while path.name == "audit.jsonl" and time.monotonic() < until:
            if len(list(changes.glob("*.json"))) > count + 1:
                break
            time.sleep(0.01)
        link(path, target)

    monkeypatch.setattr(backup, "_keep", link_slowly)

    def save() -> None:
        while not done.is_set():
            curation.editor.add(chief, a_case("Travlt"), body="x" * 2000)

    thread = threading.Thread(target=save)
    thread.start()
    back_up(
        tmp_path / "copy.tar.gz",
        corpus_folder=curation.corpus_folder,
        state_folder=curation.state_folder,
        history=curation.history,
        lock=curation.lock,
    )
    done.set()
    thread.join()
    corpus, state = tmp_path / "back" / "corpus", tmp_path / "back" / "state"

    restore_backup(tmp_path / "copy.tar.gz", corpus_folder=corpus, state_folder=state)

    shutil.copy(small.path, tmp_path / "back")
    config = load_config(tmp_path / "back" / "config.toml")
    restored = open_curation(config, open_knowledge_base(config))
    assert restored.audit.first_broken_line() is None
    assert [entry.change for entry in restored.audit.entries()] == [c.number for c in restored.history.changes()]
    for change in restored.history.changes():
        for file in change.files:
            assert restored.history.current_hash(file.location) == file.after
    added = {document_id for change in restored.history.changes() for document_id in change.documents}
    assert added == {path.stem for path in corpus.glob("cases/travlt*")}


def test_backup_and_restore_bring_everything_back(
    small: Config, curation: Curation, chief: Account, tmp_path: Path
) -> None:
    from tests.curation.test_editing import a_case

    curation.accounts.add("lone", Role.CURATOR, "tre gode ord her")
    curation.editor.add(chief, a_case("Kladde"), body="x")
    runner = CliRunner()
    copy = tmp_path / "copy.tar.gz"
    assert runner.invoke(main, ["backup", str(copy), "--config", str(small.path)]).exit_code == 0
    before = (corpus_bytes(small.corpus_folder), corpus_bytes(small.state_folder))
    log = before[1].pop("audit.jsonl")
    assert copy.stat().st_mode & 0o777 == 0o600

    refused = runner.invoke(main, ["restore", str(copy), "--config", str(small.path)])
    shutil.rmtree(small.corpus_folder)
    shutil.rmtree(small.state_folder)
    done = runner.invoke(main, ["restore", str(copy), "--config", str(small.path)])

    assert refused.exit_code == 1 and done.exit_code == 0
    after = (corpus_bytes(small.corpus_folder), corpus_bytes(small.state_folder))
    assert log.startswith(after[1].pop("audit.jsonl"))
    assert "accounts.sqlite3" in after[1] and not [name for name in after[1] if name.startswith(("lock", "sessions"))]
    assert {name: content for name, content in after[1].items() if not name.endswith(".sqlite3")} == {
        name: content for name, content in before[1].items() if "sqlite3" not in name and name != "lock"
    }
    assert after[0] == before[0]
    assert open_curation(small, open_knowledge_base(small)).accounts.sign_in("lone", "tre gode ord her").account


def test_a_file_that_grows_while_it_is_packed_does_not_spoil_the_backup(
    curation: Curation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload that is still coming in, an editor that writes in place."""
    growing = curation.state_folder / "uploads" / "0" / "original.md"
    growing.parent.mkdir(parents=True)
    growing.write_bytes(b"begyndt")
    whole = tarfile.TarFile.gettarinfo

    def grow(archive: tarfile.TarFile, name: object, arcname: str) -> tarfile.TarInfo:
        with growing.open("ab") as stream:
            stream.write(b" og mere")
        return whole(archive, name, arcname)  # type: ignore[arg-type]

    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", grow)
    back_up(
        tmp_path / "copy.tar.gz", corpus_folder=curation.corpus_folder, state_folder=curation.state_folder,
        history=curation.history, lock=curation.lock,
    )  # fmt: skip
    other = tmp_path / "other"

    restore_backup(tmp_path / "copy.tar.gz", corpus_folder=other / "corpus", state_folder=other / "state")

    assert (other / "state" / "uploads" / "0" / "original.md").read_bytes().startswith(b"begyndt")
    assert corpus_bytes(other / "corpus") == corpus_bytes(curation.corpus_folder)


def test_a_backup_with_a_file_too_many_is_refused(curation: Curation, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy.tar.gz", tmp_path / "other"
    back_up(
        copy, corpus_folder=curation.corpus_folder, state_folder=curation.state_folder, history=curation.history,
        lock=curation.lock,
    )  # fmt: skip
    with tarfile.open(copy) as archive, tarfile.open(tmp_path / "more.tar.gz", "w:gz") as more:
        for entry in archive:
            more.addfile(entry, archive.extractfile(entry))
        more.addfile(an_entry("state/accounts.json", size=2), io.BytesIO(b"{}"))

    with pytest.raises(InvalidEntry, match=r"accounts\.json"):
        restore_backup(tmp_path / "more.tar.gz", corpus_folder=other / "corpus", state_folder=other / "state")
    assert not (other / "state").exists()


def test_a_damaged_backup_is_refused_and_leaves_nothing(curation: Curation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.tar.gz"
    back_up(
        copy, corpus_folder=curation.corpus_folder, state_folder=curation.state_folder, history=curation.history,
        lock=curation.lock,
    )  # fmt: skip
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    other = tmp_path / "other"

    with pytest.raises(InvalidEntry):
        restore_backup(copy, corpus_folder=other / "corpus", state_folder=other / "state")

    assert not (other / "corpus").exists() and not (other / "state").exists()
