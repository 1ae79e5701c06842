"""Saves where nothing can be written: undone or finished, said which, and what was typed stands in the form again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import DocumentId, KnowledgeBase, Role, SaveFailed, StateError, open_curation, open_knowledge_base
from indexer.config import Config
from indexer.curation.editing import history as history_module
from tests.curation.conftest import PASSWORD, Curator, corpus_bytes, sign_in
from tests.curation.test_curator_pages import FIELDS
from tests.disks import full_disk, read_only
from tests.saying import raises_saying

TYPED = FIELDS | {"title": "En lang titel, som nogen har skrevet", "body": "Et helt afsnit om giraffer."}


def sent_with_a_full_disk(person: Curator, address: str, **values: object) -> str:
    """The page that answers a form which cannot be saved."""
    token = person.token()
    with full_disk():
        answer = person.client.post(address, data={"csrf_token": token, **values})
    assert answer.status_code == 503
    return answer.text


@pytest.mark.parametrize("what", ["new", "correction"])
def test_a_save_that_a_full_disk_stops_changes_nothing_and_keeps_what_was_typed(
    own_site: FlaskClient, small: Config, what: str
) -> None:
    person = sign_in(own_site, "curator")
    before = corpus_bytes(small.corpus_folder)
    if what == "new":
        page = sent_with_a_full_disk(person, "/da/curator/write-up", **TYPED)
    else:
        version = person.version("bogstart")
        page = sent_with_a_full_disk(person, "/da/curator/documents/bogstart/edit", version=version, **TYPED)

    assert "Der kunne ikke gemmes: disken er fuld. Intet er ændret." in page
    assert 'value="En lang titel, som nogen har skrevet"' in page and "Et helt afsnit om giraffer." in page
    assert corpus_bytes(small.corpus_folder) == before
    assert own_site.application.extensions["samspil"].curation.history.changes() == ()


def test_what_was_not_saved_can_be_saved_once_there_is_room(own_site: FlaskClient) -> None:
    person = sign_in(own_site, "curator")
    version = person.version("bogstart")
    sent_with_a_full_disk(person, "/da/curator/documents/bogstart/edit", version=version, **TYPED)

    assert person.post("/da/curator/documents/bogstart/edit", version=version, **TYPED).status_code == 302
    (change,) = own_site.application.extensions["samspil"].curation.history.changes()
    assert change.number == 1


def test_a_save_that_was_written_down_says_so_and_is_finished_by_the_next(
    own_site: FlaskClient, small: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sign_in(own_site, "curator")
    version, real_write = person.version("bogstart"), history_module.write_together

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(history_module, "write_together", full)
        answer = person.post("/da/curator/documents/bogstart/edit", version=version, **TYPED)
    assert answer.status_code == 503
    assert "Ændring 1 er skrevet ned" in answer.text and "Gem den ikke en gang til" in answer.text
    assert "Et helt afsnit om giraffer." in answer.text
    assert real_write is history_module.write_together

    again = person.post("/da/curator/write-up", **FIELDS)

    curation = own_site.application.extensions["samspil"].curation
    assert again.status_code == 302
    assert [change.number for change in curation.history.changes()] == [1, 2]
    assert "giraffer" in (small.corpus_folder / "cases" / "bogstart.md").read_text("utf-8")


PUBLIC_ROUTES = """
import logging; logging.disable()
from web import create_app
site = create_app(folder / "config.toml").test_client()
addresses = [
    "/da/", "/da/search?q=bibliotek", "/da/search?q=vqkxz%20qwxzj&spelling=literal", "/da/documents/bogstart",
    "/da/documents/bogstart/comparable", "/da/map", "/da/map/csv", "/da/network", "/da/situation?goal=new-users",
    "/da/compare?id=bogstart&id=stjernelaeser", "/da/compare/docx?id=bogstart&id=stjernelaeser", "/da/export/csv",
    "/da/export/docx", "/da/documents/bogstart/export/ris", "/da/feed", "/da/concepts", "/da/help", "/sitemap.xml",
    "/robots.txt", "/vocabulary.ttl", "/vocabulary.jsonld", "/api/search?q=bibliotek", "/api/suggest?q=bib",
    "/api/map", "/api/situation?q=bog", "/api/documents/bogstart", "/api/documents/bogstart/comparable",
    "/api/openapi.json", "/da/opensearch.xml", "/da/suggest?q=bib", "/healthz", "/static/site.css",
]
answers = [site.get(address, buffered=True) for address in addresses]
print([address for address, answer in zip(addresses, answers) if answer.status_code != 200])
"""


@pytest.mark.parametrize("folders", [("state",), ("var",), ("corpus",), ("state", "var", "corpus")])
def test_every_public_route_goes_on_where_nothing_can_be_written(
    small: Config, base: KnowledgeBase, folders: tuple[str, ...]
) -> None:
    open_curation(small, base).accounts.add("lone", Role.CURATOR, PASSWORD)
    base.close()
    below = [small.path.parent / name for name in folders]

    if len(below) > 1:
        assert read_only(small.path.parent, PUBLIC_ROUTES) == "[]"
    else:
        program = PUBLIC_ROUTES.replace(
            'create_app(folder / "config.toml")', 'create_app(folder.parent / "config.toml")'
        )
        assert read_only(below[0], program) == "[]"


def test_the_lexicon_is_held_in_memory_where_it_cannot_be_kept(small: Config, base: KnowledgeBase) -> None:
    base.close()
    for path in small.var_folder.glob("lexicon-*.arr"):
        path.unlink()

    assert read_only(small.var_folder, PUBLIC_ROUTES.replace("folder /", "folder.parent /")) == "[]"


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def nonsense(path: Path) -> None:
    path.write_bytes(b"nonsense" * 900)


@pytest.mark.parametrize("damage", [emptied, nonsense])
def test_accounts_that_were_cut_short_are_named_and_never_taken_for_a_new_list(
    small: Config, base: KnowledgeBase, damage: Callable[[Path], None]
) -> None:
    curation = open_curation(small, base)
    curation.accounts.add("lone", Role.ADMINISTRATOR, PASSWORD)
    curation.close()
    damage(small.state_folder / "accounts.sqlite3")

    again = open_curation(small, open_knowledge_base(small))

    with raises_saying(StateError, r"state/accounts\.sqlite3 is damaged"):
        again.accounts.all()
    with raises_saying(StateError, r"state/accounts\.sqlite3 is damaged"):
        again.accounts.add("ny", Role.ADMINISTRATOR, PASSWORD)


def test_a_damaged_log_stops_saves_before_they_begin_and_no_reader(own_site: FlaskClient, small: Config) -> None:
    person = sign_in(own_site, "curator")
    (small.state_folder / "audit.jsonl").write_bytes(b"nonsense\n")
    curation = own_site.application.extensions["samspil"].curation
    chief, before = curation.accounts.find("curator"), corpus_bytes(small.corpus_folder)
    document = curation.editor.read(DocumentId("bogstart"))

    with pytest.raises(StateError) as refused:
        curation.editor.correct(chief, document.id, document.version, document.metadata, body="ny")

    assert refused.value.code == "log-damaged" and not isinstance(refused.value, SaveFailed)
    assert corpus_bytes(small.corpus_folder) == before
    assert own_site.get("/da/search?q=bibliotek").status_code == 200
    assert person.get("/da/search?q=bibliotek").status_code == 200
