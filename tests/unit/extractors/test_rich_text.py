"""RTF as Word, Outlook and old programs write it."""

from __future__ import annotations

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import finish
from indexer.extraction.formats.rich_text import read_rich_text


def read(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> Extraction:
    return finish(read_rich_text(("{\\rtf1" + head + body + "}").encode("latin-1")))


def text(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> str:
    return read(body, head).pages[0].text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r" R\'f8dgr\'f8d p\'e5 \'c6r\'f8", "Rødgrød på Ærø"),
        (r" R\u248?dgr\u248?d p\u229 ? \u198?r\u248?", "Rødgrød på Ærø"),
        (r"\uc2 R\u248\'f8\'f8d", "Rød"),
        (r"\uc0 R\u248d", "Rød"),
        (r" smil \u-10179?\u-8704?", "smil 😀"),
        (r" Et\par To\line Tre\tab fire", "Et\nTo\nTre fire"),
        (r" it\_systemet, 10\~kr., biblio\-teket", "it-systemet, 10 kr., biblioteket"),
        (r" \{krøllet\} og \\", "{krøllet} og \\"),
        (r" \ldblquote citat\rdblquote  \endash  slut", "“citat” – slut"),
        (" Linjer i\r\n filen er ingen", "Linjer i filen er ingen"),
        (r" synlig {\v hemmelig}", "synlig"),
        (r" synlig \v hemmelig\v0  igen", "synlig igen"),
        (r" bevaret {\deleted slettet}", "bevaret"),
        (r"{\field{\*\fldinst HYPERLINK http://a.dk}{\fldrslt et link}}", "et link"),
        (r"{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s1 A;}}{\info{\title T}}{\*\generator G;}Te", "Te"),
        (r"{\pict\pngblip 89504e47}Tekst", "Tekst"),
        (r"\trowd A\cell B\cell\row C\cell D\cell\row", "A | B\nC | D"),
        (r" Tekst{\footnote  En note.} slut", "Tekst slut\nEn note."),
        (r"{\header Ærø Bibliotek}Tekst{\header Ærø Bibliotek}", "Tekst\nÆrø Bibliotek"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt I boksen}}{\shprslt I boksen}}", "I boksen"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_taken(body: str, words: str) -> None:
    assert text(body) == words


def test_letters_of_other_fonts_are_told_by_their_encoding() -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset204 Arial Cyr;}}"

    assert text(fonts + r"\f1 \'a3\'f3d\'9f \f2 \'c1 \f0 \'c5") == "Łódź Б Å"


@pytest.mark.parametrize(("head", "letter"), [(r"\mac", "\\'be"), (r"\pca", "\\'91"), (r"\ansi\ansicpg1250", "\\'e6")])
def test_old_encodings_are_known(head: str, letter: str) -> None:
    assert text(f" {letter}", head) in ("æ", "ć")


def test_hidden_words_are_named() -> None:
    assert [(note.code, note.page) for note in read(r" synlig {\v hemmelig}").notes] == [("hidden-text", 1)]


def test_a_file_says_who_wrote_it_and_when() -> None:
    extraction = read(r"{\info{\title Aftalen}{\author \'c5se}{\creatim\yr2014\mo2\dy3}{\company X}}Tekst")

    assert (extraction.information.title, extraction.information.author, extraction.information.year) == (
        "Aftalen",
        "Åse",
        2014,
    )


@pytest.mark.parametrize(
    "body",
    [
        "{" * 50_000,
        "}" * 50_000,
        r"\u99999999999 x",
        r"\uc99999999 x",
        r"\bin9999999999 x",
        "\\",
        r"\'",
        r"\'zz",
        r"\*" * 999,
    ],
    ids=["opened", "closed", "number", "skip", "binary", "backslash", "code", "no-code", "stars"],
)
def test_what_is_damaged_is_read_as_far_as_it_goes(body: str) -> None:
    assert "Tekst" in text(" Tekst " + body)


def test_raw_bytes_of_pictures_are_no_text() -> None:
    content = b"{\\rtf1 Tekst{\\pict\\bin10 }}}}}{{{{{} slut}"

    assert finish(read_rich_text(content)).pages[0].text == "Tekst slut"
