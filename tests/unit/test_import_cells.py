"""Cells of tables are understood as people and spreadsheets write them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    SCHEMA,
    ImportOutcome,
    Language,
    Metadata,
    MetadataKey,
    Status,
    ValueType,
    Vocabulary,
    facet_value_label,
    key_label,
    keyword_of,
    name_in,
    sources_cell,
)
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.bulk.cells import Stated, read_keywords, stated_in
from indexer.curation.bulk.import_plan import ImportPlan, plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import Source
from indexer.domain.texts.characters import incoming_line
from tests.conftest import PROJECT


@cache
def real_vocabulary() -> Vocabulary:
    return load_vocabulary(PROJECT / "corpus" / "vocabulary.ttl")


@pytest.fixture(name="vocabulary")
def vocabulary_fixture() -> Vocabulary:
    return real_vocabulary()


def planned(vocabulary: Vocabulary, text: str, name: str = "a.csv") -> ImportPlan:
    table = read_table(name, text.encode())
    return plan_table(table, CorpusFolder(Path("/nowhere")), vocabulary, defaults={"kind": "case"})


def imported(vocabulary: Vocabulary, text: str, name: str = "a.csv") -> Metadata:
    """The metadata of the only row, as it would stand in its file."""
    plan = planned(vocabulary, text, name)
    assert plan.faults == []
    (content,) = plan.files.values()
    metadata, faults = read_metadata("x.md", split_front_matter(content.decode())[0], 2, vocabulary)
    assert metadata is not None and not faults
    return metadata


@pytest.mark.parametrize(
    ("cell", "first", "last", "is_noted"),
    [
        ("2015", 2015, None, False), ("2015.0", 2015, None, False), ("2015,00", 2015, None, False),
        ("01-03-2015", 2015, None, False), ("1/3/2015", 2015, None, False), ("01.03.2015", 2015, None, False),
        ("2015-03-01", 2015, None, False), ("2015-03-01 00:00:00", 2015, None, False), ("03/2015", 2015, None, False),
        ("2015-03", 2015, None, False), ("2014-2016", 2014, 2016, False), ("2014 – 2016", 2014, 2016, False),
        ("2014/2016", 2014, 2016, False), ("2014-16", 2014, 2016, False), ("2014 til 2016", 2014, 2016, False),
        ("–2016", None, 2016, False), ("2011-12", 2011, None, True), ("2009/10", 2009, None, True),
        ("ca. 2015", 2015, None, True), ("marts 2015", 2015, None, True), ("2015?", 2015, None, True),
        ("[2015]", 2015, None, True), ("2015-", 2015, None, True), ("siden 2015", 2015, None, True),
        ("fra 2014 og igen i 2016", 2014, 2016, True),
    ],
)  # fmt: skip
def test_years_are_read_as_spreadsheets_and_people_write_them(
    vocabulary: Vocabulary, cell: str, first: int | None, last: int | None, is_noted: bool
) -> None:
    text = f"titel;år\nA;{cell}\n"

    read, plan = imported(vocabulary, text), planned(vocabulary, text)

    assert (read.year_start, read.year_end) == (first, last)
    noted = [(note.row, note.key, note.message.id) for note in plan.notes]
    assert noted == ([("2", "year_start", "year-read")] if is_noted else [])


@pytest.mark.parametrize("cell", ["201x", "i fjor", "1999.5", "2010 2012 2015 x", "42064", "-5", "31122015"])
def test_what_says_no_year_is_a_fault_of_its_row(vocabulary: Vocabulary, cell: str) -> None:
    plan = planned(vocabulary, f"titel;år\nA;{cell}\n")

    assert [(fault.row, fault.key, fault.message.id) for fault in plan.faults] == [("2", "year_start", "bad-year")]


def test_what_pages_call_not_stated_is_not_stated(vocabulary: Vocabulary) -> None:
    read = imported(vocabulary, "titel;sektor;udfald;år\nA;Ikke angivet;Not stated;\n")

    assert (read.sectors, read.outcome) == ((), "")


def test_an_end_that_is_stated_goes_before_that_of_a_span(vocabulary: Vocabulary) -> None:
    read = imported(vocabulary, "titel;år;slutår\nA;2014-2016;2017\n")

    assert (read.year_start, read.year_end) == (2014, 2017)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [("2026-11-23", "2026-11-23"), ("23-11-2026", "2026-11-23"), ("23.11.2026 17:52", "2026-11-23T17:52:00Z")],
)
def test_days_are_read_as_a_danish_spreadsheet_saves_them(vocabulary: Vocabulary, cell: str, moment: str) -> None:
    assert imported(vocabulary, f"titel;tilføjet\nA;{cell}\n").added == moment


@pytest.mark.parametrize("cell", ["Red Barnet\nÆldre Sagen", "Red Barnet;Ældre Sagen", " Red Barnet; \nÆldre Sagen;"])
def test_a_list_has_a_value_a_line_or_semicolons(vocabulary: Vocabulary, cell: str) -> None:
    assert imported(vocabulary, f'titel;partnere\nA;"{cell}"\n').partners == ("Red Barnet", "Ældre Sagen")


def test_concepts_between_commas_are_told_apart_where_each_is_known(vocabulary: Vocabulary) -> None:
    read = imported(vocabulary, "titel;sektor;land;partnere\nA;Erhvervsliv, public;Danmark, Sweden;Skole, Havn\n")

    assert (read.sectors, read.countries, read.partners) == (("private", "public"), ("DK", "SE"), ("Skole, Havn",))


@pytest.mark.parametrize("spoken", list(Language))
def test_the_words_of_the_pages_are_understood(vocabulary: Vocabulary, spoken: Language) -> None:
    language = facet_value_label(vocabulary, "language", "en", spoken)
    for status in Status:
        word = name_in(f"status-{status}", spoken)
        read = imported(vocabulary, f"titel;sprog;status\nA;{language};{word}\n")
        assert (read.language, read.status) == (Language.ENGLISH, status)


CONCEPTS = [row for row in SCHEMA if row.type in (ValueType.CONCEPT, ValueType.CONCEPTS)]


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("row", CONCEPTS, ids=lambda row: row.key)
def test_every_concept_is_known_by_its_label(vocabulary: Vocabulary, row: MetadataKey, spoken: Language) -> None:
    for concept in vocabulary.schemes[row.concept_scheme].concepts.values():
        cells = {"title": "A", "kind": "case", row.key: concept.labels[spoken]}

        assert stated_in(cells, vocabulary).values[row.key] == ([concept.id] if row.type.is_list else concept.id)


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("row", CONCEPTS, ids=lambda row: row.key)
def test_a_keyword_of_an_export_means_one_concept_even_where_two_are_called_the_same(
    vocabulary: Vocabulary, row: MetadataKey, spoken: Language
) -> None:
    if row.schema_org != "about":
        return
    name = key_label(vocabulary, row.key, spoken)
    for concept in vocabulary.schemes[row.concept_scheme].concepts.values():
        stated = Stated()

        read_keywords(stated, keyword_of(row.key, concept.id, concept.labels[spoken], name, vocabulary), vocabulary)

        assert (stated.values, stated.notes) == ({row.key: [concept.id]}, [])


def test_a_keyword_that_is_no_concept_is_noted(vocabulary: Vocabulary) -> None:
    plan = planned(vocabulary, "titel;emneord\nA;noget helt nyt\n")

    assert [(note.row, note.message.arguments["name"]) for note in plan.notes] == [("2", "noget helt nyt")]


@pytest.mark.parametrize(
    ("cell", "sources"),
    [
        ("https://a.example; En bog", (Source("https://a.example", "https://a.example"), Source("En bog"))),
        (
            "En bog | Gyldendal | 2011\nTo | www.b.example",
            (Source("En bog", "", "Gyldendal", 2011), Source("To", "https://www.b.example")),
        ),
        ('[{"title": "A", "year": 2012}]', (Source("A", "", "", 2012),)),
    ],
    ids=["as-exported-before", "lines", "json"],
)  # fmt: skip
def test_sources_are_read_as_lines_as_json_and_as_exports_wrote_them(
    vocabulary: Vocabulary, cell: str, sources: tuple[Source, ...]
) -> None:
    quoted = cell.replace('"', '""')

    assert imported(vocabulary, f'titel;kilder\nA;"{quoted}"\n').sources == sources


_TEXTS = st.text(alphabet="aæ |;:/.[{2015", min_size=1, max_size=10).map(incoming_line).filter(bool)
_SOURCES = st.builds(
    Source,
    _TEXTS,
    st.sampled_from(["", "https://a.example/x;y|z", "https://doi.org/10.1/x"]),
    st.one_of(st.just(""), _TEXTS),
    st.one_of(st.none(), st.integers(1000, 2999)),
)


@given(st.lists(_SOURCES, max_size=3))
def test_sources_in_a_cell_come_back_as_they_were(sources: list[Source]) -> None:
    quoted = sources_cell(sources).replace('"', '""')

    assert imported(real_vocabulary(), f'titel;kilder\nA;"{quoted}"\n').sources == tuple(sources)


@pytest.mark.parametrize(
    ("cell", "urls"),
    [
        ("www.odense.dk", ["https://www.odense.dk"]),
        ("https://a.example/x;y", ["https://a.example/x;y"]),
        ("https://a.example; 10.1/x", ["https://a.example", "https://doi.org/10.1/x"]),
        ("https://a.example\nhttps://b.example", ["https://a.example", "https://b.example"]),
        ("https://a.example/da/documents/bogbus", []),
    ],
)
def test_addresses_become_sources_but_that_of_the_own_page(vocabulary: Vocabulary, cell: str, urls: list[str]) -> None:
    read = imported(vocabulary, f'id;titel;link\nbogbus;A;"{cell}"\n')

    assert [source.url for source in read.sources] == urls


def test_a_translation_is_of_the_language_that_the_row_does_not_speak(vocabulary: Vocabulary) -> None:
    danish = imported(vocabulary, "titel;title_other;sprog\nA;B;Dansk\n")
    english = imported(vocabulary, "titel;title_other;sprog\nA;B;English\n")

    assert danish.title_in(Language.ENGLISH) == english.title_in(Language.DANISH) == "B"


def test_records_are_counted_read_and_not(vocabulary: Vocabulary) -> None:
    plan = planned(vocabulary, "titel;år\nA;2015\n;2016\nC;x\nD,;2017;for meget\nE;2018\n")

    assert {fault.row for fault in plan.faults} == {"3", "4", "5"}
    assert plan.count.arguments == {"found": 5, "read": 2, "faulty": 3}
    assert ImportOutcome.of(plan, None, {}).documents == 2


def test_a_row_of_an_original_file_says_that_the_file_does_not_come_along(vocabulary: Vocabulary) -> None:
    plan = planned(vocabulary, "titel;file\nA;reports/a.pdf\n")

    assert [(note.row, note.message.id) for note in plan.notes] == [("2", "file-not-in-table")]


def test_many_equal_titles_have_ids_of_their_own(vocabulary: Vocabulary) -> None:
    plan = planned(vocabulary, "titel\n" + "Læsecafé\n" * 2000)

    assert list(plan.titles)[:2] == ["laesecafe", "laesecafe-2"] and len(plan.titles) == 2000
