"""State and index of each released version open in this one; what an upgrade changes is kept before."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import Query, Role, load_config, open_curation, open_knowledge_base
from indexer.cli import main
from indexer.config import Config
from indexer.curation.state_folder import STATE_VERSION
from tests.documentation.test_release import RELEASES

FOLDER = Path(__file__).parent
KEPT = {path.name.removesuffix(".tar.gz"): path for path in FOLDER.glob("*.tar.gz")}
CURATED = [version for version in KEPT if version != "0.1.0"]
PASSWORD = "tre gode ord her"


@pytest.fixture
def collection(request: pytest.FixtureRequest, tmp_path: Path, lexicon: Path) -> Config:
    """The collection of a version, under its own configuration where that still holds."""
    with tarfile.open(KEPT[request.param]) as archive:
        for entry in archive:
            target = tmp_path / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = archive.extractfile(entry)
            assert content is not None
            target.write_bytes(content.read())
    shutil.copytree(lexicon, tmp_path / "var", dirs_exist_ok=True)
    (tmp_path / "config.toml").write_text("", "utf-8")
    return load_config(tmp_path / "config.toml")


def test_the_collection_of_every_release_is_kept() -> None:
    assert set(KEPT) == {version for version, _ in RELEASES}


@pytest.mark.parametrize("collection", KEPT, indirect=True)
def test_the_index_of_a_release_is_followed_by_one_of_this_version(collection: Config) -> None:
    base = open_knowledge_base(collection)

    report = base.reconcile()

    assert report.is_rebuilt and len(report.added) == 3 and not report.refused
    assert base.search(Query("bibliotek")).hits and base.reconcile().unchanged == 3
    base.close()


@pytest.mark.parametrize("collection", CURATED, indirect=True)
def test_people_history_and_log_of_a_release_go_on(collection: Config) -> None:
    before = {path: path.read_bytes() for path in collection.state_folder.rglob("*") if path.is_file()}
    base = open_knowledge_base(collection)
    curation = open_curation(collection, base)

    signed_in = curation.accounts.sign_in("lone", PASSWORD, "192.0.2.1")
    change = curation.editor.undo(signed_in.account, 1)  # type: ignore[arg-type]  # it is an account

    assert [(one.name, one.role, one.is_disabled) for one in curation.accounts.all()] == [
        ("bo", Role.CONTRIBUTOR, True),
        ("lone", Role.ADMINISTRATOR, False),
    ]
    assert change.number == 2 and curation.audit.first_broken_line() is None
    assert "En rettet tekst" not in (collection.corpus_folder / "cases" / "bogstart.md").read_text("utf-8")
    kept = collection.state_folder / f"before-version-{STATE_VERSION}"
    for path, content in before.items():
        name = path.relative_to(collection.state_folder)
        if name.parts[0] != "history" and name.name not in ("lock", "secret-key"):
            assert (kept / name).read_bytes() == content, name
    curation.close()
    base.close()


@pytest.mark.parametrize("collection", CURATED, indirect=True)
def test_what_was_kept_before_an_upgrade_is_the_way_back(collection: Config) -> None:
    state = collection.state_folder
    before = {path.relative_to(state): path.read_bytes() for path in state.rglob("*") if path.is_file()}
    base = open_knowledge_base(collection)
    open_curation(collection, base).close()

    for path in state.iterdir():  # as docs/operations.md says
        if path.is_file() and path.name != "secret-key":
            path.unlink()
    shutil.copytree(state / f"before-version-{STATE_VERSION}", state, dirs_exist_ok=True)
    shutil.rmtree(state / f"before-version-{STATE_VERSION}")

    after = {path.relative_to(state): path.read_bytes() for path in state.rglob("*") if path.is_file()}
    assert {name: content for name, content in before.items() if name.name != "lock"} == {
        name: content for name, content in after.items() if name.name != "lock"
    }
    base.close()


@pytest.mark.parametrize("collection", CURATED[:1], indirect=True)
def test_the_doctor_upgrades_nothing(collection: Config) -> None:
    run = CliRunner().invoke(main, ["doctor", "--config", str(collection.path)])

    assert "state/ is of an older version" in " ".join(run.output.split())
    assert not (collection.state_folder / "version").exists()
