from __future__ import annotations

import pytest

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.records.named_records import Records
from indexer.domain.documents.records.organisations import Organisation, Organisations
from indexer.domain.documents.records.places import Place, Places
from indexer.domain.documents.vocabulary import Vocabulary
from tests.builders import a_vocabulary

DA, EN = Language
RECORDS: Organisations = Records(
    [
        Organisation("aarhus", {DA: "Aarhus Bibliotekerne", EN: "Aarhus Libraries"}, kind="library-system"),
        Organisation("dokk1", {DA: "Dokk1"}, ("Hovedbiblioteket",), part_of="aarhus", kind="branch"),
        Organisation("red-cross", {DA: "Røde Kors", EN: "Danish Red Cross"}, ("DRK",)),
        Organisation("drc", {DA: "Dansk Røde Kors"}, replaced_by="red-cross"),
        Organisation("one", {DA: "Lokalarkivet"}),
        Organisation("other", {DA: "Lokalarkivet"}),
    ]
)
PLACES: Places = Records(
    [
        Place("region-north", {DA: "Region Nord", EN: "The North"}, kind="region", country="DK"),
        Place("aalborg", {DA: "Aalborg"}, ("Ålborg",), part_of="region-north", kind="municipality", country="DK"),
    ]
)


@pytest.fixture
def vocabulary() -> Vocabulary:
    return a_vocabulary().with_records(RECORDS, PLACES)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("red-cross", "red-cross"),
        ("Danish Red Cross", "red-cross"),
        ("røde  kors", "red-cross"),
        ("DRK", "red-cross"),
        ("drc", "red-cross"),
        ("Dansk Røde Kors", "red-cross"),
        ("Lokalarkivet", ""),
        ("Røde Kors Herning", ""),
    ],
    ids=["id", "other-language", "capitals-and-spaces", "other-name", "replaced", "name-of-it", "shared", "longer"],
)
def test_an_organisation_is_known_by_its_id_and_every_name_that_is_its_own(text: str, organisation: str) -> None:
    assert RECORDS.named(text) == organisation


def test_whatever_a_document_calls_an_organisation_it_states_the_record(vocabulary: Vocabulary) -> None:
    stated = {
        "title": "T", "kind": "case", "language": "da", "library": "Dokk1; Aarhus Libraries; Aarhus Bibliotekerne",
        "partners": ["DRK", "Byens Cykelklub"],
    }  # fmt: skip

    metadata, faults = read_stated(stated, vocabulary)

    assert metadata is not None and not faults
    assert metadata.libraries == ("dokk1", "aarhus")
    assert metadata.partners == ("red-cross", "Byens Cykelklub")


def test_labels_are_names_and_a_part_stands_under_the_whole(vocabulary: Vocabulary) -> None:
    assert vocabulary.label("partner", "red-cross", EN) == "Danish Red Cross"
    assert vocabulary.label("library", "dokk1", EN) == "Dokk1"
    assert vocabulary.label("partner", "Byens Cykelklub", EN) == "Byens Cykelklub"
    assert vocabulary.with_broader("library", ("dokk1",)) == ("dokk1", "aarhus")
    successor = vocabulary.concept("partner", "drc")
    assert successor is not None and successor.id == "red-cross"


def test_organisations_are_no_concepts_of_the_vocabulary_itself(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.concepts()) == list(a_vocabulary().concepts())
    assert vocabulary.content_hash != a_vocabulary().content_hash or not RECORDS.content_hash
    assert {scheme.id for scheme in vocabulary.own_schemes} == set(a_vocabulary().schemes)


def test_places_are_known_by_every_spelling_and_counted_under_their_region(vocabulary: Vocabulary) -> None:
    metadata, _ = read_stated(
        {"title": "T", "kind": "case", "language": "da", "municipality": "Ålborg; Nes"}, vocabulary
    )

    assert metadata is not None
    assert metadata.municipalities == ("aalborg", "Nes")
    assert vocabulary.with_broader("municipality", metadata.municipalities) == ("aalborg", "Nes", "region-north")
    assert vocabulary.label("municipality", "region-north", EN) == "The North"


@pytest.mark.parametrize(
    ("name", "sound", "malformed"),
    [
        ("isil", ["DK-775100", "US-DLC"], ["775100", "dk-775100", "DK-", "DK-123456789012"]),
        ("cvr", ["55133018"], ["5513301", "DK55133018"]),
        ("wikidata", ["Q42"], ["42", "Q042", "https://www.wikidata.org/wiki/Q42"]),
        ("viaf", ["155909104"], ["VIAF 155909104", ""]),
        ("ror", ["01aj84f44"], ["https://ror.org/01aj84f44", "01aj84f4", "01ij84f44"]),
    ],
)
def test_an_identifier_of_another_form_is_known_for_one(name: str, sound: list[str], malformed: list[str]) -> None:
    for values, expected in ((sound, []), (malformed, [name])):
        for value in values:
            assert list(Organisation("a", {DA: "A"}, identifiers={name: value}).malformed()) == expected, value
