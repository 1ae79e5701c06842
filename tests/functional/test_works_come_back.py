"""Any works, whatever their names hold, come back from every list of references in one export and one reading."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Author, DocumentId, KnowledgeBase, Language, Metadata, Work, WorkType
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.works.work_reading import read_work
from web.exports.items import export_items
from web.exports.references.bibtex import bibtex_entry
from web.exports.references.csl import csl_json
from web.exports.references.ris import ris_entry

WORDS = st.lists(
    st.sampled_from(["Ås", "and", "others", "{DK}", "50 %", "A&B", "_x_", "~", "Kunst,", "\\", "#1", "d'Or", "–"]),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
FAMILY = WORDS.map(lambda text: text.replace(",", "")).filter(lambda text: not text.startswith("{"))
AUTHORS = st.one_of(
    st.builds(Author, family=FAMILY, given=st.one_of(st.just(""), FAMILY)),
    st.builds(Author, name=WORDS.filter(lambda text: text not in ("others", "and others"))),
)
WORKS = st.builds(
    Work,
    type=st.sampled_from(WorkType),
    title=WORDS,
    authors=st.lists(AUTHORS, max_size=3, unique=True).map(tuple),
    year=st.one_of(st.none(), st.integers(1000, 2999)),
    container=st.one_of(st.just(""), WORDS),
    volume=st.sampled_from(["", "66", "årg. 3"]),
    issue=st.sampled_from(["", "11/12", "suppl. 1"]),
    pages=st.sampled_from(["", "44-55", "S12", "12-1-12-9"]),
    edition=st.sampled_from(["", "2. udgave"]),
    publisher=st.one_of(st.just(""), WORDS),
    place=st.sampled_from(["", "København", "St. Louis, MO"]),
    doi=st.sampled_from(["", "10.1108/03074801211282948", "10.1002/(sici)1097_x<1::aid>3.0.co;2-a"]),
    isbn=st.sampled_from(["", "0898436117", "097522980X"]),
    url=st.sampled_from(["", "https://a.example/æ_ø?x=1&y=%C3%A5#del", "http://b.example/~c--d"]),
).filter(lambda work: read_work(work.stated) == (work, ()))


WRITERS = {"ris": partial(map, ris_entry), "bib": partial(map, bibtex_entry), "json": csl_json}


def document(work: Work) -> Metadata:
    return Metadata(
        f"Om {work.title}", Language.DANISH, "report", title_other="A; B", summary="Kort.",
        authors=("Bo & Co", "Ås, Bo"), year_start=1999, describes=work,
    )  # fmt: skip


@pytest.mark.parametrize("ending", ["ris", "bib", "json"])
@settings(max_examples=20)
@given(works=st.lists(WORKS, min_size=1, max_size=8))
def test_works_come_back_with_the_documents_that_present_them(
    small_site: Flask, small_library: KnowledgeBase, ending: str, works: list[Work]
) -> None:
    documents = {DocumentId(f"vaerk-{number}"): document(work) for number, work in enumerate(works)}
    with small_site.test_request_context("/da/"):
        items = export_items(documents.items())
        content = "".join(WRITERS[ending](items)).encode()

    table = read_table(f"a.{ending}", content)
    plan = plan_table(table, CorpusFolder(Path("/nowhere")), small_library.vocabulary, defaults={"status": "published"})

    assert plan.faults == [] and [note for note in plan.notes if note.row] == []
    read = {}
    for location, text in plan.files.items():
        metadata, _ = read_metadata(location, split_front_matter(text.decode())[0], 2, small_library.vocabulary)
        assert metadata is not None
        read[DocumentId(Path(location).stem)] = metadata
    assert {one: metadata.describes for one, metadata in read.items()} == dict(zip(documents, works, strict=True))
    for one, metadata in documents.items():
        assert (read[one].title, read[one].kind, read[one].authors, read[one].year_start) == (
            metadata.title, metadata.kind, metadata.authors, metadata.year_start,
        )  # fmt: skip
