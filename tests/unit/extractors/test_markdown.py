"""Write-ups in Markdown: sections become pages, and marks of layout are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.markdown import extract_markdown

FRONT = '+++\ntitle = "Stated title"\n+++\n'


def extract(text: str) -> Extraction:
    return extract_markdown(text.encode())


def pages(text: str) -> list[tuple[str, str]]:
    return [(page.label, page.text) for page in extract(text).pages]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Kun tekst.", [("", "Kun tekst.")]),
        ("# Mål\nTekst.\n## Midler\nPenge.", [("Mål", "Tekst."), ("Midler", "Penge.")]),
        ("Forord.\n\n# Mål\nTekst.", [("", "Forord."), ("Mål", "Tekst.")]),
        ("# Mål\nA.\n### Delmål\nB.", [("Mål", "A.\nDelmål\nB.")]),
        ("Mål\n===\nA.\n\nMidler\n---\nB.", [("Mål", "A."), ("Midler", "B.")]),
        ("# Et *skævt* `ord`\nA.", [("Et skævt ord", "A.")]),
        ("> # Citat\n> Ord.\n\nTekst.", [("", "Citat\nOrd.\nTekst.")]),
        ("```\n# ingen overskrift\n```", [("", "# ingen overskrift")]),
        ("# Tom\n# Fuld\nA.", [("Tom", ""), ("Fuld", "A.")]),
    ],
    ids=["plain", "two", "before", "third-level", "underlined", "marked-heading", "quoted", "fenced", "empty-section"],
)
def test_sections_of_the_first_two_levels_are_pages(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert pages(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Et **fedt** og _skævt_ ord", "Et fedt og skævt ord"),
        ("Se [biblioteket](https://bib.dk) her", "Se biblioteket her"),
        ("![To børn læser](billede.png)", "To børn læser"),
        ("- et\n- to\n  - tre", "et\nto\ntre"),
        ("1. et\n2. to", "et\nto"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "A B\n1 2"),
        ("linje et\nlinje to", "linje et linje to"),
        ("linje et  \nlinje to", "linje et linje to"),
        ("brug `kode her`", "brug kode her"),
        ("    indrykket kode", "indrykket kode"),
        ("<b>fed</b> <script>x</script>", "<b>fed</b> <script>x</script>"),
        ("Børn &amp; unge &copy;", "Børn & unge ©"),
        (r"\*ikke skævt\*", "*ikke skævt*"),
        ("bla\u030aba\u0308r", "blåbär"),
    ],
    ids=[
        "marks", "link", "image", "list", "numbered", "table", "soft-break", "hard-break", "code", "indented", "html",
        "entities", "escaped", "composed",
    ],
)  # fmt: skip
def test_marks_of_layout_are_no_text(markdown: str, text: str) -> None:
    assert pages(markdown) == [("", text)]


def test_the_markup_of_all_pages_together_is_the_body() -> None:
    body = "Forord.\n\n# Mål\n\n* et\n* to\n\n## Midler\nPenge [her](x).\n"

    assert "".join(page.markup for page in extract(FRONT + body).pages) == body


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (FRONT + "# Overskrift\nTekst.", "Stated title"),
        ("Forord.\n# Overskrift\nTekst.", "Overskrift"),
        ("Første linje.\n\nAnden linje.", "Første linje."),
        ("+++\ntitle = 7\n+++\n# Overskrift\nTekst.", "Overskrift"),
        ("+++\ntitle = \n+++\n# Overskrift\nTekst.", "Overskrift"),
    ],
    ids=["stated", "first-heading", "first-line", "title-of-another-type", "broken-toml"],
)
def test_the_title_is_the_stated_one_or_the_nearest_to_it(text: str, title: str) -> None:
    assert extract(text).title_guess == title


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"# \xe5", "damaged"), (b"+++\ntitle = 1\n", "damaged"), (b"", "no-text"), (FRONT.encode(), "no-text")],
    ids=["not-utf-8", "no-closing-fence", "empty", "metadata-only"],
)
def test_a_write_up_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    refused = extract_markdown(content).refused

    assert refused is not None and refused.code == code


@given(st.text(alphabet="ab#*_`[]()|-\n> ", max_size=60))
def test_no_letter_of_a_write_up_is_lost_or_made_up(body: str) -> None:
    found = "".join(page.label + page.text for page in extract(f"ordet\n\n{body}").pages)

    assert found.count("a") + found.count("b") <= body.count("a") + body.count("b")
    assert found.startswith("ordet")
