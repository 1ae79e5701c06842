"""Typst documents: a book with title page, contents and chapters, and a form of a page or two."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import typst

from publishing.markdown_to_typst import escaped, typst_markup

_PREAMBLE = """
#set document(title: [{title}], author: "Samspil", date: none)
#set text(lang: "{language}", font: "Libertinus Serif", size: 11pt, hyphenate: true)
#set par(justify: false, leading: 0.72em, spacing: 1.05em)
#set list(indent: 0.4em, body-indent: 0.6em, spacing: 0.75em)
#set enum(indent: 0.4em, body-indent: 0.6em, spacing: 0.75em)
#set table(stroke: 0.5pt + rgb("#9aa39f"), inset: 7pt, align: left + top)
#show heading: set text(fill: rgb("#16212b"), hyphenate: false)
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.8em)
#show heading.where(level: 3): set text(size: 11.5pt)
#show link: set text(fill: rgb("#0b5c63"))
#show table: set text(size: 9.5pt)
#show table: set par(justify: false)
#let document-link(id, body) = body
"""
_BOOK = """
#set page(paper: "a4", margin: (x: 27mm, top: 28mm, bottom: 30mm), numbering: "i")
#page(numbering: none)[
  #v(55mm)
  #set text(hyphenate: false)
  #text(size: 34pt, weight: "bold", fill: rgb("#16212b"))[{title}]
  #v(6mm)
  #text(size: 15pt, fill: rgb("#4c5a63"))[{subtitle}]
  #v(1fr)
  #text(size: 11pt)[Samspil · {imprint}]
]
#outline(title: [{contents}], depth: 1, indent: auto)
#pagebreak()
#set page(numbering: "1")
#counter(page).update(1)
#show heading.where(level: 1): it => {{ pagebreak(weak: true); it; v(4mm) }}
#set enum(spacing: 1.6em)
#show line: it => block(above: 7.5mm, below: 0mm, it)
#show table.cell: cell => if cell.body == [] and cell.y > 0 {{ v(22mm) }} else {{ cell }}
"""
_FORM = """
#set page(
  paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 22mm),
  header: text(size: 9pt, fill: rgb("#4c5a63"))[Samspil · {imprint}],
  footer: context text(size: 9pt, fill: rgb("#4c5a63"))[
    {title} #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(size: 10.5pt)
#set par(spacing: 1.55em)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 1): set block(below: 1.2em)
#set table(inset: (x: 7pt, y: 6pt), fill: (_, y) => if y == 0 {{ rgb("#eef2f0") }})
#set table.cell(breakable: false)
#show table: it => {{
  let room = if it.columns.len() == 2 {{ 14mm }} else {{ 8mm }}
  show table.cell: cell => if cell.body == [] and cell.y > 0 {{ v(room) }} else {{ cell }}
  it
}}
"""


@dataclass(frozen=True)
class Wording:
    """What a typeset document says in its language."""

    contents: str
    imprint: str
    form_imprint: str


WORDINGS = {
    "da": Wording("Indhold", "viden om bibliotekers partnerskaber", "blanket til fri brug og tilpasning"),
    "en": Wording("Contents", "knowledge on library partnerships", "a form to use and adapt freely"),
}


def typeset_book(title: str, subtitle: str, chapters: list[tuple[str, str]], language: str) -> bytes:
    """A PDF with outline, page labels and language; `chapters` are (title, Markdown with headings from ##)."""
    wording = WORDINGS[language]
    head = _PREAMBLE.format(title=escaped(title), language=language) + _BOOK.format(
        title=escaped(title), subtitle=escaped(subtitle), contents=wording.contents, imprint=wording.imprint
    )
    body = "\n\n".join(f"= {escaped(name)}\n\n{typst_markup(text)}" for name, text in chapters)
    return compiled(head + body, strict=True)


def typeset_form(title: str, markdown: str, language: str) -> bytes:
    """A PDF of a blank form; the Markdown has headings from ###."""
    head = _PREAMBLE.format(title=escaped(title), language=language)
    head += _FORM.format(imprint=WORDINGS[language].form_imprint, title=escaped(title))
    return compiled(f"{head}\n= {escaped(title)}\n\n{typst_markup(markdown, heading_offset=-1)}", strict=True)


def compiled(source: str, *, strict: bool = False) -> bytes:
    """The PDF of a Typst source; `strict` demands all that PDF/UA-1 asks of an accessible document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.typ"
        path.write_text(source, "utf-8")
        pdf = typst.compile(path, timestamp=0, ignore_system_fonts=True, pdf_standards="ua-1" if strict else None)
    assert isinstance(pdf, bytes)
    return pdf
