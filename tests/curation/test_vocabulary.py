"""Concepts of the vocabulary changed on the site: whole, silent under `samspil check`, and taken back as one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import SKOS

from indexer import (
    Account,
    Concept,
    Curation,
    DocumentId,
    EditConflict,
    InvalidEntry,
    KnowledgeBase,
    Language,
    NotAllowed,
    Role,
    Share,
    open_curation,
    open_knowledge_base,
)
from indexer.config import Config
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.vocabulary_edits.turtle_statements import statements
from indexer.corpus_store.vocabulary_edits.vocabulary_text import rewritten
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.ingestion.corpus_check import check_corpus
from tests.builders import write_case
from tests.conftest import PROJECT
from tests.curation.conftest import corpus_bytes, sign_in
from tests.saying import raises_saying

CHIEF = Account("administrator", Role.ADMINISTRATOR)
DANISH, ENGLISH = Language.DANISH, Language.ENGLISH


SCHEMES = {
    "kind": {"case": ""},
    "partner-type": {"business": "", "startup": ""},
    "subject": {
        "learning": "", "makerspaces": "learning", "lectures": "learning", "languages": "", "health": "",
    },
}  # fmt: skip
"""Each concept with what is broader; to read and write the collection's vocabulary takes a second each time."""

HEAD = "# Written by hand.\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


def concept_text(scheme: str, name: str, broader: str) -> str:
    own, related = f"urn:x:{scheme}", {"makerspaces": "lectures", "lectures": "makerspaces"}.get(name, "")
    below = f"skos:broader <{own}/{broader}>" if broader else f"skos:topConceptOf <{own}>"
    beside = f" ;\n    skos:related <{own}/{related}>" if related else ""
    return (
        f'<{own}/{name}> a skos:Concept ;\n    skos:inScheme <{own}> ;\n    skos:notation "{name}" ;\n'
        f'    skos:prefLabel "Da {name}"@da, "En {name}"@en ;\n    skos:hiddenLabel "{name} skjult"@da ;\n'
        f"    {below}{beside} .\n"
    )


def small_vocabulary() -> str:
    texts = [HEAD]
    for scheme, concepts in SCHEMES.items():
        texts.append(f'<urn:x:{scheme}> a skos:ConceptScheme ;\n    skos:notation "{scheme}" .\n')
        texts += [concept_text(scheme, name, broader) for name, broader in concepts.items()]
    return "\n".join(texts)


@pytest.fixture
def carried(place: Config) -> Iterator[Curation]:
    """Three drafts about makerspaces, one of them about languages as well."""
    (place.corpus_folder / "vocabulary.ttl").write_text(small_vocabulary())
    stated = {"a": '["makerspaces"]', "b": '["makerspaces", "languages"]', "c": '["makerspaces"]'}
    for name, subjects in stated.items():
        write_case(place.corpus_folder, name, subjects=subjects, status='"draft"')
    curation = open_curation(place, open_knowledge_base(place))
    yield curation
    curation.close()


def faults(curation: Curation) -> set[str]:
    """What `samspil check` says of the vocabulary, the records and the documents of the test."""
    found = check_corpus(curation.corpus_folder, CorpusFolder(curation.corpus_folder))
    return {f"{fault.location} {fault.message}" for fault in found if "dead-link" not in str(fault.message)}


def subjects_of(curation: Curation, document_id: str) -> tuple[str, ...]:
    return curation.editor.read(DocumentId(document_id)).metadata.subjects


def test_every_concept_of_the_collection_is_written_again_as_it_stands() -> None:
    text = (PROJECT / "corpus" / "vocabulary.ttl").read_text("utf-8")
    graph = Graph(bind_namespaces="none").parse(data=text, format="turtle")

    again = rewritten(text, graph, set(graph.subjects(SKOS.inScheme)))

    assert again == text


TURTLE = '''@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
PREFIX ex: <http://e.x/a#>
# One. <http://e.x/not> a "subject" .
ex:s a skos:ConceptScheme ; skos:notation "s" ; skos:prefLabel "S. T."@da, "S"@en .
ex:one.two a skos:Concept ; skos:inScheme ex:s ; skos:notation "one" ; # within . it
  skos:prefLabel """Et "langt". navn"""@da, "One # no comment"@en ; skos:altLabel 'Eins'@de .
<http://e.x/a#three>
  a skos:Concept ; skos:inScheme ex:s ; skos:notation "three" ;
  skos:prefLabel "Tre"@da, "Three"@en ; skos:broader ex:one.two .'''


