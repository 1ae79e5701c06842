"""What config.toml says about curating."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CurationPreferences:
    """The settings of the curators' side; units are in the names."""

    session_hours: float = 8.0
    idle_minutes: float = 60.0
    failed_attempts: int = 5
    lock_minutes: float = 15.0
    upload_megabytes: int = 50
    note_empty_searches: bool = True
    count_use: bool = False
    check_links: bool = False
    suggestions_per_hour: int = 10
    suggestion_days: int = 180

    @property
    def upload_bytes(self) -> int:
        """The most that can be uploaded at once."""
        return self.upload_megabytes << 20
