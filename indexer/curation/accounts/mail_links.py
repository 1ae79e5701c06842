"""Addresses of accounts, and links by which somebody sets a password: good for once, for a while, kept as hashes."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping

from indexer.curation.accounts.accounts import Account, Accounts
from indexer.curation.accounts.sign_in_throttle import network_of
from indexer.domain.errors import InvalidEntry
from indexer.domain.texts.characters import incoming_line
from indexer.storage.file_locks import SharedLock

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[\w-]+(?:\.[\w-]+)+")
# RFC 5321 has room for 256, the angle brackets around it among them.
_ADDRESS_CHARACTERS = 254
_HOUR = 3600.0
_LINKS_AN_HOUR, _REQUESTS_AN_HOUR = 3, 10
"""Of one account, and from one address of a client: more are not sent."""


class MailLinks:
    """Who is reached where, and the links that were sent; raises StateError where the database cannot be used."""

    def __init__(self, accounts: Accounts, lock: SharedLock, clock: Callable[[], float] = time.time) -> None:
        self._accounts, self._lock, self._clock = accounts, lock, clock
        self._database = accounts.database

    def addresses(self) -> Mapping[str, str]:
        """The address of each account that has one."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT name, address FROM mail_address").fetchall())

    def set_address(self, name: str, address: str) -> None:
        """Give an account another address; "" for none.

        Raises:
            InvalidEntry: see `checked`.
        """
        stated = self.checked(name, address)
        with self._lock.held(), self._database.writing() as connection:
            # Links to the former address are worth nothing any more.
            connection.execute("DELETE FROM mail_link WHERE name = ?", (name,))
            connection.execute("DELETE FROM mail_address WHERE name = ?", (name,))
            if stated:
                connection.execute("INSERT INTO mail_address (name, address) VALUES (?, ?)", (name, stated))

    def checked(self, name: str, address: str) -> str:
        """An address that an account may have, in one form; "" for none.

        Raises:
            InvalidEntry: it cannot be one, or another account has it.
        """
        stated = incoming_line(address)
        if stated and not is_mail_address(stated):
            raise InvalidEntry("bad-mail-address", address=stated[:80])
        taken = {one.casefold(): owner for owner, one in self.addresses().items()}
        if taken.get(stated.casefold(), name) != name:
            raise InvalidEntry("mail-address-taken", address=stated)
        return stated

    def reached_by(self, text: str) -> tuple[Account, str] | None:
        """The account that has a name or an address, with its address; None where nobody can be reached by it."""
        wanted = incoming_line(text).casefold()
        for name, address in self.addresses().items():
            if wanted in (name.casefold(), address.casefold()):
                account = self._accounts.find(name)
                return (account, address) if account is not None else None
        return None

    def new_link(self, name: str, seconds: float) -> str:
        """The secret part of a link by which an account sets its password; it is kept as a hash alone.

        Raises:
            InvalidEntry: too many were made for the account in an hour.
        """
        now, secret = self._clock(), secrets.token_urlsafe(32)
        with self._lock.held(), self._database.writing() as connection:
            # A used or short-lived link stays for the hour in which it counts towards the limit.
            connection.execute("DELETE FROM mail_link WHERE expires < ? AND made < ?", (now, now - _HOUR))
            counted = "SELECT count(*) FROM mail_link WHERE name = ? AND made > ?"
            if connection.execute(counted, (name, now - _HOUR)).fetchone()[0] >= _LINKS_AN_HOUR:
                raise InvalidEntry("too-many-links", name=name)
            row = (_digest(secret), name, now, now + seconds)
            connection.execute("INSERT INTO mail_link (digest, name, made, expires) VALUES (?, ?, ?, ?)", row)
        return secret

    def may_ask(self, client: str) -> bool:
        """Whether somebody at an address of a client may ask for one more link now; the question counts."""
        now, network = self._clock(), network_of(client)
        with self._lock.held(), self._database.writing() as connection:
            connection.execute("DELETE FROM mail_request WHERE moment < ?", (now - _HOUR,))
            asked = connection.execute("SELECT count(*) FROM mail_request WHERE client = ?", (network,)).fetchone()[0]
            connection.execute("INSERT INTO mail_request (client, moment) VALUES (?, ?)", (network, now))
        return bool(asked < _REQUESTS_AN_HOUR)

    def account_of(self, secret: str) -> Account | None:
        """Whose link it is; None where it was used, is too old or never was, or its account is closed."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT name FROM mail_link WHERE digest = ? AND expires > ?", (_digest(secret), self._clock())
            ).fetchone()
        return self._accounts.find(found[0]) if found else None

    def set_password(self, secret: str, password: str) -> Account:
        """Use a link up, with all others of its account, and give the account a password.

        Raises:
            InvalidEntry: the link is none any more, or the password is too weak; a link that is one stays then.
        """
        with self._lock.held():
            account = self.account_of(secret)
            if account is None:
                raise InvalidEntry("link-used-up")
            self._accounts.set_password(account.name, password, by=account.name)
            with self._database.writing() as connection:
                # What counts towards the limit stays until its hour is over.
                connection.execute("UPDATE mail_link SET expires = 0 WHERE name = ?", (account.name,))
        return account


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent there, by its form."""
    # Letters beyond ASCII need SMTPUTF8 (RFC 6531): where a server lacks it, smtplib refuses to send.
    is_formed = len(text) <= _ADDRESS_CHARACTERS and text.isascii() and _ADDRESS.fullmatch(text) is not None
    # Encoded words (RFC 2047) mean other signs in a header than stand there, line ends among them.
    return is_formed and "=?" not in text


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
