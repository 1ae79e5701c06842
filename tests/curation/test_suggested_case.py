"""What the fields of a suggested case become: names, places and addresses, as they were meant."""

from __future__ import annotations

import pytest

from indexer import KnowledgeBase, Language, Vocabulary, suggested_case
from indexer.domain.documents.records.named_records import Records
from indexer.domain.documents.records.organisations import Organisation

NAMES = {"agency": "Slots- og Kulturstyrelsen", "cross": "Røde Kors", "church": "Folkekirken"}


@pytest.fixture
def known(base: KnowledgeBase) -> Vocabulary:
    """Three organisations, one with an »og« in its name, and the places of the collection."""
    records = (Organisation(id_, {Language.DANISH: name}) for id_, name in NAMES.items())
    return base.vocabulary.with_records(Records(records), base.vocabulary.places)


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ({"partners": "Forvaltningen for Børn og Unge"}, {"partners": ("Forvaltningen for Børn og Unge",)}),
        ({"partners": "Folkekirken, Røde Kors, og skolen"}, {"partners": ("church", "cross", "Skolen")}),
        (
            {"partners": "Slots- og Kulturstyrelsen og Røde Kors og Folkekirken"},
            {"partners": ("agency", "cross", "church")},
        ),
        ({"partners": "skolen, kommunen"}, {"partners": ("Skolen", "Kommunen")}),
        ({"place": "Sverige"}, {"municipalities": (), "countries": ("SE",)}),
        ({"place": "Herning, Sverige"}, {"municipalities": ("herning",), "countries": ("DK", "SE")}),
    ],
    ids=["and-in-a-name", "last-and", "two-records", "small-letters", "country", "town-and-country"],
)
def test_names_and_places_become_what_they_are(
    known: Vocabulary, fields: dict[str, str], stated: dict[str, object]
) -> None:
    made = suggested_case({"title": "En", "done": "To", **fields}, Language.DANISH, known)

    assert {name: getattr(made.metadata, name) for name in stated} == stated
    assert made.body == "## Sådan gjorde de\n\nTo\n"


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("Haven: https://a.example/Have_(x).", "Haven", "https://a.example/Have_(x)"),
        ("Haven (https://a.example/Have_(x)).", "Haven", "https://a.example/Have_(x)"),
        ("Haven (se https://a.example/b)", "Haven (se)", "https://a.example/b"),
        ("Have (anlæg): https://a.example/b", "Have (anlæg)", "https://a.example/b"),
    ],
)
def test_an_address_keeps_the_bracket_that_closes_one_of_its_own(
    base: KnowledgeBase, line: str, title: str, url: str
) -> None:
    made = suggested_case({"title": "En", "sources": line}, Language.DANISH, base.vocabulary)

    assert [(one.title, one.url) for one in made.metadata.sources] == [(title, url)]


def test_a_number_alone_is_no_name_and_stays_in_the_text(base: KnowledgeBase) -> None:
    made = suggested_case({"title": "En", "partners": "112, 3f"}, Language.DANISH, base.vocabulary)

    assert made.metadata.partners == ("3F",) and made.body == "## Sammen med\n\n112, 3f\n"
