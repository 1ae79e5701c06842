"""Front matter, form, import and API judge every value alike, with the same words; so over all rows of the schema."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tomlkit
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer import (
    SCHEMA,
    Curation,
    Language,
    Metadata,
    MetadataKey,
    ValueType,
    load_config,
    say,
    typed_number,
)
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.front_matter import split_front_matter
from tests.conftest import PROJECT
from web import create_app
from web.curation.forms.form_fields import SOURCE_PARTS, field_name
from web.curation.forms.metadata_form import ROWS, MetadataForm

BASE = {"title": "En titel", "kind": "case", "language": "da"}
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029;")
BY_ATTRIBUTE = {row.attribute: row for row in SCHEMA}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site over no document at all."""
    folder = tmp_path_factory.mktemp("ways")
    (folder / "corpus").mkdir()
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    made = create_app(load_config(folder / "config.toml").path)
    yield made
    made.extensions["samspil"].knowledge_base.close()


@dataclass(frozen=True)
class Verdict:
    """What a way in makes of a document: its metadata, or what is said of it."""

    metadata: Metadata | None
    words: frozenset[str]


def by_front_matter(curation: Curation, stated: dict[str, object]) -> Verdict:
    metadata, faults = read_metadata("x.md", tomlkit.dumps(stated), 1, curation.vocabulary)
    return Verdict(metadata, frozenset(say(fault.message, Language.DANISH) for fault in faults))


def by_import(curation: Curation, stated: dict[str, object]) -> Verdict:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(stated)
    writer.writerow(guarded(cell_of(value)) for value in stated.values())
    read = read_table("a.csv", table.getvalue().encode())
    plan = plan_table(read, curation.corpus, curation.vocabulary, defaults={})
    if plan.faults:
        return Verdict(None, frozenset(say(fault.message, Language.DANISH) for fault in plan.faults))
    (text,) = plan.files.values()
    metadata, faults = read_metadata("x.md", split_front_matter(text.decode())[0], 2, curation.vocabulary)
    assert not faults, "what was imported is refused by the index"
    return Verdict(metadata, frozenset())


def by_form(curation: Curation, stated: dict[str, object]) -> Verdict:
    fields: MultiDict[str, str] = MultiDict()
    keys = {row.key_in(Language.DANISH): row for row in ROWS}
    for key, value in stated.items():
        row = keys[key]
        if row.type is ValueType.WORK:
            for part, stated_part in value.items():  # type: ignore[attr-defined]  # a table
                fields[f"work-{part}"] = str(stated_part)
        elif row.type is ValueType.SOURCES:
            for source in value:  # type: ignore[attr-defined]  # a list of tables
                for part in SOURCE_PARTS:
                    fields.add(f"source-{part}", str(source.get(part, "")))
        elif row.type is ValueType.CONCEPTS:
            fields.setlist(field_name(row), list(value))  # type: ignore[call-overload]
        else:
            fields[field_name(row)] = "\n".join(value) if isinstance(value, list) else str(value)
    form = MetadataForm(curation.vocabulary, sent=fields)
    if form.validate():
        return Verdict(form.metadata(None, BY_ATTRIBUTE["status"].choices("draft")), frozenset())  # type: ignore[misc]
    return Verdict(None, frozenset(text for texts in form.errors.values() for text in texts))


def cell_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def guarded(cell: str) -> str:
    return f"'{cell}" if re.match(r"'*[=+\-@\t\r]", cell) else cell


