from __future__ import annotations

import threading
from pathlib import Path

import pytest

from indexer import InvalidEntry, Role, StateError
from indexer.curation.accounts.accounts import Accounts
from indexer.curation.accounts.passwords import Passwords
from indexer.curation.accounts.secret_key import KEY_VARIABLE, secret_key
from indexer.curation.accounts.sessions import Sessions
from indexer.curation.accounts.sign_in_throttle import SignInThrottle
from indexer.curation.audit_log import AuditLog
from indexer.storage.file_locks import SharedLock
from tests.disks import full_disk, read_only
from tests.saying import raises_saying

PASSWORD = "tre gode ord her"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    lock = SharedLock(tmp_path / "lock")
    audit = AuditLog(tmp_path / "audit.jsonl", lock)
    made = Accounts(tmp_path, audit, lock, SignInThrottle(5, 900, clock))
    made.add("lone", Role.CURATOR, PASSWORD)
    return made


def test_passwords_are_kept_as_argon2id_in_a_private_file(accounts: Accounts, tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite3"

    assert b"lonecurator$argon2id$" in path.read_bytes()
    assert PASSWORD.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_the_right_password_signs_in(accounts: Accounts) -> None:
    assert accounts.sign_in("lone", "noget helt andet").account is None
    assert accounts.sign_in("lone", PASSWORD).account.role is Role.CURATOR  # type: ignore[union-attr]


@pytest.mark.parametrize("password", ["", "kort", "aaaaaaaaaaaaaaaa", "x" * 1001])
def test_a_weak_password_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(InvalidEntry):
        accounts.set_password("lone", password)


@pytest.mark.parametrize("name", ["", "a", "../x", "a/b", "a b", "x" * 41, "lone"])
def test_a_name_that_is_none_or_taken_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(InvalidEntry):
        accounts.add(name, Role.CURATOR, PASSWORD)


@pytest.mark.parametrize("name", ["lone", "findes-ikke"])
def test_failures_slow_down_and_then_lock_known_and_unknown_names_alike(
    accounts: Accounts, clock: Clock, name: str
) -> None:
    waits = []
    for _ in range(5):
        clock.now += 100
        waits.append(accounts.sign_in(name, "forkert forkert").wait_seconds)

    assert waits == [0, 0, 2, 4, 900]
    assert accounts.sign_in("lone" if name == "lone" else name, PASSWORD).account is None
    clock.now += 901
    assert (accounts.sign_in(name, PASSWORD).account is not None) is (name == "lone")


@pytest.mark.parametrize("name", ["lone", "findes-ikke"])
def test_a_wrong_name_costs_the_same_hashing_as_a_wrong_password(
    accounts: Accounts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of an answer is that of its hashing: one whole argon2id, with the same parameters."""
    seen: list[str] = []
    whole = Passwords.matches
    monkeypatch.setattr(Passwords, "matches", lambda own, known, given: seen.append(known) or whole(own, known, given))

    accounts.sign_in(name, "forkert forkert")

    (known,) = seen
    parameters = known.split("$")[1:4]
    assert parameters == Passwords().hash("lone", "noget helt andet").split("$")[1:4]


def test_a_closed_account_cannot_sign_in_and_the_last_administrator_cannot_be_closed(accounts: Accounts) -> None:
    accounts.add("chef", Role.ADMINISTRATOR, PASSWORD)
    accounts.set_disabled("lone", True)

    assert accounts.sign_in("lone", PASSWORD).account is None
    with pytest.raises(InvalidEntry, match="last-administrator"):
        accounts.set_disabled("chef", True)
    with pytest.raises(InvalidEntry, match="last-administrator"):
        accounts.set_role("chef", Role.CURATOR)


def test_a_session_ends_by_time_by_signing_out_and_with_the_account(
    accounts: Accounts, tmp_path: Path, clock: Clock
) -> None:
    sessions = Sessions(tmp_path, accounts, seconds=60, clock=clock)
    account = accounts.find("lone")
    assert account is not None
    first, second, third = (sessions.begin(account) for _ in range(3))

    sessions.end(first)
    assert [sessions.account(token) is not None for token in (first, second)] == [False, True]
    assert second.encode() not in (tmp_path / "sessions.sqlite3").read_bytes()
    accounts.set_disabled("lone", True)
    assert sessions.account(second) is None
    accounts.set_disabled("lone", False)
    clock.now += 61
    assert sessions.account(third) is None
    assert sessions.account("gættet") is None


def test_the_secret_key_is_made_once_privately_or_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    made = secret_key(tmp_path)

    assert secret_key(tmp_path) == made and len(made) == 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv(KEY_VARIABLE, "given")
    assert secret_key(tmp_path) == b"given"


def test_the_oldest_of_too_many_sessions_gives_way(
    accounts: Accounts, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.curation.accounts.sessions._MAX_SESSIONS", 3)
    sessions = Sessions(tmp_path, accounts, clock=clock)
    account = accounts.find("lone")
    assert account is not None

    tokens = [sessions.begin(account) for _ in range(5)]

    assert [sessions.account(token) is not None for token in tokens] == [False, False, True, True, True]
    sessions.end_all("lone")
    assert [sessions.account(token) for token in tokens] == [None] * 5


def test_two_processes_that_add_accounts_at_once_keep_both(accounts: Accounts, tmp_path: Path) -> None:
    lock = SharedLock(tmp_path / "lock")
    other = Accounts(tmp_path, AuditLog(tmp_path / "audit.jsonl", lock), lock, SignInThrottle(5, 900))
    threads = [
        threading.Thread(target=store.add, args=(f"{name}{number}", Role.CURATOR, PASSWORD))
        for number in range(5)
        for name, store in (("her", accounts), ("der", other))
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(accounts.all()) == len(other.all()) == 11


def test_a_change_that_cannot_be_logged_is_not_made(accounts: Accounts, tmp_path: Path) -> None:
    before = accounts.all()
    (tmp_path / "audit.jsonl").rename(tmp_path / "elsewhere")
    (tmp_path / "audit.jsonl").mkdir()

    with pytest.raises(OSError):
        accounts.add("chef", Role.ADMINISTRATOR, PASSWORD)

    assert accounts.all() == before


def test_a_full_disk_changes_no_account_and_lets_them_be_read(accounts: Accounts) -> None:
    before = accounts.all()

    with full_disk():
        with raises_saying(StateError, r"accounts\.sqlite3 cannot be used now"):
            accounts.set_role("lone", Role.ADMINISTRATOR)
        assert accounts.all() == before


def test_the_secret_key_lasts_as_long_as_the_process_where_it_cannot_be_kept(tmp_path: Path) -> None:
    made = read_only(
        tmp_path,
        "import logging; logging.disable()\n"
        "from indexer import secret_key; print(len(secret_key(folder)), secret_key(folder) == secret_key(folder))",
    )

    assert made == "32 False"
