"""Formulas, charts and tables that stand as objects in a text, and what stands above words; in files made here."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.files import a_docx, an_archive, an_epub, an_odt
from tests.unit.extractors.test_what_is_seen import office, texts, web

FORMULA = """<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" "math.dtd">
<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:semantics><math:mrow><math:mi>areal</math:mi>
<math:mo>=</math:mo><math:msup><math:mi>s</math:mi><math:mn>2</math:mn></math:msup></math:mrow>
<math:annotation math:encoding="StarMath 5.0">areal = s^2</math:annotation></math:semantics></math:math>"""
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="t" xmlns:chart="c" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ROW = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float"><text:p>{}</text:p></table:table-cell></table:table-row>'
)


def an_object(body: str) -> str:
    return f"<office:document-content {SPACES}><office:body>{body}</office:body></office:document-content>"


def an_odt_with(inner: str, body: str) -> bytes:
    """A text with `inner` as its embedded object; `{}` in the body stands for its place."""
    place = '<draw:object xmlns:draw="d" xmlns:xlink="x" xlink:href="./Object 1"/>'
    with zipfile.ZipFile(io.BytesIO(an_odt(body.format(place)))) as archive:
        return an_archive({**{name: archive.read(name) for name in archive.namelist()}, "Object 1/content.xml": inner})


@pytest.mark.parametrize(
    ("inner", "body", "expected"),
    [
        (FORMULA, "<text:p>Her er {}, som vist.</text:p>", "Her er areal = s2, som vist."),
        (FORMULA, "<text:p>Før</text:p>{}<text:p>Efter</text:p>", "Før\nareal = s2\nEfter"),
        (
            an_object(f"<office:spreadsheet><table:table>{ROW.format('Lån', '7')}</table:table></office:spreadsheet>"),
            "<text:p>Se {}</text:p>",
            "Lån | 7\nSe",
        ),
        (
            an_object(
                "<office:chart><chart:chart><chart:title><text:p>Besøg</text:p></chart:title>"
                f"<table:table>{ROW.format('Mandag', '812')}</table:table></chart:chart></office:chart>"
            ),
            "<text:p>Se {}</text:p>",
            "Besøg\nMandag\nSe",
        ),
        ("<a/>", "<text:p>Se {}</text:p>", "Se"),
        ("<a>", "<text:p>Se {}</text:p>", "Se"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<text:p>Se {}</text:p>", "Se"),
    ],
    ids=["formula in a line", "formula by itself", "table", "chart", "nothing", "broken", "hostile"],
)
def test_an_object_in_an_open_document_stands_where_it_is_seen(inner: str, body: str, expected: str) -> None:
    assert "\n".join(texts(office(an_odt_with(inner, body)))) == expected


def test_an_object_that_is_not_there_is_passed_over() -> None:
    body = '<text:p>Se <draw:object xmlns:draw="d" xmlns:x="x" x:href="./Object 9"/>her</text:p>'

    assert texts(office(an_odt(body))) == ["Se her"]


RUBY = "<ruby>hovedord<rp>(</rp><rt>oplæst</rt><rp>)</rp></ruby>"
WORD_RUBY = (
    "<w:p><w:r><w:ruby><w:rt><w:r><w:t>oplæst</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>hovedord</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
)
OPEN_RUBY = (
    "<text:p><text:ruby><text:ruby-base>hovedord</text:ruby-base>"
    "<text:ruby-text>oplæst</text:ruby-text></text:ruby></text:p>"
)


@pytest.mark.parametrize("content", [a_docx(WORD_RUBY), an_odt(OPEN_RUBY), an_epub(f"<p>{RUBY}</p>")])
def test_what_stands_above_words_in_an_office_file_stands_behind_them(content: bytes) -> None:
    assert texts(office(content)) == ["hovedord (oplæst)"]


def test_what_stands_above_words_on_a_web_page_stands_behind_them() -> None:
    sentence = "Biblioteket og skolen mødes hver uge om børns læsning, og alle klasser er med. " * 6
    page = f"<main><h1>Sprog</h1><p>{sentence}</p><p>Her står {RUBY} midt i en sætning om læsning.</p></main>"

    assert "Her står hovedord (oplæst) midt i" in "\n".join(texts(web(page)))
