from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from tests.conftest import PROJECT

DOCS = PROJECT / "docs"
README = PROJECT / "README.md"
PAGES = [*sorted(PROJECT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
RECORDS = sorted(DOCS.glob("decisions/[0-9]*.md"))
RECORD_PARTS = ["## Context", "## Decision", "## Consequences"]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BLOCKS = re.compile(r"^ {4}.*$", re.MULTILINE)
_CODE = re.compile(rf"{_BLOCKS.pattern}|`[^`\n]*`", re.MULTILINE)
_DROPPED = str.maketrans("", "", string.punctuation.replace("-", "").replace("_", "") + "–»«")


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in addresses, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", _BLOCKS.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {heading.strip().lower().translate(_DROPPED).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The links of a page that stay within the project."""
    found = _LINK.findall(_CODE.sub("", page.read_text("utf-8")))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_file_and_its_heading(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(PROJECT), link
        assert not anchor or anchor in anchors(target), link


def test_the_readme_is_short_and_shows_one_picture() -> None:
    text = README.read_text("utf-8")

    assert len(text.split()) <= 600
    assert text.count("![") == 1


def test_the_readme_leads_to_every_page_of_the_documentation() -> None:
    reached = {(README.parent / link).resolve() for link in links(README)}

    assert {*DOCS.glob("*.md"), DOCS / "decisions" / "index.md", *PROJECT.glob("*.md")} - {README} <= reached


def test_decisions_are_numbered_without_gaps_and_listed_in_their_order() -> None:
    names = [record.name for record in RECORDS]

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert links(DOCS / "decisions" / "index.md") == names
    assert {record.name for record in DOCS.glob("decisions/*.md")} == {*names, "index.md"}


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_a_decision_says_context_decision_and_consequences_in_few_words(record: Path) -> None:
    text = record.read_text("utf-8")

    assert text.startswith(f"# {record.name[:4]}. ")
    assert re.findall(r"^## .+$", text, re.MULTILINE) == RECORD_PARTS
    assert len(text.split()) <= 200
    assert all(part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE)[1:])


def test_the_index_of_decisions_calls_each_by_its_title() -> None:
    index = (DOCS / "decisions" / "index.md").read_text("utf-8")

    for record in RECORDS:
        title = record.read_text("utf-8").partition("\n")[0].removeprefix("# ")[6:]
        assert f"| {record.name[:4]} | [{title}]({record.name}) |" in index
