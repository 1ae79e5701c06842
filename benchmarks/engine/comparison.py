"""Ours and a peer in turns, question by question, in one process: the least CPU time of each, by class."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.engine.answers import Answer, Peer
from benchmarks.engine.ours import OurIndex
from benchmarks.engine.queries import PLAIN_CLASSES, Question

SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
SECONDS_PER_QUESTION = 1.5


@dataclass(slots=True)
class Times:
    """Milliseconds of CPU by question; `first` are ours with nothing kept from earlier queries."""

    ours: list[float]
    peer: list[float]
    first: list[float]


@dataclass(slots=True)
class Comparison:
    """What came out against one peer, and the questions whose totals or counts were not the same."""

    times: dict[str, Times]
    different: list[Question]


def compare(ours: OurIndex, peer: Peer, questions: Sequence[Question], repetitions: int) -> Comparison:
    """Ask both everything that the peer can be asked."""
    times: dict[str, Times] = defaultdict(lambda: Times([], [], []))
    different = []
    for question in questions:
        theirs = peer.prepare(question)
        if theirs is None:
            continue
        our_best, peer_best, is_same = _in_turns(ours.prepare(question), theirs, peer, repetitions)
        if not is_same and question.operator != "psq":
            different.append(question)
        first = _first_time(ours, question)
        for kind in (question.kind, *(("all",) if question.kind in PLAIN_CLASSES else ())):
            times[kind].ours.append(our_best * 1000)
            times[kind].peer.append(peer_best * 1000)
            times[kind].first.append(first * 1000)
    return Comparison(dict(times), different)


def _in_turns(
    ours: Callable[[], Answer], theirs: Callable[[], Answer], peer: Peer, repetitions: int
) -> tuple[float, float, bool]:
    our_best = peer_best = float("inf")
    deadline = time.monotonic() + SECONDS_PER_QUESTION
    for turn in range(repetitions):
        started = time.process_time()
        our_answer = ours()
        our_best = min(our_best, time.process_time() - started)
        started = time.process_time()
        peer_answer = theirs()
        taken = time.process_time() - started
        peer_best = min(peer_best, getattr(peer, "last_seconds", taken))
        if turn and time.monotonic() > deadline:
            break
    return our_best, peer_best, our_answer.comparable() == peer_answer.comparable()


def _first_time(ours: OurIndex, question: Question) -> float:
    best = float("inf")
    for _ in range(3):
        ours.forget()
        ask = ours.prepare(question)
        started = time.process_time()
        ask()
        best = min(best, time.process_time() - started)
    return best


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of some values."""
    rising = sorted(values)
    return {name: round(rising[min(len(rising) - 1, int(len(rising) * share))], 4) for name, share in SHARES.items()}
