"""The checks themselves, on made-up write-ups: they need no fact sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.collection.checks import (
    Check,
    damage_faults,
    front_matter_faults,
    language_faults,
    name_faults,
    number_faults,
    passage_faults,
)
from tests.collection.fact_sheets import FactSheet, as_told
from tests.collection.faults import Exceptions, Fault
from tests.collection.front_matter import sheet_faults, text_faults
from tests.collection.write_ups import WriteUp, load_write_ups, sentences_of

MATTER = {
    "title": "Lektiecafé i Aars",
    "title_en": "Homework café in Aars",
    "summary": "Frivillige hjælper børn med lektierne på biblioteket.",
    "summary_en": "Volunteers help children with their homework at the library.",
    "language": "da",
    "kind": "case",
    "sectors": ["public"],
}


def a_write_up(*blocks: str, id: str = "a", language: str = "da") -> WriteUp:
    return WriteUp(id, "cases", MATTER | {"language": language}, blocks)


def a_sheet(fact: object = "", **content: object) -> FactSheet:
    titles = {key: MATTER[key] for key in ("title_en", "kind", "sectors")} | {"title_da": MATTER["title"]}
    lists: dict[str, object] = dict.fromkeys(("partners", "sources", "partner_types", "goals"), ())
    lists |= {"year_start": None, "year_end": None}
    return FactSheet("a", {"language_suggested": "da", "facts": [{"fact": fact}], **titles, **lists, **content})


def a_source(address: str) -> dict[str, object]:
    return {"title": "Kilde", "url": address, "publisher": None, "year": None}


def faults_of(check: Check, block: str, fact: str, language: str = "da") -> list[str]:
    sheet = a_sheet(fact, language_suggested=language)
    return [fault.text for fault in check({"a": a_write_up(block, language=language)}, {"a": sheet})]


@pytest.mark.parametrize(
    ("block", "fact"),
    [
        ("De fik 1.000 kr.", "1,000 kroner"),
        ("De fik 1 000 kr.", "1,000 kroner"),
        ("De fik 3,8 mio. kr.", "3.8 million"),
        ("Fra 2015–16 gik det bedre.", "2015-2016"),
        ("Fra 2015 til 2016.", "2015-2016."),
        ("Fire biblioteker var med.", "Four libraries took part"),
        ("Der var 4 biblioteker.", "Four libraries took part"),
        ("Den 26. juni 2012.", "26 June 2012"),
    ],
)
def test_a_number_may_be_spelt_in_either_language(block: str, fact: str) -> None:
    assert faults_of(number_faults, block, fact) == []


@pytest.mark.parametrize(
    ("block", "number"), [("De fik 1.001 kr.", "1.001"), ("I 2013.", "2013"), ("Syv kom.", "Syv"), ("3D", "3")]
)
def test_a_number_that_no_fact_carries_is_a_fault(block: str, number: str) -> None:
    assert faults_of(number_faults, block, "In 2012 they got 1,000 kroner and four libraries") == [number]


@pytest.mark.parametrize(
    "block",
    [
        "Det begyndte i København.",
        "Det var Københavns tur.",
        "Her hjalp Peter Hansens forening.",
        "Her hjalp Menneskebiblioteket.",
        "De sagde: Nu går vi.",
        "De sagde »Nu går vi« og gik.",
        "I 2012. Nu gik de.",
    ],
)
def test_translations_genitives_and_beginnings_are_no_foreign_names(block: str) -> None:
    assert faults_of(name_faults, block, "In Copenhagen Peter Hansen met Menneskebibliotek") == []


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("Det begyndte i Odense.", "Odense"),
        ("Her kom Peter Madsen.", "Madsen"),
        ("Her kom Madsen Peter Hansen.", "Madsen"),
        ("Her kom Hansen Peter.", "Hansen Peter"),
        ("Skrevet af P. Jensen.", "Jensen"),
    ],
)
def test_a_name_that_no_fact_carries_is_a_fault(block: str, name: str) -> None:
    assert name in faults_of(name_faults, block, "In Copenhagen P. Peter Hansen met Menneskebibliotek")


def test_a_body_in_another_language_than_stated_is_a_fault() -> None:
    text = "Biblioteket og de frivillige hjælper børnene med lektierne hver onsdag, og det har de gjort længe."

    assert faults_of(language_faults, text, "") == []
    assert faults_of(language_faults, text, "", language="en") == ["da"]
    assert faults_of(language_faults, "", "", language="en") == [""]


def passages(first: str, second: str) -> list[Fault]:
    return list(passage_faults({"a": a_write_up(first), "b": a_write_up(second, id="b")}, {}))


def test_twelve_words_in_two_documents_are_a_fault_and_are_named_whole() -> None:
    words = "a b c d e f g h i j k l"

    assert [fault.text for fault in passages(f"Her er {words} m og mere", f"Der var {words} m, men ikke mere")] == [
        f"{words} m"
    ]
    assert passages("Her er a b c d e f g h i j k", "Der var a b c d e f g h i j k") == []


def test_a_sentence_of_five_words_in_two_documents_is_a_fault() -> None:
    assert [fault.ids for fault in passages("Nu. Det gik rigtig godt her.", "Det gik rigtig godt her! Så.")] == [
        ("a", "b")
    ]
    assert passages("Det gik rigtig godt.", "Det gik rigtig godt.") == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title_en", ""),
        ("summary_en", ""),
        ("summary", "Frivillige hjælper. De gør det på biblioteket."),
        ("summary", "Frivillige hjælper børn med lektierne på biblioteket"),
        ("summary_en", "Frivillige hjælper børn med lektierne på biblioteket."),
        ("language", "no"),
    ],
)
def test_titles_and_summaries_stand_in_both_languages(key: str, value: str) -> None:
    whole = a_write_up()
    faulty = replace(whole, front_matter=MATTER | {key: value})

    assert not list(text_faults(whole))
    assert len(list(text_faults(faulty))) == 1


@pytest.mark.parametrize(
    "matter",
    [
        {"sectors": ["private"]},
        {"goals": ["experiment"]},
        {"year_start": 2012},
        {"partners": ["KL"]},
        {"sources": [{"title": "KL", "url": "https://kl.dk"}]},
    ],
    ids=str,
)
def test_facets_years_partners_and_sources_are_those_of_the_sheet(matter: dict[str, object]) -> None:
    whole = a_write_up()
    faulty = replace(whole, front_matter=MATTER | matter)

    assert not list(sheet_faults(whole, a_sheet()))
    assert len(list(sheet_faults(faulty, a_sheet()))) == 1


def test_an_exception_allows_one_text_in_one_document() -> None:
    exceptions = Exceptions(frozenset({("a", ("odense",))}))

    assert exceptions.allow(Fault(("a",), "Odense", ""))
    assert not exceptions.allow(Fault(("b",), "Odense", ""))
    assert not exceptions.allow(Fault(("a",), "Aarhus", ""))


def test_a_front_matter_that_cannot_be_read_is_a_fault_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.md").write_text("+++\ntitle = \n+++\n", "utf-8")
    write_ups = load_write_ups(tmp_path)

    assert [fault.ids for fault in damage_faults(write_ups, {})] == [("a",)]


def test_initials_dates_and_abbreviations_end_no_sentence() -> None:
    text = "Amy K. Garmer kom den 26. juni, f.eks. Peter. Så gik hun i 2014. Ingen kom."

    assert len(list(sentences_of(text))) == 3


@pytest.mark.parametrize(
    ("matter", "sheet"),
    [
        ({"sectors": []}, {}),
        ({"partner_types": ["trade-union"]}, {"partner_types": ["ngo-association"]}),
        ({"partner_types": ["trade-union"]}, {"fact": "Trade unions took part."}),
        ({"year_start": 2012}, {"fact": "It was going on in 2012."}),
        ({"sources": [{"url": "https://kl.dk"}]}, {"sources": [a_source("https://kl.dk")]}),
    ],
    ids=["left out", "narrower", "named by a fact", "dated by a fact", "source"],
)
def test_what_a_sheet_carries_may_be_stated(matter: dict[str, object], sheet: dict[str, object]) -> None:
    write_up = replace(a_write_up(), front_matter=MATTER | matter)

    assert not list(sheet_faults(write_up, a_sheet(**sheet)))


@pytest.mark.parametrize(
    ("matter", "sheet"),
    [
        ({"partner_types": ["ngo-association"]}, {"partner_types": ["trade-union"]}),
        ({"year_start": 2012}, {"year_start": 2011, "fact": "It was going on in 2012."}),
        ({"year_end": None}, {"year_end": 2012}),
    ],
    ids=["wider", "another year than the sheet's", "a year of the sheet left out"],
)
def test_what_a_sheet_does_not_carry_is_a_fault(matter: dict[str, object], sheet: dict[str, object]) -> None:
    write_up = replace(a_write_up(), front_matter=MATTER | matter)

    assert len(list(sheet_faults(write_up, a_sheet(**sheet)))) == 1


def test_corrections_are_facts() -> None:
    sheet = a_sheet(corrections=["The year is 2014, not 2015."])

    assert not list(number_faults({"a": a_write_up("Det var i 2014.")}, {"a": sheet}))


def test_a_document_tells_the_facts_of_the_sheets_merged_into_its_own() -> None:
    sheets = {"a": a_sheet(), "b": a_sheet("In Odense 12 came.", partners=["KL"], sources=[a_source("https://kl.dk")])}
    told = as_told(sheets, {"b": "a"}, {})
    matter = MATTER | {"partners": ["KL"], "sources": [{"url": "https://kl.dk"}]}
    write_up = replace(a_write_up("I Odense kom der 12."), front_matter=matter)

    assert not list(number_faults({"a": write_up}, told))
    assert not list(name_faults({"a": write_up}, told))
    assert not list(sheet_faults(write_up, told["a"]))


def test_a_sheet_may_be_told_in_parts_if_every_source_is_given() -> None:
    sheets = {"a": a_sheet("12 came.", sources=[a_source("https://kl.dk"), a_source("https://db.dk")])}
    told = as_told(sheets, {}, {"part": ("a",)})
    whole = replace(a_write_up(), front_matter=MATTER | {"sources": [{"url": "https://kl.dk"}]})
    part = replace(a_write_up("Der kom 12.", id="part"), front_matter=MATTER | {"sources": [{"url": "https://db.dk"}]})

    assert not list(front_matter_faults({"a": whole, "part": part}, told))
    assert not list(number_faults({"part": part}, told))
    assert [fault.text for fault in front_matter_faults({"a": whole}, told)] == ["https://db.dk"]
