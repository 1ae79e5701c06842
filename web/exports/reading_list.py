"""A reading list in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from web.exports.items import ExportItem

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown_list(items: Iterator[ExportItem], heading: str) -> Iterator[str]:
    """A heading, then a paragraph per document: linked title, where and when, what it is about."""
    yield f"# {_escaped(heading)}\n"
    for item in items:
        where = f"\n  {_escaped(item.where)}" if item.where else ""
        summary = f"\n  {_escaped(item.summary)}" if item.summary else ""
        yield f"\n* [{_escaped(item.title)}]({item.url}) ({_escaped(item.kind)}){where}{summary}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