def values_of(row: MetadataKey, known: list[str]) -> st.SearchStrategy[object]:
    """Good and bad values of a row, as files have them; never nothing at all, which forms cannot tell from empty."""
    text = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
    around_limit = st.integers(row.limit - 1, row.limit + 1).map(lambda length: "x" * length)
    odd = st.sampled_from(["findes ikke her", "javascript:x", "<b>", "x" * 90, "QQ", "dk", "=1+1"])
    year = st.one_of(st.integers(0, 4000).map(str), st.sampled_from(["201x", "-5", "２０１２", "1999.5"]))
    match row.type:
        case ValueType.TEXT:
            return st.one_of(text, around_limit)
        case ValueType.TEXTS:
            return st.lists(st.one_of(text, around_limit), min_size=1, max_size=3)
        case ValueType.YEAR:
            return year.map(typed_number)
        case ValueType.COUNTRIES:
            return st.lists(st.sampled_from(["DK", "SE", "XK", "QQ", "EU", "D", "Atlantis"]), min_size=1, max_size=3)
        case ValueType.MOMENT:
            return st.sampled_from(["2026-11-23", "2999-01-31", "2026-02-30", "i morgen", "2026-11-23T17:52:58Z"])
        case ValueType.CHOICE | ValueType.CONCEPT:
            return st.one_of(st.sampled_from(known), odd)
        case ValueType.CONCEPTS:
            return st.lists(st.one_of(st.sampled_from(known), odd), min_size=1, max_size=3)
        case ValueType.WORK:
            # Typed texts alone: a form can send no others.
            return st.fixed_dictionaries(
                {"type": st.sampled_from(["book", "bog"])},
                optional={
                    "title": st.one_of(text, st.just("x" * 301)),
                    "authors": st.sampled_from(["Ås, Bo", "KL", "{Kunst, Kultur}"]),
                    "year": year.map(typed_number),
                    "pages": st.sampled_from(["4–5", "x" * 101]),
                    "doi": st.sampled_from(["doi:10.1/x", "ti"]),
                    "isbn": st.sampled_from(["0-89843-611-7", "0-89843-611-8"]),
                    "url": st.sampled_from(["https://a.example/æ", "javascript:x", "doi.org/10.1/x"]),
                },
            )
        case ValueType.SOURCES:
            parts = {
                "title": st.one_of(text, st.just("x" * 301)),
                "url": st.sampled_from(["https://a.example/æ", "http://b", "ftp://c", "javascript:x", "https://d e"]),
                "publisher": st.one_of(text, st.just("x" * 301)),
                "year": year.map(typed_number),
            }
            source = st.fixed_dictionaries({}, optional=parts).filter(bool)
            return st.lists(source, min_size=1, max_size=2)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_way_in_accepts_and_refuses_the_same_values_with_the_same_words(
    app: Flask, row: MetadataKey, data: st.DataObject
) -> None:
    curation: Curation = app.extensions["samspil"].curation
    scheme = curation.vocabulary.schemes.get(row.concept_scheme)
    known = list(row.choices or (scheme.concepts if scheme else ()))
    stated = {**BASE, row.key_in(Language.DANISH): data.draw(values_of(row, known))}

    with app.test_request_context("/da/"):
        verdicts = [judge(curation, stated) for judge in (by_front_matter, by_import, by_form)]

    assert len({verdict.words for verdict in verdicts}) == 1, verdicts
    assert len({verdict.metadata is None for verdict in verdicts}) == 1, verdicts
    if verdicts[0].metadata is not None:
        values = [row.value(verdict.metadata) for verdict in verdicts if verdict.metadata]
        assert values[0] == values[1] == values[2]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year_start": 2012, "year_end": 2011}, "Slutåret 2011 ligger før startåret 2012."),
        ({"sources": [{"url": "https://a.example"}]}, "En kilde mangler en titel."),
        ({"sources": [{"title": "A", "year": "i fjor"}]}, '"i fjor" er ikke et årstal.'),
        ({"sources": [{"title": "A", "url": "a.example"}]}, "»a.example« er ikke en webadresse."),
        ({"sources": [{"title": "A"}] * 81}, "Der er 81 kilder, men højst plads til 80."),
        ({"describes": {"title": "A"}}, "Vælg, hvad det omtalte værk er"),
        ({"describes": {"type": "book"}}, "Det omtalte værk mangler en titel."),
        ({"describes": {"type": "book", "title": "A", "doi": "ti"}}, "»ti« er ikke et DOI."),
        ({"describes": {"type": "book", "title": "A", "isbn": "0-89843-611-8"}}, "»0-89843-611-8« er ikke et ISBN"),
        ({"describes": {"type": "book", "title": "A", "year": "i fjor"}}, '"i fjor" er ikke et årstal.'),
        ({"goals": ["new-userss"]}, "»new-userss« findes ikke blandt emneordene i goal. Det nærmeste er: new-users"),
        ({"title": ""}, "Skriv en titel på dokumentets eget sprog."),
        ({"kind": ""}, "Vælg en materialetype."),
        ({"language": "fransk"}, "»fransk« er ikke en af mulighederne: da, en."),
        ({"title": "", "title_en": "A title"}, "Skriv en titel på dokumentets eget sprog."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_the_index_would_refuse_nobody_takes_in(app: Flask, wrong: dict[str, object], said: str) -> None:
    curation: Curation = app.extensions["samspil"].curation
    with app.test_request_context("/da/"):
        verdicts = [judge(curation, BASE | wrong) for judge in (by_front_matter, by_import, by_form)]

    for verdict in verdicts:
        assert verdict.metadata is None
        assert any(said in words for words in verdict.words), verdict.words
    assert len({verdict.words for verdict in verdicts}) == 1


def test_a_source_whose_year_is_a_text_is_refused_where_values_have_types(app: Flask) -> None:
    curation: Curation = app.extensions["samspil"].curation
    stated = BASE | {"sources": [{"title": "A", "year": "2012"}]}

    verdicts = [judge(curation, stated) for judge in (by_front_matter, by_import)]

    assert verdicts[0].words == verdicts[1].words and '"2012" er ikke et årstal' in "".join(verdicts[0].words)


@pytest.mark.parametrize(
    "row",
    [row for row in SCHEMA if row.facet and row.concept_scheme and row.type is not ValueType.TEXTS],
    ids=lambda row: row.facet,
)
@pytest.mark.parametrize("is_known", [True, False])
def test_the_api_knows_the_concepts_that_files_may_state(
    app: Flask, tmp_path: Path, row: MetadataKey, is_known: bool
) -> None:
    context = app.extensions["samspil"]
    if not context.knowledge_base.engine.writer.is_current():
        context.knowledge_base.reconcile()
    value = next(iter(context.curation.vocabulary.schemes[row.concept_scheme].concepts)) if is_known else "findes-ikke"
    stated = BASE | {row.key: [value] if row.type.is_list else value}

    answer = app.test_client().get(f"/api/search?{row.facet}={value}").json

    assert answer is not None
    assert (answer["unknown_filters"] == []) == is_known
    assert (by_front_matter(context.curation, stated).metadata is not None) == is_known


@pytest.mark.parametrize("year", [999, 1000, 2999, 3000])
def test_the_api_takes_the_years_that_files_may_state(app: Flask, year: int) -> None:
    curation: Curation = app.extensions["samspil"].curation

    page = app.test_client().get(f"/da/search?from={year}")

    is_taken = "kan ikke bruges som from" not in page.text
    assert is_taken == (by_front_matter(curation, BASE | {"year_start": year}).metadata is not None)


@pytest.mark.parametrize("key", ["library", "municipality"])
def test_a_text_with_semicolons_is_several_libraries_or_places(app: Flask, key: str) -> None:
    curation: Curation = app.extensions["samspil"].curation
    with app.test_request_context("/da/"):
        for judge in (by_front_matter, by_import, by_form):
            read = judge(curation, BASE | {key: "Odense; Roskilde"}).metadata

            assert read is not None
            assert next(row for row in SCHEMA if row.key == key).texts(read) == ("Odense", "Roskilde")


def test_names_of_concepts_and_countries_are_understood_where_people_type(app: Flask) -> None:
    curation: Curation = app.extensions["samspil"].curation
    stated = BASE | {"country": ["Danmark", "sweden"], "outcome": "Stoppet", "sectors": ["Erhvervsliv"]}
    with app.test_request_context("/da/"):
        for judge in (by_import, by_form):
            read = judge(curation, stated).metadata

            assert read is not None
            assert (read.countries, read.outcome, read.sectors) == (("DK", "SE"), "stopped", ("private",))
    assert by_front_matter(curation, stated).metadata is None


@pytest.mark.parametrize("row", SCHEMA, ids=lambda row: row.key)
def test_every_row_has_names_of_columns_that_no_other_key_claims(row: MetadataKey) -> None:
    table = read_table("a.csv", (";".join(["x", *row.columns]) + "\n1\n").encode())

    assert [table.mapping[column] for column in row.columns] == [row.key] * len(row.columns)
    assert not set(row.columns) & set(string.ascii_uppercase)
