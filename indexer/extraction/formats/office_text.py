"""The text of DOCX, ODT and PPTX parts as blocks: headings of the first two levels, and everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from indexer.extraction.formats.html import Block
from indexer.extraction.formats.zip_parts import ZipParts

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A file may ask for any number of spaces by a single element.
_MOST_SPACES = 100
_HEADING_LEVELS = 2
_SIGNS_IN_WORD = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A fallback says once more, for older programs, what stands beside it.
_SKIPPED_IN_WORD = {"Fallback", "del", "moveFrom", "instrText", "delText"}
_SIGNS_IN_DRAWINGS = {"tab": " ", "br": "\n"}
_SIGNS_IN_ODT = {"tab": " ", "line-break": "\n"}
_SKIPPED_IN_ODT = {
    "tracked-changes",
    "annotation",
    "note-citation",
    "sequence-decls",
    "variable-decls",
    "binary-data",
    "scripts",
}


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute in any namespace; "" if there is none."""
    return next((str(v) for key, v in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def walk(root: etree._Element, skipped: set[str]) -> Iterator[tuple[str, etree._Element]]:
    """("start" or "end", element) in order; of a skipped element only ("skipped", element), where it ends."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and local_name(element) in skipped:
            walker.skip_subtree()
            continue
        yield "skipped" if local_name(element) in skipped else event, element


class _Blocks:
    """Collects paragraphs; one that stands within another (a text box, a footnote) becomes a block of its own."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str]]] = []
        self.done: list[Block] = []

    def start(self) -> None:
        self._open.append(("", []))

    def add(self, text: str | None) -> None:
        if text and self._open:
            self._open[-1][1].append(text)

    def set_kind(self, kind: str) -> None:
        if self._open:
            self._open[-1] = (kind, self._open[-1][1])

    def end(self) -> None:
        if self._open:
            kind, parts = self._open.pop()
            text = "".join(parts).strip()
            if text:
                self.done.append((kind, text))


def word_blocks(root: etree._Element, heading_styles: dict[str, int]) -> list[Block]:
    """The paragraphs of a Word part; text that was deleted, and field codes, are left out."""
    blocks = _Blocks()
    for event, element in walk(root, _SKIPPED_IN_WORD):
        name = local_name(element)
        if name == "p" and element.tag.startswith(_WORD):
            blocks.start() if event == "start" else blocks.end()
        elif event == "start" and name == "pStyle":
            level = heading_styles.get(attribute(element, "val"), 0)
            blocks.set_kind(f"h{level}" if 1 <= level <= _HEADING_LEVELS else "")
        elif event == "start":
            blocks.add(_text_in_word(name, element))
    return blocks.done


def _text_in_word(name: str, element: etree._Element) -> str | None:
    # Drawings have breaks of the same names, which are no signs of the text.
    sign = _SIGNS_IN_WORD.get(name) if element.tag.startswith(_WORD) else None
    return element.text if name == "t" else sign


def word_heading_styles(parts: ZipParts) -> dict[str, int]:
    """Level by the id of each style that is a heading, in whatever language it is named; {} without styles."""
    if "word/styles.xml" not in parts:
        return {}
    levels: dict[str, int] = {}
    for style in parts.tree("word/styles.xml").iter(f"{_WORD}style"):
        level = _heading_level(style)
        if level:
            levels[attribute(style, "styleId")] = level
    return levels


def _heading_level(style: etree._Element) -> int:
    """The level of a style that is a heading, else 0."""
    name, outline = style.find(f"{_WORD}name"), next(style.iter(f"{_WORD}outlineLvl"), None)
    # Word writes the names of its own styles in English, whatever language it speaks; others have an outline level.
    named = re.match(r"(?i)heading (\d)$", attribute(name, "val")) if name is not None else None
    if named:
        return int(named.group(1))
    level = attribute(outline, "val") if outline is not None else ""
    return int(level) + 1 if level.isdigit() else 0


def open_document_blocks(root: etree._Element) -> list[Block]:
    """The paragraphs of an OpenDocument text; deleted text and comments are left out."""
    blocks = _Blocks()
    for event, element in walk(root, _SKIPPED_IN_ODT):
        name = local_name(element)
        is_paragraph = name in ("p", "h")
        if event == "start":
            if is_paragraph:
                blocks.start()
                blocks.set_kind(_heading_in_odt(name, element))
            blocks.add(_blanks_in_odt(name, element))
            blocks.add(element.text)
        else:
            if is_paragraph and event == "end":
                blocks.end()
            blocks.add(element.tail)
    return blocks.done


def _heading_in_odt(name: str, element: etree._Element) -> str:
    level = attribute(element, "outline-level") if name == "h" else ""
    return f"h{level}" if level in ("1", "2") else ""


def _blanks_in_odt(name: str, element: etree._Element) -> str:
    """What elements stand for that take the place of blanks and line breaks; "" for all others."""
    if name != "s":
        return _SIGNS_IN_ODT.get(name, "")
    count = attribute(element, "c")
    return " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)


def drawing_lines(root: etree._Element) -> list[str]:
    """The paragraphs of a slide, a diagram, a chart or speaker's notes; numbers of slides are left out."""
    blocks = _Blocks()
    for event, element in walk(root, {"Fallback"}):
        name = local_name(element)
        if _is_paragraph_in_drawing(name, element):
            blocks.start() if event == "start" else blocks.end()
        elif event == "start":
            blocks.add(_text_in_drawing(name, element))
    return [text for _, text in blocks.done]


def _is_paragraph_in_drawing(name: str, element: etree._Element) -> bool:
    # Of points only those of charts hold text: the points of an outline have the same name.
    return name in ("p", "v") or (name == "pt" and element.tag.endswith("/chart}pt"))


def _text_in_drawing(name: str, element: etree._Element) -> str | None:
    is_text = name == "t" and not _is_slide_number(element)
    return element.text if is_text else _SIGNS_IN_DRAWINGS.get(name)


def _is_slide_number(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "fld" and parent.get("type", "").startswith("slidenum")
