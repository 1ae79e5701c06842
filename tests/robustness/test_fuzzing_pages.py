"""Wherever the text of a page stands and whatever it is, it is read whole, and mended without an exception.

The same tries each time; with `FUZZ_SECONDS=300`, as in `test_fuzzing_readers.py`, it goes on for longer.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Iterator

import pypdfium2

from indexer.extraction.cleaning.raw_text import RawPage, RawText, finish
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.layout.pdf_layout import reread
from tests.files import Placed, a_placed_pdf
from tests.robustness.test_fuzzing_readers import keep_trying

WORDS = (
    "Biblioteket", "og", "it-", "PPaarrttnneerr", "B", "§ 4", "12.400", "-", "|", "·", "a b c", "...", "Ølgod",
    "10[-900]20", "VARMESTUE", "i", "https://a.dk/b", "Sam[-4000]arbejde", "x" * 60, "æ" * 9, "1.", "(cid:3)", "%&$#",
)  # fmt: skip
SIGNS = (
    "\x02",
    "\ufffe",
    "\xad",
    "\x00",
    "\n",
    "\r\n",
    "˚a",
    "\ufffd",
    "\ue000",
    "ﬁ",
    "\u05d0",
    "A\u030a",
    "  ",
    "-\n",
)
BLANKS_AND_SEPARATORS = frozenset(" \r\n\t\xa0\0\x02\xad-\ufffe|")


@contextlib.contextmanager
def the_page_of(content: bytes) -> Iterator[pypdfium2.PdfTextPage]:
    with (
        contextlib.closing(pypdfium2.PdfDocument(content)) as pdf,
        contextlib.closing(pdf[0]) as page,
        contextlib.closing(page.get_textpage()) as text_page,
    ):
        yield text_page


def placed_anywhere(chance: random.Random) -> list[Placed]:
    """Text at any place, in half of the tries at few places of a grid, as columns and tables stand."""
    step = chance.choice((1, 1, 60, 150))
    return [
        (
            float(chance.randrange(-20, 600, step)),
            float(chance.randrange(-20, 860, chance.choice((1, 14)))),
            chance.choice((0.1, 6.0, 11.0, 11.0, 11.0, 46.0)),
            " ".join(chance.choices(WORDS, k=chance.randint(1, 6))),
        )
        for _ in range(chance.randint(1, 60))
    ]


def signs_of(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign not in BLANKS_AND_SEPARATORS)


def test_pages_whose_text_stands_anywhere_keep_all_of_it() -> None:
    is_changed = []

    def attempt(chance: random.Random) -> None:
        with the_page_of(a_placed_pdf(placed_anywhere(chance))) as text_page:
            text = text_page.get_text_range()
            read = reread(text_page, text)
        assert not signs_of(read) - signs_of(text)
        assert {*signs_of(read)} == {*signs_of(text)}
        is_changed.append(read != text)

    keep_trying(attempt, 8, tries=200)
    assert any(is_changed) and not all(is_changed)


def test_whatever_stands_on_printed_pages_is_mended_or_refused() -> None:
    def attempt(chance: random.Random) -> None:
        pages = [
            RawPage(chance.choice(("", " ", "\n")).join(chance.choices((*WORDS, *SIGNS), k=chance.randint(0, 300))))
            for _ in range(chance.randint(1, 5))
        ]
        title = "".join(chance.choices((*WORDS, *SIGNS), k=3))
        extraction = finish(RawText(PDF, "pdfium", pages, title_guess=title, is_printed=True))
        assert bool(extraction.pages) != bool(extraction.refused)
        assert "\n" not in extraction.title_guess

    keep_trying(attempt, 9, tries=300)
