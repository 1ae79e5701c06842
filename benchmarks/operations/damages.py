"""Random damages to what is disposable, while the site serves: `python -m benchmarks.operations.damages --times 200`.

A byte of a file below var/ is flipped, or the file is cut short or removed. From then on every answer must be the right
one, or one that says that there is none now, until the site and a process that opens everything anew both answer as
before. Reported by kind of file: times tried, answers that were wrong, damages that were not healed, seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import random
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from benchmarks.operations.serving import made_up_site, served
from indexer import Config, EngineUnavailable, Query, open_knowledge_base

LIMIT_SECONDS = 120.0
_DOCUMENTS = 60
_SNIPPET_KEYS = ("snippet", "matches", "page")


@dataclass
class Healing:
    """What became of the damages to one kind of file."""

    tried: int = 0
    wrong: int = 0
    unhealed: int = 0
    seconds: list[float] = field(default_factory=list)


def asked(host: str, port: int, address: str) -> tuple[int, object]:
    """Status and content of an answer; (0, None) where there is none, as where a process has just died."""
    connection = http.client.HTTPConnection(host, port, timeout=LIMIT_SECONDS)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, None
    finally:
        connection.close()


def without_snippets(answer: object) -> object:
    """The answer without its passages: a hit whose text is lost is shown with its summary meanwhile."""
    assert isinstance(answer, dict)
    hits = [{k: v for k, v in hit.items() if k not in _SNIPPET_KEYS} for hit in answer["hits"]]
    return answer | {"hits": hits}


def damage(path: Path, chance: random.Random) -> str:
    """Flip, cut or remove a file; which of them."""
    kind = chance.choice(("flipped", "flipped", "cut", "removed"))
    size = path.stat().st_size
    if kind == "removed" or not size:
        path.unlink()
        return "removed"
    with path.open("r+b") as stream:
        if kind == "cut":
            stream.truncate(chance.randrange(size))
        else:
            place = chance.randrange(size)
            stream.seek(place)
            byte = stream.read(1)[0]
            stream.seek(place)
            stream.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return kind


def disposable(config: Config) -> list[Path]:
    """The files below var/ that hold something; those of index, texts and lexicon are as likely as each other."""
    found = [
        path for path in config.var_folder.rglob("*") if path.is_file() and not path.name.endswith((".lock", "LOCK"))
    ]
    return [path for path in found if not path.name.startswith(".")]


def kind_of(path: Path) -> str:
    """What a file is called in the report."""
    name = path.name
    if name.endswith(".toc"):
        return "index: table of contents"
    if name.endswith(".arr"):
        return "lexicon" if name.startswith("lexicon") else "index: segment"
    return f"texts: {name.rpartition('.')[2]}" if "sqlite3" in name else f"index: {name}"


def is_sound(config: Config, expected_totals: list[int], words: list[str]) -> bool:
    """Whether a process that opens everything anew finds all as it was."""
    opened = open_knowledge_base(config)
    try:
        writer = opened.engine.writer
        totals = [opened.count(Query(text=word, is_literal=True)) for word in words]
        return writer.is_current() and writer.is_whole() and totals == expected_totals
    except EngineUnavailable:
        return False
    finally:
        opened.close()


def heal(config: Config, host: str, port: int, addresses: list[str], expected: list[object]) -> tuple[int, float]:
    """Wrong answers until all were right again, and seconds; infinity where they never were."""
    began, wrong = time.monotonic(), 0
    words = [unquote(address.rpartition("=")[2]) for address in addresses]
    totals = [answer["total"] for answer in expected if isinstance(answer, dict)]
    while time.monotonic() - began < LIMIT_SECONDS:
        found = [asked(host, port, address) for address in addresses]
        for (status, answer), right in zip(found, expected, strict=True):
            wrong += status == 200 and without_snippets(answer) != without_snippets(right)
        if [answer for _, answer in found] == expected and is_sound(config, totals, words):
            return wrong, time.monotonic() - began
        time.sleep(0.2)
    return wrong, float("inf")


def damages(times: int, seed: int, report: defaultdict[str, Healing]) -> None:
    """Damage and heal so many times; the report grows meanwhile."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        config, lexicon = made_up_site(Path(folder), _DOCUMENTS, reconcile_every_seconds=1.0)
        addresses = [f"/api/search?limit=5&spelling=literal&q={quote(word)}" for word in lexicon[20:26]]
        with served(config) as (host, port, _):
            expected = [asked(host, port, address)[1] for address in addresses]
            assert all(expected)
            for _ in range(times):
                kinds = defaultdict(list)
                for path in disposable(config):
                    kinds[kind_of(path)].append(path)
                kind = chance.choice(sorted(kinds))
                done = damage(chance.choice(sorted(kinds[kind])), chance)
                wrong, seconds = heal(config, host, port, addresses, expected)
                healing = report[kind]
                healing.tried += 1
                healing.wrong += wrong
                healing.unhealed += seconds == float("inf")
                healing.seconds.append(seconds)
                if wrong or seconds > 60:
                    print(f"{kind} {done}: {wrong} wrong answers, {seconds:.1f} s", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    asked_for = arguments.parse_args()
    report: defaultdict[str, Healing] = defaultdict(Healing)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reports what was done so far
        damages(asked_for.times, asked_for.seed, report)
    print(
        "| file | times tried | wrong answers | unhealed | seconds: median, longest |\n| --- | --- | --- | --- | --- |"
    )
    for kind, healing in sorted(report.items()):
        taken = sorted(healing.seconds)
        print(
            f"| {kind} | {healing.tried} | {healing.wrong} | {healing.unhealed} |"
            f" {taken[len(taken) // 2]:.1f}, {taken[-1]:.1f} |"
        )


if __name__ == "__main__":
    main()
