from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.corpus_store import record_files
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.organisation_files import read_organisations
from indexer.corpus_store.place_table import COLUMNS, read_places
from indexer.corpus_store.record_files import RecordFiles
from indexer.domain.documents.facets import NOT_STATED, counted_values
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.documents.records.named_records import Records
from indexer.ingestion.corpus_check import check_corpus
from indexer.presentation.messages import say
from tests.builders import a_vocabulary, write_case
from tests.conftest import PROJECT

DA, EN = Language


def write_record(folder: Path, organisation_id: str, toml: str) -> Path:
    path = folder / "organisations" / f"{organisation_id}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(toml, "utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with the real vocabulary and no document."""
    (tmp_path / "vocabulary.ttl").write_bytes((PROJECT / "corpus" / "vocabulary.ttl").read_bytes())
    return tmp_path


def test_a_record_says_what_it_states(tmp_path: Path) -> None:
    write_record(
        tmp_path, "dokk1",
        'name_da = "Dokk1"\nname_en = "Dokk1, Aarhus"\nother_names = ["Hovedbiblioteket"]\nkind = "branch"\n'
        'part_of = "aarhus"\nplace = "aarhus"\ncountry = "DK"\nwebsite = "https://dokk1.dk"\nisil = "DK-1"\n'
        'about_da = "Åbnede i 2015."\n',
    )  # fmt: skip

    organisations, faults = read_organisations(tmp_path)

    found = organisations["dokk1"]
    assert not faults
    assert (found.name(DA), found.name(EN), found.other_names) == ("Dokk1", "Dokk1, Aarhus", ("Hovedbiblioteket",))
    assert (found.kind, found.part_of, found.place, found.country) == ("branch", "aarhus", "aarhus", "DK")
    assert (found.website, found.identifiers) == ("https://dokk1.dk", {"isil": "DK-1"})
    assert found.about == {DA: "Åbnede i 2015."} and found.is_library


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("name_da = 1", "name_da"),
        ('nama_da = "A"\nname_en = "A"', "nama_da"),
        ('kind = "branch"', "name_da"),
        ('name_da = "A"\nother_names = "B"', "other_names"),
        ('name_da = "A"\ncountry = "Danmark"', "country"),
        ('name_da = "A"\nwebsite = "javascript:alert(1)"', "website"),
        ("name_da", ""),
    ],
    ids=["number", "unknown-key", "no-name", "one-text", "country", "script", "no-toml"],
)
def test_a_record_with_a_fault_is_left_out_and_named(tmp_path: Path, toml: str, key: str) -> None:
    write_record(tmp_path, "a", toml)
    write_record(tmp_path, "b", 'name_da = "B"')

    organisations, faults = read_organisations(tmp_path)

    assert list(organisations) == ["b"]
    assert (faults[0].location, faults[0].key) == ("organisations/a.toml", key)
    assert all(say(fault.message, language) for fault in faults for language in Language)


def test_records_are_read_again_when_one_was_changed_added_or_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_files, "_LOOK_SECONDS", 0.0)
    files = RecordFiles(tmp_path)
    assert not any(files.load())

    path = write_record(tmp_path, "a", 'name_da = "A"')
    first, _ = files.load()
    path.write_text('name_da = "Å"', "utf-8")
    os.utime(path, (0, 2_000_000_000))
    second, _ = files.load()

    assert (first["a"].name(DA), second["a"].name(DA)) == ("A", "Å")
    assert files.load()[0] is second
    path.write_text('name_da = "B"', "utf-8")
    os.utime(path, (0, 1_000_000_000))  # as a restore does, or whoever copies an older file back
    assert files.load()[0]["a"].name(DA) == "B"
    path.unlink()
    (tmp_path / "places.csv").write_text(f"{','.join(COLUMNS)}\nodense,municipality,Odense,,,DK,,461,,,,,\n", "utf-8")
    organisations, places = files.load()
    assert not organisations and places["odense"].code == "461"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",town,A,,,DK,,,,,,,", "id"),
        ("a,planet,A,,,DK,,,,,,,", "kind"),
        ("a,town,,,,DK,,,,,,,", "name_da"),
        ("a,town,A,,,Danmark,,,,,,,", "country"),
        ("a,town,A,,,DK,nowhere,,,,,,", "part_of"),
        ("a,town,A,,,DK,,,,north,12.1,,", "latitude"),
        ("a,town,A,,,DK,,,,55.1,,,", "longitude"),
        ("a,town,A,,,DK,,,,nan,12.1,,", "latitude"),
        ("a,town,A,,,DK,,,,55.1,999,,", "longitude"),
        ("a,town,A,,,DK", "part_of"),
        ("a,country,A,,,DK,,,,,,,", "id"),
        ("a,town,A,,,DK,,,,,,,,59000,", "population_year"),
        ("a,town,A,,,DK,,,,,,,,mange,2020", "population"),
    ],
    ids=[
        "id",
        "kind",
        "name",
        "country",
        "part",
        "number",
        "half-a-point",
        "short",
        "not-a-number",
        "off-the-earth",
        "a-country",
        "no-year",
        "no-number",
    ],
)
def test_a_row_with_a_fault_is_left_out_and_named(tmp_path: Path, row: str, column: str) -> None:
    good = "odense,municipality,Odense,,Odense Kommune|Odense K,DK,,461,Storbykommune,55.4,10.4,7.5,9"
    (tmp_path / "places.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n{good}\n", "utf-8")

    places, faults = read_places(tmp_path)

    assert list(places) == ["odense"]
    assert (places["odense"].point, places["odense"].tile) == ((55.4, 10.4), (7.5, 9))
    assert places.named("odense k") == "odense"
    assert [fault.key for fault in faults] == [column]
    assert all(say(fault.message, language) for fault in faults for language in Language)


def test_columns_that_are_welcome_may_stand_in_any_order_and_others_may_not(tmp_path: Path) -> None:
    needed = ",".join(COLUMNS[:13])
    row = "odense,municipality,Odense,,,DK,,461,,,,,"
    path = tmp_path / "places.csv"
    path.write_text(f"{needed},replaced_by,population_year,population\n{row},,2020,204000\n", "utf-8")
    places, _ = read_places(tmp_path)
    assert places["odense"].population == (204000, 2020)

    for columns in (f"{needed},mayor", f"{needed},population,population", f"id,{needed}"):
        path.write_text(f"{columns}\n{row},,\n", "utf-8")
        assert [fault.message.id for fault in read_places(tmp_path)[1]] == ["places-columns"]


def test_a_document_is_counted_in_the_country_that_it_or_its_town_is_in() -> None:
    places, _ = read_places(PROJECT / "corpus")
    vocabulary = a_vocabulary().with_records(Records(), places)

    def counted(municipalities: tuple[str, ...] = (), countries: tuple[str, ...] = ()) -> tuple[str, ...]:
        metadata = Metadata("T", Language.DANISH, "case", municipalities=municipalities, countries=countries)
        return counted_values(metadata, vocabulary)["municipality"]

    assert counted(municipalities=("leeds-gb",), countries=("GB",)) == ("leeds-gb", "country-gb")
    assert counted(countries=("GB", "DK")) == ("country-gb",)
    assert counted(countries=("DK",)) == counted() == (NOT_STATED,)
    assert counted(municipalities=("odense",), countries=("DK",)) == ("odense", "region-syddanmark")


def test_the_table_of_places_has_every_municipality_of_denmark_once() -> None:
    places, faults = read_places(PROJECT / "corpus")

    danish = [place for place in places.values() if place.country == "DK" and place.kind == "municipality"]
    assert not faults and not places.shared_names()
    assert len(danish) == len({place.code for place in danish}) == len({place.tile for place in danish}) == 98
    assert {place.part_of for place in danish} == {place.id for place in places.values() if place.kind == "region"}
    assert all(place.point and place.group and place.population for place in danish)
    abroad = [place for place in places.values() if place.country != "DK" and place.id != "singapore-sg"]
    assert all(place.part_of == f"country-{place.country.lower()}" for place in abroad if place.kind != "country")


@pytest.mark.parametrize(
    ("partner", "said"),
    [
        ("roede-korss", "Der er ingen post »roede-korss«. Ret id'et"),
        ("Røde Korss", "»Røde Korss« ligner navnet på roede-kors."),
        ("Byens Cykelklub", ""),
        ("Røde Kors", ""),
    ],
    ids=["unknown-id", "near-name", "one-off", "its-name"],
)
def test_the_check_names_unknown_ids_and_near_names(corpus: Path, partner: str, said: str) -> None:
    write_record(corpus, "roede-kors", 'name_da = "Røde Kors"\nkind = "ngo-association"')
    write_case(corpus, "a", partners=f'["{partner}"]')

    faults = check_corpus(corpus, CorpusFolder(corpus))

    assert [say(fault.message, DA)[: len(said)] for fault in faults] == ([said] if said else [])
    assert all((fault.key, fault.line, fault.is_refusal) == ("partners", 5, False) for fault in faults)


def test_the_check_names_records_that_lead_nowhere_share_a_name_or_state_what_is_no_identifier(corpus: Path) -> None:
    write_record(corpus, "a", 'name_da = "A"\nkind = "branch"\npart_of = "nowhere"')
    write_record(corpus, "b", 'name_da = "B"\nkind = "no-such-kind"')
    write_record(corpus, "c", 'name_da = "Det samme"\nkind = "branch"')
    write_record(corpus, "d", 'name_da = "D"\nother_names = ["Det samme"]\nkind = "branch"\nreplaced_by = "nowhere"')
    write_record(corpus, "e", 'name_da = "E"\nkind = "branch"\nisil = "DK-775100"\nror = "https://ror.org/01aj84f44"')

    faults = check_corpus(corpus, CorpusFolder(corpus))

    assert {(fault.location, fault.key) for fault in faults} == {
        ("organisations/a.toml", "part_of"), ("organisations/b.toml", "kind"), ("organisations/c.toml", "name_da"),
        ("organisations/d.toml", "replaced_by"), ("organisations/e.toml", "ror"),
    }  # fmt: skip


def test_every_place_and_whoever_occurs_twice_in_the_collection_has_a_record() -> None:
    from collections import Counter

    from indexer.corpus_store.vocabulary_file import VocabularyFile

    folder = PROJECT / "corpus"
    store, vocabulary = CorpusFolder(folder), VocabularyFile(folder / "vocabulary.ttl").load()
    read = [store.metadata(file, vocabulary)[0] for file in store.files()[0]]
    named = Counter(name for one in read if one for name in {*one.libraries, *one.partners})
    places = {name for one in read if one for name in one.municipalities}

    assert not [name for name, count in named.items() if count > 1 and name not in vocabulary.organisations]
    assert places <= vocabulary.places.keys()
    assert len(vocabulary.organisations) > 700
