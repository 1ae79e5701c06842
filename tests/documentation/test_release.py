from __future__ import annotations

import datetime
import re
import tomllib

import yaml
from click.testing import CliRunner

from indexer.cli import main
from tests.conftest import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
CHANGELOG = (PROJECT / "CHANGELOG.md").read_text("utf-8")
RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", CHANGELOG, re.MULTILINE)
KINDS_OF_CHANGES = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_command_project_and_changelog_agree_on_the_version() -> None:
    answer = CliRunner().invoke(main, ["--version"])

    assert answer.output.split()[-1] == PYPROJECT["version"] == RELEASES[0][0]


def test_the_changelog_has_the_newest_release_first_under_what_is_unreleased() -> None:
    headings = re.findall(r"^## \[(.+?)\]", CHANGELOG, re.MULTILINE)

    assert headings == ["Unreleased", *(version for version, _ in RELEASES)]
    moments = [(datetime.date.fromisoformat(day), [*map(int, version.split("."))]) for version, day in RELEASES]
    assert moments == sorted(moments, reverse=True)
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= KINDS_OF_CHANGES


def test_code_and_collection_state_their_licences() -> None:
    assert PYPROJECT["license"] == "MIT"
    assert [(PROJECT / name).is_file() for name in PYPROJECT["license-files"]] == [True]
    assert (PROJECT / "LICENSE").read_text("utf-8").startswith("MIT License\n")
    assert "SPDX-License-Identifier: CC-BY-4.0\n" in (PROJECT / "corpus" / "LICENSE").read_text("utf-8")


def test_hooks_before_a_commit_are_local_and_run_the_programs_of_the_project() -> None:
    repos = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    hooks = [hook for repo in repos for hook in repo["hooks"]]

    assert {repo["repo"] for repo in repos} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
