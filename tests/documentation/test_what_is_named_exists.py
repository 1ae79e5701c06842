from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT

ARCHITECTURE = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
DEVELOPMENT = (PROJECT / "docs" / "development.md").read_text("utf-8")
MADE_AT_RUN_TIME = ("state/", "var/", ".venv/")
_HEADING = re.compile(r"^#+ .*?(?:`([\w/]+)/`)?$", re.MULTILINE)
_PATH = re.compile(r"`([.\w][\w.-]*(?:/[\w.-]*)+|\w+\.py)`")
_CALLED = re.compile(r"`(?:(\w+)\.)?(\w+)\(\)`")


def sections(page: str) -> Iterator[tuple[Path, str]]:
    """The folder that the paths of each section start at, and its text with the heading."""
    heads = [*_HEADING.finditer(page)]
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        yield PROJECT / (head[1] or ""), page[head.start() : following.start() if following else None]


def paths(page: str) -> list[tuple[Path, str]]:
    """Each path that a page names, with the folder it starts at."""
    return [
        (folder, path)
        for folder, text in sections(page)
        for path in _PATH.findall(text)
        if not path.startswith(MADE_AT_RUN_TIME)
    ]


def exists(path: Path) -> bool:
    return path.exists() or path.with_name(f"{path.name}.py").exists()


@pytest.mark.parametrize(("folder", "path"), paths(ARCHITECTURE), ids=lambda value: Path(value).name)
def test_every_module_named_in_the_architecture_exists(folder: Path, path: str) -> None:
    assert exists(folder / path) or exists(PROJECT / path)


@pytest.mark.parametrize("path", [path for _, path in paths(DEVELOPMENT) if "/" in path])
def test_every_path_named_for_developers_exists(path: str) -> None:
    assert exists(PROJECT / path)


@pytest.mark.parametrize("program", ["indexer", "web"])
def test_every_package_has_a_section_in_the_architecture_and_every_section_a_package(program: str) -> None:
    packages = {folder.parent.relative_to(PROJECT).as_posix() for folder in (PROJECT / program).glob("*/__init__.py")}
    told = {folder.relative_to(PROJECT).as_posix() for folder, _ in sections(ARCHITECTURE)}

    assert {name for name in told if name.startswith(f"{program}/")} == packages


def defined() -> dict[str, set[str]]:
    """The names of all functions, by the class that has them; "" for those of modules and of any class."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (*(PROJECT / "indexer").rglob("*.py"), *(PROJECT / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name] |= {inner.name for inner in node.body if isinstance(inner, ast.FunctionDef)}
            elif isinstance(node, ast.FunctionDef):
                found[""].add(node.name)
    return found


def test_every_function_named_in_the_architecture_exists() -> None:
    functions = defined()
    named = _CALLED.findall(ARCHITECTURE)

    assert len(named) > 30
    assert [f"{owner}.{name}" for owner, name in named if name not in functions[owner]] == []
