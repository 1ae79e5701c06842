"""Web pages -> their main text, one page per heading of the first or second level.

trafilatura finds the main text; where it finds much less than our own rules, as on pages laid out with tables, those
decide. beautifulsoup4 reads title and author.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator

import trafilatura
from bs4 import BeautifulSoup, Tag
from lxml import etree
from trafilatura.settings import Document as TrafilaturaDocument

from indexer.domain.documents.extraction import FileInformation
from indexer.domain.texts.characters import incoming_line
from indexer.extraction.cleaning.raw_text import RawPage, RawText
from indexer.extraction.formats.decoding import decode_text
from indexer.extraction.formats.media_type import HTML
from indexer.extraction.formats.web_files.html_rules import CAPTION, main_blocks, spell_out_ruby, walk, words_of
from indexer.extraction.formats.web_files.html_visibility import remove_hidden
from indexer.extraction.notes import hidden_text
from indexer.extraction.timeout import at_most

_LEAST_SHARE_OF_RULES = 0.6
_TRAFILATURA_SECONDS = 4.0
_DEEPEST_FOR_TRAFILATURA = 300
HEADINGS = ("h1", "h2")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_LONGEST_HEADING = 200
_MOST_CAPTIONS = 500
_WORD_BREAK = re.compile(r"</?wbr\b[^>]*>", re.IGNORECASE)
_SEPARATORS = dict.fromkeys(("lb", "p", "item", "row", "list", "head", "quote", "div"), "\n") | {"cell": " "}
_TITLE_BEGIN, _TITLE_END = re.compile(r"<title[^>]*>", re.IGNORECASE), re.compile(r"</title", re.IGNORECASE)
Block = tuple[str, str]
"""What an element is ("h1", "h2", else "") and its text."""


def read_html(content: bytes) -> RawText:
    """The main text as pages; a heading begins its page and is also the page's label."""
    # A place where a word may be divided is no part of it.
    text = _WORD_BREAK.sub("", decode_text(content).replace("\0", ""))
    soup = parse_html(text)
    is_changed, has_hidden = remove_hidden(soup)
    is_changed |= soup.find("ruby") is not None
    # Both before the main text is looked for, which takes elements out of the soup.
    information = _information(soup)
    heading = words_of(soup.h1) if soup.h1 else ""
    blocks, engine = _main_text(str(soup) if is_changed else text, soup)
    heading = heading if len(heading) <= _LONGEST_HEADING else ""  # one without end swallows the page
    if blocks and (title := heading or information.title) and not _holds(blocks, title):
        blocks.insert(0, ("h1", title))
    raw = RawText(HTML, engine, list(pages_of(blocks)), information=information)
    raw.title_guess = information.title or heading
    raw.notes += [hidden_text()] if has_hidden else []
    return raw


def _main_text(text: str, soup: BeautifulSoup) -> tuple[list[Block], str]:
    """The blocks of the main text, and the engine that found them; changes the soup."""
    depth = _depth(soup)
    own = main_blocks(soup)
    found = _blocks_by_trafilatura(text) if depth <= _DEEPEST_FOR_TRAFILATURA else []
    # Captions are counted with neither: trafilatura leaves them out.
    is_enough = _size(found) >= _LEAST_SHARE_OF_RULES * _size(block for block in own if block[0] != CAPTION)
    return (with_captions(found, own), "trafilatura") if is_enough else (own, "beautifulsoup4")


def with_captions(found: list[Block], own: list[Block]) -> list[Block]:
    """The blocks that one engine found, with the captions that the other found among the same blocks."""
    places = {incoming_line(text): place for place, (_, text) in enumerate(found)}
    whole = incoming_line(" ".join(text for _, text in found))
    after: dict[int, list[Block]] = {}
    place = -1
    for kind, text in own:
        line = incoming_line(text)
        place = places.get(line, place)
        if kind == CAPTION and line not in whole and len(after) < _MOST_CAPTIONS:
            after.setdefault(place, []).append((kind, text))
    blocks = after.get(-1, [])
    for number, block in enumerate(found):
        blocks += [block, *after.get(number, ())]
    return blocks