def test_statements_are_told_apart_however_turtle_is_written(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.ttl"
    path.write_text(TURTLE)
    graph = Graph(bind_namespaces="none").parse(data=TURTLE, format="turtle")
    before = load_vocabulary(path)

    path.write_text(rewritten(TURTLE, graph, set(graph.subjects(SKOS.inScheme))))

    assert [one.subject for one in statements(TURTLE)] == [
        "@prefix", "PREFIX", "ex:s", "ex:one.two", "<http://e.x/a#three>",
    ]  # fmt: skip
    assert load_vocabulary(path).schemes == before.schemes
    assert "# within . it" in path.read_text() and "Eins" in path.read_text()


def test_a_concept_is_renamed_moved_and_related_and_no_other_line_changes(carried: Curation) -> None:
    path = carried.corpus_folder / "vocabulary.ttl"
    lines, silent = path.read_text("utf-8").splitlines(), faults(carried)
    old = carried.concepts.read("subject", "makerspaces")
    changed = dataclasses.replace(
        old.concept,
        labels={DANISH: "Skaberværksteder", ENGLISH: "Making spaces"},
        broader=("health",),
        related=("languages",),
    )

    change = carried.concepts.correct(CHIEF, changed, old.version, comment="Nyt navn")

    assert change is not None and change.subject == "subject/makerspaces" and change.documents == ()
    now = carried.concepts.read("subject", "makerspaces").concept
    assert (now.labels[DANISH], now.broader, now.related) == (
        "Skaberværksteder", ("health",), ("languages",),
    )  # fmt: skip
    assert "makerspaces" in carried.concepts.read("subject", "languages").concept.related
    assert faults(carried) == silent
    differing = set(path.read_text("utf-8").splitlines()) - set(lines)
    assert len(differing) < 10 and all("skos:" in line for line in differing)
    carried.editor.undo(CHIEF, change.number)
    assert path.read_text("utf-8").splitlines() == lines


def test_merged_concepts_are_one_in_documents_links_and_names(carried: Curation) -> None:
    before, silent = corpus_bytes(carried.corpus_folder), faults(carried)
    kept, gone = (carried.concepts.read("subject", one) for one in ("languages", "makerspaces"))
    neighbours = gone.concept.related

    change = carried.concepts.merge(CHIEF, "subject", ("languages", kept.version), ("makerspaces", gone.version))

    assert set(change.documents) == {"a", "b", "c"}
    assert subjects_of(carried, "a") == subjects_of(carried, "b") == ("languages",)
    now = carried.concepts.read("subject", "languages").concept
    assert gone.concept.labels[DANISH] in now.synonyms[DANISH] and set(gone.concept.hidden[DANISH]) <= set(
        now.telling(DANISH)
    )
    for one in neighbours:
        assert "makerspaces" not in carried.concepts.read("subject", one).concept.related
    scheme = carried.vocabulary.schemes["subject"]
    assert scheme.current("makerspaces") == "languages" and "makerspaces" not in scheme.concepts
    assert carried.vocabulary.label("subject", "makerspaces", DANISH) == now.labels[DANISH]
    assert faults(carried) == silent
    carried.editor.undo(CHIEF, change.number)
    after = corpus_bytes(carried.corpus_folder)
    assert {name: after[name] == before[name] for name in before} == dict.fromkeys(before, True)


def test_what_was_replaced_is_still_read_where_a_file_or_an_import_states_it(carried: Curation) -> None:
    kept, gone = (carried.concepts.read("subject", one) for one in ("languages", "makerspaces"))
    carried.concepts.merge(CHIEF, "subject", ("languages", kept.version), ("makerspaces", gone.version))

    write_case(carried.corpus_folder, "late", subjects='["makerspaces", "languages"]')

    assert subjects_of(carried, "late") == ("languages",)


def test_a_concept_is_split_and_each_document_gets_what_was_chosen(carried: Curation) -> None:
    silent, before = faults(carried), corpus_bytes(carried.corpus_folder)
    old = carried.concepts.read("subject", "makerspaces")
    new = Concept("subject", "", {DANISH: "Robotter", ENGLISH: "Robots!"}, broader=old.concept.broader)
    shares = {DocumentId("a"): Share.NEW, DocumentId("b"): Share.BOTH}

    made = carried.concepts.split(CHIEF, (old.concept, old.version), new, shares)

    assert made.id == "robots"
    assert [subjects_of(carried, one) for one in "abc"] == [
        ("robots",), ("makerspaces", "robots", "languages"), ("makerspaces",),
    ]  # fmt: skip
    assert faults(carried) == silent
    carried.editor.undo(CHIEF, carried.history.changes()[-1].number)
    assert corpus_bytes(carried.corpus_folder) == before


def test_a_retired_concept_leaves_documents_and_lifts_what_was_below_it(carried: Curation) -> None:
    silent = faults(carried)
    top = carried.concepts.read("subject", "learning")
    below = top.concept.narrower
    assert below and not top.concept.broader

    carried.concepts.retire(CHIEF, "subject", ("learning", top.version))

    assert all(carried.concepts.read("subject", one).concept.broader == () for one in below)
    assert carried.vocabulary.schemes["subject"].current("learning") == ""
    with raises_saying(InvalidEntry, "learning"):
        carried.concepts.read("subject", "learning")
    assert faults(carried) == silent


def test_a_change_is_taken_back_though_others_were_made_to_the_same_file_since(carried: Curation) -> None:
    old, other = (carried.concepts.read("subject", one) for one in ("makerspaces", "languages"))
    first = carried.concepts.correct(
        CHIEF, dataclasses.replace(old.concept, labels={DANISH: "X", ENGLISH: "Y"}), old.version
    )
    carried.concepts.correct(
        CHIEF, dataclasses.replace(other.concept, labels={DANISH: "Mad", ENGLISH: "Food"}), other.version
    )
    assert first is not None

    carried.editor.undo(CHIEF, first.number)

    assert carried.concepts.read("subject", "makerspaces").concept == old.concept
    assert carried.concepts.read("subject", "languages").concept.labels[DANISH] == "Mad"
    again = carried.concepts.read("subject", "makerspaces")
    second = carried.concepts.correct(
        CHIEF, dataclasses.replace(again.concept, labels={DANISH: "X", ENGLISH: "Y"}), again.version
    )
    newer = carried.concepts.read("subject", "makerspaces")
    carried.concepts.correct(CHIEF, dataclasses.replace(newer.concept, scope_notes={DANISH: "Nu"}), newer.version)
    assert second is not None
    with raises_saying(EditConflict, "vocabulary.ttl"):
        carried.editor.undo(CHIEF, second.number)


def test_what_was_added_goes_and_comes_again_beside_later_changes(carried: Curation) -> None:
    path = carried.corpus_folder / "vocabulary.ttl"
    made = carried.concepts.add(CHIEF, Concept("subject", "", {DANISH: "Nyt", ENGLISH: "New"}))
    added = carried.history.changes()[-1]
    other = carried.concepts.read("subject", "languages")
    later = dataclasses.replace(other.concept, labels={DANISH: "Sprog", ENGLISH: "Languages"})
    carried.concepts.correct(CHIEF, later, other.version)
    before = path.read_text()

    undone = carried.editor.undo(CHIEF, added.number)
    assert made.id not in carried.vocabulary.schemes["subject"].concepts
    carried.concepts.correct(CHIEF, other.concept, carried.concepts.read("subject", "languages").version)
    carried.editor.undo(CHIEF, undone.number)

    assert carried.concepts.read("subject", made.id).concept.labels == made.labels
    assert carried.concepts.read("subject", "languages").concept == other.concept
    assert path.read_text() == before.replace("Sprog", "Da languages").replace('"Languages"', '"En languages"')


def test_nobody_overwrites_and_nothing_faulty_is_saved(carried: Curation) -> None:
    before = corpus_bytes(carried.corpus_folder)
    old = carried.concepts.read("subject", "makerspaces")
    taken = carried.concepts.read("subject", "languages").concept.labels[DANISH]

    with raises_saying(InvalidEntry, "shares the label"):
        carried.concepts.correct(
            CHIEF, dataclasses.replace(old.concept, labels={DANISH: taken, ENGLISH: "x"}), old.version
        )
    with raises_saying(InvalidEntry, "no skos:prefLabel in en"):
        carried.concepts.add(CHIEF, Concept("subject", "", {DANISH: "Kun dansk"}))
    with raises_saying(InvalidEntry, "broader than itself"):
        carried.concepts.correct(CHIEF, dataclasses.replace(old.concept, broader=("makerspaces",)), old.version)
    with raises_saying(InvalidEntry, "must stay"):
        carried.concepts.retire(CHIEF, "kind", ("case", carried.concepts.read("kind", "case").version))
    with raises_saying(InvalidEntry, "takes no others"):
        carried.concepts.add(CHIEF, Concept("kind", "", {DANISH: "Film", ENGLISH: "Film"}))
    with pytest.raises(EditConflict):
        carried.concepts.retire(CHIEF, "subject", ("makerspaces", "an older version"))
    with pytest.raises(NotAllowed):
        carried.concepts.retire(Account("humble", Role.CONTRIBUTOR), "subject", ("makerspaces", old.version))

    assert corpus_bytes(carried.corpus_folder) == before and carried.history.changes() == ()


def test_kinds_of_partners_take_the_records_of_organisations_along(carried: Curation) -> None:
    silent = faults(carried)
    record = carried.corpus_folder / "organisations" / "et-firma.toml"
    record.parent.mkdir()
    record.write_text('name_da = "Et Firma" # i hånden\nkind = "startup"\n')
    kept, gone = (carried.concepts.read("partner-type", one) for one in ("business", "startup"))

    carried.concepts.merge(CHIEF, "partner-type", ("business", kept.version), ("startup", gone.version))

    assert record.read_text() == 'name_da = "Et Firma" # i hånden\nkind = "business"\n'
    assert faults(carried) == silent


def test_the_whole_of_it_by_hand_and_without_script(own_site: FlaskClient, base: KnowledgeBase) -> None:
    chief = sign_in(own_site, "curator")
    place = "/da/curator/vocabulary/goal/new-users"
    listed = chief.get("/da/curator/vocabulary?q=nye+brugere").text
    assert place in listed and "makerspaces" not in listed
    assert chief.get("/da/curator/vocabulary").status_code == 200
    assert (
        chief.get("/da/curator/vocabulary/term/" + next(iter(base.vocabulary.schemes["term"].concepts))).status_code
        == 200
    )
    form = chief.get(place).text
    version = re.search(r'name="version" value="([0-9a-f]+)"', form).group(1)  # type: ignore[union-attr]
    typed = {
        "version": version,
        "label-da": "Nye folk",
        "label-en": "New people",
        "keep-label": "on",
        "related": "experiment",
    }
    preview = chief.post(place, **typed, action="preview")
    assert "Nye folk" in preview.text and "<del>" in preview.text

    saved = chief.post(place, **typed)
    again = chief.post(place, **typed | {"label-da": "Endnu nyere"})

    assert saved.status_code == 302 and again.status_code == 409
    assert "Endnu nyere" in again.text and "imens" in again.text
    page = own_site.get("/da/concepts/goal/new-users").text
    assert "Nye folk" in page and "Få kontakt til nye brugere" in page
    assert "Nye folk" in own_site.get("/da/search").text
    merge = chief.get(f"{place}/merge?other=experiment").text
    versions = re.findall(r'name="(version|other-version)" value="([0-9a-f]+)"', merge)
    answer = chief.post(f"{place}/merge", other="experiment", **dict(versions))
    assert answer.status_code == 302, answer.text
    moved = own_site.get("/da/concepts/goal/new-users")
    assert moved.status_code == 301 and moved.location.endswith("/goal/experiment")
    assert own_site.get("/concepts/goal/new-users").status_code == 301
    search = own_site.get("/da/search?goal=new-users")
    assert search.status_code == 301 and search.location.endswith("goal=experiment")
    retire = chief.get("/da/curator/vocabulary/goal/experiment/retire").text
    version = re.search(r'name="version" value="([0-9a-f]+)"', retire).group(1)  # type: ignore[union-attr]
    chief.post("/da/curator/vocabulary/goal/experiment/retire", version=version)
    assert own_site.get("/da/concepts/goal/experiment").status_code == 410
    changes = chief.get("/da/curator/changes").text
    assert "Taget ud af brug" in changes and "Lagt sammen" in changes
    assert own_site.get("/da/search?goal=experiment").status_code == 200
