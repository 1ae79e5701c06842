from __future__ import annotations

import pytest

from indexer.extraction.cleaning.language import detect_language, detect_languages

DANISH = (
    "Biblioteket samarbejder med skolen om lektiehjælp. Frivillige kommer hver onsdag og hjælper børnene med dansk og "
    "matematik, og bagefter læser de en bog sammen i kælderen under huset."
)
NORWEGIAN = (
    "Biblioteket samarbeider med skolen om leksehjelp. Frivillige kommer hver onsdag og hjelper barna med norsk og "
    "matematikk, og etterpå leser de ei bok sammen i kjelleren under huset."
)
ENGLISH = (
    "The library works with the school on homework help. Volunteers come every Wednesday and help the children with "
    "reading and mathematics, and afterwards they read a book together."
)


@pytest.mark.parametrize(("text", "code"), [(DANISH, "da"), (NORWEGIAN, "no"), (ENGLISH, "en"), ("2010–2012", "")])
def test_a_text_of_some_sentences_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_a_page_states_its_language_only_where_it_differs() -> None:
    assert detect_languages([DANISH, DANISH, ENGLISH]) == ("da", ("", "", "en"))


def test_a_short_page_has_the_language_of_the_whole() -> None:
    assert detect_languages([DANISH, "The end of the story."]) == ("da", ("", ""))


def test_a_lone_norwegian_page_in_a_danish_text_is_danish() -> None:
    assert detect_languages([DANISH, NORWEGIAN, DANISH]) == ("da", ("", "", ""))


def test_a_norwegian_part_of_a_danish_text_is_norwegian() -> None:
    pages = [DANISH, DANISH, DANISH, NORWEGIAN, NORWEGIAN]

    assert detect_languages(pages) == ("da", ("", "", "", "no", "no"))
