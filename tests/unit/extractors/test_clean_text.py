from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.domain.texts.characters import incoming_text
from indexer.extraction.cleaning.page import (
    HYPHENATION,
    clean_page,
    clean_printed_page,
    join_accents,
    mark_hyphens,
    tidy_lines,
)


@pytest.mark.parametrize(
    ("raw", "word"),
    [("bla\u030aba\u0308r", "blåbär"), ("x²", "x²"), ("½", "½"), ("café", "café")],
    ids=["å-of-two-signs", "powers-stay", "fractions-stay", "accent"],
)
def test_letters_are_composed_and_nothing_else_is_changed(raw: str, word: str) -> None:
    assert incoming_text(raw) == word


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("e\ufb03ciens og \ufb02øde", "efficiens og fløde"),
        ("stk.\u00a03", "stk. 3"),
        ("it\u2011systemer", "it-systemer"),
        ("sam\u2010mensat", "sam-mensat"),
        ("biblio\u200btek", "bibliotek"),
        ("en\u2028to\r\ntre\rfire\ffem", "en\nto\ntre\nfire\nfem"),
        ("a\u2003b\u202fc", "a b c"),
    ],
    ids=["ligatures", "hard-space", "hard-hyphen", "typographic-hyphen", "invisible", "line-ends", "spaces"],
)
def test_printers_characters_become_those_a_visitor_types(raw: str, text: str) -> None:
    assert incoming_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("bl˚abær og ˚Arhus", "blåbær og Århus"),
        ("M¨uller", "Müller"),
        ("caf´e", "café"),
        ("na¨ıv", "naïv"),
        ("garc¸on", "garc¸on"),
        ("gar¸con", "garçon"),
        ("rock ´n´ roll, 20 ˚C", "rock ´n´ roll, 20 ˚C"),
    ],
    ids=["å", "ü", "é", "dotless-i", "accent-behind-stays", "ç", "no-letter-of-that-accent"],
)
def test_accents_that_old_tex_draws_before_their_letter_are_joined_to_it(raw: str, text: str) -> None:
    assert join_accents(raw) == text


def test_a_soft_hyphen_on_paper_is_a_hyphen_and_at_the_end_of_a_line_a_division() -> None:
    assert mark_hyphens("it\xadsystem") == "it-system"
    assert mark_hyphens("biblio\xad\ntek") == "biblio-\ntek"
    assert mark_hyphens("biblio\x02\r\ntek") == f"biblio{HYPHENATION}tek"


def test_what_cannot_be_stored_becomes_a_blank() -> None:
    cleaned = clean_page("a\x01\x02b \ud800c \uffff d n\0u\0l")

    assert cleaned == "a b c d nul"
    assert cleaned.encode()


def test_lines_are_tidied() -> None:
    assert tidy_lines("  en   to \n \n\n tre  ") == "en to\ntre"


@pytest.mark.parametrize(
    ("clean", "word"), [(clean_page, "itsystem"), (clean_printed_page, "it-system")], ids=["of-a-screen", "of-paper"]
)
def test_a_clean_page_is_not_changed_by_cleaning_again(clean: Callable[[str], str], word: str) -> None:
    once = clean("  Bl˚abær\u00a0og \ufb02øde \r\n\r\n it\xadsystem ")

    assert once == f"Blåbær og fløde\n{word}"
    assert clean(once) == once
