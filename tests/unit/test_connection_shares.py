"""Which connection is given up where a client has more than its share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pytest

from web.server.connections import Channel, least_missed


@dataclass
class Connection:
    """What the rule reads of a Channel."""

    name: str
    asked: int = 0
    bytes_sent: int = 0
    last_activity: float = 0.0
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.requests = ["a page"] * self.asked

    @property
    def is_served(self) -> bool:
        return bool(self.requests)


NEW = Connection("new")


@pytest.mark.parametrize(
    ("connections", "given_up"),
    [
        ([Connection("waits", 0, 9, 5.0), Connection("waits longest", 0, 0, 2.0), Connection("is served", 5)],
         "waits longest"),
        ([Connection("asks for one", 1, 70_000), Connection("asks for five", 5)], "asks for five"),
        ([Connection("has nothing yet", 1), Connection("had a page", 1, 70_000)], "had a page"),
        ([Connection("one", 1), Connection("another", 1)], "new"),
    ],
)  # fmt: skip
def test_who_waits_or_has_had_most_gives_place(connections: list[Connection], given_up: str) -> None:
    chosen = least_missed(cast("list[Channel]", connections), cast("Channel", NEW))

    assert cast("Connection", chosen).name == given_up