def pages_of(blocks: Iterable[Block]) -> Iterator[RawPage]:
    """A page per heading of the first or second level, and one for what stands before the first."""
    label, lines = "", list[str]()
    for kind, text in blocks:
        if kind in HEADINGS and text.strip():
            if lines:
                yield RawPage("\n".join(lines), label)
            heading = " ".join(text.split())
            label, lines = heading[:_LONGEST_HEADING], [heading]
        elif text.strip():
            lines.append(text)
    if lines:
        yield RawPage("\n".join(lines), label)


def parse_html(text: str) -> BeautifulSoup:
    """The page as a tree; XHTML is read as HTML, as browsers do. A title without end does not swallow the page."""
    if not _TITLE_END.search(text):
        text = _TITLE_BEGIN.sub("", text, count=1)
    with warnings.catch_warnings():
        # Of XHTML, and of texts that look like an address: both are read as they are.
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(text, "lxml")
    spell_out_ruby(soup)
    return soup


def _holds(blocks: list[Block], title: str) -> bool:
    sought = incoming_line(title)
    return any(sought in incoming_line(text) for _, text in blocks)


def _size(blocks: Iterable[Block]) -> int:
    return sum(len(text) for _, text in blocks)


def _blocks_by_trafilatura(text: str) -> list[Block]:
    blocks: list[Block] = []
    with at_most(_TRAFILATURA_SECONDS):
        # Recall first (.989 on Danish pages): text that is lost here is never found.
        found = trafilatura.bare_extraction(
            text, favor_recall=True, include_comments=False, include_tables=True, include_formatting=True
        )
        if isinstance(found, TrafilaturaDocument) and found.body is not None:
            blocks = list(_blocks(found.body))
    return blocks


def _depth(soup: BeautifulSoup) -> int:
    """How deep elements are nested."""
    depth = deepest = 0
    for item, is_end in walk(soup):
        if isinstance(item, Tag):
            depth += -1 if is_end else 1
            deepest = max(deepest, depth)
    return deepest


def _blocks(body: etree._Element) -> Iterator[Block]:
    for element in body:
        if element.tag == "head":
            yield str(element.get("rend", "h2")), _text(element)
        elif element.tag in ("list", "div", "quote"):
            yield from _blocks(element)
        elif element.tag == "table":
            yield from (("", " ".join(_text(cell) for cell in row)) for row in element)
        elif isinstance(element.tag, str):  # a comment has a function for its tag
            yield "", _text(element)
        if element.tail and element.tail.strip():
            yield "", " ".join(element.tail.split())


def _text(element: etree._Element) -> str:
    """The text of a block with its line breaks; blocks within it get lines of their own."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += [_SEPARATORS.get(inner.tag, ""), _one_line(inner.text)]
        elif inner is not element:
            parts += [_SEPARATORS.get(inner.tag, ""), _one_line(inner.tail)]
    return "".join(parts).strip()


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _information(soup: BeautifulSoup) -> FileInformation:
    """The stated title without the site's name, the author, and the year of publication."""
    # What is stated for others to show first: the page's own title often ends in the name of the site.
    title = _stated(soup, "og:title", "DC.title", "dc.title")
    if not title and soup.title:
        title = soup.title.get_text(" ", strip=True)
    published = _YEAR.search(_stated(soup, "article:published_time", "DC.date", "dc.date", "date"))
    return FileInformation(title, _stated(soup, "author", "DC.creator"), int(published.group(1)) if published else None)


def _stated(soup: BeautifulSoup, *names: str) -> str:
    """What the first of some <meta> elements says that says anything; "" if none does."""
    # Standards want `property` for Open Graph and `name` for all others; pages mix them.
    elements = (soup.find("meta", attrs={key: name}) for name in names for key in ("property", "name"))
    contents = (element.get("content") for element in elements if element)
    said = (" ".join(content.split()) for content in contents if isinstance(content, str))
    return next(filter(None, said), "")
