"""What comparison takes over from an earlier state is what it would make of the newer one, to the last bit."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from indexer import Language, SuggestionKind
from indexer.comparison import Comparer
from indexer.comparison import document_features as features
from indexer.comparison.comparer import ComparisonPreferences
from indexer.comparison.document_rows import Rows, Succession
from indexer.comparison.model import Aspect, ComparisonWeights, Situation
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from indexer.search import index_knowledge
from indexer.search.autocomplete import Suggestions
from indexer.search.words.dictionary import DictionaryEntry
from tests.builders import GOALS, SECTORS, SUBJECTS, a_document, a_memory_engine, analyzed, knowledge_of

PREFERENCES = ComparisonPreferences(ComparisonWeights(dict.fromkeys(Aspect, 1.0)), key_terms=4)
ENTRIES = (
    DictionaryEntry("skole", (("school", 1.0),)),
    DictionaryEntry("fest", (("festival", 0.6), ("party", 0.4))),
    DictionaryEntry("bog", (("book", 1.0),)),
)
DANISH = "skole museum fest teater cykel bog lektier cafe havn skov bro lys kor tog by".split()
ENGLISH = "school museum festival party book bridge choir train harbour".split()


@dataclass
class Library:
    """Documents that change, by a chance of their own."""

    engine: SearchEngine
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    ids: set[str] = field(default_factory=set)

    def change(self, ids: str, *removed: str) -> None:
        self.ids = (self.ids | set(ids)) - set(removed)
        added = [analyzed(self.document(each)) for each in ids]
        self.engine.writer.apply(added, [DocumentId(each) for each in removed])

    def document(self, document_id: str) -> Document:
        some, language = self.some, self.chance.choice(("da", "en"))
        words = DANISH if language == "da" else ENGLISH
        return a_document(
            document_id,
            " ".join(self.chance.choices(words, k=18)),
            language=language,
            title=" ".join(self.chance.choices(words, k=2)),
            goals=some(GOALS),
            sectors=some(SECTORS),
            subjects=some(SUBJECTS),
            partners=some(("LEGO", "Ældre Sagen")),
            municipalities=some(("Skov", "Odense")),
            year_start=self.chance.choice((None, 2012, 2019)),
        )

    def some(self, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.chance.sample(values, self.chance.randint(0, 2)))


@pytest.fixture(params=["memory", "whoosh"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    if request.param == "memory":
        return Library(a_memory_engine())
    engine = WhooshEngine(tmp_path / "index", {"analysis": "test"}, EnginePreferences())
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    return Library(engine)


def all_answers(comparer: Comparer, ids: set[str]) -> dict[str, object]:
    """What is comparable with each document and with words, with scores, reasons and differences."""
    found: dict[str, object] = {one: comparer.comparable(DocumentId(one), limit=99) for one in sorted(ids)}
    found["words"] = comparer.fitting(Situation(text="fest paa skolen, museum school", goals=GOALS[:1]), limit=99)
    found["actors"] = [actor.value for actor in comparer.named_actors().partners]
    return found


def test_after_any_changes_answers_are_those_of_features_made_anew(library: Library) -> None:
    source = knowledge_of(library.engine, lambda: ENTRIES)
    lasting = Comparer(source, PREFERENCES)
    for ids, *removed in (["abcdefgh"], ["c"], ["kl", "a", "h"], ["", "c", "d"], ["abcz"], ["k"], ["xy", "z", "b"]):
        with library.engine.writer.writing():
            library.change(ids, *removed)

        assert all_answers(lasting, library.ids) == all_answers(Comparer(source, PREFERENCES), library.ids)


def test_only_changed_documents_are_read_and_made_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    made: list[str] = []
    monkeypatch.setattr(
        index_knowledge, "read_record", lambda text, own=index_knowledge.read_record: read.append(text) or own(text)
    )
    monkeypatch.setattr(
        features, "document_subjects", lambda *known, own=features.document_subjects: made.append("") or own(*known)
    )
    source = knowledge_of(library.engine, lambda: ENTRIES)
    comparer, suggestions = Comparer(source, PREFERENCES), Suggestions(source)
    counts = []
    with library.engine.writer.writing():
        for ids, *removed in (["abcdefgh"], ["cz", "a"], ["", "b"]):
            library.change(ids, *removed)
            comparer.collection()
            suggestions.suggest("mus", Language.DANISH)
            counts.append((len(read), len(made)))

    assert counts == [(8, 8), (10, 10), (10, 10)]


def test_suggestions_after_any_changes_are_those_of_shelves_made_anew(library: Library) -> None:
    source = knowledge_of(library.engine, lambda: ENTRIES)
    lasting = Suggestions(source)
    for ids, *removed in (["abcdefgh"], ["kl", "a", "h"], ["", "c", "d"], ["abz"]):
        with library.engine.writer.writing():
            library.change(ids, *removed)

        for typed in ("mus", "sko", "bo", "te"):
            found = lasting.suggest(typed, Language.DANISH)
            assert found == Suggestions(source).suggest(typed, Language.DANISH)
            assert {each.target for each in found if each.kind is SuggestionKind.TITLE} <= library.ids


def test_when_most_of_what_was_taken_over_is_gone_all_is_made_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "_MAX_GONE_TERMS", 1)
    monkeypatch.setattr(features, "_MAX_GONE_SHARE", 0.1)
    source = knowledge_of(library.engine, lambda: ENTRIES)
    comparer = Comparer(source, PREFERENCES)
    with library.engine.writer.writing():
        library.change("abcdefgh")
        comparer.collection()
        library.change("", *"abcdefg")
        gone = comparer.collection().features
        library.change("z")
        made = comparer.collection().features

    assert gone.is_mostly_gone and not made.is_mostly_gone
    assert all_answers(comparer, library.ids) == all_answers(Comparer(source, PREFERENCES), library.ids)


def test_rows_are_taken_over_by_document_and_fresh_ones_put_between() -> None:
    before = {DocumentId(one): "1" for one in "abcd"}
    after = {DocumentId("a"): "1", DocumentId("aa"): "1", DocumentId("c"): "2", DocumentId("d"): "1"}
    rows = Rows(np.array([1, 0, 2, 1]), np.array([1, 3, 3, 4]))
    fresh = Rows(np.array([3, 0]), np.array([7, 7, 7]))

    succession = Succession(after, before)
    taken = succession.rows(rows, fresh)

    assert succession.fresh.tolist() == [1, 2]
    assert taken.lengths.tolist() == [1, 3, 0, 1] and taken.columns[0].tolist() == [1, 7, 7, 7, 4]
    assert succession.items("abcd", "xy") == ["a", "x", "y", "d"]
    assert taken.row_numbers()[taken.row(1)].tolist() == [1, 1, 1]


@pytest.mark.parametrize("before", [{}, {DocumentId("a"): "1"}])
def test_a_state_without_documents_takes_nothing_over(before: dict[DocumentId, str]) -> None:
    succession = Succession({}, before)

    assert succession.array(np.ones(len(before)), np.zeros(0)).tolist() == [] and not succession.fresh.size
