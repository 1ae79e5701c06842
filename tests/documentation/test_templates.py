"""The rule of the house for templates: lines that can be read side by side with others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import PROJECT

MAX_CHARACTERS = 160
FOLDER = PROJECT / "web" / "templates"
TEMPLATES = [
    pytest.param(path, id=path.relative_to(FOLDER).as_posix()) for path in sorted(FOLDER.rglob("*")) if path.is_file()
]
_ONE_TEXT = re.compile(r"""(?:\{\{ _\()?("[^"]*"|'[^']*')(?:\) \}\}|,)?""")
"""A text alone on its line: it cannot be broken, for Jinja joins no strings that stand side by side."""


def long_lines(template: str) -> list[int]:
    """The numbers of the lines that are too long, from 1; a text that is longer itself stands on a line of its own."""
    lines = enumerate(template.splitlines(), 1)
    return [number for number, line in lines if len(line) > MAX_CHARACTERS and not _ONE_TEXT.fullmatch(line.strip())]


@pytest.mark.parametrize("path", TEMPLATES)
def test_no_line_of_a_template_is_too_long_but_for_one_text(path: Path) -> None:
    too_long = [f"{path.relative_to(PROJECT)}:{number}" for number in long_lines(path.read_text("utf-8"))]

    assert not too_long, f"longer than {MAX_CHARACTERS} characters: {', '.join(too_long)}"


def test_a_long_line_is_named_and_a_long_text_alone_is_let_be() -> None:
    text = "a" * MAX_CHARACTERS
    template = f'<p>\n{{{{ _("{text}") }}}}\n"{text}",\n<p>{{{{ _("{text}") }}}}</p>\n{text}\n{text}a\n'

    assert long_lines(template) == [4, 6]
