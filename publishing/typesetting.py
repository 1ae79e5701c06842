"""Typst documents: a book with title page, contents and chapters, and a form of a page or two."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import typst

from publishing.fillable import with_form_fields
from publishing.form_fields import FIELD, FieldKind, FormField, field_of, with_fields
from publishing.map_to_draw_on import ALTERNATIVES, map_svg
from publishing.markdown_to_typst import escaped, quoted, typst_markup

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
  paper: "a4", flipped: {is_wide}, margin: (x: 22mm, top: 24mm, bottom: 22mm),
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
#let at(number, body) = link("field:" + str(number), body)
#let form-line(number) = box(
  width: 1fr, baseline: 1.5mm, stroke: (bottom: 0.5pt), at(number, block(width: 100%, height: 6mm)),
)
#let form-cell(number, height) = at(number, block(width: 100%, height: height))
#let form-tick(number) = box(place(dx: -1.4em, dy: -0.8em, at(number, box(width: 0.8em, height: 0.8em))))
#let form-box(number) = align(center, at(number, box(width: 4mm, height: 4mm, stroke: 0.6pt)))
#let form-map(drawing, told) = {{ align(center, image(bytes(drawing), format: "svg", alt: told, width: 166mm)) }}
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
    """A PDF of a blank form with fields to fill in, tagged as PDF/UA-1; the Markdown has headings from ###."""
    form = with_fields(markdown, language)
    head = _PREAMBLE.format(title=escaped(title), language=language)
    head += _FORM.format(
        imprint=WORDINGS[language].form_imprint, title=escaped(title), is_wide="true" if form.is_wide else "false"
    )

    def place_of(found: re.Match[str]) -> str:
        return _place(int(found[1]), field_of(form, found), language)

    body = FIELD.sub(place_of, typst_markup(form.markdown, heading_offset=-1))
    return with_form_fields(compiled(f"{head}\n= {escaped(title)}\n\n{body}", strict=True), form.fields)


def _place(number: int, field: FormField, language: str) -> str:
    """A field as Typst markup."""
    match field.kind:
        case FieldKind.CELL:
            return f"#form-cell({number}, {field.height}mm)"
        case FieldKind.MAP:
            return f"#form-map({quoted(map_svg(language))}, {quoted(ALTERNATIVES[language])})"
        case kind:
            return f"#form-{kind.value}({number})"


def compiled(source: str, *, strict: bool = False) -> bytes:
    """The PDF of a Typst source; `strict` demands all that PDF/UA-1 asks of an accessible document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.typ"
        path.write_text(source, "utf-8")
        pdf = typst.compile(path, timestamp=0, ignore_system_fonts=True, pdf_standards="ua-1" if strict else None)
    assert isinstance(pdf, bytes)
    return pdf
