from __future__ import annotations

import threading
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from indexer import InvalidEntry, Role, StateError
from indexer.curation.accounts.accounts import Accounts
from indexer.curation.accounts.passwords import Passwords
from indexer.curation.accounts.second_factor import SecondFactors
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


@pytest.mark.parametrize(
    "password",
    [
        *("", "kort", "aaaaaaaaaaaaaaaa", "x" * 1001, "passwordpassword", "123456789012", "qwertyuiop12"),
        *("Adgangskode123", "Velkommen2026!", "biblioteket123", "lonelonelone", "1q2w3e4r5t6y"),
    ],
)
def test_a_weak_or_common_password_is_refused(accounts: Accounts, password: str) -> None:
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
    assert accounts.sign_in(name, PASSWORD).account is None
    clock.now += 901
    assert (accounts.sign_in(name, PASSWORD).account is not None) is (name == "lone")


def test_a_stranger_who_guesses_does_not_lock_out_the_owner(accounts: Accounts, clock: Clock) -> None:
    for _ in range(9):
        clock.now += 10
        accounts.sign_in("lone", "forkert forkert", "198.51.100.7")

    assert accounts.sign_in("lone", PASSWORD, "198.51.100.7").wait_seconds > 800
    assert accounts.sign_in("lone", PASSWORD, "192.0.2.1").account is not None


def test_a_client_that_changes_its_own_half_of_an_ipv6_address_stays_locked(accounts: Accounts, clock: Clock) -> None:
    for number in range(5):
        clock.now += 100
        accounts.sign_in("lone", "forkert forkert", f"2001:db8::{number}")

    assert accounts.sign_in("lone", PASSWORD, "2001:db8::77").account is None
    assert accounts.sign_in("lone", PASSWORD, "2001:db8:0:1::77").account is not None


def test_a_new_password_unlocks_a_name_everywhere(accounts: Accounts, tmp_path: Path, clock: Clock) -> None:
    lock = SharedLock(tmp_path / "lock")
    audit = AuditLog(tmp_path / "audit.jsonl", lock)
    kept = Accounts(tmp_path, audit, lock, SignInThrottle(5, 900, clock, folder=tmp_path))
    for address in ("192.0.2.1", "192.0.2.2"):
        for _ in range(5):
            clock.now += 100
            kept.sign_in("lone", "forkert forkert", address)
    command = Accounts(tmp_path, audit, lock, SignInThrottle(5, 900, clock, folder=tmp_path))

    command.set_password("lone", "fire andre ord her")

    for address in ("192.0.2.1", "192.0.2.2"):
        assert kept.sign_in("lone", "fire andre ord her", address).account is not None


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
    with pytest.raises(VerifyMismatchError):  # hashed to the end and found another, not turned away as no hash
        PasswordHasher().verify(known, "forkert forkert")


def test_a_closed_account_cannot_sign_in_and_the_last_administrator_cannot_be_closed(accounts: Accounts) -> None:
    accounts.add("chef", Role.ADMINISTRATOR, PASSWORD)
    accounts.set_disabled("lone", True)

    assert accounts.sign_in("lone", PASSWORD).account is None
    with pytest.raises(InvalidEntry, match="last-administrator"):
        accounts.set_disabled("chef", True)
    with pytest.raises(InvalidEntry, match="last-administrator"):
        accounts.set_role("chef", Role.CURATOR)


def test_a_session_that_nobody_uses_ends_and_one_that_is_used_goes_on(
    accounts: Accounts, tmp_path: Path, clock: Clock
) -> None:
    sessions = Sessions(tmp_path, accounts, idle_seconds=600, clock=clock)
    account = accounts.find("lone")
    assert account is not None
    used, unused = sessions.begin(account), sessions.begin(account)

    for _ in range(3):
        clock.now += 500
        seen = sessions.account(used)

    assert seen == account
    assert sessions.account(unused) is None


