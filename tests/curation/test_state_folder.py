"""What lies under state/: brought forward from the layout before, and what happens where it cannot be used."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type, hash_secret
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer import KnowledgeBase, Role, StateError, open_curation, open_knowledge_base
from indexer.cli import main
from indexer.config import Config
from indexer.curation.state_folder import STATE_VERSION
from tests.conftest import PROJECT
from tests.curation.conftest import PASSWORD, sign_in
from tests.disks import full_disk, read_only
from tests.saying import raises_saying
from web import create_app

# What version 0.1.0 wrote, byte for byte; the passwords are PASSWORD, the token is "et-tegn", the time is far ahead.
OLD_HASH = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
OLD_ACCOUNTS = """{
 "lone": {
  "role": "administrator",
  "password_hash": "HASH",
  "is_disabled": false
 },
 "s\\u00f8ren": {
  "role": "contributor",
  "password_hash": "HASH",
  "is_disabled": true
 }
}"""
OLD_SESSIONS = (
    '{"3a25cfb52e3c3b6d7a9d4ffe0e4d3a6f2f6a7a4f8bfc8c4f0cd6d0f4d0e4f2a1": {"name": "lone", "ends": 1000.0}, '
    '"DIGEST": {"name": "lone", "ends": 99999999999.5}}'
)
OLD_SEARCHES = '{"blå krokodille": {"count": 3, "day": "2027-01-31"}, "elefant": {"count": 1, "day": "2027-02-01"}}'
TOKEN = "et-tegn"


def write_old_state(folder: Path) -> None:
    """The state folder as version 0.1.0 leaves it, with two accounts, a session and two searches."""
    hashed = hash_secret(PASSWORD.encode(), b"\0" * 16, 1, 64, 1, 32, Type.ID).decode()
    assert hashed.startswith(OLD_HASH) and PasswordHasher().verify(hashed, PASSWORD)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "accounts.json").write_text(OLD_ACCOUNTS.replace("HASH", hashed), "utf-8")
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    (folder / "sessions.json").write_text(OLD_SESSIONS.replace("DIGEST", digest), "utf-8")
    (folder / "searches-without-results.json").write_text(OLD_SEARCHES, "utf-8")
    (folder / "lock").touch()
    (folder / "secret-key").write_bytes(b"k" * 32)


def assert_all_is_there(config: Config) -> None:
    curation = open_curation(config, open_knowledge_base(config))
    assert [(one.name, one.role, one.is_disabled) for one in curation.accounts.all()] == [
        ("lone", Role.ADMINISTRATOR, False),
        ("søren", Role.CONTRIBUTOR, True),
    ]
    assert curation.accounts.sign_in("lone", PASSWORD).account is not None
    assert curation.accounts.sign_in("søren", PASSWORD).account is None
    signed_in = curation.sessions.account(TOKEN)
    assert signed_in is not None and signed_in.name == "lone"
    searches = [(one.words, one.count, one.day) for one in curation.zero_result_searches.all()]
    assert searches == [("blå krokodille", 3, "2027-01-31")]  # what was searched once is not kept any more
    curation.close()


def names(config: Config) -> set[str]:
    """The files of the state folder; the side files of databases and locks aside."""
    ours = (path.name for path in config.state_folder.iterdir() if not path.name.startswith("."))
    return {name for name in ours if not name.endswith(("-wal", "-shm", "-journal"))}


NEW_NAMES = {
    *("version", "accounts.sqlite3", "sessions.sqlite3", "sign-ins.sqlite3", "zero-result-searches.sqlite3"),
    *("dates.sqlite3", "lock", "secret-key", f"before-version-{STATE_VERSION}"),
}


def test_the_state_of_the_version_before_is_taken_over_and_nothing_of_it_is_lost(small: Config) -> None:
    write_old_state(small.state_folder)

    assert_all_is_there(small)

    assert names(small) == NEW_NAMES | {"audit.jsonl", "sign-ins.sqlite3"}
    assert (small.state_folder / "version").read_text() == f"{STATE_VERSION}\n"
    assert {path.stat().st_mode & 0o777 for path in small.state_folder.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in small.state_folder.rglob("*") if path.is_dir()} == {0o700}
    assert (small.state_folder / f"before-version-{STATE_VERSION}" / "accounts.json").read_text("utf-8").count(
        "argon2id"
    ) == 2
    assert_all_is_there(small)


BRING_FORWARD = """
import functools, os, shutil, signal, sys
from argon2 import PasswordHasher
from indexer import load_config
from indexer.curation.accounts import passwords
from indexer.curation.preferences import CurationPreferences
from indexer.curation.state_folder import StateFolder
from tests.curation.test_state_folder import NEW_NAMES, assert_all_is_there, names, write_old_state

