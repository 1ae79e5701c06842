"""What readers of office files share: a walk through XML, paragraphs as blocks, and blocks as pages.

Of what nobody sees on the page nothing is taken, and a note names the page on which something was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.web_files.html import HEADINGS, Block, pages_of
from indexer.extraction.notes import hidden_text

AFTER_PAGE = "after"
"""The kind of a block that stands after the page it belongs to: footnotes, heads and feet."""

HIDDEN = "hidden"
"""The kind of an empty block in the place of text that is not seen."""

Skipping = Callable[[etree._Element], bool]


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """The value of an attribute in any namespace; "" if there is none."""
    if element is None:
        return ""
    return next((str(v) for key, v in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element down a path of tags in any namespace; None if there is none."""
    found: etree._Element | None = element
    for name in path:
        found = next((one for one in found if local_name(one) == name), None) if found is not None else None
    return found


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return element is not None and attribute(element, "val").lower() not in ("0", "false", "off", "none")


def walk(root: etree._Element, is_skipped: Skipping) -> Iterator[tuple[str, etree._Element]]:
    """("start" or "end", element) in order; of a skipped element only ("skipped", element), where it ends."""
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walker:
        if event == "start" and is_skipped(element):
            walker.skip_subtree()
            skipped = element
        elif element is skipped:
            yield "skipped", element
        else:
            yield event, element


class Blocks:
    """Collects paragraphs; one that stands within another (a text box, a footnote) becomes a block of its own."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str]]] = []
        self._waiting: list[Block] = []
        self.done: list[Block] = []

    def start(self, kind: str = "") -> None:
        """A paragraph begins."""
        self._open.append((kind, []))

    def add(self, text: str | None) -> None:
        """Text of the paragraph at hand."""
        if text and self._open:
            self._open[-1][1].append(text)

    def set_kind(self, kind: str) -> None:
        """What the paragraph at hand is."""
        if self._open:
            self._open[-1] = (kind, self._open[-1][1])

    def put(self, *blocks: Block) -> None:
        """Blocks that follow the paragraph at hand, so that they belong to its page."""
        self._waiting += blocks
        self._let_in()

    def end(self) -> None:
        """The paragraph at hand ends."""
        if self._open:
            kind, parts = self._open.pop()
            text = "".join(parts).strip()
            if text and kind == AFTER_PAGE:
                self._waiting.append((kind, text))
            elif text:
                self.done.append((kind, text))
            self._let_in()

    def _let_in(self) -> None:
        if not self._open:
            self.done += self._waiting
            self._waiting = []


def with_heads(pages: list[RawPage], lines: Iterable[str]) -> list[RawPage]:
    """The pages with the heads and feet of a text document once, after the first page; numbers of pages are none."""
    heads = list(dict.fromkeys(line for line in lines if any(map(str.isalpha, line))))
    if not heads:
        return pages
    first = pages[0] if pages else RawPage("")
    return [replace(first, text="\n".join(filter(None, (first.text, *heads)))), *pages[1:]]


def office_pages(blocks: Iterable[Block]) -> tuple[list[RawPage], list[ExtractionNote]]:
    """A page per heading of the first two levels, each with what stands after it, and notes on what is not seen."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if block[0] in HEADINGS and any(text for _, text in groups[-1]):
            groups.append([])
        groups[-1].append(block)
    pages: list[RawPage] = []
    hidden: set[int] = set()
    for group in groups:
        own = [block for block in group if block[0] not in (AFTER_PAGE, HIDDEN)]
        pages += pages_of([*own, *(("", text) for kind, text in group if kind == AFTER_PAGE)])
        if any(kind == HIDDEN for kind, _ in group):
            hidden.add(max(1, len(pages)))
    return pages, [hidden_text(number) for number in sorted(hidden)]
