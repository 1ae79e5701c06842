"""What somebody searched for is kept once it was searched several times: what one person typed may tell of one person.

Until then it is counted by a digest, whose salt is thrown away with its week: afterwards nobody can try words out.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import sqlite3

LEAST_TIMES = 3
"""How often words must be searched within a week before they are kept."""

TABLES = (
    "CREATE TABLE salt (week TEXT PRIMARY KEY, salt BLOB NOT NULL) STRICT",
    "CREATE TABLE seldom (kind TEXT NOT NULL, digest BLOB NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (kind, digest)) STRICT, WITHOUT ROWID",
)
_MAX_CHARACTERS = 80
_PERSONAL = re.compile(r"@|\d{4,}|https?:")
_SALT_BYTES, _DIGEST_BYTES = 32, 16


def countable(text: str) -> str:
    """Words as they are counted; "" for what is too long, or looks like an address or a number of somebody."""
    words = " ".join(text.casefold().split())
    return words if 1 < len(words) <= _MAX_CHARACTERS and not _PERSONAL.search(words) else ""


def week_of(day: datetime.date) -> str:
    """The ISO week of a day, as 2026-W49: in the order of time also as text."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def this_week() -> str:
    """The week that it is (UTC)."""
    return week_of(datetime.datetime.now(datetime.UTC).date())


def times_seen(connection: sqlite3.Connection, kind: str, words: str, times: int = 1) -> int:
    """How often words were searched this week, these times included; within a transaction."""
    salt = _salt_of(connection, this_week())
    digest = hashlib.blake2b(f"{kind}\0{words}".encode(), key=salt, digest_size=_DIGEST_BYTES).digest()
    connection.execute(
        "INSERT INTO seldom VALUES (?, ?, ?) ON CONFLICT (kind, digest) DO UPDATE SET count = count + excluded.count",
        (kind, digest, times),
    )
    found = connection.execute("SELECT count FROM seldom WHERE kind = ? AND digest = ?", (kind, digest)).fetchone()
    return int(found[0])


def _salt_of(connection: sqlite3.Connection, week: str) -> bytes:
    found = connection.execute("SELECT salt FROM salt WHERE week = ?", (week,)).fetchone()
    if found:
        return bytes(found[0])
    salt = secrets.token_bytes(_SALT_BYTES)
    connection.execute("DELETE FROM salt")
    # Under another salt the same words have another digest: these would never be met again.
    connection.execute("DELETE FROM seldom")
    connection.execute("INSERT INTO salt VALUES (?, ?)", (week, salt))
    return salt
