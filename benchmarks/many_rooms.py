"""Whether rooms slow the search: `python -m benchmarks.many_rooms [--rooms 10000] [--rounds 20]`.

Two sites over one index, one without rooms and one with so many that are made for it, are asked the same searches in
turn, in one process; so are a room's own start page, and a new room is begun at both. Prints CPU milliseconds (p50,
p95) and ratios. The rooms lie in a temporary folder, each with a map of a dozen actors, and are removed afterwards.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from indexer import find_config, load_config, open_knowledge_base
from indexer.rooms import About, Room, RoomActor, RoomLimits, Rooms, TieAmong
from web import create_app
from web.site.context import SiteContext

_QUERIES = ("lektiecafé frivillige", "bogbus", "sundhed ældre", "netværk", "skole OR gymnasium", "volunteers", "")
_END = datetime.timedelta(days=365)


def a_room(number: int) -> Room:
    """A room as a map makes it."""
    sector, tie = "civil-society", "regular"
    actors = tuple(RoomActor(f"a{one}", name=f"Forening {one}", sector=sector, tie=tie) for one in range(12))
    ties = tuple(TieAmong(f"t{one}", f"a{one}", f"a{one + 1}") for one in range(11))
    return Room(about=About(name=f"Rum {number}"), actors=actors, ties_among=ties)


def site_with(rooms: Rooms, config: Path, opened: SiteContext | None = None) -> Flask:
    """A site whose rooms are these, over the index of another where one is named."""
    knowledge_base = opened.knowledge_base if opened else open_knowledge_base(load_config(config))
    app = create_app(config, knowledge_base)
    own: SiteContext = app.extensions["samspil"]
    app.extensions["samspil"] = SiteContext(own.config, own.knowledge_base, own.curation, own.index_follower, rooms)
    return app


def milliseconds(do: Callable[..., object], *arguments: object) -> float:
    """CPU time of this process."""
    began = time.process_time()
    do(*arguments)
    return 1000 * (time.process_time() - began)


def report(name: str, few: list[float], many: list[float]) -> None:
    """A line: without rooms, with them, and how many times as long."""
    told = []
    for times in (few, many):
        ordered = sorted(times)
        told.append((statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]))
    ratios = [with_rooms / without for without, with_rooms in zip(*told, strict=True)]
    print(
        f"{name:12} without {told[0][0]:6.2f} / {told[0][1]:6.2f} ms, with {told[1][0]:6.2f} / {told[1][1]:6.2f} ms, "
        f"ratio {ratios[0]:.2f} / {ratios[1]:.2f}"
    )


def main() -> None:
    """Make the rooms, ask in turn, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    config = find_config(None).path
    ends = datetime.date.today() + _END
    with tempfile.TemporaryDirectory() as folder:
        limits = RoomLimits(rooms=options.rooms + options.rounds + 1)
        empty, full = Rooms(Path(folder) / "few", limits), Rooms(Path(folder) / "many", limits)
        links = [rooms.begin(a_room(0), ends) for rooms in (empty, full)]
        for number in range(1, options.rooms):
            full.begin(a_room(number), ends)
        first = site_with(empty, config)
        clients = [first.test_client(), site_with(full, config, first.extensions["samspil"]).test_client()]
        pages = {
            "search": [[f"/da/search?q={query}" for query in _QUERIES]] * 2,
            "room": [[f"/da/room/{link.token}"] for link in links],
        }
        for name, addresses in pages.items():
            times: tuple[list[float], list[float]] = ([], [])
            for turn in range(options.rounds + 1):
                for kept, client, asked in zip(times, clients, addresses, strict=True):
                    for address in asked:
                        taken = milliseconds(client.get, address)
                        if turn:  # the first fills what is remembered
                            kept.append(taken)
            report(name, *times)
        begun: tuple[list[float], list[float]] = ([], [])
        for number in range(options.rounds):
            for kept, rooms in zip(begun, (empty, full), strict=True):
                kept.append(milliseconds(rooms.begin, a_room(number), ends))
        report("a new room", *begun)
        print(f"{full.count():,} rooms")


if __name__ == "__main__":
    main()
