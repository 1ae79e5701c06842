"""The presentation part of a PowerPoint file -> a page per slide, hidden ones empty so that numbers stay."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.descriptions import description
from indexer.extraction.formats.office_files.office_text import Blocks, attribute, child, local_name, walk
from indexer.extraction.formats.office_files.zip_parts import ZipParts
from indexer.extraction.notes import hidden_slide, hidden_text

_OF_A_SLIDE = ("notesSlide", "diagramData", "chart")
_SIGNS = {"tab": " ", "br": "\n"}
_SHAPES = frozenset(("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_SHAPE_TAGS = tuple(f"{{*}}{name}" for name in _SHAPES)
_RUNNING = ("ftr", "hdr", "dt")
_NO = ("0", "false")
_YES = ("1", "true")


def read_slides(parts: ZipParts, main: str, presentation: etree._Element) -> tuple[list[RawPage], list[ExtractionNote]]:
    """The slides as they are shown, with speakers' notes; heads and feet once; notes on what is hidden."""
    pages: list[RawPage] = []
    notes: list[ExtractionNote] = []
    shown: set[str] = set()
    for number, name in enumerate(_slides(parts, main, presentation), start=1):
        root = parts.tree(name)
        if root.get("show", "1") in _NO:
            pages.append(RawPage(""))
            notes.append(hidden_slide(number))
            continue
        pages.append(_page(parts, name, root, shown))
        if any(_is_hidden(element) and _words(element) for element in root.iter(*_SHAPE_TAGS)):
            notes.append(hidden_text(number))
    return pages, notes


def _page(parts: ZipParts, name: str, root: etree._Element, shown: set[str]) -> RawPage:
    lines = drawing_lines(root, shown)
    title = _title(root) or (lines[0].split("\n")[0] if lines else "")
    # What the speaker says comes last, after what the slide shows.
    for _, kind, target in sorted(parts.relations(name), key=lambda relation: relation[1] == "notesSlide"):
        if kind in _OF_A_SLIDE and target in parts:
            lines += drawing_lines(parts.tree(target))
    return RawPage("\n".join(lines), title)


def _title(root: etree._Element) -> str:
    """What stands in the place for the title of a slide; "" if nothing does."""
    titles = (e for e in root.iter("{*}sp") if _place(e) in ("title", "ctrTitle"))
    return next((text for title in titles if (text := _words(title))), "")


def _slides(parts: ZipParts, main: str, presentation: etree._Element) -> Iterator[str]:
    """The slides as they are shown, which is not the order of their names."""
    targets = {key: target for key, kind, target in parts.relations(main) if kind == "slide"}
    for element in presentation.iter():
        if local_name(element) == "sldId":
            key = next((v for name, v in element.attrib.items() if str(name).endswith("}id")), "")
            if (target := targets.get(str(key))) and target in parts:
                yield target


def drawing_lines(root: etree._Element, shown: set[str] | None = None) -> list[str]:
    """The paragraphs of a slide, a diagram, a chart or speaker's notes, and what pictures show.

    Left out are numbers of slides, hidden shapes, and heads and feet that are among `shown`, which takes in new ones.
    """
    blocks = Blocks()
    known = shown if shown is not None else set()

    def is_skipped(element: etree._Element) -> bool:
        return local_name(element) == "Fallback" or _is_hidden(element) or _is_known(element, known)

    for event, element in walk(root, is_skipped):
        name = local_name(element)
        if _is_paragraph(name, element):
            blocks.start() if event == "start" else blocks.end()
        elif event == "start" and name == "cNvPr":
            blocks.put(*(("", text) for text in [description(element.get("descr", ""))] if text))
        elif event == "start":
            blocks.add(_text(name, element))
    return [text for _, text in blocks.done]


def _properties(shape: etree._Element) -> etree._Element | None:
    """What a shape says of itself as a drawing: its name, description, whether it is hidden."""
    for one in shape:
        if local_name(one).startswith("nv"):
            return child(one, "cNvPr")
    return None


def _is_hidden(element: etree._Element) -> bool:
    if local_name(element) not in _SHAPES:
        return False
    return attribute(_properties(element), "hidden") in _YES


def _is_known(element: etree._Element, known: set[str]) -> bool:
    """Whether a shape is a head or foot that stood on an earlier slide."""
    if local_name(element) != "sp" or _place(element) not in _RUNNING:
        return False
    text = _words(element)
    is_known = text in known
    known.add(text)
    return is_known


def _place(shape: etree._Element) -> str:
    """Which place of the layout a shape fills: "title", "ftr"; "" if it is none of them."""
    return attribute(child(shape, "nvSpPr", "nvPr", "ph"), "type")


def _words(shape: etree._Element) -> str:
    return " ".join("".join(e.text or "" for e in shape.iter() if local_name(e) == "t").split())


def _is_paragraph(name: str, element: etree._Element) -> bool:
    # Of points only those of charts hold text: the points of an outline have the same name.
    return name in ("p", "v") or (name == "pt" and element.tag.endswith("/chart}pt"))


def _text(name: str, element: etree._Element) -> str | None:
    is_text = (name == "t" and not _is_slide_number(element)) or (name == "v" and _is_label_of_chart(element))
    return element.text if is_text else _SIGNS.get(name)


def _is_label_of_chart(value: etree._Element) -> bool:
    """Whether a value is a name of a row or column, which a chart shows; its numbers say little without it."""
    return any(local_name(outer) == "strCache" for outer in value.iterancestors())


def _is_slide_number(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "fld" and parent.get("type", "").startswith("slidenum")
