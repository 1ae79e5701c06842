from __future__ import annotations

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import finish
from indexer.extraction.formats.web_files.html import read_html

PARAGRAPHS = [
    f"Biblioteket og skolen mødes hver måned for at tale om lektiecaféen, og i møde {n} blev de enige om at gå videre."
    for n in range(1, 6)
]
MAIN = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def extract(html: str, encoding: str = "utf-8") -> Extraction:
    return finish(read_html(html.encode(encoding)))


def text_of(extraction: Extraction) -> str:
    return "\n".join(page.text for page in extraction.pages)


def test_menus_and_cookies_are_left_out_and_the_article_is_kept() -> None:
    html = (
        "<html><head><title>Lektiecafé</title></head><body><nav><a href=/>Forside</a> <a href=/om>Om os</a></nav>"
        f"<div class='cookie-banner'>Vi bruger cookies til statistik.</div><article><h1>Lektiecafé</h1>{MAIN}</article>"
        "<footer>Rådhuset, Torvet 1</footer></body></html>"
    )

    text = text_of(extract(html))

    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert "cookies" not in text and "Torvet" not in text and "Om os" not in text


def test_headings_begin_pages_and_stay_in_the_text() -> None:
    html = f"<html><body><main><h1>Mål</h1>{MAIN}<h2>Midler</h2>{MAIN}</main></body></html>"

    extraction = extract(html)

    assert [page.label for page in extraction.pages] == ["Mål", "Midler"]
    assert extraction.pages[1].text.startswith("Midler\n")


def test_a_page_laid_out_with_tables_is_read() -> None:
    cells = "".join(f"<tr><td width=120><font size=2>{paragraph}</font></td></tr>" for paragraph in PARAGRAPHS)
    html = f"<HTML><BODY><CENTER><TABLE border=0><TR><TD>Menu</TD><TD><TABLE>{cells}</TABLE></TD></TR></TABLE></BODY>"

    text = text_of(extract(html, "cp1252"))

    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_an_element_that_holds_most_of_the_text_is_never_removed() -> None:
    html = f"<html><body><form id=aspnetForm class='sidebar'>{MAIN}</form></body></html>"

    assert all(paragraph in text_of(extract(html)) for paragraph in PARAGRAPHS)


def test_title_author_and_year_are_suggested() -> None:
    html = (
        "<html><head><title>Café – Min blog</title><meta property='og:title' content='Café'>"
        "<meta name=author content='Åse'>"
        f"<meta property='article:published_time' content='2011-04-02'></head><body>{MAIN}</body></html>"
    )

    extraction = extract(html)

    information = extraction.information
    assert (extraction.title_guess, information.author, information.year) == ("Café", "Åse", 2011)


def test_a_title_that_stands_outside_the_article_is_found_in_the_text() -> None:
    html = f"<html><body><header><h1>Lektiecaféen i kælderen</h1></header><article>{MAIN}</article></body></html>"

    assert extract(html).pages[0].text.startswith("Lektiecaféen i kælderen")


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Åben<body><p>Rødgrød med fløde",
        "<html><body><h1>Åben</h2><p>Rødgrød med fløde",
        "<div>" * 30_000 + "Rødgrød med fløde",
        "<html><body>R\0ødgrød med fløde</body></html>",
        "<p>Rødgrød med fløde",
    ],
    ids=["title-without-end", "wrong-ends", "nested-deep", "zeros", "fragment"],
)
def test_broken_pages_give_their_text(html: str) -> None:
    assert "Rødgrød med fløde" in text_of(extract(html))


def test_a_page_made_by_script_is_refused_as_without_text() -> None:
    refused = extract("<html><body><div id=app></div><script>render('Rødgrød')</script></body></html>").refused

    assert refused is not None and refused.code == "no-text"
