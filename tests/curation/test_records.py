"""Organisations and places changed on the site, with the documents that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer import (
    Account,
    Curation,
    DocumentId,
    EditConflict,
    InvalidEntry,
    Language,
    NotAllowed,
    RecordEditor,
    Role,
    Share,
    open_curation,
    open_knowledge_base,
)
from indexer.config import Config
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.place_table import NEEDED_COLUMNS, changed_places
from indexer.ingestion.corpus_check import check_corpus
from tests.builders import write_case
from tests.curation.conftest import corpus_bytes, sign_in
from tests.curation.test_vocabulary import small_vocabulary
from tests.saying import raises_saying
from tests.waiting import wait_until

CHIEF = Account("administrator", Role.ADMINISTRATOR)
RECORDS = {
    "by": 'name_da = "By Bibliotek"  # i hånden\nother_names = ["Byens Bibliotek"]\nkind = "library-system"\n',
    "byb": 'name_da = "By Biblioteker"\nname_en = "Town Libraries"\nkind = "library-system"\nisil = "DK-700000"\n',
    "gren": 'name_da = "Grenen"\nkind = "branch"\npart_of = "byb"\n',
    "firma": 'name_da = "Firma 2"\nkind = "business"\ncountry = "DK"\n',
    "firma-3": 'name_da = "Firma 3"\nkind = "business"\ncountry = "DK"\n',
}
PLACES = '''id,kind,name_da,name_en,other_names,country,part_of,code,group,latitude,longitude,tile_column,tile_row
nord,region,Region Nord,,,DK,,1081,,,,,
by,municipality,By,Town,"Byen|""Bien""",DK,nord,101,,55.1,12.2,1,1
ny,municipality,Nyby,New Town,,DK,nord,,,,,,
'''


@pytest.fixture
def named(place: Config) -> Iterator[Curation]:
    """Organisations, places, and drafts that name them by id and by name."""
    corpus = place.corpus_folder
    (corpus / "vocabulary.ttl").write_text(small_vocabulary())
    (corpus / "places.csv").write_text(PLACES)
    (corpus / "organisations").mkdir()
    for name, text in RECORDS.items():
        (corpus / "organisations" / f"{name}.toml").write_text(text)
    write_case(corpus, "a", library='["byb"]', municipality='["ny"]', status='"draft"')
    write_case(corpus, "b", library='["by", "Town Libraries"]', partners='["byb"]', municipality='["By", "ny"]')
    write_case(corpus, "c", library='["gren"]', status='"withdrawn"')
    curation = open_curation(place, open_knowledge_base(place))
    yield curation
    curation.close()


def faults(curation: Curation) -> list[str]:
    found = check_corpus(curation.corpus_folder, CorpusFolder(curation.corpus_folder))
    return [f"{fault.location} {fault.message}" for fault in found]


def stated(curation: Curation, document_id: str) -> tuple[tuple[str, ...], ...]:
    metadata = curation.editor.read(DocumentId(document_id)).metadata
    return metadata.libraries, metadata.partners, metadata.municipalities


def versions(editor: RecordEditor, *ids: str) -> list[tuple[str, str]]:
    return [(one, editor.read(one).version) for one in ids]


def test_merged_organisations_are_one_for_documents_parts_and_names(named: Curation) -> None:
    before, silent = corpus_bytes(named.corpus_folder), faults(named)
    editor = named.organisations

    change = editor.merge(CHIEF, *versions(editor, "by", "byb"))

    assert set(change.documents) == {"a", "b"} and change.subject == "organisation/byb"
    assert stated(named, "a")[0] == ("by",) and stated(named, "b")[:2] == (("by",), ("by",))
    kept = (named.corpus_folder / "organisations" / "by.toml").read_text()
    assert "# i hånden" in kept and "DK-700000" in kept
    assert editor.read("by").stated["other_names"] == ["Byens Bibliotek", "By Biblioteker", "Town Libraries"]
    assert editor.read("gren").stated["part_of"] == "by"
    with raises_saying(InvalidEntry, "no 'byb'"):
        editor.read("byb")
    assert faults(named) == silent
    named.editor.undo(CHIEF, change.number)
    after = corpus_bytes(named.corpus_folder)
    assert {name: after[name] == before[name] for name in before} == dict.fromkeys(before, True)


def test_merged_places_lead_on_and_other_rows_stay_letter_by_letter(named: Curation) -> None:
    silent, editor = faults(named), named.places

    change = editor.merge(CHIEF, *versions(editor, "by", "ny"))

    lines = (named.corpus_folder / "places.csv").read_text().splitlines()
    assert lines[1] == PLACES.splitlines()[1] and lines[0].endswith(",replaced_by") and lines[3].endswith(",by")
    assert stated(named, "a")[2] == ("by",) and stated(named, "b")[2] == ("by",)
    assert editor.read("by").stated["other_names"] == ["Byen", '"Bien"', "Nyby", "New Town"]
    assert faults(named) == silent
    editor.correct(CHIEF, "nord", editor.read("nord").version, {"name_en": "North"})
    named.editor.undo(CHIEF, change.number)
    assert editor.read("ny").stated["name_en"] == "New Town" and editor.read("nord").stated["name_en"] == "North"
    assert stated(named, "b")[2] == ("by", "ny")


def test_a_retired_organisation_is_named_in_plain_words_and_comes_back_by_undo(named: Curation) -> None:
    before, silent, editor = corpus_bytes(named.corpus_folder), faults(named), named.organisations

    change = editor.retire(CHIEF, *versions(editor, "byb"))

    wait_until(lambda: named.vocabulary.organisations.has_gone("byb"))  # changed files are looked for once a second
    assert stated(named, "a")[0] == ("By Biblioteker",) and stated(named, "b")[1] == ("By Biblioteker",)
    assert "part_of" not in editor.read("gren").stated
    records = named.vocabulary.organisations
    assert records.has_gone("byb") and not records.has_gone("by") and records.named("By Biblioteker") == ""
    assert "byb" not in named.vocabulary.schemes["library"].concepts
    # Only that the plain name is near another record's is new.
    assert [fault for fault in faults(named) if fault not in silent and "by" not in fault.casefold()] == []
    with raises_saying(InvalidEntry, "no 'byb'"):
        editor.read("byb")
    named.editor.undo(CHIEF, change.number)
    assert corpus_bytes(named.corpus_folder) == before


def test_a_place_is_retired_once_no_organisation_is_at_home_there(named: Curation) -> None:
    editor, records = named.places, named.organisations
    records.correct(CHIEF, "by", records.read("by").version, {"place": "by"})

    with raises_saying(InvalidEntry, "Organisations are at home here: by"):
        editor.retire(CHIEF, *versions(editor, "by"))
    old = versions(editor, "ny")[0]
    editor.retire(CHIEF, old)

    wait_until(lambda: named.vocabulary.places.has_gone("ny"))
    assert stated(named, "a")[2] == ("Nyby",) and stated(named, "b")[2] == ("by", "Nyby")
    with pytest.raises(EditConflict):
        editor.retire(CHIEF, old)


def test_a_record_is_added_corrected_and_split(named: Curation) -> None:
    silent, editor = faults(named), named.organisations
    read = editor.read("byb")

    assert editor.correct(CHIEF, "byb", read.version, dict(read.stated)) is None
    editor.correct(CHIEF, "byb", read.version, {"name_en": "", "website": "https://by.example"})
    made = editor.split(
        CHIEF,
        (read.id, editor.read("byb").version),
        {"name_da": "Åens Bibliotek", "kind": "library-system", "other_names": []},
        {DocumentId("a"): Share.NEW, DocumentId("b"): Share.BOTH},
    )
    again = editor.add(CHIEF, {"name_da": "Åens bibliotek, Vest", "kind": "branch", "part_of": made})

    assert (made, again) == ("aaens-bibliotek", "aaens-bibliotek-vest")
    assert stated(named, "a")[0] == (made,) and stated(named, "b")[0] == ("by", "byb", made)
    assert dict(editor.read("byb").stated) == {
        "name_da": "By Biblioteker", "kind": "library-system", "isil": "DK-700000", "website": "https://by.example",
    }  # fmt: skip
    assert faults(named) == silent


def test_nobody_overwrites_and_no_fault_is_saved(named: Curation) -> None:
    before, editor = corpus_bytes(named.corpus_folder), named.organisations
    version = editor.read("byb").version

    for wrong, words in (
        ({"kind": "spaceship"}, "spaceship"),
        ({"name_da": "", "name_en": ""}, "name"),
        ({"name_da": "By Bibliotek"}, "By Bibliotek|by bibliotek"),
        ({"part_of": "nowhere"}, "nowhere"),
        ({"website": "by.example"}, "by.example"),
        ({"isil": "?"}, "isil"),
    ):
        with raises_saying(InvalidEntry, words):
            editor.correct(CHIEF, "byb", version, wrong)
    with raises_saying(InvalidEntry, "latitude"):
        named.places.correct(CHIEF, "by", named.places.read("by").version, {"latitude": "north"})
    with pytest.raises(EditConflict):
        editor.merge(CHIEF, ("by", "older"), ("byb", version))
    with pytest.raises(NotAllowed):
        editor.merge(Account("humble", Role.CONTRIBUTOR), *versions(editor, "by", "byb"))
    with raises_saying(InvalidEntry, "itself"):
        editor.merge(CHIEF, ("by", version), ("by", version))

    assert corpus_bytes(named.corpus_folder) == before


def test_near_names_are_suggested_once_and_numbers_tell_apart(named: Curation) -> None:
    records, near = named.vocabulary.organisations, named.near_names

    pairs = [(pair.one, pair.other) for pair in near.of("organisations", records)]
    near.tell_apart("organisations", "byb", "by")

    assert pairs == [("by", "byb")] and near.of("organisations", records) == ()


def test_new_rows_come_last_and_tables_may_lack_their_last_line_end() -> None:
    header = ",".join(NEEDED_COLUMNS)

    changed = changed_places(f"{header}\na,town,A,,,DK,,,,,,,".encode(), {"b": {"name_da": "B, med komma"}})

    assert changed.decode().splitlines() == [header, "a,town,A,,,DK,,,,,,,", 'b,,"B, med komma",,,,,,,,,,']


def test_organisations_and_places_by_hand(own_site: FlaskClient) -> None:
    chief = sign_in(own_site, "curator")
    curation: Curation = own_site.application.extensions["samspil"].curation
    library = next(one for one in curation.vocabulary.organisations.values() if one.is_library)
    place = f"/da/curator/organisations/{library.id}"
    form = chief.get(place).text
    typed = dict(re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', form))
    version = re.search(r'name="version" value="([0-9a-f]+)"', form).group(1)  # type: ignore[union-attr]
    own = {**typed, "version": version, "kind": library.kind, "name_da": "Et helt andet navn"}

    preview = chief.post(place, **own, action="preview")
    saved = chief.post(place, **own)
    late = chief.post(place, **own | {"name_da": "For sent"})

    assert "Et helt andet navn" in preview.text and curation.organisations.read(library.id).stated["name_da"]
    assert saved.status_code == 302, saved.text
    assert late.status_code == 409 and "For sent" in late.text
    assert curation.organisations.read(library.id).stated.get("place", "") == library.place
    made = chief.post("/da/curator/organisations/new", name_da="Et nyt bibliotek", kind="library-system", country="DK")
    assert made.status_code == 302, made.text
    new = made.location.rpartition("/")[2]
    merge = chief.get(f"/da/curator/organisations/{new}/merge?other={library.id}").text
    asked = dict(re.findall(r'name="(version|other-version)" value="([0-9a-f]+)"', merge))
    assert chief.post(f"/da/curator/organisations/{new}/merge", other=library.id, **asked).status_code == 302
    assert curation.organisations.read(library.id).stated["other_names"]
    assert chief.get(f"/da/curator/organisations/{library.id}/split").status_code == 200
    gone = chief.get(f"/da/curator/organisations/{library.id}/retire").text
    version = re.search(r'name="version" value="([0-9a-f]+)"', gone).group(1)  # type: ignore[union-attr]
    done = chief.post(f"/da/curator/organisations/{library.id}/retire", version=version)
    for address in (f"/da/organisations/{library.id}", f"/organisations/{library.id}"):
        wait_until(lambda address=address: own_site.get(address).status_code == 410)
    assert chief.post(f"{done.location}/undo").status_code == 302
    wait_until(lambda: own_site.get(f"/da/organisations/{library.id}").status_code == 200)
    for address in ("organisations", "places", "places/new", "organisations?q=nyt", "places/aalborg", "changes"):
        assert chief.get(f"/da/curator/{address}").status_code == 200, address
    assert chief.get("/da/curator/organisations/nowhere").status_code == 404
    assert sign_in(own_site, "contributor").get("/da/curator/places").status_code == 403
    public = chief.get(f"/{Language.ENGLISH.value}/organisations/{library.id}").text
    assert f"/curator/organisations/{library.id}" in public
    assert "/curator/organisations" not in own_site.get(f"/da/organisations/{library.id}").text
