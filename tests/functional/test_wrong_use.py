"""Commands that cannot be obeyed: what was wrong is named, and the exit code says whose fault it was."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from indexer import KnowledgeBase
from indexer.cli import main
from indexer.config import Config


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "--filter", "sector"), "'sector'"),
        (("search", "--filter", "sector="), "'sector='"),
        (("search", "--exclude", "colour=red"), "'colour'"),
        (("search", "x" * 501), "500"),
        (("search", "--sort", "oldest"), "Invalid value for '--sort'"),
        (("search", "--page", "0"), "Invalid value for '--page'"),
        (("search", "--limit", "many"), "Invalid value for '--limit'"),
        (("search", "--colour"), "No such option"),
        (("comparable",), "Missing argument 'ID'"),
        (("explain", "skole"), "Missing argument 'ID'"),
        (("evaluate", "--across", "sideways", "corpus"), "Invalid value for '--across'"),
        (("seek",), "No such command"),
    ],
    ids=[
        "no-equals",
        "no-value",
        "facet",
        "length",
        "sort",
        "page",
        "limit",
        "option",
        "id",
        "two",
        "across",
        "command",
    ],
)
def test_wrong_use_ends_with_two_and_names_what_was_wrong(
    small_library_config: Config, small_library: KnowledgeBase, arguments: tuple[str, ...], said: str
) -> None:
    command, *others = arguments

    result = CliRunner().invoke(main, [command, "--config", str(small_library_config.path), *others])

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_what_is_not_public_has_nothing_comparable(small_library_config: Config, small_library: KnowledgeBase) -> None:
    result = CliRunner().invoke(main, ["comparable", "kladden", "--config", str(small_library_config.path)])

    assert result.exit_code == 1
    assert "kladden" in result.stderr