passwords.PasswordHasher = functools.partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
config, kills, calls = load_config(Path(sys.argv[1])), int(sys.argv[2]), 0

def bring_forward(stop_after):
    "Killed at so many calls and returns of our own code; how many there were."
    def count(frame, event, argument):
        global calls
        if event in ("call", "return") and "/indexer/" in frame.f_code.co_filename:
            calls += 1
            if calls == stop_after:
                os.kill(os.getpid(), signal.SIGKILL)
    state = StateFolder(config.state_folder, CurationPreferences())
    sys.setprofile(count)
    state.bring_forward()
    sys.setprofile(None)
    state.close()
    return calls

if kills:
    bring_forward(0)  # what a process makes once is made now
    shutil.rmtree(config.state_folder)
    write_old_state(config.state_folder)
    calls = 0
steps = bring_forward(0)
for stop_after in range(1, steps, steps // kills) if kills else ():
    shutil.rmtree(config.state_folder)
    write_old_state(config.state_folder)
    child = os.fork()
    if not child:
        calls = 0
        bring_forward(stop_after)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert_all_is_there(config)
    assert names(config) == NEW_NAMES - {"dates.sqlite3"} | {"audit.jsonl", "sign-ins.sqlite3"}
"""


def bring_forward(config: Config, kills: int) -> subprocess.CompletedProcess[str]:
    program = f"from pathlib import Path\n{BRING_FORWARD}"
    command = [sys.executable, "-W", "ignore", "-c", program, str(config.path), str(kills)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)


def test_taking_over_that_is_killed_between_any_two_steps_can_be_done_again(small: Config) -> None:
    write_old_state(small.state_folder)

    run = bring_forward(small, 25)

    assert run.returncode == 0, run.stderr


def test_processes_that_take_over_at_once_do_it_once(small: Config) -> None:
    write_old_state(small.state_folder)
    runs: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=lambda: runs.append(bring_forward(small, 0))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [run.returncode for run in runs] == [0, 0, 0], [run.stderr for run in runs]
    assert_all_is_there(small)


@pytest.mark.parametrize("what", ["version", "database"])
def test_a_newer_state_is_refused_with_a_clear_word_and_not_touched(
    small: Config, base: KnowledgeBase, what: str
) -> None:
    open_curation(small, base).accounts.add("lone", Role.CURATOR, PASSWORD)
    if what == "version":
        (small.state_folder / "version").write_text("9\n")
    else:
        with sqlite3.connect(small.state_folder / "accounts.sqlite3") as connection:
            connection.execute("PRAGMA user_version = 9")
        connection.close()
    before = (small.state_folder / "accounts.sqlite3").read_bytes()

    run = CliRunner().invoke(main, ["curator", "list", "--config", str(small.path)])

    assert run.exit_code == 1
    assert "newer version of Samspil" in " ".join(run.output.split())
    assert (small.state_folder / "accounts.sqlite3").read_bytes() == before


@pytest.fixture
def opened_site(own_site: FlaskClient, small: Config) -> FlaskClient:
    """A site with accounts that was closed and whose databases are open in no process."""
    own_site.application.extensions["samspil"].curation.close()
    return own_site


def test_damaged_accounts_are_named_and_public_pages_go_on(opened_site: FlaskClient, small: Config) -> None:
    person = sign_in(opened_site, "curator")
    opened_site.application.extensions["samspil"].curation.close()
    (small.state_folder / "accounts.sqlite3").write_bytes(b"nonsense" * 2000)
    site = create_app(small.path).test_client()

    assert site.get("/da/search?q=bibliotek").status_code == 200
    assert person.get("/da/search?q=bibliotek").status_code == 200
    refused = person.get("/da/curator")

    assert refused.status_code == 503
    assert "Redaktionens sider kan ikke bruges lige nu" in refused.text
    assert "state/accounts.sqlite3 er beskadiget" in refused.text
    assert (small.state_folder / "accounts.sqlite3").read_bytes() == b"nonsense" * 2000


@pytest.mark.parametrize("name", ["sessions", "zero-result-searches"])
def test_what_nobody_would_miss_for_long_begins_anew_where_it_is_damaged(
    opened_site: FlaskClient, small: Config, name: str
) -> None:
    opened_site.get("/da/search?q=qwxzj%20vqkxz&spelling=literal")
    sign_in(opened_site, "curator")
    opened_site.application.extensions["samspil"].curation.close()
    (small.state_folder / f"{name}.sqlite3").write_bytes(b"nonsense" * 2000)
    for ending in ("-wal", "-shm"):
        (small.state_folder / f"{name}.sqlite3{ending}").unlink(missing_ok=True)

    again = create_app(small.path)
    assert again.test_client().get("/da/search?q=qwxzj%20vqkxz&spelling=literal").status_code == 200
    for _ in range(4):
        person = again.test_client()
        person.get("/da/curator/sign-in")
        curation = again.extensions["samspil"].curation
        curation.zero_result_searches.note("krokodille")
        try:
            token = curation.sessions.begin(curation.accounts.find("curator"))
        except StateError:
            token = ""

    assert curation.sessions.account(token) is not None
    assert "krokodille" in {one.words for one in curation.zero_result_searches.all()}
    assert (small.state_folder / f"{name}.sqlite3.damaged").read_bytes() == b"nonsense" * 2000


@pytest.mark.parametrize("name", ["sessions.json", "searches-without-results.json"])
def test_damaged_lists_of_the_layout_before_cost_nothing_else(small: Config, name: str) -> None:
    write_old_state(small.state_folder)
    (small.state_folder / name).write_text('{"lone": ')

    curation = open_curation(small, open_knowledge_base(small))

    assert len(curation.accounts.all()) == 2
    assert names(small) == NEW_NAMES
    curation.close()


def test_damaged_accounts_of_the_layout_before_are_named_and_stay(small: Config) -> None:
    write_old_state(small.state_folder)
    (small.state_folder / "accounts.json").write_text('{"lone": ')

    curation = open_curation(small, open_knowledge_base(small))

    with raises_saying(StateError, r"state/accounts\.json is damaged"):
        curation.accounts.all()
    write_old_state(small.state_folder)
    assert len(curation.accounts.all()) == 2
    curation.close()


PUBLIC_PAGES = """
import logging; logging.disable()
from web import create_app
import indexer.curation.accounts.secret_key
site = create_app(folder / "config.toml").test_client()
addresses = ["/da", "/da/search?q=bibliotek", "/da/search?q=vqkxz%20qwxzj&spelling=literal", "/da/documents/bogstart"]
print([site.get(address, follow_redirects=True).status_code for address in addresses])
"""


@pytest.mark.parametrize("state", ["none", "old"])
def test_public_pages_go_on_where_nothing_at_all_can_be_written(small: Config, base: KnowledgeBase, state: str) -> None:
    if state == "old":
        write_old_state(small.state_folder)
    base.close()

    assert read_only(small.path.parent, PUBLIC_PAGES) == "[200, 200, 200, 200]"


def test_public_pages_and_signed_in_readers_go_on_with_a_full_disk(own_site: FlaskClient) -> None:
    person = sign_in(own_site, "curator")

    with full_disk():
        shown = [
            person.get(address).status_code
            for address in ("/da/search?q=bibliotek", "/da/search?q=vqkxz&spelling=literal", "/da/curator")
        ]

    assert shown == [200, 200, 200]
