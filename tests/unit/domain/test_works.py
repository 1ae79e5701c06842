"""A work is read as it is stated, or named with what must be mended; names keep their parts in every notation."""

from __future__ import annotations

import dataclasses
import tomllib
from typing import Any

import pybtex.database
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import WORK_PARTS, Author, Language, Metadata, Work, WorkType, author_of, bibtex_names, ris_name
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.corpus_store.metadata_writer import changed_toml, new_toml
from indexer.curation.bulk.readers.reference_names import name_of_ris, names_of_bibtex
from indexer.curation.bulk.readers.reference_types import TYPE_NAMES, type_of_bibtex, type_of_csl, type_of_ris
from indexer.domain.works.work_reading import isbn_of, read_work
from tests.builders import a_vocabulary

BASE: dict[str, object] = {"type": "book", "title": "En bog"}
WORK = Work(
    WorkType.JOURNAL_ARTICLE, "The four spaces", (Author("Jochumsen", "Henrik"), Author(name="IVA")), 2012,
    container="New Library World", volume="113", issue="11/12", pages="586-597", doi="10.1108/03074801211282948",
)  # fmt: skip
HAND_WRITTEN = """\
title = "T"
kind = "article"
language = "da"

# det, den handler om
[describes]
type = "book"
title = "En bog"  # som på omslaget
authors = [{ family = "Ås", given = "Bo" }]
year = 2001

[[sources]]
title = "Kilde"
"""
WORDS = st.text(st.sampled_from("aåÅbc'-{}&~_ ."), min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
NAMES = WORDS.filter(bool)
PERSONS = st.builds(Author, family=NAMES, given=st.one_of(st.just(""), NAMES))
ORGANISATIONS = st.builds(Author, name=st.lists(NAMES, min_size=1, max_size=3).map(", ".join))
AUTHORS = st.one_of(PERSONS, ORGANISATIONS).filter(lambda author: author_of(str(author)) == author)


def faults_of(**stated: object) -> list[tuple[str, str]]:
    return [(part, message.id) for part, message in read_work(BASE | stated)[1]]


def read(**stated: object) -> Work:
    work, faults = read_work(BASE | stated)
    assert work is not None, faults
    return work


def test_a_work_is_read_as_it_was_stated() -> None:
    assert read_work(WORK.stated) == (WORK, ())
    assert Work.of(WORK.stated) == WORK


def test_every_attribute_of_a_work_has_a_row() -> None:
    assert [part.name for part in WORK_PARTS] == [field.name for field in dataclasses.fields(Work)]


@pytest.mark.parametrize("stated", [{}, {"title": ""}, {"authors": [], "year": None}])
def test_what_states_nothing_is_no_work_and_no_fault(stated: dict[str, object]) -> None:
    assert read_work(stated) == (None, ())


@pytest.mark.parametrize(
    ("stated", "faults"),
    [
        ({"title": ""}, [("title", "missing-work-title")]),
        ({"type": ""}, [("type", "missing-work-type")]),
        ({"type": "bog"}, [("type", "unknown-choice")]),
        ({"title": 3}, [("title", "not-text")]),
        ({"title": "x" * 301}, [("title", "too-long")]),
        ({"year": "2012"}, [("year", "bad-year")]),
        ({"year": True}, [("year", "bad-year")]),
        ({"doi": "se artiklen"}, [("doi", "bad-doi")]),
        ({"isbn": "0-89843-611-8"}, [("isbn", "bad-isbn")]),
        ({"url": "javascript:x"}, [("url", "bad-url")]),
        ({"authors": 3}, [("authors", "not-authors")]),
        ({"authors": [3]}, [("authors", "bad-author")]),
        ({"authors": [{}]}, [("authors", "bad-author")]),
        ({"authors": [{"given": "Bo"}]}, [("authors", "bad-author")]),
        ({"authors": [{"family": "Ås", "name": "KL"}]}, [("authors", "bad-author")]),
        ({"authors": [{"family": "Ås, Bo"}]}, [("authors", "bad-author")]),
        ({"authors": [{"surname": "Ås"}]}, [("authors", "bad-author")]),
        ({"authors": [f"A{number}" for number in range(1001)]}, [("authors", "too-many-authors")]),
        ({"publishers": "X"}, [("publishers", "unknown-work-key")]),
        ({"year": 1, "doi": "x"}, [("year", "bad-year"), ("doi", "bad-doi")]),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_named_by_its_part(stated: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert faults_of(**stated) == faults


def test_what_is_no_table_is_no_work() -> None:
    work, faults = read_work("En bog")

    assert work is None and [message.id for _, message in faults] == ["not-work"]


@pytest.mark.parametrize(
    "doi", ["10.1108/a.b", "doi:10.1108/a.b", "https://doi.org/10.1108/a.b", "dx.doi.org/10.1108/a.b."]
)
def test_a_doi_is_kept_in_one_form_wherever_it_stands(doi: str) -> None:
    assert read(doi=doi).doi == "10.1108/a.b"
    moved = read(url=doi if "doi.org" in doi else "https://doi.org/10.1108/a.b")
    assert (moved.doi, moved.url, moved.address) == ("10.1108/a.b", "", "https://doi.org/10.1108/a.b")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("0-89843-611-7", "0898436117"), ("ISBN-13: 978-0-940069-34-3", "9780940069343"), ("0-9752298-0-x", "097522980X")],
)
def test_an_isbn_is_kept_without_hyphens(written: str, kept: str) -> None:
    assert read(isbn=written).isbn == kept


@given(st.integers(0, 10**12 - 1), st.integers(1, 9))
def test_an_isbn_with_one_wrong_digit_is_none(number: int, step: int) -> None:
    signs = f"978{number % 10**9:09d}"
    check = -sum((1, 3)[place % 2] * int(sign) for place, sign in enumerate(signs)) % 10

    assert isbn_of(f"{signs}{check}") == f"{signs}{check}"
    assert isbn_of(f"{signs}{(check + step) % 10}") == ""


@pytest.mark.parametrize("pages", ["44-55", "44–55", "44 -- 55", "44 — 55"])
def test_pages_have_one_hyphen(pages: str) -> None:
    assert read(pages=pages).pages == "44-55"


def test_names_are_understood_as_tables_and_as_they_are_typed() -> None:
    typed = read(authors=["Bryson, John M.", "KL", "{Kunst, Kultur og Fritid}", "Delica,"]).authors

    assert typed == (
        Author("Bryson", "John M."), Author(name="KL"), Author(name="Kunst, Kultur og Fritid"), Author("Delica"),
    )  # fmt: skip
    assert read(authors=[{"family": "Bryson", "given": "John M."}, {"name": "KL"}]).authors == typed[:2]


@given(st.lists(AUTHORS, min_size=1, max_size=3, unique=True))
def test_names_come_back_from_every_notation_with_their_parts(authors: list[Author]) -> None:
    assert [author_of(str(author)) for author in authors] == authors
    assert list(read(authors=[str(author) for author in authors]).authors) == authors
    assert names_of_bibtex(bibtex_names(tuple(authors))) == authors


@given(AUTHORS.filter(lambda author: ",," not in f"{author.given}{author.name}"))
def test_names_come_back_from_ris(author: Author) -> None:
    assert name_of_ris(ris_name(author)) == author


@pytest.mark.parametrize("name", ["Sand and Sea", "others", "Kunst and Kultur", "A and others"])
def test_names_that_mean_something_to_bibtex_come_back(name: str) -> None:
    for author in (Author(name=name), Author(name, "Ole and Bo")):
        assert names_of_bibtex(bibtex_names((author, Author("Ås", "Bo")))) == [author, Author("Ås", "Bo")]


def test_pybtex_parts_a_name_with_several_suffixes_as_we_do() -> None:
    written = bibtex_names((Author("Kip", "A. B., Jr., PhD"),))

    person = pybtex.database.Person(written)

    assert names_of_bibtex(written) == [Author("Kip", "A. B., Jr., PhD")]
    assert (person.last_names, person.first_names, person.middle_names) == (["Kip"], ["A."], ["B."])
    assert "".join(person.lineage_names) == "{Jr., PhD}"


@pytest.mark.parametrize("work_type", WorkType)
def test_every_type_comes_back_from_every_format(work_type: WorkType) -> None:
    names = TYPE_NAMES[work_type]

    assert type_of_ris(names.ris) is work_type
    assert type_of_bibtex(names.bibtex, names.bibtex_subtype) is work_type
    assert type_of_csl(names.csl) is work_type


def parsed(toml: str) -> Metadata:
    metadata, faults = read_metadata("x.md", toml, 1, a_vocabulary())
    assert metadata is not None, faults
    return metadata


def test_a_work_is_written_as_a_table_and_read_again() -> None:
    metadata = Metadata("T", Language.DANISH, "case", describes=WORK)

    toml = new_toml(metadata)

    assert parsed(toml) == metadata
    assert 'authors = [{ family = "Jochumsen", given = "Henrik" }, { name = "IVA" }]' in toml


@pytest.mark.parametrize(
    "changes",
    [{"year": 2002}, {"authors": (Author("Ås", "Bo"), Author(name="KL"))}, {"title": "En anden bog"}, {"year": None}],
    ids=lambda value: next(iter(value)),
)
def test_a_correction_of_a_work_keeps_comments_and_order(changes: dict[str, Any]) -> None:
    toml = HAND_WRITTEN.replace('"article"', '"case"')
    old = parsed(toml)
    assert old.describes is not None
    new = dataclasses.replace(old, describes=dataclasses.replace(old.describes, **changes))

    changed = changed_toml(toml, old, new)

    assert parsed(changed) == new
    assert "# det, den handler om" in changed and "# som på omslaget" in changed
    assert list(tomllib.loads(changed)) == list(tomllib.loads(toml))


def test_a_work_is_added_to_a_file_and_taken_out_of_it() -> None:
    without = HAND_WRITTEN.replace('"article"', '"case"').partition("# det")[0] + '[[sources]]\ntitle = "Kilde"\n'
    old = parsed(without)

    with_work = changed_toml(without, old, dataclasses.replace(old, describes=WORK))

    assert parsed(with_work).describes == WORK
    assert parsed(changed_toml(with_work, parsed(with_work), old)) == old


def test_a_fault_of_a_work_is_named_with_its_line() -> None:
    toml = HAND_WRITTEN.replace("year = 2001", "year = 1").replace('"article"', '"case"')

    metadata, faults = read_metadata("x.md", toml, 1, a_vocabulary())

    assert metadata is None
    assert [(fault.key, fault.line, fault.message.id) for fault in faults] == [("describes.year", 10, "bad-year")]
