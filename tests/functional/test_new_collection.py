"""Outside a checkout: what the wheel brings along, and the collection that `samspil new` begins."""

from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path

from click.testing import CliRunner

from indexer import load_config, open_knowledge_base
from indexer.cli import main
from tests.conftest import PROJECT

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


def kept_files(*places: str) -> list[Path]:
    """The files of the project below some places, but for what Python leaves behind."""
    found = (path.relative_to(PROJECT) for place in places for path in (PROJECT / place).rglob("*") if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")]


def test_the_wheel_holds_every_file_of_the_packages_and_the_whole_example() -> None:
    data = SETTINGS["package-data"]
    packaged = [path for path in kept_files("indexer", "web") if path.suffix != ".py"]
    shipped = {pattern for patterns in SETTINGS["data-files"].values() for pattern in patterns}

    missing = [
        path
        for path in packaged
        if not any(
            fnmatch.fnmatch(path.relative_to(path.parts[0]).as_posix(), pattern) for pattern in data[path.parts[0]]
        )
    ]
    missing += [path for path in kept_files("corpus") if not any(path.match(pattern) for pattern in shipped)]
    assert len(packaged) > 50 and missing == []


def test_a_new_collection_has_vocabulary_and_places_and_no_document(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["new", str(tmp_path / "mine")])

    base = open_knowledge_base(load_config(tmp_path / "mine" / "config.toml"))
    assert run.exit_code == 0, run.output
    assert base.reconcile().added == [] and base.engine.statistics.document_count() == 0
    assert len(list(base.vocabulary.concepts())) > 100
    assert len(base.vocabulary.places) > 100 and not base.vocabulary.organisations
    base.close()


def test_the_example_is_this_collection(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["new", str(tmp_path / "mine"), "--example"])

    copied = {path.relative_to(tmp_path / "mine") for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert run.exit_code == 0, run.output
    assert copied == {*kept_files("corpus"), Path("config.toml")}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("min egen")

    run = CliRunner().invoke(main, ["new", str(tmp_path)])

    assert run.exit_code == 1 and "is not empty" in run.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
