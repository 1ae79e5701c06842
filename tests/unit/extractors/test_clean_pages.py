from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.cleaning.document import (
    clean_pages,
    drop_running_lines,
    rejoin_over_pages,
    rejoin_words,
    split_note_marks,
    vocabulary_of,
)
from indexer.extraction.cleaning.page import HYPHENATION

BODY = "Borgerne mødtes på torvet og talte om {0}.\nMødet om {0} varede hele dagen."
SUBJECTS = ("skoler", "biblioteker", "havne", "veje", "parker")


def a_report(head: str = "Ærø Kommune – Rapport 2024", foot: str = "Side {} af 5") -> list[str]:
    return [f"{head}\n{BODY.format(subject)}\n{foot.format(n)}" for n, subject in enumerate(SUBJECTS, start=1)]


def test_running_heads_and_feet_are_dropped_and_the_text_between_stays() -> None:
    assert drop_running_lines(a_report()) == [BODY.format(subject) for subject in SUBJECTS]


def test_a_head_of_every_other_page_is_dropped() -> None:
    pages = [f"Lige side\n{BODY.format(s)}" if n % 2 else BODY.format(s) for n, s in enumerate(SUBJECTS * 2)]

    assert not any("Lige side" in page for page in drop_running_lines(pages))


@pytest.mark.parametrize(
    "pages",
    [
        [f"Side {n}: Rødgrød med fløde på Ærø og Øland" for n in range(1, 21)],
        [f"{BODY.format(n)}\n{n * n} borgere i {n * 7} byer" for n in range(8)],
        a_report()[:2],
        [f"Bilag {n}\n{BODY.format(subject)}" for n, subject in enumerate(SUBJECTS)],
        [f"Kapitel om {subject}\n{BODY.format(subject)}" for subject in SUBJECTS],
    ],
    ids=[
        "pages-of-one-line",
        "numbers-that-do-not-count-along",
        "two-pages",
        "numbered-headings",
        "different-headings",
    ],
)
def test_lines_that_are_no_running_lines_stay(pages: list[str]) -> None:
    assert drop_running_lines(pages) == pages


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("sam-\nmensatte", "sammensatte"),
        (f"sundhedsvæ{HYPHENATION}senets", "sundhedsvæsenets"),
        (f"EU{HYPHENATION}lovgivningen", "EU-lovgivningen"),
        ("EU-\nlovgivningen", "EU-lovgivningen"),
        ("e-\nmail", "e-mail"),
        ("2-\nårige", "2-årige"),
        ("it- og\nteknik", "it- og\nteknik"),
        (f"it{HYPHENATION}og teknik", "it- og teknik"),
        ("ind- og udlån-\nog mere", "ind- og udlån-\nog mere"),
        ("Nord-\nSyd", "Nord-\nSyd"),
        (f"Vest{HYPHENATION}\nLolland", "Vest-Lolland"),
        ("a -\nb", "a -\nb"),
        ("slut-", "slut-"),
    ],
    ids=lambda value: repr(value),
)
def test_words_divided_at_a_line_end_become_whole(page: str, words: str) -> None:
    assert rejoin_words(page, vocabulary_of([page])) == words


def test_the_files_own_spelling_decides_whether_a_hyphen_stays() -> None:
    pages = ["ærø-blåbær er blå\nbiblioteks-\nkunden", "ærø-\nblåbær og bibliotekskunden\nit-systemer, it-\nsikkerhed"]
    vocabulary = vocabulary_of(pages)

    assert rejoin_words(pages[0], vocabulary) == "ærø-blåbær er blå\nbibliotekskunden"
    assert rejoin_words(pages[1], vocabulary) == "ærø-blåbær og bibliotekskunden\nit-systemer, it-sikkerhed"


def test_a_word_divided_twice_becomes_whole() -> None:
    assert rejoin_words("kommunal-\nbestyrelses-\nmedlem", vocabulary_of([])) == "kommunalbestyrelsesmedlem"


def test_the_rest_of_a_word_moves_to_the_page_on_which_it_begins() -> None:
    assert rejoin_over_pages(["Kommunal-", "bestyrelsen, som mødes."]) == ["Kommunal-\nbestyrelsen,", "som mødes."]
    assert rejoin_over_pages(["ind-", "og udlån"]) == ["ind-", "og udlån"]
    assert rejoin_over_pages(["side 3-", "Kapitel"]) == ["side 3-", "Kapitel"]


