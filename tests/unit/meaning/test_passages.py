"""What of a document is embedded."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.domain.documents.document import Page
from indexer.domain.documents.metadata import Language
from indexer.meaning.passages import MAX_PASSAGE_CHARACTERS, document_passages
from tests.builders import a_document


def test_short_pages_are_joined_and_every_passage_carries_the_title() -> None:
    document = a_document("a", "Første side.", "Anden side.", title="Bogbussen")

    (passage,) = document_passages(document)

    assert passage.text == "Bogbussen. Første side. Anden side."
    assert (passage.page_number, passage.start) == (1, 0)


def test_a_summary_is_a_passage_of_its_own_in_each_language() -> None:
    document = a_document("a", "Tekst.", title="Bussen")
    stated = replace(document.metadata, summary="Kort.", title_other="The bus", summary_other="Short.")

    passages = document_passages(replace(document, metadata=stated))

    assert [(each.text, each.language, each.page_number) for each in passages] == [
        ("Bussen. Kort.", Language.DANISH, 0),
        ("The bus. Short.", Language.ENGLISH, 0),
        ("Bussen. Tekst.", Language.DANISH, 1),
    ]


def test_a_page_in_the_other_language_begins_a_passage() -> None:
    document = a_document("a", "Dansk.", "Engelsk.")
    english = replace(document, pages=(document.pages[0], replace(document.pages[1], language="en")))

    assert [each.language for each in document_passages(english)] == [Language.DANISH, Language.ENGLISH]


def test_a_document_without_any_text_is_its_title() -> None:
    (passage,) = document_passages(a_document("a", "", title="Kun en titel"))

    assert passage.text == "Kun en titel"


@given(st.lists(st.text(max_size=3000), max_size=4))
def test_passages_are_short_say_where_they_begin_and_leave_nothing_out(texts: list[str]) -> None:
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    document = replace(a_document("a", "x", title="T"), pages=pages)

    passages = [each for each in document_passages(document) if each.page_number]

    assert all(len(each.text) <= MAX_PASSAGE_CHARACTERS + len("T. ") for each in passages)
    for each in passages:
        begins = each.text.removeprefix("T. ")[:1]
        assert pages[each.page_number - 1].text[each.start :].lstrip().startswith(begins)
    kept = "".join("".join(each.text.removeprefix("T. ").split()) for each in passages)
    assert kept == "".join("".join(text.split()) for text in texts) or kept == "T"
