"""Pages as a reader sees them."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from indexer import Metadata


def read_page(client: FlaskClient, address: str, status: int = 200, **arguments: object) -> BeautifulSoup:
    """The parsed page; its status must be the expected one."""
    response = client.get(address, **arguments)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    return BeautifulSoup(response.text, "lxml")


def total_of(page: BeautifulSoup) -> int:
    """The number of documents that the page says it found."""
    heading = page.select_one("#results h2 .number")
    assert heading is not None
    return int(re.sub(r"\D", "", heading.text))


def boxes_of(page: BeautifulSoup) -> list[tuple[str, str, int]]:
    """(parameter, value, count) of every checkbox of the panel."""
    found = []
    for box in page.select("#filters input[type=checkbox]"):
        label = box.find_parent("label")
        assert isinstance(label, Tag)
        count = label.select_one(".count")
        assert count is not None
        found.append((str(box["name"]), str(box["value"]), int(re.sub(r"\D", "", count.text))))
    return found


def words_of(page: BeautifulSoup, selector: str) -> str:
    """The text of the first element, with single spaces."""
    element = page.select_one(selector)
    assert element is not None, f"nothing at {selector}"
    return " ".join(element.text.split())


def year_of(metadata: Metadata) -> str:
    """The year that a reference states.

    That of the work that is presented, else that of the text; of what was written for the site that of the site.
    """
    if metadata.describes:
        return str(metadata.describes.year or "")
    if metadata.kind != "case" and metadata.year_start:
        return str(metadata.year_start)
    return metadata.published[:4] if metadata.kind in ("case", "guide", "tool") else ""
