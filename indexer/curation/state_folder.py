"""What lies below state/ beside documents' history: accounts, sessions, log, lists; and the version of its layout.

Version 0, which wrote no version, kept accounts, sessions and searches without results in JSON files.
"""

from __future__ import annotations

from pathlib import Path

from indexer.curation.accounts.accounts import Accounts
from indexer.curation.accounts.sessions import Sessions
from indexer.curation.accounts.sign_in_throttle import SignInThrottle
from indexer.curation.audit_log import AuditLog
from indexer.curation.dashboard.desk_notes import desk_database
from indexer.curation.dashboard.link_check import LinkReport
from indexer.curation.dashboard.use_counts import UseCounts
from indexer.curation.dashboard.zero_result_searches import ZeroResultSearches
from indexer.curation.editing.change_records import ChangeRecords
from indexer.curation.intake.following.followers import Followers
from indexer.curation.intake.public_suggestions import PublicSuggestions
from indexer.curation.preferences import CurationPreferences
from indexer.curation.state_upgrade import keep_before_upgrade
from indexer.domain.errors import NewerState
from indexer.storage.atomic_files import atomic_write, make_private
from indexer.storage.file_locks import SharedLock

STATE_VERSION = 6
"""1: databases instead of JSON files. 2: changes that are not done are marked in their own folder, not by the log.
3: second factors, where and when sessions were used, failed attempts by name and address, addresses in the log.
4: forms that are not saved, documents that were deleted for good, and changes that name the form they came from.
5: changes of concepts, organisations and places, which name what they are about. 6: what curators note on the desk,
counts of use, and words of searches only from the third time on."""
_MARKS_CHANGES = 2
_VERSION_NAME = "version"
_WITH_ACCOUNTS = ("accounts.json", "accounts.sqlite3", "audit.jsonl", "history")
"""What lies in a folder of an older version that was used."""


class StateFolder:
    """The parts of one state folder, which share a lock; nothing is opened before it is needed."""

    def __init__(self, folder: Path, preferences: CurationPreferences) -> None:
        self.folder = folder
        self.lock = SharedLock(folder / "lock")
        self.audit = AuditLog(folder / "audit.jsonl", self.lock)
        throttle = SignInThrottle(preferences.failed_attempts, 60 * preferences.lock_minutes, folder=folder)
        self.accounts = Accounts(folder, self.audit, self.lock, throttle)
        self.sessions = Sessions(
            folder,
            self.accounts,
            seconds=3600 * preferences.session_hours,
            idle_seconds=60 * preferences.idle_minutes,
        )
        self.links = LinkReport(folder / "dead-links.json")
        self.zero_result_searches = ZeroResultSearches(folder, is_on=preferences.note_empty_searches)
        self.use_counts = UseCounts(folder, is_on=preferences.count_use)
        self.desk = desk_database(folder)
        self.suggestions = PublicSuggestions(folder, kept_days=preferences.suggestion_days)
        self.followers = Followers(folder)
        parts = (self.accounts.database, self.sessions.database, self.zero_result_searches.database, throttle.database)
        self._databases = tuple(database for database in parts if database is not None)

    def bring_forward(self) -> None:
        """Bring an older layout to this version. Every step can be done again, should a crash come between.

        Raises:
            NewerState: a newer version of this program wrote it, and nothing is touched.
            StateError, OSError: not everything could be done; what was not is as it was.
        """
        path = self.folder / _VERSION_NAME
        if _version(path) == STATE_VERSION:
            return
        with self.lock.held():
            if _version(path) == STATE_VERSION:  # another process did it meanwhile
                return
            if not self.is_new:
                keep_before_upgrade(self.folder, STATE_VERSION)
            for database in self._databases:
                database.bring_forward()
            if _version(path) < _MARKS_CHANGES:
                # The log said until now which change is not done: the one after its last, which a crash left behind.
                ChangeRecords(self.folder / "history" / "changes").mark_pending(self.audit.last_change() + 1)
            make_private(self.folder)
            atomic_write(path, f"{STATE_VERSION}\n".encode(), is_private=True)

    @property
    def is_new(self) -> bool:
        """Whether nobody has had an account here yet; indexing keeps dates in the folder before that."""
        return not any((self.folder / name).exists() for name in (_VERSION_NAME, *_WITH_ACCOUNTS))

    @property
    def is_current(self) -> bool:
        """Whether the layout is this version's; told without changing anything.

        Raises:
            NewerState: a newer version of this program wrote it.
        """
        return _version(self.folder / _VERSION_NAME) == STATE_VERSION

    def close(self) -> None:
        """Let go of the databases."""
        self.use_counts.close()
        for database in (*self._databases, self.suggestions.database, self.desk, self.followers.database):
            database.close()


def _version(path: Path) -> int:
    """The version that a folder says; 0 where it says none that can be read, for every step can be done again."""
    try:
        version = int(path.read_text("ascii"))
    except (OSError, ValueError):
        return 0
    if version > STATE_VERSION:
        raise NewerState("state-newer", name=f"{path.parent.name}/")
    return version
