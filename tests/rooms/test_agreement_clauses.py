"""The agreement is read from the write-ups of the collection, in both languages alike."""

from __future__ import annotations

import pytest

from indexer.extraction.formats.markdown import extract_markdown
from indexer.rooms.agreement.clauses import Blank, Clause, Grid, Sentence, clauses_in
from tests.conftest import PROJECT

NAMES = ("vaerktoej-samarbejdsaftale.da", "vaerktoej-samarbejdsaftale.en")


def clauses(name: str) -> tuple[Clause, ...]:
    pages = extract_markdown((PROJECT / "corpus" / "tools" / f"{name}.md").read_bytes()).pages
    return clauses_in(page.markup for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_sixteen_clauses_are_read_each_with_what_it_is_for(name: str) -> None:
    found = clauses(name)

    assert [clause.number for clause in found] == list(range(1, 17))
    assert all(clause.purpose and clause.parts for clause in found)
    assert not [part for clause in found for part in clause.parts if isinstance(part, Sentence) and "__" in part.text]


def test_both_languages_ask_for_the_same() -> None:
    danish, english = (
        [part.id for clause in clauses(name) for part in clause.parts if isinstance(part, Blank | Grid)]
        for name in NAMES
    )

    assert danish == english
    assert len(danish) > 20


def test_two_blanks_of_one_line_are_two_and_a_choice_is_one() -> None:
    labels = {
        clause.number: [part.label for part in clause.parts if isinstance(part, Blank)] for clause in clauses(NAMES[0])
    }

    assert labels[6][:2] == ["Samlet budget, bilag nr.", "Regnskab føres af"]
    assert labels[12] == [
        "Vi evaluerer første gang den",
        "og derefter hver",
        "Resultaterne må offentliggøres, når begge har læst dem",
    ]


def test_a_table_with_named_rows_keeps_their_names() -> None:
    grids = {clause.number: part for clause in clauses(NAMES[0]) for part in clause.parts if isinstance(part, Grid)}

    assert grids[4].columns == ("Bidrag", "Part A", "Part B")
    assert grids[4].rows == ("Arbejdstid", "Lokaler og udstyr", "Viden og netværk", "Penge")
    assert grids[3].rows == ()


def test_what_is_no_template_has_no_clauses() -> None:
    assert clauses_in(["## Noget\n### 1 Andet\nTekst", ""]) == ()
