"""Web pages -> their main text, one page per heading of the first or second level.

trafilatura finds the main text; beautifulsoup4 the title, and the text where trafilatura finds next to none.
"""

from __future__ import annotations

import re
import unicodedata

import trafilatura
from bs4 import BeautifulSoup

from indexer.domain.document import Extraction, Page
from indexer.extractors.media_type import HTML
from indexer.extractors.refusals import NO_TEXT, refuse

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LITTLE_TEXT_CHARACTERS = 200
_BOILERPLATE = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form")


def decode_html(content: bytes) -> str:
    """The text of a page: byte order mark, then strict UTF-8, then the declared charset, then Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(content[:2048])
    for name in ("utf-8", declared.group(1).decode("ascii") if declared else "cp1252"):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def extract_html(content: bytes) -> Extraction:
    """The main text as pages; a heading that begins a page is its label."""
    text = unicodedata.normalize("NFC", decode_html(content))
    soup = BeautifulSoup(text, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    markdown = trafilatura.extract(text, favor_recall=True, output_format="markdown", include_tables=True) or ""
    engine = "trafilatura"
    if len(markdown) < _LITTLE_TEXT_CHARACTERS:
        fallback = _whole_text(soup)
        if len(fallback) > 2 * len(markdown):
            markdown, engine = fallback, "beautifulsoup4"
    if not markdown.strip():
        return refuse(NO_TEXT, HTML, engine)
    return Extraction(HTML, engine, _pages(markdown), title_guess=title)


def _whole_text(soup: BeautifulSoup) -> str:
    body = soup.body or soup
    for element in body.find_all(_BOILERPLATE):
        element.decompose()
    return body.get_text("\n", strip=True)


def _pages(text: str) -> tuple[Page, ...]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        heading = re.match(r"#{1,2} (.+)", line)
        if heading:
            sections.append((heading.group(1).strip(), []))
        elif stripped := re.sub(r"^#{3,6} |\*\*|^\|?[-| ]+\|$", "", line).strip():
            sections[-1][1].append(stripped)
    filled = [(label, lines) for label, lines in sections if label or lines]
    return tuple(Page(number, "\n".join(lines), label) for number, (label, lines) in enumerate(filled, start=1))
