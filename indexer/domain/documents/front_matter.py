"""Markdown files that begin with TOML between two lines of `+++`."""

from __future__ import annotations

_FENCE = "+++"


class FrontMatterUnclosed(ValueError):
    """Front matter begins on line 1 and has no closing fence."""


def split_front_matter(text: str) -> tuple[str, str]:
    """The TOML and the body; the TOML is "" where the text does not begin with a fence.

    The TOML begins on line 2 of the file.

    Raises:
        FrontMatterUnclosed: the closing fence is missing.
    """
    # Some editors write a byte order mark, which is no part of the first line.
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE:
        return "", text.removeprefix("\ufeff")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return "".join(lines[1:number]), "".join(lines[number + 1 :])
    raise FrontMatterUnclosed
