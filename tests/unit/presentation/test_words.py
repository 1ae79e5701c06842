"""What ids are called: labels of facet values, and reasons in words."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from indexer import (
    FACETS,
    NOT_STATED,
    Aspect,
    Comparable,
    Concept,
    DocumentId,
    Language,
    Metadata,
    Reason,
    Relation,
    Scheme,
    Vocabulary,
    comparable_json,
    facet_value_label,
    reason_lead,
    reason_values,
)
from indexer.presentation.reasons import reason_text, value_words

DANISH, ENGLISH = Language.DANISH, Language.ENGLISH


def a_scheme(scheme_id: str, **labels: tuple[str, str]) -> Scheme:
    concepts = {key: Concept(scheme_id, key, {DANISH: da, ENGLISH: en}) for key, (da, en) in labels.items()}
    return Scheme(scheme_id, {}, {}, concepts)


VOCABULARY = Vocabulary(
    MappingProxyType(
        {
            "goal": a_scheme("goal", experiment=("Eksperimenter", "Experiments"), users=("Nye brugere", "New users")),
            "sector": a_scheme("sector", ngo=("NGO’er", "NGOs"), it=("IT-branchen", "IT")),
            "kind": a_scheme("kind", case=("Case", "Case")),
            "outcome": a_scheme("outcome", stopped=("Stoppet", "Stopped"), running=("I drift", "Running")),
            "form": a_scheme("form", a=("A la carte", "À la carte")),
        }
    )
)


@pytest.mark.parametrize("facet", [facet.id for facet in FACETS])
def test_a_value_that_is_not_stated_is_said_in_both_languages(facet: str) -> None:
    said = [facet_value_label(VOCABULARY, facet, NOT_STATED, language) for language in Language]

    assert said == ["Ikke angivet", "Not stated"]


@pytest.mark.parametrize(
    ("facet", "value", "danish", "english"),
    [
        ("goal", "experiment", "Eksperimenter", "Experiments"),
        ("goal", "unknown-one", "unknown-one", "unknown-one"),
        ("phase", "scoping", "scoping", "scoping"),
        ("country", "DK", "Danmark", "Denmark"),
        ("country", "GB", "Storbritannien", "United Kingdom"),
        ("country", "XQ", "XQ", "XQ"),
        ("language", "da", "Dansk", "Danish"),
        ("language", "sv", "Svensk", "Swedish"),
        ("outcome", "stopped", "Stoppet", "Stopped"),
        ("outcome", "vanished", "vanished", "vanished"),
        ("library", "Aarhus Kommunes Biblioteker", "Aarhus Kommunes Biblioteker", "Aarhus Kommunes Biblioteker"),
        ("year", "1999", "1999", "1999"),
    ],
    ids=lambda value: value[:12],
)
def test_a_value_has_a_name_in_each_language(facet: str, value: str, danish: str, english: str) -> None:
    assert facet_value_label(VOCABULARY, facet, value, DANISH) == danish
    assert facet_value_label(VOCABULARY, facet, value, ENGLISH) == english


@pytest.mark.parametrize(
    ("reason", "danish", "english"),
    [
        (
            Reason(Aspect.GOAL, Relation.SAME, ("experiment", "users")),
            "samme mål: eksperimenter, nye brugere",
            "same goal: experiments, new users",
        ),
        (Reason(Aspect.SECTOR, Relation.SAME, ("ngo",)), "samme sektor: NGO’er", "same sector: NGOs"),
        (Reason(Aspect.SECTOR, Relation.DIFFERENT, ("it",)), "anden sektor: IT-branchen", "other sector: IT"),
        (Reason(Aspect.KIND, Relation.SAME, ("case",)), "samme materialetype: case", "same kind of item: case"),
        (
            Reason(Aspect.FORM, Relation.BROADER, ("a",)),
            "beslægtet samarbejdsform: a la carte",
            "related form of cooperation: à la carte",
        ),
        (Reason(Aspect.COUNTRY, Relation.SAME, ("SE",)), "samme land: Sverige", "same country: Sweden"),
        (
            Reason(Aspect.SCALE, Relation.DIFFERENT, ("local",)),
            "anden rækkevidde: ét sted",
            "other reach: one place",
        ),
        (
            Reason(Aspect.PARTNER, Relation.SAME, ("DSB",)),
            "samme partner: DSB",
            "same partner: DSB",
        ),
        (
            Reason(Aspect.TEXT, Relation.SAME, ("club", "job"), own_values=("klub", "job")),
            "fælles ord: klub/club, job",
            "words in common: klub/club, job",
        ),
        (
            Reason(Aspect.OUTCOME, Relation.SAME, ("running",)),
            "samme udfald: i drift",
            "same outcome: running",
        ),
    ],
    ids=lambda value: str(getattr(value, "aspect", ""))[:20],
)
def test_a_reason_is_a_phrase_in_both_languages(reason: Reason, danish: str, english: str) -> None:
    assert reason_text(reason, VOCABULARY, DANISH) == danish
    assert reason_text(reason, VOCABULARY, ENGLISH) == english


@pytest.mark.parametrize(
    ("own", "other", "danish", "english"),
    [
        ("2010", "2011", "begyndt 1 år senere", "began 1 year later"),
        ("2010", "2008", "begyndt 2 år tidligere", "began 2 years earlier"),
        ("2010", "2015", "begyndt 5 år senere", "began 5 years later"),
    ],
)
def test_distance_in_time_has_a_direction(own: str, other: str, danish: str, english: str) -> None:
    reason = Reason(Aspect.TIME, Relation.NEAR, (other,), own_values=(own,))

    assert (reason_lead(reason, DANISH), reason_lead(reason, ENGLISH)) == (danish, english)


@pytest.mark.parametrize("aspect", Aspect)
def test_every_aspect_that_is_the_same_can_be_said_in_both_languages(aspect: Aspect) -> None:
    reason = Reason(aspect, Relation.SAME, ("2010",), own_values=("2010",))

    assert reason_lead(reason, DANISH) != reason_lead(reason, ENGLISH)


def test_values_of_a_reason_stand_beside_its_words_one_for_one() -> None:
    reason = Reason(Aspect.GOAL, Relation.SAME, ("users", "nowhere"))

    assert reason_values(reason, VOCABULARY, ENGLISH) == ("new users", "nowhere")


@pytest.mark.parametrize(
    ("aspect", "value", "words"),
    [
        (Aspect.COUNTRY, "DK", "Danmark"),
        (Aspect.GOAL, "users", "nye brugere"),
        (Aspect.SCALE, "international", "flere lande"),
        (Aspect.MUNICIPALITY, "Ærø", "Ærø"),
    ],
)
def test_only_names_keep_their_capitals_inside_a_sentence(aspect: Aspect, value: str, words: str) -> None:
    assert value_words(aspect, value, VOCABULARY, DANISH) == words


def test_a_comparable_document_as_json_has_ids_and_words() -> None:
    reason = Reason(Aspect.GOAL, Relation.SAME, ("users",), strength=0.12345678)
    difference = Reason(Aspect.SECTOR, Relation.DIFFERENT, ("ngo",), own_values=("it",))
    found = Comparable(
        DocumentId("b"), Metadata("Titel", DANISH, "case"), 0.98765432, (reason,), (difference,), is_close=True
    )

    said = comparable_json(found, VOCABULARY, ENGLISH)

    assert {key: said[key] for key in ("id", "title", "kind", "language", "score", "is_close")} == {  # type: ignore[literal-required]
        "id": "b", "title": "Titel", "kind": "case", "language": "da", "score": 0.987654, "is_close": True,
    }  # fmt: skip
    assert said["reasons"] == [
        {
            "aspect": "goal", "relation": "same", "values": ["users"], "own_values": [], "strength": 0.123457,
            "words": "same goal: new users",
        }
    ]  # fmt: skip
    assert said["differences"][0]["own_values"] == ["it"]
    assert said["differences"][0]["words"] == "other sector: NGOs"
