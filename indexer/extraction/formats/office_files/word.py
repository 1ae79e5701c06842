"""The main part of a Word file, of either edition of Open XML -> pages with their footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.descriptions import description
from indexer.extraction.formats.office_files.office_text import (
    AFTER_PAGE,
    HIDDEN,
    Blocks,
    attribute,
    child,
    is_on,
    local_name,
    office_pages,
    walk,
    with_heads,
)
from indexer.extraction.formats.office_files.slides import drawing_lines
from indexer.extraction.formats.office_files.zip_parts import ZipParts
from indexer.extraction.formats.web_files.html import Block

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_HEADING_LEVELS = 2
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A fallback says once more, for older programs, what stands beside it.
_SKIPPED = frozenset(("Fallback", "del", "moveFrom", "instrText", "delText"))
_NOTE_PARTS = {"footnotes": "footnoteReference", "endnotes": "endnoteReference"}
_DRAWN_PARTS = ("diagramData", "chart")
_MOST_STYLES_ABOVE = 20
_WHITE = "FFFFFF"
_NO_FILL = ("", "auto", _WHITE)
Notes = Mapping[tuple[str, str], list[Block]]


@dataclass(frozen=True, slots=True)
class WordStyles:
    """What styles say by their ids: which are headings of which level, which hide their text, which have a ground."""

    levels: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()


def read_word(parts: ZipParts, main: str, root: etree._Element) -> tuple[list[RawPage], list[ExtractionNote]]:
    """The pages of a Word file: text, pictures' descriptions and notes; heads and feet once, after the first page."""
    styles = _styles(parts, main)
    notes = _notes(parts, main, styles)
    blocks = word_blocks(root, styles, notes)
    used = set(_references(root)) if notes else set()
    rest = [block for key, found in notes.items() if key not in used for block in found]
    drawn = [("", line) for name in parts.related(main, *_DRAWN_PARTS) for line in drawing_lines(parts.tree(name))]
    pages, hidden = office_pages([*blocks, *drawn, *rest])
    return with_heads(pages, _heads_and_feet(parts, main, styles)), hidden


def word_blocks(root: etree._Element, styles: WordStyles, notes: Notes) -> list[Block]:
    """The paragraphs of a Word part; text that was deleted or is hidden, and field codes, are left out."""
    _put_ruby_behind(root)
    blocks, hidden = Blocks(), list[bool]()
    is_hidden = _hiding(root, styles)
    for event, element in walk(root, lambda element: local_name(element) in _SKIPPED):
        name = local_name(element) if _is_of_word(element) else ""
        if name == "p":
            blocks.start() if event == "start" else blocks.end()
        elif name == "r":
            hidden.append(is_hidden(element)) if event == "start" else hidden.pop()
        elif event == "start" and not any(hidden):
            _take(blocks, element, styles, notes)
        elif event == "start" and _has_text(name, element):
            blocks.put((HIDDEN, ""))
    return blocks.done


def _put_ruby_behind(root: etree._Element) -> None:
    """Put what stands above words into brackets behind them; in the file it stands before."""
    for ruby in list(root.iter("{*}ruby")):
        for above in [one for one in ruby if local_name(one) == "rt"]:
            ruby.append(above)
            if texts := list(above.iter("{*}t")):
                texts[0].text = f" ({texts[0].text or ''}"
                texts[-1].text = f"{texts[-1].text or ''})"


def _has_text(name: str, element: etree._Element) -> bool:
    return name == "t" and bool((element.text or "").strip())


def _take(blocks: Blocks, element: etree._Element, styles: WordStyles, notes: Notes) -> None:
    name = local_name(element)
    if name == "t":
        blocks.add(element.text)
    elif name == "docPr":
        blocks.put(*(("", text) for text in [description(attribute(element, "descr"))] if text))
    elif not _is_of_word(element):
        return  # drawings have breaks of the same names, which are no signs of the text
    elif name == "pStyle":
        level = styles.levels.get(attribute(element, "val"), 0)
        blocks.set_kind(f"h{level}" if 1 <= level <= _HEADING_LEVELS else "")
    elif name in _NOTE_PARTS.values():
        blocks.put(*notes.get((name, attribute(element, "id")), ()))
    else:
        blocks.add(_SIGNS.get(name))


