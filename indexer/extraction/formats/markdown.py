"""Markdown write-ups -> one page per section, as plain text."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.texts.characters import incoming_text
from indexer.extraction.cleaning.raw_text import RawPage, RawText, finish
from indexer.extraction.formats.media_type import MARKDOWN
from indexer.extraction.refusals import DAMAGED, refuse

_BLOCK_ENDS = {"paragraph_close", "heading_close", "tr_close", "list_item_close", "fence", "code_block"}
_SPACES = re.compile(r"[ \t]+")


def markdown_parser() -> MarkdownIt:
    """The parser for write-ups: CommonMark with tables; raw HTML is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def extract_markdown(content: bytes) -> Extraction:
    """A page for each section under a heading of the first or second level, and one for what stands before."""
    try:
        front_matter, body = split_front_matter(content.decode("utf-8-sig"))
    except ValueError:
        return refuse(DAMAGED, MARKDOWN, "markdown-it")
    raw = RawText(MARKDOWN, "markdown-it", list(_pages(incoming_text(body))))
    raw.title_guess = _stated_title(front_matter) or next((page.label for page in raw.pages if page.label), "")
    return finish(raw)


def _stated_title(front_matter: str) -> str:
    """The title of the front matter; "" where there is none, or the TOML is not valid, which others report."""
    try:
        title = tomllib.loads(front_matter).get("title", "")
    except (ValueError, RecursionError):
        return ""
    return title if isinstance(title, str) else ""


def _pages(body: str) -> Iterator[RawPage]:
    parser = markdown_parser()
    lines = body.splitlines(keepends=True)
    tokens = parser.parse(body)
    heads = [token.map[0] for token in tokens if token.map and _begins_section(token)]
    bounds = [0, *heads, len(lines)]
    for start, end in itertools.pairwise(bounds):
        markup = "".join(lines[start:end])
        if not markup.strip():
            continue
        label, text = _label_and_text(parser.parse(markup), starts_with_heading=start in heads)
        yield RawPage(text, label, markup=markup)


def _begins_section(token: Token) -> bool:
    # A heading within a list or a quotation belongs to it.
    return token.type == "heading_open" and token.tag in ("h1", "h2") and token.level == 0


def _label_and_text(tokens: list[Token], *, starts_with_heading: bool) -> tuple[str, str]:
    label = ""
    if starts_with_heading:
        label = _SPACES.sub(" ", "".join(_inline_text(tokens[1])))
        tokens = tokens[3:]  # its opening, its text, its end
    text = "".join(part for token in tokens for part in _token_text(token))
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return label, "\n".join(line for line in lines if line)


def _token_text(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield from _inline_text(token)
    elif token.type in ("fence", "code_block"):
        yield token.content
    elif token.type in ("td_close", "th_close"):
        yield " "
    if token.type in _BLOCK_ENDS:
        yield "\n"


def _inline_text(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        elif child.type == "image":
            yield child.content
