"""How long the comparing pages take: CPU time of each kind of page, p50 and p95 in milliseconds.

Pages wait for nothing but the processor; its time is what they take on a machine that does nothing else.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient

from benchmarks.comparison.made_up import made_up_site
from indexer import DocumentId, KnowledgeBase, Metadata, load_config, open_knowledge_base
from web import create_app

Row = Mapping[str, object]
_WARM = 3
_MAPS = (
    ("goal", "sector"), ("partner-type", "phase"), ("kind", "country"), ("goal", "decade"), ("form", "outcome"),
    ("partner-type", "municipality"), ("partner", "library"),
)  # fmt: skip


def speed(folder: Path, documents: int, *, asked: int, seed: int = 1) -> list[Row]:
    """A row for each kind of page; the made-up collection is kept in the folder."""
    config_path = made_up_site(folder, documents)
    knowledge_base = open_knowledge_base(load_config(config_path))
    client = create_app(config_path, knowledge_base).test_client()
    started = time.process_time()
    knowledge_base.comparer.collection()
    features = 1000 * (time.process_time() - started)
    addresses = _addresses(knowledge_base, asked, random.Random(seed))
    rows = [row_of(kind, _milliseconds(client, pages)) for kind, pages in addresses.items()]
    knowledge_base.close()
    return [*rows, row_of("features, once for each committed state", [features])]


def _addresses(knowledge_base: KnowledgeBase, asked: int, chance: random.Random) -> dict[str, list[str]]:
    records = knowledge_base.comparer.public_records()
    chosen = chance.sample(sorted(records), asked + _WARM)
    language = chance.choices(("da", "en"), k=len(chosen))
    search = [_search(records[document_id]) for document_id in chosen]
    places = list(enumerate(chosen))
    return {
        "comparable": [f"/{language[n]}/documents/{d}/comparable" for n, d in places],
        "document, with its five": [f"/{language[n]}/documents/{d}" for n, d in places],
        "situation": [f"/{language[n]}/situation?{_situation(records[d])}" for n, d in places],
        "gap map": [f"/{language[n]}/map?{_axes(n)}" for n, _ in places],
        "gap map under a search": [f"/{language[n]}/map?{_axes(n)}&{search[n]}" for n, _ in places],
        "network": [f"/{language[n]}/network" for n, _ in places],
        "network under a search": [f"/{language[n]}/network?{search[n]}" for n, _ in places],
        "compare 2": [f"/{language[n]}/compare?{_ids(chance.sample(chosen, 2))}" for n, _ in places],
        "compare 5": [f"/{language[n]}/compare?{_ids(chance.sample(chosen, 5))}" for n, _ in places],
    }


def _axes(number: int) -> str:
    rows, columns = _MAPS[number % len(_MAPS)]
    return urlencode({"rows": rows, "columns": columns})


def _search(metadata: Metadata) -> str:
    """Two words of the title, and a sector where one is stated."""
    words = " OR ".join(word for word in metadata.title.split() if word.isalpha())
    return urlencode([("q", words), *(("sector", sector) for sector in metadata.sectors[:1])])


def _situation(metadata: Metadata) -> str:
    stated = [
        *(("goal", goal) for goal in metadata.goals[:3]),
        *(("partner-type", partner_type) for partner_type in metadata.partner_types[:2]),
        *(("sector", sector) for sector in metadata.sectors[:1]),
        ("q", metadata.summary),
        ("offer", "lokaler, frivillige og tre timer om ugen"),
    ]
    return urlencode(stated)


def _ids(ids: Sequence[DocumentId]) -> str:
    return urlencode([("id", document_id) for document_id in ids])


def _milliseconds(client: FlaskClient, addresses: Sequence[str]) -> list[float]:
    """Each address is asked once, after a few others of its kind."""
    taken = []
    for place, address in enumerate(addresses):
        started = time.process_time()
        assert client.get(address).status_code == 200, address
        if place >= _WARM:
            taken.append(1000 * (time.process_time() - started))
    return sorted(taken)


def row_of(kind: str, taken: Sequence[float]) -> Row:
    """A kind of page with its times, which rise."""
    return {
        "page": kind,
        "asked": len(taken),
        "p50 ms": f"{taken[len(taken) // 2]:.1f}",
        "p95 ms": f"{taken[len(taken) * 95 // 100]:.1f}",
    }
