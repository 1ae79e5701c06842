"""A paper as PDF/UA-1, set by Typst: tagged, with its language, its title and the texts of its pictures."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Literal

import typst

from web.exports.papers.paper import Block, Paper, Rows, Table
from web.exports.word import printable
from web.site.drawings.png import FONT_FAMILY, SERIF_FAMILY, fonts

PDF_MEDIA_TYPE = "application/pdf"
# The words come in as data and are never read as markup.
_SOURCE = f"""
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.title, author: "Samspil", date: none)
#set page(paper: "a4", margin: (x: 22mm, top: 22mm, bottom: 20mm), footer: context text(size: 9pt)[
  #paper.title #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(lang: paper.language, font: "{SERIF_FAMILY}", size: 11pt, hyphenate: true)
#set par(justify: false, leading: 0.7em, spacing: 1em)
#set table(stroke: 0.5pt + rgb("#6b767d"), inset: 6pt, align: left + top)
#show heading: set text(font: "{FONT_FAMILY}", hyphenate: false)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11pt)
#show heading: set block(above: 1.4em, below: 0.7em, sticky: true)
#show table: set text(font: "{FONT_FAMILY}", size: 9.5pt, hyphenate: true)
#let words(said) = said.split("\\n").map(line => [#line]).join(linebreak())
#let cell(said) = if said == "" {{ v(9mm) }} else {{ words(said) }}
#let written = (
  heading: block => heading(level: block.level, block.text),
  paragraph: block => par(if block.is_aside {{ emph(words(block.text)) }} else {{ words(block.text) }}),
  bullets: block => list(..block.items.map(words)),
  table: block => table(
    columns: block.shares.map(share => share * 1fr),
    table.header(..block.rows.first().map(said => strong(words(said)))),
    ..block.rows.slice(1).flatten().map(cell),
  ),
  boxes: block => list(
    marker: box(width: 0.8em, height: 0.8em, stroke: 0.6pt), spacing: 0.8em, ..block.options.map(words),
  ),
  lines: block => pdf.artifact({{
    for _ in range(block.count) {{ std.block(above: 8mm, below: 0mm, line(length: 100%, stroke: 0.5pt)) }}
    v(5mm)
  }}),
  picture: block => image(bytes(block.svg), format: "svg", alt: block.alternative, width: block.millimetres * 1mm),
  page: _ => pagebreak(),
)
= #paper.title
#if paper.subtitle != "" {{ par(text(size: 13pt, words(paper.subtitle))) }}
#for block in paper.blocks {{ (written.at(block.kind))(block) }}
"""


def paper_pdf(paper: Paper) -> bytes:
    """The file; the same for the same paper. Nothing of it is written to disk meanwhile.

    It is PDF/UA-1 unless it holds a sign that the fonts do not have; tagged it is in any case.
    """
    content = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "language": paper.language.value,
        "blocks": [_written(block) for block in paper.blocks],
    }
    data = json.dumps(content, ensure_ascii=False)
    try:
        return _compiled(data, "ua-1")
    except typst.TypstError:
        # The standard allows no sign that the fonts do not have, as of a script or a smiley: a box stands for it then.
        return _compiled(data, None)


def _compiled(data: str, standard: Literal["ua-1"] | None) -> bytes:
    pdf = typst.compile(
        _SOURCE.encode(), sys_inputs={"paper": data}, timestamp=0, font_paths=fonts(), pdf_standards=standard
    )
    assert isinstance(pdf, bytes)
    return pdf


def _written(block: Block) -> dict[str, Any]:
    """A block as JSON; what no font can show is left out."""
    fields = {each.name: _plain(getattr(block, each.name)) for each in dataclasses.fields(block) if each.name != "png"}
    shares = {"shares": _shares(block.rows)} if isinstance(block, Table) else {}
    return {"kind": block.kind, **fields, **shares}


def _shares(rows: Rows) -> list[int]:
    """The widths of columns by their longest cells, within a factor of three; one to write in is as wide as any."""
    columns = list(zip(*rows, strict=True))
    longest = [max(map(len, column)) if any(column[1:]) else 0 for column in columns]
    widest = max(longest) or 1
    return [max(round(9 * (length or widest) / widest), 3) for length in longest]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return printable(value) if isinstance(value, str) else value
