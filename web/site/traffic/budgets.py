"""Work that would take a whole process for itself: exports and the checking of passwords have a budget of their own.

Who comes when it is spent is asked to come back, for a waiting request would hold a thread that searches need.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from flask import Flask, current_app, g
from werkzeug.exceptions import TooManyRequests

from indexer import Message, SignIn

_EXPORT_SHARE = 0.1
"""The share of its time that an export works while others wait for the same process."""

_TURN_SECONDS = 0.004
_COME_BACK_SECONDS = 5
_SIGN_INS_WAITING = 2
"""Passwords that are checked or wait for it, each with a thread."""
_MAX_PAUSE_SECONDS = 2.0
Item = TypeVar("Item")


class BudgetSpent(TooManyRequests):
    """There is too much of some work at the moment; `message` says of which."""

    def __init__(self, message: Message) -> None:
        super().__init__(retry_after=_COME_BACK_SECONDS)
        self.message = message


class ExportPlace:
    """A place among the exports, given back once."""

    def __init__(self, places: threading.Semaphore) -> None:
        self._places = [places]

    def give_back(self) -> None:
        """Let another have it."""
        with contextlib.suppress(IndexError):
            self._places.pop().release()

    def held_for(self, pieces: Iterable[Item]) -> Iterator[Item]:
        """The pieces; the place is given back after the last."""
        try:
            yield from pieces
        finally:
            self.give_back()


class Budgets:
    """The budgets of one process; safe to share between threads."""

    def __init__(self, exports_at_once: int, sign_in_share: float) -> None:
        self._exports = threading.BoundedSemaphore(max(1, exports_at_once))
        self._sign_in, self._sign_in_places = threading.Lock(), threading.BoundedSemaphore(_SIGN_INS_WAITING)
        self._sign_in_share = min(1.0, max(0.01, sign_in_share))
        self._next_sign_in = 0.0
        self._at_work = 0
        self._counting = threading.Lock()

    def request_begins(self) -> None:
        """Count a request that is being answered."""
        with self._counting:
            self._at_work += 1

    def request_ends(self) -> None:
        """Count it no more."""
        with self._counting:
            self._at_work -= 1

    def paced(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items one by one, slowly while other requests are being answered."""
        # Time of work alone: what waits for a slow reader takes nothing from others.
        began = time.thread_time()
        for item in items:
            yield item
            spent = time.thread_time() - began
            if spent > _TURN_SECONDS:
                if self._at_work > 1:
                    time.sleep(spent * (1 / _EXPORT_SHARE - 1))
                began = time.thread_time()

    def export_place(self) -> ExportPlace:
        """A place among the exports.

        Raises:
            BudgetSpent: there is none.
        """
        if not self._exports.acquire(blocking=False):
            raise BudgetSpent(Message("busy-exporting"))
        return ExportPlace(self._exports)

    def sign_in(self, check: Callable[[], SignIn]) -> SignIn:
        """The answer of checking a password: one at a time; after a wrong one the next waits for its turn.

        Raises:
            BudgetSpent: as many wait already as may.
        """
        if not self._sign_in_places.acquire(blocking=False):
            raise BudgetSpent(Message("busy-signing-in"))
        try:
            with self._sign_in:
                # The lock is held meanwhile: who guesses from many addresses waits as well.
                time.sleep(max(0.0, self._next_sign_in - time.monotonic()))
                began = time.monotonic()
                answer = check()
                if answer.account is None:
                    now = time.monotonic()
                    pause = (now - began) * (1 / self._sign_in_share - 1)
                    self._next_sign_in = now + min(_MAX_PAUSE_SECONDS, pause)
                return answer
        finally:
            self._sign_in_places.release()


def install(app: Flask, exports_at_once: int, sign_in_share: float) -> None:
    """Count the requests of the application, and keep its budgets."""
    app.extensions["samspil-budgets"] = Budgets(exports_at_once, sign_in_share)
    app.before_request(_begin)
    app.teardown_request(_end)


def budgets() -> Budgets:
    """The budgets of the current application."""
    return cast(Budgets, current_app.extensions["samspil-budgets"])


def _begin() -> None:
    budgets().request_begins()
    g.is_counted = True


def _end(_error: BaseException | None) -> None:
    if g.pop("is_counted", False):
        budgets().request_ends()
