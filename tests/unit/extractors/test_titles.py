from __future__ import annotations

import pytest

from indexer.extraction.cleaning.titles import best_title, is_title

TEXT = "Kommunen\nSamspil i byen\nBiblioteker og foreninger finder sammen om nye opgaver."


@pytest.mark.parametrize(
    "title",
    [
        "A", "1984", "…", "Microsoft Word - rapport.doc", "untitled", "Untitled-2", "Document1", "Dokument 12",
        "Uden titel", "Præsentation1", "PowerPoint-præsentation", "Slide 1", "Layout 1", "Scan 3", "IMG_2041",
        "aarsrapport_endelig_v2", "samspil-i-byen-2012", "C:\\temp\\rapport.doc", "file:///home/a", "rapport.indd",
        "Side 1 af 4", "Indhold", "NOTAT", "Kopi af budget", "Skabelon til notat", "(anonymous)", "Adobe InDesign CS5",
        "Bilag 2", "Kapitel IV", "%LEOLRWHNHW RJ VNROHU",
    ],
)  # fmt: skip
def test_what_programs_and_people_in_a_hurry_leave_is_no_title(title: str) -> None:
    assert not is_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Samspil i byen", "Bibliotek.dk", "Dokumentet om biblioteker", "Notat om åbne skoler", "Slides om læsning",
        "BØRN", "Ud af boksen!", "It-området 2012", "Titelblade fra Aarhus", "Læsning for 0-3-årige", "e-bøger",
    ],
)  # fmt: skip
def test_titles_are_titles(title: str) -> None:
    assert is_title(title)


@pytest.mark.parametrize(
    ("seen", "stated", "labels", "title"),
    [
        ("Samspil i byen", "Microsoft Word - samspil.doc", (), "Samspil i byen"),
        ("KOMMUNEN", "Samspil i byen", (), "Samspil i byen"),
        ("Samspil i byen: en undersøgelse", "Samspil i byen", (), "Samspil i byen: en undersøgelse"),
        ("", "Microsoft PowerPoint - Samspil i byen", (), "Samspil i byen"),
        ("", "Samspil i byen | Biblioteket i Ølgod", (), "Samspil i byen"),
        ("", "Samspil i byen – Biblioteket i Ølgod", (), "Samspil i byen"),
        ("Indhold", "A", ("Nye opgaver",), "Nye opgaver"),
        ("", "Referat fra et andet møde", ("Nye opgaver",), "Nye opgaver"),
        ("", "Referat af et møde", (), "Referat af et møde"),
        ("", "Document1", (), "Kommunen"),
        ("x", "", (), "Kommunen"),
    ],
)
def test_the_best_of_what_is_stated_and_shown_is_the_title(
    seen: str, stated: str, labels: tuple[str, ...], title: str
) -> None:
    assert best_title(seen, stated, [TEXT], labels) == title


def test_a_text_without_words_has_no_title_and_a_long_one_is_cut() -> None:
    assert best_title("", "", [""]) == ""
    assert best_title("Samspil i byen " * 40, "", [TEXT]) == ("Samspil i byen " * 40)[:200].rstrip()
