"""How long a corpus takes to index and a result page to make: `python -m benchmarks.whole_site --documents 1000`.

The corpus is made up: Danish-looking words with a Zipf distribution, the real vocabulary, documents of the length of
the collection's own. Everything runs through the product: `samspil index` as a process, pages through the site.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from indexer import load_config, open_knowledge_base
from web import create_app

PROJECT = Path(__file__).parent.parent
ONSETS = re.findall(r"\S+", "b bl br d dr f fl fr g gr h j k kl kr l m n p pl r s sk sl st str t tr v")
VOWELS = "aeiouyæøå"
CODAS = ["", "d", "g", "k", "l", "n", "r", "s", "t", "ng", "nd", "rt", "st"]
SEARCHES = [
    "", "q={0}", "q={1}+{2}", "q={3}+{4}+{5}", "q=%22{0}+{1}%22", "q={6}*", "q={1}+-{2}", "sector=private",
    "sector=private&sector=public&-goal=experiment", "q={0}&country=DK&from=2000&to=2015", "q={7}&sort=newest",
    "q={8}&sort=title&page=2", "goal=not-stated&q={0}", "q=ukendtxyz&sector=private",
]  # fmt: skip
TYPED = ("frivillige", "frivillig foreninger", "lektiehjælp", "udsatte boligområder", "unge", "åben", "aarhus", "zzxqj")


def words(count: int, chance: random.Random) -> list[str]:
    """Different words of one to four syllables, the short ones first."""
    found: dict[str, None] = {}
    for length in itertools.chain(*([1] * 200, [2] * 2000, itertools.repeat(3))):
        syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(length))
        found["".join(syllables)] = None
        if len(found) == count:
            return list(found)
    raise AssertionError


def write_corpus(folder: Path, documents: int, chance: random.Random) -> list[str]:
    """Write-ups of 150 to 700 words below folder/cases; the words by frequency."""
    lexicon = words(20_000, chance)
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(lexicon))))
    sectors = ("public", "private", "civil-society")
    goals = ("new-users", "new-services", "experiment", "community-relations")
    (folder / "cases").mkdir(parents=True)
    for number in range(documents):
        text = chance.choices(lexicon, cum_weights=weights, k=chance.randint(150, 700))
        keys = {
            "title": " ".join(chance.choices(lexicon, k=5)).capitalize(),
            "kind": "case",
            "language": chance.choice(("da", "da", "en")),
            "sectors": chance.sample(sectors, chance.randint(1, 2)),
            "goals": chance.sample(goals, chance.randint(1, 3)),
            "library": f"Bibliotek {chance.randint(1, 150)}",
            "country": chance.choice(("DK", "DK", "NO", "GB", "US")),
            "year_start": chance.randint(1990, 2025),
        }
        front_matter = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())
        body = [" ".join(text[start : start + 90]).capitalize() + "." for start in range(0, len(text), 90)]
        sections = "\n\n".join(f"## Afsnit {place}\n\n{paragraph}" for place, paragraph in enumerate(body))
        (folder / "cases" / f"case-{number:05}.md").write_text(f"+++\n{front_matter}\n+++\n\n{sections}\n", "utf-8")
    return lexicon


def seconds_of(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def milliseconds(client: FlaskClient, address: str) -> float:
    started = time.perf_counter()
    assert client.get(address).status_code == 200
    return 1000 * (time.perf_counter() - started)


def page_milliseconds(client: FlaskClient, lexicon: list[str], rounds: int) -> list[float]:
    """Server time of each result page, sorted; the searches change from round to round."""
    taken = []
    for turn in range(-1, rounds):
        for search in SEARCHES:
            words_of_turn = (lexicon[10 + turn * 9 + place] for place in range(9))
            one = milliseconds(client, "/da/search?" + search.format(*words_of_turn))
            if turn >= 0:
                taken.append(one)
    return sorted(taken)


def suggestion_milliseconds(client: FlaskClient, lexicon: list[str], rounds: int) -> list[float]:
    """Server time of /api/suggest for each beginning of words and of two words, as they are typed, sorted."""
    milliseconds(client, "/api/suggest?q=bib")
    typed = [
        *lexicon[: 20 * rounds],
        *TYPED,
        *(f"{one} {other}" for one, other in zip(lexicon, lexicon[99:199], strict=False)),
    ]
    beginnings = (quote(text[:length]) for text in typed for length in range(2, len(text) + 1))
    return sorted(milliseconds(client, f"/api/suggest?q={beginning}") for beginning in beginnings)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=20)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        lexicon = write_corpus(base / "corpus", asked.documents, random.Random(1))
        shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", base / "corpus")
        shutil.copy(PROJECT / "config.toml", base)
        command = [sys.executable, "-m", "indexer", "index", "--config", str(base / "config.toml")]
        report: dict[str, float] = {"documents": asked.documents}
        report["index_seconds"] = seconds_of(command)
        report["reconcile_nothing_seconds"] = seconds_of(command)
        report["rebuild_seconds"] = seconds_of([*command, "--rebuild"])
        changed = base / "corpus" / "cases" / "case-00000.md"
        changed.write_text(changed.read_text("utf-8") + "\nTilføjet.\n", "utf-8")
        report["reconcile_one_seconds"] = seconds_of(command)
        opened = open_knowledge_base(load_config(base / "config.toml"))
        client = create_app(base / "config.toml", opened).test_client()
        measured = {
            "page": page_milliseconds(client, lexicon, asked.rounds),
            "suggest": suggestion_milliseconds(client, lexicon, asked.rounds),
        }
        opened.close()
        for name, taken in measured.items():
            report[f"{name}_p50_ms"] = taken[len(taken) // 2]
            report[f"{name}_p95_ms"] = taken[len(taken) * 95 // 100]
        print(json.dumps({name: round(value, 2) for name, value in report.items()}))


if __name__ == "__main__":
    main()
