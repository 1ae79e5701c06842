"""How long the first page after a change takes, beside making all that it needs anew: CPU milliseconds.

A document of a made-up collection is changed, and indexed by a process of its own, as on a served site; then one page
is asked, which is the first of the new state. For each kind of page there are as many changes. Beside it, of the same
states, everything that comparing needs is made as by a process that has seen no earlier state.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.comparison.made_up import made_up_site
from benchmarks.comparison.speed import Row, row_of
from indexer import DocumentId, KnowledgeBase, load_config, open_knowledge_base
from indexer.comparison import Comparer
from web import create_app

_OPENED: list[KnowledgeBase] = []
_MADE_ANEW = 5


def changes(folder: Path, documents: int, *, changed: int, seed: int = 1) -> list[Row]:
    """A row for each kind of page, and one for all features anew; the made-up collection is kept in the folder."""
    config_path = made_up_site(folder, documents)
    knowledge_base = open_knowledge_base(load_config(config_path))
    client = create_app(config_path, knowledge_base).test_client()
    chance = random.Random(seed)
    ids = sorted(knowledge_base.comparer.public_records())
    chosen = chance.choice(ids)
    kinds = _addresses(chosen, knowledge_base.comparer.public_records()[chosen].title)
    for address in kinds.values():
        assert client.get(address).status_code == 200, address
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    anew: list[float] = []
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _open, (config_path,)) as indexing:
        for _, (kind, address) in itertools.product(range(changed), kinds.items()):
            path = config_path.parent / "corpus" / "cases" / f"{chance.choice(ids)}.md"
            _change(path, chance)
            assert indexing.submit(_index).result() == [path.stem]
            started = time.process_time()
            assert client.get(address).status_code == 200, address
            taken[kind].append(1000 * (time.process_time() - started))
            if len(anew) < min(len(taken[kind]), _MADE_ANEW):
                started = time.process_time()
                _all_anew(knowledge_base, chosen)
                anew.append(1000 * (time.process_time() - started))
    knowledge_base.close()
    rows = [row_of(f"{kind}, first after a change", sorted(times)) for kind, times in taken.items()]
    return [*rows, row_of("ten comparable ones, all made anew", sorted(anew))]


def _addresses(document_id: DocumentId, title: str) -> dict[str, str]:
    words = " OR ".join(word for word in title.split() if word.isalpha())
    return {
        "front page": "/da/",
        "comparable": f"/da/documents/{document_id}/comparable",
        "document, with its five": f"/da/documents/{document_id}",
        "situation": f"/da/situation?{urlencode({'q': title})}",
        "gap map": "/da/map?rows=goal&columns=sector",
        "network": "/da/network",
        "search": f"/da/search?{urlencode({'q': words})}",
        "search with a typing error": "/da/search?q=biblioteekt",
        "suggestions": "/api/suggest?q=bib",
    }


def _open(config_path: Path) -> None:
    """In the process that indexes: what it works with."""
    _OPENED.append(open_knowledge_base(load_config(config_path)))


def _index() -> list[DocumentId]:
    """There: the documents that were changed in the index."""
    return _OPENED[0].reconcile().changed


def _change(path: Path, chance: random.Random) -> None:
    """Another title and a new sentence, as a curator's save leaves them."""
    lines = path.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("title = "))
    words = lines[place].removeprefix("title = ").strip('"').split()
    chance.shuffle(words)
    lines[place] = f'title = "{" ".join(words)}"'
    rare = "".join(chance.choices("bdfgklmnprstaeiou", k=9))
    path.write_text("\n".join([*lines, "", f"Biblioteket og {rare} mødtes igen, og {rare} blev.", ""]), "utf-8")


def _all_anew(knowledge_base: KnowledgeBase, document_id: DocumentId) -> None:
    """As `Comparer` does it that has seen no state yet; what words become is remembered, as after a first page."""
    comparer = Comparer(knowledge_base.retrieval.knowledge, knowledge_base.comparer.preferences)
    assert comparer.comparable(document_id, limit=10)
