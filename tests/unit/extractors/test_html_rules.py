"""Our own rules for the main text of a web page."""

from __future__ import annotations

import pytest

from indexer.extraction.formats.web_files.html import pages_of, parse_html, read_html
from indexer.extraction.formats.web_files.html_rules import main_blocks, walk

MAIN = "".join(f"<p>Sætning nummer {number} om biblioteket og skolen i byen.</p>" for number in range(8))


def texts(body: str) -> list[str]:
    return [text for _, text in main_blocks(parse_html(f"<html><body>{body}</body></html>"))]


@pytest.mark.parametrize(
    "beside",
    [
        "<nav>BESIDE</nav>",
        "<footer>BESIDE</footer>",
        "<aside>BESIDE</aside>",
        "<header>BESIDE</header>",
        "<form>BESIDE</form>",
        "<button>BESIDE</button>",
        "<div role=navigation>BESIDE</div>",
        "<div role=search>BESIDE</div>",
        "<div aria-hidden=true>BESIDE</div>",
        "<div class=cookiebox>BESIDE</div>",
        "<div id=user-consent>BESIDE</div>",
        "<div class='wide sidebar'>BESIDE</div>",
        "<ul id=topmenu><li>BESIDE</ul>",
        "<p class=breadcrumbs>BESIDE</p>",
        "<div id=comments>BESIDE</div>",
        "<div class='social share-links'>BESIDE</div>",
        "<script>BESIDE</script>",
        "<style>BESIDE</style>",
        "<noscript>BESIDE</noscript>",
        "<svg><text>BESIDE</text></svg>",
        "<select><option>BESIDE</select>",
        "<!-- BESIDE -->",
    ],
    ids=lambda markup: markup[:30],
)
def test_what_stands_beside_the_text_is_left_out(beside: str) -> None:
    assert not any("BESIDE" in text for text in texts(beside + MAIN))
    assert len(texts(beside + MAIN)) == 8


@pytest.mark.parametrize(
    "inside",
    [
        "<div class=menukort>WITHIN</div>",
        "<div class=navigator-tekst>WITHIN</div>",
        "<p class=shared-reading>WITHIN</p>",
        "<article><header>WITHIN</header></article>",
        "<blockquote>WITHIN</blockquote>",
        "<table><tr><td>WITHIN</td></tr></table>",
        "<dl><dt>WITHIN</dt></dl>",
        "løs WITHIN tekst",
    ],
    ids=lambda markup: markup[:30],
)
def test_what_only_sounds_like_a_menu_stays(inside: str) -> None:
    assert any("WITHIN" in text for text in texts(inside + MAIN))


def test_what_holds_more_than_a_third_of_the_text_stays_whatever_it_is_called() -> None:
    assert len(texts(f"<aside>{MAIN}</aside><div>{MAIN}</div>")) == 16


def test_the_main_element_is_taken_where_it_holds_enough() -> None:
    rest = "<div>Noget ved siden af hovedteksten, som ikke er en menu.</div>"

    assert texts(f"{rest}<main>{MAIN}</main>") == texts(MAIN)
    assert len(texts(f"<div>{MAIN}</div><main><p>Kort.</p></main>")) == 9


@pytest.mark.parametrize("main", ["<article>{}</article>", "<div role=main>{}</div>", "<div id=content>{}</div>"])
def test_the_main_text_goes_by_several_names(main: str) -> None:
    assert texts(f"<div>Udenfor.</div>{main.format(MAIN)}") == texts(MAIN)


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<p>et<p>to", [("", "et"), ("", "to")]),
        ("et<br>to", [("", "et"), ("", "to")]),
        ("<p>et <b>fedt</b>\n ord</p>", [("", "et fedt ord")]),
        ("<h1>Mål</h1>tekst", [("h1", "Mål"), ("", "tekst")]),
        ("<h2>Mål <em>og</em> midler</h2>", [("h2", "Mål og midler")]),
        ("<h3>Del</h3>", [("", "Del")]),
        ("<h1></h1><p>x</p>", [("", "x")]),
        ("<td>a</td><td>b</td>", [("", "a"), ("", "b")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("", "a"), ("", "b")]),
        ("a<!-- x -->b", [("", "ab")]),
    ],
    ids=[
        "open-ends",
        "break",
        "inline",
        "heading",
        "marked-heading",
        "third-level",
        "empty",
        "cells-without-table",
        "cells",
        "comment",
    ],
)
def test_blocks_are_what_a_reader_sees_as_lines(markup: str, blocks: list[tuple[str, str]]) -> None:
    assert main_blocks(parse_html(f"<html><body>{markup}</body></html>")) == blocks


def test_every_element_is_visited_at_its_start_and_its_end() -> None:
    soup = parse_html("<html><body><p>a<b>c</b></p></body></html>")

    visited = [(getattr(item, "name", None) or str(item), is_end) for item, is_end in walk(soup.p)]

    assert visited == [("p", False), ("a", False), ("b", False), ("c", False), ("b", True), ("p", True)]


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        ([("h1", "A"), ("", "x"), ("h2", "B"), ("", "y")], [("A", "A\nx"), ("B", "B\ny")]),
        ([("", "x"), ("h1", "A")], [("", "x"), ("A", "A")]),
        ([("h1", " "), ("", "x"), ("", " ")], [("", "x")]),
        ([("h1", "En\n  overskrift")], [("En overskrift", "En overskrift")]),
        ([], []),
    ],
    ids=["two", "before", "empty-heading", "one-line", "nothing"],
)
def test_a_heading_begins_a_page(blocks: list[tuple[str, str]], pages: list[tuple[str, str]]) -> None:
    assert [(page.label, page.text) for page in pages_of(blocks)] == pages


@pytest.mark.parametrize(
    ("head", "title", "author", "year"),
    [
        ("<title>Café</title>", "Café", "", None),
        ("<title>Café – site</title><meta name='DC.title' content='Café'>", "Café", "", None),
        ("<meta name=author content=' Åse  Kjær '>", "", "Åse Kjær", None),
        ("<meta property='author' content=''><meta name='DC.creator' content=Bo>", "", "Bo", None),
        ("<meta name='DC.date' content='den 3. maj 2009'>", "", "", 2009),
        ("<meta name=date content='12345'>", "", "", None),
    ],
    ids=["title", "dublin-core", "author", "empty-author", "date", "no-year"],
)
def test_a_page_says_who_wrote_it_and_when(head: str, title: str, author: str, year: int | None) -> None:
    information = read_html(f"<html><head>{head}</head><body>{MAIN}</body></html>".encode()).information

    assert (information.title, information.author, information.year) == (title, author, year)
