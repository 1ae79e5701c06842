"""How often one address may begin rooms, change them, answer their surveys and try links."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from indexer import Config
from web.site.traffic.rates import Rate

_HOUR, _MINUTE = 3600, 60


class RoomRates:
    """The rates of one process."""

    def __init__(self, config: Config) -> None:
        settings = config.rooms
        self.begun = Rate(settings.begun_per_hour, _HOUR)
        self.changes = Rate(settings.changes_per_minute, _MINUTE)
        self.answers = Rate(settings.answers_per_hour, _HOUR)
        self.misses = Rate(settings.misses_per_minute, _MINUTE)


def install(app: Flask, config: Config) -> None:
    """Keep the rates of the application."""
    app.extensions["samspil-room-rates"] = RoomRates(config)


def room_rates() -> RoomRates:
    """The rates of the current application."""
    return cast(RoomRates, current_app.extensions["samspil-room-rates"])
