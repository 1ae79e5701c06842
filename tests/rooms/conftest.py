from __future__ import annotations

import datetime
import itertools
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rooms import About, Plan, Room, RoomActor, RoomLimits, Rooms

TODAY = datetime.date(2026, 11, 30)
_ADDRESSES = itertools.count(1)


class Clock:
    """A day that tests move."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path: Path, clock: Clock) -> Rooms:
    return Rooms(tmp_path / "rooms", RoomLimits(), clock)


@pytest.fixture
def guest(small_site: Flask) -> FlaskClient:
    """A visitor from an address of its own, so that what others asked does not count."""
    client = small_site.test_client()
    client.environ_base["REMOTE_ADDR"] = f"10.1.0.{next(_ADDRESSES) % 250}"
    return client


@pytest.fixture
def begun(small_site: Flask) -> tuple[str, str]:
    """The tokens of a new room, to edit and to read."""
    rooms = small_site.extensions["samspil"].rooms
    link = rooms.begin(Room(about=About(name="Cykler i gården")), datetime.date.today() + datetime.timedelta(days=90))
    return link.token, link.read_token


def a_full_room() -> Room:
    """A room with something in most of its sections."""
    return Room(
        about=About("Cykler", "Ærø Folkebibliotek", "Ærø"),
        plan=Plan(text="En reparationsaften.\nFor alle.", goals=("new-users",)),
        actors=(RoomActor("a", name="Cyklistforeningen", sector="civil-society", tie="regular", influence="3"),),
    )
