"""Formulas, charts and tables that stand as objects of their own in an OpenDocument file -> words in their place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from lxml import etree

from indexer.extraction.formats.office_files.office_text import attribute, local_name
from indexer.extraction.formats.office_files.sheets import BETWEEN_CELLS
from indexer.extraction.formats.office_files.zip_parts import Unsafe, ZipParts, resolve

_MOST_OBJECTS, _MOST_LINES = 200, 500
_LEAVES = ("mi", "mn", "mo", "mtext", "ms")


def spell_out_objects(parts: ZipParts, root: etree._Element) -> None:
    """Put into every embedded object of a part what it shows: a formula as text, anything else as paragraphs."""
    for element in list(root.iter("{*}object"))[:_MOST_OBJECTS]:
        name = resolve("", f"{attribute(element, 'href')}/content.xml")
        if name in parts:
            # What an object cannot say costs the text around it nothing.
            with contextlib.suppress(etree.XMLSyntaxError, Unsafe):
                _put(element, parts.tree(name, may_declare=True))  # formulas of old files declare their type


def _put(element: etree._Element, shown: etree._Element) -> None:
    if local_name(shown) == "math":
        _put_formula(element, _formula(shown))
    else:
        _put_paragraphs(element, _lines(shown))


def _put_formula(element: etree._Element, words: str) -> None:
    is_in_line = any(local_name(outer) in ("p", "h") for outer in element.iterancestors())
    if is_in_line:
        element.text = words
    else:
        _put_paragraphs(element, iter([words]))


def _put_paragraphs(element: etree._Element, lines: Iterator[str]) -> None:
    for _, line in zip(range(_MOST_LINES), lines, strict=False):
        if line:
            etree.SubElement(element, "p").text = line


def _formula(root: etree._Element) -> str:
    """The signs of a formula on one line, without what it says of itself in the language of a program."""
    for annotation in list(root.iter("{*}annotation", "{*}annotation-xml")):
        annotation.clear()
    parts = (_sign(leaf) for leaf in root.iter(*(f"{{*}}{name}" for name in _LEAVES)))
    return " ".join("".join(parts).split())


def _sign(leaf: etree._Element) -> str:
    text = "".join(leaf.itertext()).strip()
    is_word = len(text) > 1 and local_name(leaf) != "mn"
    return f" {text} " if is_word or local_name(leaf) == "mo" else text


def _lines(root: etree._Element) -> Iterator[str]:
    for main in root.iter("{*}chart", "{*}spreadsheet", "{*}text"):
        match local_name(main):
            case "chart":
                yield from _chart_lines(main)
            case "spreadsheet":
                yield from (BETWEEN_CELLS.join(_paragraphs(row)) for row in main.iter("{*}table-row"))
            case _:
                yield from _paragraphs(main)
        return


def _chart_lines(chart: etree._Element) -> Iterator[str]:
    """Titles, and the names of series and groups: the figures behind a chart are not printed."""
    for element in chart.iter("{*}title", "{*}subtitle", "{*}footer"):
        yield from _paragraphs(element)
    for cell in chart.iter("{*}table-cell"):
        if attribute(cell, "value-type") == "string":
            yield from _paragraphs(cell)


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter("{*}p"):
        if text := " ".join("".join(paragraph.itertext()).split()):
            yield text
