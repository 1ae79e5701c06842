"""Which documents are counted for what they say, state and are called, over documents that are kept in memory."""

from __future__ import annotations

import pytest

from indexer import Language, Query
from indexer.domain.documents.document import Document
from indexer.domain.documents.vocabulary import Concept, Scheme, Vocabulary
from indexer.search.interpretation import InterpretationPreferences, correct, interpret
from indexer.search.words.dictionary import DictionaryEntry
from tests.builders import a_document, some_knowledge

OTHERS = tuple(a_document(f"other-{number}", "Andet.") for number in range(20))
LONG = "Et ord om noget helt andet end det. " * 120
ENTRIES = (
    DictionaryEntry("spejder", (("scout", 1.0),)),
    DictionaryEntry("spejde", (("look out", 1.0), ("look", 0.02))),
    *(DictionaryEntry(word, (("look", 1.0),)) for word in map("kigge{}".format, range(60))),
    DictionaryEntry("drone", (("drone", 1.0),)),
)


def prisons() -> Vocabulary:
    """One partner type, called two things, of which a word tells."""
    labels = {Language.DANISH: "Fængsler og kriminalforsorg", Language.ENGLISH: "Prisons and prison service"}
    concept = Concept("partner-type", "prison-service", labels, hidden={Language.DANISH: ("arrest",)})
    titles = dict.fromkeys(Language, "partner-type")
    return Vocabulary({"partner-type": Scheme("partner-type", titles, {}, {concept.id: concept})})


def counted(text: str, *documents: Document) -> set[str]:
    knowledge = some_knowledge(*documents, entries=ENTRIES, load_vocabulary=prisons).newest()
    tree = interpret(Query(text), knowledge, InterpretationPreferences()).counted
    return set(map(str, knowledge.searcher.matching_ids(tree, Query())))


def test_a_word_in_passing_counts_no_long_text_unless_its_title_names_it() -> None:
    passing = a_document("passing", LONG + "Bogbussen kom.")
    named = a_document("named", LONG + "Bogbussen kom.", title="Bogbussen")

    assert counted("bogbus", passing, named) == {"named"}


def test_what_only_hints_at_a_stated_concept_needs_the_word_as_well() -> None:
    stating = a_document("stating", LONG, partner_types=("prison-service",))
    holding = a_document("holding", LONG + "Arresten er med.", partner_types=("prison-service",))
    passing = a_document("passing", LONG + "Arresten er med.")

    assert counted("arrest", stating, holding, passing, *OTHERS) == {"holding"}


def test_each_part_of_a_label_names_its_concept() -> None:
    stating = a_document("stating", LONG, partner_types=("prison-service",))

    assert counted("kriminalforsorg", stating, *OTHERS) == {"stating"}


def test_of_two_things_one_may_be_stated_and_the_other_told() -> None:
    both = a_document("both", "Fædre læser højt.", partner_types=("prison-service",))
    apart = a_document("apart", "Andet.", partner_types=("prison-service",))

    assert counted("fængsler fædre", both, apart, *OTHERS) == {"both"}


def test_a_rare_sense_of_a_translation_counts_nothing() -> None:
    scouts = a_document("scouts", "The scouts came.", language="en")
    looks = a_document("looks", "How it looks.", language="en")

    assert counted("spejdere", scouts, looks) == {"scouts"}


@pytest.mark.parametrize("text", ["Norge", "norge", "Norway"])
def test_a_country_counts_the_documents_that_state_it(text: str) -> None:
    oslo = a_document("oslo", LONG, countries=("NO",))
    lund = a_document("lund", LONG, countries=("SE",))

    assert counted(text, oslo, lund) == {"oslo"}


def test_a_word_that_the_word_list_knows_is_not_taken_for_a_mistyped_one() -> None:
    knowledge = some_knowledge(a_document("a", "En krone og droner."), entries=ENTRIES).newest()
    unheld = some_knowledge(a_document("a", "En krone."), entries=ENTRIES).newest()

    assert correct("drone", knowledge) == correct("drone", unheld) == "drone"
    assert correct("krome", unheld) == "krone"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("C++", "Kursus i C++ for unge."),
        ("c#", "Kursus i C#."),
        ("§ 4", "Efter § 4 i loven."),
        ("§4", "Efter § 4 i loven."),
        ("4H", "En 4-H-klub."),
        ("4-H", "En 4H klub."),
        ("1000", "Vi fik 1.000 bøger."),
        ("1.000", "Vi fik 1000 bøger."),
        ("bog\u00adbus", "En bogbus."),
        ("A\u030arhus", "I Århus."),
        ("o\ufb03ce", "Et office."),
        ("bib\u200bliotek", "Et bibliotek."),
    ],
)
def test_a_word_is_found_however_it_is_written(typed: str, text: str) -> None:
    other = a_document("other", "Andet i C og § 5, klub 4 og 000.")

    assert counted(typed, a_document("meant", text), other) == {"meant"}
