"""What words of each language are matched on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzers, danish_stem_cache
from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
from indexer.analysis.lemma_lexicon import LexiconFile
from indexer.domain.documents.metadata import Language
from tests.builders import ANALYZERS

DANISH, ENGLISH = ANALYZERS[Language.DANISH], ANALYZERS[Language.ENGLISH]


class SmallLexicon:
    """Knows two irregular words and a lemma that is no stem."""

    LEMMAS = {"børn": "barn", "børnene": "barn", "bøger": "bog", "mænd": "mand"}

    def lemmas(self, words: Sequence[str]) -> list[str | None]:
        return [self.LEMMAS.get(word) for word in words]


WITH_LEXICON = Analyzers({}, danish_stem_cache(SmallLexicon()))[Language.DANISH]


def terms(analyzer: object, text: str) -> list[str]:
    return [token.term for token in analyzer.analyze(text)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "forms",
    [
        "bibliotek biblioteket biblioteker bibliotekerne bibliotekets bibliotekernes",
        "partnerskab partnerskabet partnerskaber partnerskaberne",
        "aftale aftalen aftaler aftalerne",
        "kommune kommunen kommuner kommunernes",
        "cd cd'er cd'en cd’ens",
        "pc pc'er pc'erne",
        "museum museet museer museerne",
        "center centre centret centrene",
        "café caféen cafeen caféer",
        "stor større størst",
        "lille små mindre mindst",
    ],
    ids=lambda forms: forms.split()[0],
)
def test_the_forms_of_a_danish_word_are_one_term(forms: str) -> None:
    assert len(set(terms(DANISH, forms))) == 1


@pytest.mark.parametrize(
    "words",
    ["ældre gammel", "råd rådhus", "penge pengeskab", "medie medicin", "skole skov", "bog bogstart"],
)
def test_different_danish_words_stay_different_terms(words: str) -> None:
    assert len(set(terms(DANISH, words))) == 2


@pytest.mark.parametrize(
    "forms",
    [
        "library libraries library's library’s",
        "partnership partnerships",
        "run running runs",
        "collaborate collaborating collaborated collaborates",
    ],
    ids=lambda forms: forms.split()[0],
)
def test_the_forms_of_an_english_word_are_one_term(forms: str) -> None:
    assert len(set(terms(ENGLISH, forms))) == 1


@pytest.mark.parametrize(("form", "lemma"), [("børn", "barn"), ("mænd", "mand")])
def test_a_lexicon_joins_what_the_stemmer_parts(form: str, lemma: str) -> None:
    assert WITH_LEXICON.term(form) == WITH_LEXICON.term(lemma)
    assert DANISH.term(form) != DANISH.term(lemma)


@pytest.mark.parametrize(
    "forms",
    ["mødre mødrene mødrenes", "centret centrets centrene", "fængsel fængslet fængslets", "bøger bøgerne bøgernes"],
    ids=lambda forms: forms.split()[0],
)
def test_a_form_that_the_lexicon_lacks_takes_the_lemma_of_its_sister(forms: str, lexicon: Path) -> None:
    danish = Analyzers({}, danish_stem_cache(LexiconFile(lexicon)))[Language.DANISH]

    assert len({danish.term(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "stop_word"), [("sommer", "som"), ("sommeren", "som"), ("hav", "have"), ("mens", "men"), ("siger", "sig")]
)
def test_a_danish_word_shares_no_term_with_a_stop_word(word: str, stop_word: str) -> None:
    assert WITH_LEXICON.term(word) != WITH_LEXICON.term(stop_word)
    assert DANISH.term(word) != DANISH.term(stop_word)


@pytest.mark.parametrize(("word", "stop_word"), [("willing", "will"), ("ups", "up"), ("others", "other")])
def test_an_english_word_shares_no_term_with_a_stop_word(word: str, stop_word: str) -> None:
    assert ENGLISH.term(word) != ENGLISH.term(stop_word)


def test_our_own_corrections_come_before_the_lexicon() -> None:
    misled = Analyzers(
        {}, danish_stem_cache(type("Misled", (), {"lemmas": lambda _, words: ["gammel"] * len(words)})())
    )

    assert misled[Language.DANISH].term("ældre") == "aeldr"
    assert misled[Language.DANISH].term("nyt") == "gammel"


@pytest.mark.parametrize(
    ("language", "words"), [(Language.DANISH, DANISH_STOP_WORDS), (Language.ENGLISH, ENGLISH_STOP_WORDS)]
)
def test_stop_words_are_kept_and_marked_in_their_own_language_only(language: Language, words: frozenset[str]) -> None:
    own, other = ANALYZERS[language], ANALYZERS[language.other]
    text = " ".join(sorted(words))
    foreign = sorted(words - (DANISH_STOP_WORDS & ENGLISH_STOP_WORDS))

    assert all(token.is_stop_word for token in own.analyze(text.upper()))
    assert not any(form.is_stop_word for form in other.forms(foreign))


def test_a_token_knows_its_forms_and_its_place() -> None:
    token = DANISH.analyze("I Ærøs KOMMUNER")[2]

    assert (token.word, token.term, token.spelling) == ("kommuner", "kommun", "kommuner")
    assert (token.start, token.end) == (7, 15)


def test_spellings_keep_the_letters_that_words_fold() -> None:
    token = DANISH.analyze("Blåbærgrød")[0]

    assert (token.spelling, token.word) == ("blåbærgrød", "blaabaergroed")


@given(st.text(alphabet="abeknrstæøå 'ELSÆ-", max_size=50))
def test_a_word_has_the_same_forms_alone_as_in_a_text(text: str) -> None:
    for language in Language:
        analyzer = ANALYZERS[language]
        for token in analyzer.analyze(text):
            assert analyzer.forms([text[token.start : token.end]])[0] == token[:5]
            assert analyzer.term(text[token.start : token.end]) == token.term


def test_what_is_remembered_may_be_asked_for_by_many_threads() -> None:
    analyzer = Analyzers({})[Language.DANISH]
    words = [f"ord{number}erne" for number in range(400)]
    expected = [form.term for form in ANALYZERS[Language.DANISH].forms(words)]
    found: list[list[str]] = []

    def ask(step: int) -> None:
        found.append([form.term for form in analyzer.forms(words[::step])])

    threads = [threading.Thread(target=ask, args=(step,)) for step in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == sorted(expected[::step] for step in (1, 2, 3, 4))


COUNTS = {"samarbejde": 40, "aftale": 60, "skole": 80, "bibliotek": 90, "lektie": 20, "cafe": 30, "frivillig": 25}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("samarbejdsaftale", ()),
        ("skolebibliotek", ("skol", "bibliotek")),
        ("skolebiblioteket", ("skol", "bibliotek")),
        ("lektiecafe", ("lekti", "caf")),
        ("biblioteksskole", ("bibliotek", "skol")),
        ("skole", ()),
        ("bibliotek", ()),
        ("skolexyz", ()),
        ("skole2bibliotek", ()),
    ],
)
def test_danish_compounds_have_the_terms_of_their_parts(word: str, parts: tuple[str, ...]) -> None:
    analyzer = Analyzers(COUNTS)[Language.DANISH]

    assert analyzer.analyze(word)[0].parts == parts


def test_a_compound_more_frequent_than_its_parts_is_left_whole() -> None:
    counts = COUNTS | {"skolebibliotek": 500}

    assert Analyzers(counts)[Language.DANISH].analyze("skolebibliotek")[0].parts == ()


def test_a_frequent_compound_is_split_into_words_of_the_dictionary() -> None:
    counts = COUNTS | {"skolebibliotek": 500}
    analyzer = Analyzers(counts, danish_words=("skole", "bibliotek"))[Language.DANISH]

    assert analyzer.analyze("skolebibliotek")[0].parts == ("skol", "bibliotek")


@pytest.mark.parametrize("word", ["medlem", "venskabet", "underskole", "skolehed"])
def test_beginnings_and_endings_that_are_no_words_split_nothing(word: str) -> None:
    counts = COUNTS | dict.fromkeys(("med", "lem", "ven", "skabet", "under", "hed"), 900)

    assert Analyzers(counts)[Language.DANISH].analyze(word)[0].parts == ()


def test_english_words_are_never_split() -> None:
    assert Analyzers(COUNTS)[Language.ENGLISH].analyze("skolebibliotek")[0].parts == ()