def test_marks_of_footnotes_stand_apart_from_the_word() -> None:
    pages = ["Der er adgang14 for alle.", "Denne adgang er fri.\n14Se bilag 3.", "version2 og version2, version"]
    vocabulary = vocabulary_of(pages)

    assert [split_note_marks(page, vocabulary) for page in pages] == [
        "Der er adgang 14 for alle.",
        "Denne adgang er fri.\n14 Se bilag 3.",
        "version2 og version2, version",
    ]


def test_all_rules_together_give_the_words_a_reader_sees() -> None:
    texts = [f"I {subject} i kommu\xad\r\nnen vokser bl˚abær om {subject}" for subject in SUBJECTS]
    pages = [f"Rapport 2024\r\n{text}\r\n{number}" for number, text in enumerate(texts)]

    assert clean_pages(pages) == [f"I {subject} i kommunen vokser blåbær om {subject}" for subject in SUBJECTS]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_cleaning_never_fails_and_keeps_the_number_of_pages(pages: list[str]) -> None:
    cleaned = clean_pages(pages)

    assert len(cleaned) == len(pages)
    assert "".join(cleaned).encode().decode() == "".join(cleaned)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Arbejdet på it-\nområdet og med tv-\nprogrammer", "Arbejdet på it-området og med tv-programmer"),
        ("bibli-\noteket i Ital-\nien og ital-\niensk mad", "biblioteket i Italien og italiensk mad"),
        ("100-\nårs jubilæum, 3D-\nprint og ikke-\nkommercielle", "100-års jubilæum, 3D-print og ikke-kommercielle"),
        (
            "the long-\nterm out-\ncome of the self-\nservice and the govern-\nment",
            "the long-term outcome of the self-service and the government",
        ),
        ("sms-\ntjenesten og pc-\nbrugere, men sam-\narbejde", "sms-tjenesten og pc-brugere, men samarbejde"),
        ("børne- og\nungdomsbiblioteket", "børne- og\nungdomsbiblioteket"),
    ],
    ids=["abbreviations", "syllables", "numbers", "english", "without-vowels", "suspended"],
)
def test_a_hyphen_at_a_lines_end_stays_where_the_word_has_one(text: str, words: str) -> None:
    assert rejoin_words(text, vocabulary_of([text])) == words


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("PPaarrttnneerrsskkaabbeerr", "Partnerskaber"),
        ("MMuunniicciippaalliittéé", "Municipalité"),
        ("DDeett eerr aallllee ttaall: 22001122", "Det er alle tal: 2012"),
        ("Se PPaarrttnneerrsskkaabbeerr ii byen", "Se Partnerskaber i byen"),
        ("SSSaaammmaaarrrbbbeeejjjdddeee", "Samarbejde"),
        ("bookkeeping og aaaaaaaa", "bookkeeping og aaaaaaaa"),
        ("Ring 44 55 66 77, 112233 eller DDMMYYYY", "Ring 44 55 66 77, 112233 eller DDMMYYYY"),
        ("UUID aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "UUID aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"),
        ("Om skolen og byen. " * 30 + "PPaarrttnneerr her", "Om skolen og byen. " * 30 + "Partner her"),
    ],
    ids=["word", "accents", "line", "within-a-line", "three-times", "true-doubles", "numbers", "one-letter", "long"],
)
def test_letters_printed_more_than_once_are_read_once(text: str, once: str) -> None:
    assert clean_pages([text]) == [once]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("B\niblioteket og skolen", "Biblioteket og skolen"),
        ("S\nKOLEN og hallen", "SKOLEN og hallen"),
        ("I\ndag mødes de", "I dag mødes de"),
        ("I\nndledningen er kort", "Indledningen er kort"),
        ("B iblioteket er et bibliotek, biblioteket", "Biblioteket er et bibliotek, biblioteket"),
        ("A\naftale 12\naktiv 14", "A\naftale 12\naktiv 14"),
        ("A\nLille havfrue", "A\nLille havfrue"),
        ("A library is open", "A library is open"),
    ],
    ids=["word", "capitals", "own-word", "no-beginning", "same-line", "index", "heading", "article"],
)
def test_a_first_letter_apart_belongs_to_its_word(text: str, joined: str) -> None:
    assert clean_pages([text]) == [joined]
