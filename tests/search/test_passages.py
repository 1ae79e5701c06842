"""Passages that show why a document was found, and searching inside a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Across, DocumentId, DocumentNotFound, Hit, KnowledgeBase, Language, Snippet
from tests.saying import raises_saying
from tests.search.asking import ask
from tests.small_library import DRAFT

WORDS = st.sampled_from(("bøger", "biblioteket", "frivillige", "skole", "aftale", "lektier", "bog*", '"hver uge"'))


def hit_of(library: KnowledgeBase, text: str, document_id: str, **settings: object) -> Hit:
    return next(hit for hit in ask(library, text, **settings).hits if hit.id == document_id)


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[match.start : match.end] for match in snippet.matches]


@pytest.mark.parametrize(
    ("text", "document_id", "words"),
    [
        ("fange", "fengsel", ["Fangerne"]),
        ("museum", "museet", ["Museet"]),
        ("museet hus", "museet", ["Museet", "hus"]),
        ('"kunstig intelligens"', "data-lab", ["kunstig", "intelligens"]),
        ("udstil*", "museet", ["Udstillinger"]),
        ("museet -cykel", "museet", ["Museet"]),
    ],
)
def test_the_words_that_answer_are_marked(
    small_library: KnowledgeBase, text: str, document_id: str, words: list[str]
) -> None:
    snippet = hit_of(small_library, text, document_id, across=Across.OFF, text_language=Language.DANISH).snippet

    assert marked(snippet) == words


def test_a_passage_of_a_long_text_is_cut_out_around_what_answers(small_library: KnowledgeBase) -> None:
    snippet = hit_of(small_library, "runesten kryds", "oldfund").snippet

    assert marked(snippet) == ["runesten", "kryds"]
    assert len(snippet.text) < 320
    assert (snippet.starts_text, snippet.ends_text) == (False, False)


def test_words_of_the_other_language_are_marked_too(small_library: KnowledgeBase) -> None:
    snippet = hit_of(small_library, "frivillige", "english-club", text_language=Language.DANISH).snippet

    assert "Volunteers" in marked(snippet)
    assert snippet.language is Language.ENGLISH


def test_a_passage_names_the_section_that_it_stands_in(small_library: KnowledgeBase) -> None:
    snippet = hit_of(small_library, "lærere", "aaben-skole").snippet

    assert (snippet.page_number, snippet.page_label) == (2, "Sådan gjorde de")
    assert (snippet.starts_text, snippet.ends_text) == (True, True)


@pytest.mark.parametrize(
    ("document_id", "text"),
    [("aaben-skole", "Biblioteket og skolen læser sammen."), ("bogbus", "Bogbussen kører ud")],
    ids=["summary", "title-without-summary"],
)
def test_without_words_the_summary_or_the_title_is_shown(
    small_library: KnowledgeBase, document_id: str, text: str
) -> None:
    snippet = hit_of(small_library, "", document_id).snippet

    assert (snippet.text, snippet.matches, snippet.page_number) == (text, (), None)


@settings(max_examples=25)
@given(st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_every_passage_stands_in_its_document_and_its_marks_in_the_passage(
    small_library: KnowledgeBase, text: str
) -> None:
    for hit in ask(small_library, text).hits:
        snippet, document = hit.snippet, small_library.documents.document(hit.id)
        pages = {page.number: page.text for page in document.pages}
        source = pages[snippet.page_number] if snippet.page_number else hit.metadata.summary or hit.metadata.title
        assert snippet.text in source
        ends = [0, *(end for match in snippet.matches for end in (match.start, match.end)), len(snippet.text)]
        assert ends == sorted(ends)


def test_searching_inside_a_document_gives_a_passage_for_each_section(small_library: KnowledgeBase) -> None:
    document = small_library.documents.document(DocumentId("aaben-skole"))

    passages = small_library.passages.search_within(document, "børn frivillige")

    assert [(p.page_number, p.page_label) for p in passages] == [
        (1, "Kort fortalt"), (2, "Sådan gjorde de"), (3, "Hvad kom der ud af det"),
    ]  # fmt: skip
    assert [sorted(marked(p)) for p in passages] == [["børn", "frivillige"], ["Frivillige"], ["børn"]]


def test_matches_by_page_are_those_of_the_whole_text(small_library: KnowledgeBase) -> None:
    document = small_library.documents.document(DocumentId("aaben-skole"))

    found = small_library.passages.matches_by_page(document, "lektier")

    assert set(found) == {1, 2}
    for number, matches in found.items():
        text = document.pages[number - 1].text
        assert {text[m.start : m.end] for m in matches} <= {"lektier", "lektierne"}


def test_nothing_is_found_inside_a_document_without_the_words(small_library: KnowledgeBase) -> None:
    document = small_library.documents.document(DocumentId("museet"))

    assert small_library.passages.search_within(document, "cykler") == ()
    assert small_library.passages.matches_by_page(document, "cykler") == {}


@pytest.mark.parametrize("document_id", [DRAFT, "findes-ikke", "", "../aaben-skole"])
def test_a_document_that_is_not_public_is_not_given(small_library: KnowledgeBase, document_id: str) -> None:
    with raises_saying(DocumentNotFound, "no published document"):
        small_library.documents.document(DocumentId(document_id))
    assert small_library.documents.metadata(DocumentId(document_id)) is None


def test_a_document_has_its_pages_and_knows_where_it_lies(small_library: KnowledgeBase) -> None:
    document = small_library.documents.document(DocumentId("guide-aftale"))

    assert [page.label for page in document.pages] == ["", "Trin 1", "Trin 2"]
    assert (document.location, document.media_type) == ("guides/guide-aftale.md", "text/markdown")
