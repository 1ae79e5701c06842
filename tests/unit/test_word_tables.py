"""Words by number: what very many become together is what each becomes by itself."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzers, danish_stem_cache
from indexer.analysis.compounds import CompoundSplitter
from indexer.analysis.letter_ngrams import letter_ngrams, letter_ngrams_of_all
from indexer.analysis.lexicon import EmptyLexicon
from indexer.analysis.stem_cache import StemCache
from indexer.domain.documents.metadata import Language, Status
from indexer.engines.analyzed_document import AnalyzedField, Expansion
from indexer.ingestion.document_analysis import analyze_document
from indexer.ingestion.term_columns import WordTables
from indexer.storage.gc_pause import garbage_collection_paused
from tests.builders import ANALYZERS, a_document, a_vocabulary

WORDS = st.text(st.sampled_from("abeklrst åøæIÅ1漢"), max_size=14)
PARTS = ("bibliotek", "partner", "skab", "sted", "arbejde", "arbejds", "aftale", "hus", "bog", "samling", "samar")


def listed(expansion: Expansion) -> list[list[str]]:
    """The terms of each word."""
    terms = [expansion.terms[number] for number in expansion.numbers.tolist()]
    counts = [1] * len(terms) if expansion.counts is None else expansion.counts.tolist()
    ends = np.cumsum(counts, dtype=np.int64).tolist()
    return [terms[end - count : end] for end, count in zip(ends, counts, strict=True)]


@given(st.lists(WORDS))
def test_letter_ngrams_of_many_words_are_those_of_each(words: list[str]) -> None:
    ngrams, held, counts = letter_ngrams_of_all(words)

    assert len(set(ngrams)) == len(ngrams)
    assert listed(Expansion(ngrams, held.astype(np.uint32), counts)) == [[*letter_ngrams(word)] for word in words]


def test_letter_ngrams_of_thousands_of_different_letters() -> None:
    words = ["".join(map(chr, range(0x4E00, 0x4E00 + 9000))), "læsekreds"]

    ngrams, held, counts = letter_ngrams_of_all(words)

    assert [ngrams[number] for number in held.tolist()] == [ngram for word in words for ngram in letter_ngrams(word)]
    assert counts.tolist() == [8996, 5]


@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join), max_size=12))
def test_words_split_together_are_split_as_each_by_itself(words: list[str]) -> None:
    counts = {
        "bibliotek": 9,
        "partner": 4,
        "skab": 3,
        "partnerskab": 2,
        "arbejde": 5,
        "aftale": 5,
        "hus": 6,
        "samling": 2,
    }
    splitter = CompoundSplitter(counts, danish_stem_cache(EmptyLexicon()))

    assert splitter.split(words) == [splitter.split([word])[0] for word in words]


def test_a_compound_is_split_by_the_parts_that_the_corpus_knows_best() -> None:
    counts = {"bibliotek": 9, "aftale": 5, "partner": 9, "skab": 1, "partnerskab": 8, "partnerskabsaftale": 1}
    splitter = CompoundSplitter(counts, danish_stem_cache(EmptyLexicon()))

    assert splitter.split(["partnerskabsaftalen", "biblioteksaftale", "bibliotek", "hus"]) == [
        ("partnerskab", "aftalen"),
        ("bibliotek", "aftale"),
        (),
        (),
    ]


def test_a_text_without_spaces_is_no_compound() -> None:
    """Cut everywhere, a million letters would fill any memory."""
    text = "bibliotek" * 100_000
    counts = {"bibliotek": 9, "biblioteks": 2, text: 1}

    form = Analyzers(counts, None, ["bibliotek"])[Language.DANISH].forms([text])[0]

    assert form.spelling == text and form.parts == ()


@given(st.lists(st.lists(WORDS.filter(bool), max_size=8), max_size=4))
def test_columns_hold_what_the_analyzer_makes_of_each_word(batches: list[list[str]]) -> None:
    """Words are numbered batch by batch, and terms asked for in between."""
    table = WordTables(ANALYZERS)[Language.DANISH]
    columns = dict(
        (*table.columns.of_pages, *table.columns.of_both, *table.columns.of_both_anywhere, *table.columns.of_spellings)
    )
    for words in batches:
        numbers = table.numbers(words)
        forms = ANALYZERS[Language.DANISH].forms(words)
        assert listed(columns["body_da"].expanded(numbers)) == [[form.term] for form in forms]
        assert [ANALYZERS[Language.DANISH].term(word) for word in words] == [form.term for form in forms]
        assert listed(columns["body_words_da"].expanded(numbers)) == [[form.word] for form in forms]
        assert listed(columns["spelling_da"].expanded(numbers)) == [[form.spelling] for form in forms]
        assert listed(columns["body_parts_da"].expanded(numbers)) == [[*form.parts] for form in forms]
        assert listed(columns["runs_da"].expanded(numbers)) == [[*letter_ngrams(form.word)] for form in forms]


def test_words_are_counted_over_documents_as_they_are_written() -> None:
    table = WordTables(ANALYZERS)[Language.DANISH]
    first, second = table.numbers(["Bog", "bog", "hus"]), table.numbers(["bog"])

    assert table.counts([first, second]) == {"Bog": 1, "bog": 2, "hus": 1}
    assert table.counts([second]) == {"bog": 1}


def test_analyzers_may_come_after_the_words() -> None:
    tables = WordTables()
    field = analyze_document(a_document("a", "Husene"), a_vocabulary(), tables).fields["body_da"]

    with pytest.raises(RuntimeError, match="analyzer"):
        _ = field.terms
    tables.analyzers = ANALYZERS

    assert field.terms == (ANALYZERS[Language.DANISH].analyze("Husene")[0].term,)


def test_words_of_drafts_are_no_spellings() -> None:
    for status, is_public in ((Status.DRAFT, False), (Status.PUBLISHED, True)):
        document = a_document("a", "Husene", status=status)

        assert ("spelling_da" in analyze_document(document, a_vocabulary(), WordTables(ANALYZERS)).fields) == is_public


def test_a_field_of_terms_gives_them_back() -> None:
    field = AnalyzedField.of(["b", "a", "b"], [0, 1, 5])

    assert field.terms == ("b", "a", "b")
    assert field.positions.tolist() == [0, 1, 5]


def test_stems_are_made_once_and_together() -> None:
    made: list[Sequence[str]] = []

    def make(words: Sequence[str]) -> list[str]:
        made.append(tuple(words))
        return [word[:2] for word in words]

    stems = StemCache(make)

    assert stems.stem_all(["huset", "bogen", "huset"]) == ["hu", "bo", "hu"]
    assert stems["bogen"] == "bo" and stems["nye"] == "ny"
    assert made == [("huset", "bogen"), ("nye",)]


def test_remembered_stems_belong_to_one_lexicon() -> None:
    """An empty memory is a memory too."""

    class Lexicon:
        def lemmas(self, words: Sequence[str]) -> list[str | None]:
            return ["barn" if word == "børn" else None for word in words]

    analyzers = Analyzers({}, danish_stem_cache(Lexicon()))

    assert analyzers[Language.DANISH].analyze("børn")[0].term == "barn"


def test_the_collector_wakes_again_after_a_fault() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), garbage_collection_paused(), garbage_collection_paused():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
