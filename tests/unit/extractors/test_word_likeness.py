"""Text is told from signs: by words and letters of many languages, without accusing what is no running text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli.extracting import extraction_json
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import RawPage, RawText, finish
from indexer.extraction.cleaning.word_likeness import holds_words, is_no_word
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.worker import Attempt, run_attempt
from tests.files import a_pdf_without_letters

SENTENCES = {
    "da": "Biblioteket og skolen mødes hver onsdag om lektier, og frivillige hjælper børnene med at læse.",
    "en": "The library and the school meet every Wednesday over homework, and volunteers help the children to read.",
    "no": "Biblioteket og skolen møtes hver onsdag om lekser, og frivillige fra strøket hjelper barna med å lese.",
    "sv": "Biblioteket och skolan träffas varje onsdag om läxor, och frivilliga hjälper barnen att läsa.",
    "de": "Die Bibliothek und die Schule treffen sich jeden Mittwoch, und Freiwillige helfen den Kindern beim Lesen.",
    "nl": "De bibliotheek en de school komen elke woensdag samen, en vrijwilligers helpen de kinderen met lezen.",
    "fr": "La bibliothèque et l'école se retrouvent chaque mercredi, et des bénévoles aident les enfants à lire.",
    "es": "La biblioteca y la escuela se reúnen cada miércoles, y los voluntarios ayudan a los niños a leer.",
    "it": "La biblioteca e la scuola si incontrano ogni mercoledì, e i volontari aiutano i bambini a leggere.",
    "pt": "A biblioteca e a escola encontram-se todas as quartas-feiras, e os voluntários ajudam as crianças a ler.",
    "fi": "Kirjasto ja koulu tapaavat joka keskiviikko läksyjen parissa, ja vapaaehtoiset auttavat lapsia lukemaan.",
    "is": "Bókasafnið og skólinn hittast á hverjum miðvikudegi og sjálfboðaliðar hjálpa börnunum að lesa.",
    "pl": "Biblioteka i szkoła spotykają się w każdą środę, a wolontariusze pomagają dzieciom czytać i liczyć.",
    "cs": "Knihovna a škola se scházejí každou středu nad domácími úkoly a dobrovolníci pomáhají dětem číst.",
    "hu": "A könyvtár és az iskola minden szerdán találkozik, és az önkéntesek segítenek a gyerekeknek olvasni.",
    "et": "Raamatukogu ja kool kohtuvad igal kolmapäeval ning vabatahtlikud aitavad lastel lugeda ja õppida.",
    "tr": "Kütüphane ve okul her çarşamba ödevler için bir araya gelir ve gönüllüler çocuklara yardım eder.",
    "cy": "Mae'r llyfrgell a'r ysgol yn cwrdd bob dydd Mercher, ac mae gwirfoddolwyr yn helpu'r plant i ddarllen.",
    "fo": "Bókasavnið og skúlin hittast hvønn mikudag um skúlating, og sjálvboðin hjálpa børnunum at lesa.",
    "kl": "Atuagaateqarfik atuarfillu pingasunngornikkut tamatigut naapittarput, kajumissutsiminnillu ikiuuttartut.",
    "el": "Η βιβλιοθήκη και το σχολείο συναντιούνται κάθε Τετάρτη και οι εθελοντές βοηθούν τα παιδιά να διαβάσουν.",
    "uk": "Бібліотека і школа зустрічаються щосереди, а волонтери допомагають дітям читати й робити уроки.",
    "ja": "図書館と学校は毎週水曜日に集まり、ボランティアが子どもたちの宿題を手伝っています。",
}
NO_RUNNING_TEXT = {
    "numbers": "2009 2010 2011 2012\n1.250 1.310 1.402 1.377\n12,5 % 13,1 % 14,0 % 13,8 %\n-3 +4 ± 2 (5) 7/8 3–5\n" * 8,
    "codes": "DKK EUR USD NOK SEK\nA1 A2 B1 B2 C1\nKF FF BBB RFID ISO 27001\n784.1 375.18 46.4 DK5 62.36\n" * 6,
    "references": (
        "Jochumsen, H., & Rasmussen, C. H. (2006). Folkebiblioteket under forandring. Danmarks Biblioteksforening.\n"
        "Oldenburg, R. (1989). The Great Good Place. Paragon House, pp. 12–48. ISBN 1-55778-110-5.\n"
        "Audunson, R., Hobohm, H.-C. (2019). ALM in the public sphere. IR 24(4), doi:10.1016/j.lisr.2018.1\n"
    ),
    "names": "Żółkiewski, Krzysztof\nNguyen, Thi Hoa\nÞórarinsdóttir, Guðrún\nSchwartzkopf, Wolfgang\n" * 4,
    "contents": "1 Indledning . . . . . . . . . . 3\n2 Metode .................. 7\n2.1 Data _ _ _ _ 9\n" * 6,
    "form": "Navn: ______________ Dato: __/__/____\n☐ Ja ☐ Nej ☐ Ved ikke\nUnderskrift: ....................\n" * 6,
    "code": 'def f(x): return {"id": x, "url": "https://example.org/a?b=1"}\nif (a != b) && (c >= 0) { i++; }\n' * 6,
    "addresses": "post@bibliotek.dk\nhttps://www.bibliotek.dk/xqzv?id=77\nwww.kk.dk/qwrt\ndoi.org/10.1/xkcd.99\n" * 8,
    "formulas": "x = (a + b) / 2, y² ≤ 4·z, σ = √(Σ(x − μ)² / n), p < 0,05, R² = .93, β₁ ≠ 0, α ∈ [0; 1]\n" * 6,
    "telephones": "Tlf. +45 33 66 30 00, mobil 20 40 60 80, fax 33-12-34-56, CVR 12 34 56 78, EAN 5798009811578\n" * 6,
    "short": "%!& \" '",
}
ABC = "abcdefghijklmnopqrstuvwxyz"


def shifted(text: str, steps: int) -> str:
    """What a font gives whose table of characters is some steps off."""
    return "".join(chr(32 + (ord(letter) - 32 + steps) % 95) if " " < letter <= "~" else letter for letter in text)


def enciphered(text: str) -> str:
    """Each letter as another: a subset font whose glyphs are numbered as they come."""
    return text.lower().translate(str.maketrans(ABC, "qxjzkvbwpgyhfmcudltrsnioae"))


LONG = " ".join((SENTENCES["en"], SENTENCES["da"]))
UNREADABLE = {
    "shifted-29-down": shifted(LONG, -29),
    "shifted-one-up": shifted(LONG, 1),
    "shifted-40-up": shifted(LONG, 40),
    "enciphered": enciphered(LONG),
    "signs": '"" %!& \'#" $%"!( &\'\n"# !%&\' ("$ #!" %&\n!%" &\'# $"( %!&\n',
    "koi8-as-latin": SENTENCES["uk"].encode("koi8-u", "replace").decode("latin-1"),
    "greek-as-latin": SENTENCES["el"].encode("iso8859-7", "replace").decode("latin-1"),
    "recognition-rubbish": "~jIil; 1'.1l,. ·;:iI1tl l;;.l'l rn!;1 ,,:;·-11 .lI;~!rl: t1.;:l;1 ;'·:.,!lI1 i;l'.;1I\n"
    * 3,
    "glyph-names": "/g200/g201/g202/g203 /g204/g205/g206 /g207/g208/g209/g210 (cid:12)(cid:44)(cid:7)",
    "consonants": "bdfgh klmnp qrstv wxzbd fghjk lmnpq rstvw xzbdf ghjkl mnpqr stvwx zbdfg hjklm npqrs tvwxz",
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_of_any_language_holds_words(text: str) -> None:
    assert holds_words(f"{text}\n{text}")
    assert not is_no_word(text)


@pytest.mark.parametrize("text", NO_RUNNING_TEXT.values(), ids=NO_RUNNING_TEXT)
def test_what_is_no_running_text_is_not_accused(text: str) -> None:
    assert holds_words(text)


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_signs_that_make_no_words_are_told(text: str) -> None:
    assert not holds_words(text)


def test_control_characters_of_the_engine_count_as_signs() -> None:
    assert not holds_words("e f", "\x05\x06e\x03\x04\x10 \x11f\x12\x13\x14 \x15\x16\x17")
    assert holds_words(SENTENCES["da"], SENTENCES["da"] + "\x02\r\n\x02")


@pytest.mark.parametrize("title", ["Årsberetning 2012", "BØRN", "LæseLyst", "Ud af boksen!", "IT", "Brønderslev"])
def test_short_titles_are_words(title: str) -> None:
    assert not is_no_word(title)


@pytest.mark.parametrize("title", ["%LEOLRWHNHW RJ VNROHU", '"" %!& \'#', "qxjzk vbwpg yhfmc"])
def test_titles_of_signs_are_none(title: str) -> None:
    assert is_no_word(title)


def extract(folder: Path, content: bytes) -> Extraction:
    path = folder / "fil.pdf"
    path.write_bytes(content)
    return run_attempt(Attempt(path, PDF, ExtractionLimits(), folder / "journal"), 0)


def test_a_page_whose_font_hides_its_letters_is_a_scan_with_a_hint(tmp_path: Path) -> None:
    refused = extract(tmp_path, a_pdf_without_letters(SENTENCES["da"], SENTENCES["en"])).refused

    assert refused is not None and (refused.code, refused.case) == ("no-text", "unreadable")


def test_of_a_file_with_a_readable_page_the_other_is_named_and_gives_no_title() -> None:
    signs = UNREADABLE["shifted-29-down"]
    pages = [RawPage(signs), RawPage(LONG), RawPage(LONG)]
    raw = RawText(PDF, "pdfium", pages, title_guess=signs[:60], is_printed=True)

    extraction = finish(raw)
    told = json.loads(json.dumps(extraction_json(Path("a.pdf"), extraction)))

    assert [page.text for page in extraction.pages] == ["", LONG, LONG]
    assert [(note.code, note.page) for note in extraction.notes] == [("unreadable-page", 1)]
    assert "samspil ocr" in told["notes"][0]["message"]
    assert LONG.startswith(extraction.title_guess)


def test_what_was_typed_into_a_file_is_never_accused() -> None:
    extraction = finish(RawText("text/html", "rules", [RawPage(UNREADABLE["consonants"])]))

    assert extraction.refused is None