def _is_of_word(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(_NAMESPACES)


def _hiding(root: etree._Element, styles: WordStyles) -> _Hiding:
    grounds = root.iter("{*}background", "{*}anchor")
    has_ground = any(local_name(e) == "background" or attribute(e, "behindDoc") in ("1", "true") for e in grounds)
    return _Hiding(styles, has_ground)


@dataclass(frozen=True, slots=True)
class _Hiding:
    """Tells runs that nobody sees: hidden ones, and white ones where nothing states another ground than white."""

    styles: WordStyles
    has_ground: bool

    def __call__(self, run: etree._Element) -> bool:
        stated = child(run, "rPr", "vanish")
        if stated is not None:
            return is_on(stated)
        return self._is_hidden_by_style(run) or (not self.has_ground and self._is_white_on_white(run))

    def _is_hidden_by_style(self, run: etree._Element) -> bool:
        if not self.styles.hidden:
            return False
        paragraph = next((e for e in run.iterancestors() if local_name(e) == "p"), None)
        of_paragraph = child(paragraph, "pPr", "pStyle") if paragraph is not None else None
        stated = (child(run, "rPr", "rStyle"), of_paragraph)
        return any(attribute(style, "val") in self.styles.hidden for style in stated)

    def _is_white_on_white(self, run: etree._Element) -> bool:
        color = attribute(child(run, "rPr", "color"), "val")
        if color.upper() != _WHITE or _has_fill(run, "rPr", self.styles):
            return False
        for outer in run.iterancestors():
            name = local_name(outer)
            # What colour a box or the style of a table has is not looked up.
            if name in ("txbxContent", "tbl") or _has_fill(outer, "pPr", self.styles):
                return False
        return True


def _has_fill(element: etree._Element, properties: str, styles: WordStyles) -> bool:
    stated = child(element, properties)
    if stated is None:
        return False
    for one in stated:
        name, value = local_name(one), attribute(one, "val")
        is_shade = name == "shd" and (
            attribute(one, "fill").upper() not in map(str.upper, _NO_FILL) or value == "solid"
        )
        if is_shade or name == "highlight" or (name in ("pStyle", "rStyle") and value in styles.shaded):
            return True
    return False


def _references(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The signs and ids by which the text refers to its notes."""
    for element in root.iter(*(f"{{*}}{sign}" for sign in _NOTE_PARTS.values())):
        yield local_name(element), attribute(element, "id")


def _notes(parts: ZipParts, main: str, styles: WordStyles) -> Notes:
    """The footnotes and endnotes by the sign and the id by which the text refers to them."""
    notes: dict[tuple[str, str], list[Block]] = {}
    for kind, sign in _NOTE_PARTS.items():
        for name in _parts_of(parts, main, kind):
            for number, note in enumerate(parts.tree(name)):
                blocks = word_blocks(note, styles, {})
                # A note begins no page, whatever it looks like.
                own = [(HIDDEN if found == HIDDEN else AFTER_PAGE, text) for found, text in blocks]
                notes[sign, attribute(note, "id") or f"unnamed {number}"] = own
    return notes


def _heads_and_feet(parts: ZipParts, main: str, styles: WordStyles) -> Iterator[str]:
    """The lines of every head and foot."""
    for name in [*parts.related(main, "header"), *parts.related(main, "footer")]:
        yield from (text for kind, text in word_blocks(parts.tree(name), styles, {}) if kind != HIDDEN)


def _parts_of(parts: ZipParts, main: str, kind: str) -> list[str]:
    """The parts of a kind that the main part names; where it names none, the one of the usual name."""
    usual = f"word/{kind}.xml"
    return parts.related(main, kind) or ([usual] if usual in parts else [])


def _styles(parts: ZipParts, main: str) -> WordStyles:
    styles = {
        attribute(style, "styleId"): style
        for name in _parts_of(parts, main, "styles")
        for style in parts.tree(name).iter()
        if local_name(style) == "style" and _is_of_word(style)
    }
    chains = {key: list(_chain(styles, key)) for key in styles}
    return WordStyles(
        {key: level for key, chain in chains.items() if (level := next(filter(None, map(_heading_level, chain)), 0))},
        frozenset(key for key, chain in chains.items() if is_on(_first(chain, "rPr", "vanish"))),
        frozenset(key for key, chain in chains.items() if any(local_name(e) == "shd" for s in chain for e in s.iter())),
    )


def _chain(styles: Mapping[str, etree._Element], key: str) -> Iterator[etree._Element]:
    """A style and those that it is based on, the nearest first."""
    for _ in range(_MOST_STYLES_ABOVE):
        style = styles.get(key)
        if style is None:
            return
        yield style
        base = child(style, "basedOn")
        key = attribute(base, "val")


def _first(chain: list[etree._Element], *path: str) -> etree._Element | None:
    return next((found for style in chain if (found := child(style, *path)) is not None), None)


def _heading_level(style: etree._Element) -> int:
    """The level of a style that is a heading, else 0."""
    name, outline = child(style, "name"), child(style, "pPr", "outlineLvl")
    # Word writes the names of its own styles in English, whatever language it speaks; others have an outline level.
    named = re.match(r"(?i)heading (\d)$", attribute(name, "val"))
    if named:
        return int(named.group(1))
    level = attribute(outline, "val")
    return int(level) + 1 if level.isdigit() and level.isascii() else 0
