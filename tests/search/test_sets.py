"""What operators do to the counted documents: the laws of sets, over texts of all shapes in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer import Across, Filter, KnowledgeBase, Language, Query
from tests.builders import write_case

Settings = dict[str, object]
Counted = Callable[[str, Settings], frozenset[str]]

WORDS = (
    *("skole", "skolen", "bøger", "museet", "frivillige", "lektiehjælp", "bogbus", "biblioteket", "fanger", "xyzzy"),
    *("school", "books", "museum", "volunteers", "homework", "library", "children", "harbour"),
)
PHRASES = ('"reading club"', '"kunstig intelligens"', "»hele sommeren«", '"intelligens kunstig"')
MARKED = ("title:museet", "titel:lektiecafé", "biblio*", "frivil*")
TEXTS = st.recursive(
    st.sampled_from((*WORDS, *PHRASES, *MARKED)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} -{pair[1]})"),
    ),
    max_leaves=4,
)
SETTINGS = st.fixed_dictionaries(
    {
        "text_language": st.sampled_from(Language),
        "across": st.sampled_from(Across),
        "related": st.booleans(),
        "is_literal": st.just(True),
    }
)
FILTERS = st.sampled_from(
    (
        Filter("language", "da"),
        Filter("kind", "case"),
        Filter("sector", "public"),
        Filter("sector", "public", is_excluded=True),
    )
)


@pytest.fixture(scope="module")
def counted(small_library: KnowledgeBase) -> Counted:
    @cache
    def found(text: str, asked: tuple[tuple[str, object], ...]) -> frozenset[str]:
        return frozenset(small_library.retrieval.matching_ids(Query(text, **dict(asked))))  # type: ignore[arg-type]

    return lambda text, asked: found(text, tuple(sorted(asked.items())))


def are_one_name(library: KnowledgeBase, text: str, asked: Settings) -> bool:
    """Whether some words of a text are read as one name, which is one thing like a phrase."""
    return bool(library.retrieval.interpret(Query(text, **asked)).names)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(first=TEXTS, second=TEXTS, asked=SETTINGS)
def test_either_of_two_is_the_union_of_both(counted: Counted, first: str, second: str, asked: Settings) -> None:
    assert counted(f"{first} OR {second}", asked) == counted(first, asked) | counted(second, asked)


@settings(max_examples=60)
@given(first=TEXTS, second=TEXTS, asked=SETTINGS)
def test_what_is_asked_without_something_lacks_it_and_nothing_else(
    counted: Counted, first: str, second: str, asked: Settings
) -> None:
    without = counted(second, asked | {"related": False})

    assert counted(f"{first} -{second}", asked) == counted(first, asked) - without


@settings(max_examples=80)
@given(first=TEXTS, second=TEXTS, asked=SETTINGS)
def test_one_more_word_only_takes_away(
    counted: Counted, small_library: KnowledgeBase, first: str, second: str, asked: Settings
) -> None:
    both = f"{first} {second}"
    assume(not are_one_name(small_library, both, asked))

    assert counted(both, asked) <= counted(first, asked) & counted(second, asked)


@settings(max_examples=40)
@given(text=TEXTS, added=FILTERS, asked=SETTINGS)
def test_a_filter_only_takes_away(counted: Counted, text: str, added: Filter, asked: Settings) -> None:
    assert counted(text, asked | {"filters": (added,)}) <= counted(text, asked)


@settings(max_examples=40)
@given(text=TEXTS, asked=SETTINGS)
def test_related_documents_are_added_to_the_counted_ones(counted: Counted, text: str, asked: Settings) -> None:
    assert counted(text, asked | {"related": False}) <= counted(text, asked | {"related": True})


@pytest.mark.parametrize("text", ["skole", "frivillige OR museet", "-skole"])
def test_no_answer_depends_on_how_many_others_are(knowledge_base: KnowledgeBase, corpus: Path, text: str) -> None:
    write_case(corpus, "one", "Skolen og de frivillige.")
    write_case(corpus, "two", "Museet. " + "Andre ord står her. " * 200)
    knowledge_base.reconcile()
    before = set(knowledge_base.retrieval.matching_ids(Query(text, is_literal=True)))
    for number in range(12):
        write_case(corpus, f"more-{number}", "Skolen, museet og de frivillige.")
    knowledge_base.reconcile()

    after = knowledge_base.retrieval.matching_ids(Query(text, is_literal=True))

    assert {name for name in after if not name.startswith("more-")} == before