def test_own_sessions_are_listed_and_ended_and_those_of_others_are_not(
    accounts: Accounts, tmp_path: Path, clock: Clock
) -> None:
    sessions = Sessions(tmp_path, accounts, clock=clock)
    lone, other = accounts.find("lone"), accounts.add("bo", Role.CURATOR, PASSWORD)
    assert lone is not None
    here, there = sessions.begin(lone, "192.0.2.1", "Firefox"), sessions.begin(lone, "192.0.2.2", "Chrome")
    others = sessions.begin(other, "192.0.2.3", "Safari")
    listed = {one.address: one for one in sessions.of("lone", here)}

    sessions.end_one("bo", listed["192.0.2.1"].id)
    sessions.end_one("lone", listed["192.0.2.2"].id)

    assert {address: (one.browser, one.is_current) for address, one in listed.items()} == {
        "192.0.2.1": ("Firefox", True),
        "192.0.2.2": ("Chrome", False),
    }
    assert [sessions.account(token) is not None for token in (here, there, others)] == [True, False, True]


@pytest.fixture
def factors(accounts: Accounts, tmp_path: Path, clock: Clock) -> SecondFactors:
    accounts.second_factors = SecondFactors(
        accounts.database, AuditLog(tmp_path / "audit.jsonl", SharedLock(tmp_path / "lock")), clock
    )
    return accounts.second_factors


def code(factors: SecondFactors, clock: Clock) -> str:
    """What the telephone shows now."""
    factor = factors.find("lone")
    assert factor is not None
    return pyotp.TOTP(factor.secret).generate_otp(int(clock.now // 30))


def switched_on(factors: SecondFactors, clock: Clock) -> tuple[str, ...]:
    """The recovery codes of an account that has a second factor from now on; a code has not been used since."""
    factors.prepare("lone")
    codes = factors.confirm("lone", code(factors, clock))
    clock.now += 60
    return codes


def test_a_second_factor_is_asked_for_once_a_code_confirmed_it(
    accounts: Accounts, factors: SecondFactors, clock: Clock
) -> None:
    factors.prepare("lone")
    assert not accounts.sign_in("lone", PASSWORD).needs_code
    assert factors.confirm("lone", "000000") == ()

    switched_on(factors, clock)

    assert accounts.sign_in("lone", PASSWORD).needs_code
    assert accounts.sign_in_with_code("lone", code(factors, clock)).account is not None


def test_a_code_and_a_recovery_code_count_once(accounts: Accounts, factors: SecondFactors, clock: Clock) -> None:
    recovery = switched_on(factors, clock)[3]
    shown = code(factors, clock)

    first = [accounts.sign_in_with_code("lone", typed).account is not None for typed in (shown, recovery.upper())]
    again = [accounts.sign_in_with_code("lone", typed).account is not None for typed in (shown, recovery)]

    assert (first, again) == ([True, True], [False, False])


def test_wrong_codes_lock_the_account_from_wherever_they_come_and_right_passwords_do_not_unlock_it(
    accounts: Accounts, factors: SecondFactors, clock: Clock
) -> None:
    switched_on(factors, clock)
    for number in range(5):
        clock.now += 100
        accounts.sign_in("lone", PASSWORD, f"192.0.2.{number}")
        accounts.sign_in_with_code("lone", "000000", f"192.0.2.{number}")

    refused = accounts.sign_in_with_code("lone", code(factors, clock), "192.0.2.99")

    assert refused.account is None and refused.wait_seconds > 800


def test_recovery_codes_are_kept_as_hashes_and_new_ones_take_the_place_of_the_old(
    accounts: Accounts, factors: SecondFactors, tmp_path: Path, clock: Clock
) -> None:
    old = switched_on(factors, clock)

    new = factors.renew_recovery_codes("lone")

    content = (tmp_path / "accounts.sqlite3").read_bytes()
    assert len(set(old) | set(new)) == 20
    assert not any(one.encode() in content or one.replace("-", "").encode() in content for one in new)
    assert accounts.sign_in_with_code("lone", old[0]).account is None
    assert accounts.sign_in_with_code("lone", new[0]).account is not None


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
