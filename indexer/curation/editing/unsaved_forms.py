"""What somebody is writing and has not saved: kept for its writer alone, until it is saved or thrown away.

state/unsaved/<account>/<id>.json   the fields of one form as its browser sent them; the account by its hash
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.curation.accounts.accounts import Account
from indexer.curation.audit_log import now
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock

_LOG = logging.getLogger(__name__)
MAX_FORMS, MAX_BYTES = 40, 1_000_000
"""Of one account, and of one form: pages that write by themselves must not fill the disk."""

_ID = re.compile(r"[0-9a-f]{16}")
_ACCOUNT_DIGITS = 32


@dataclass(frozen=True, slots=True)
class UnsavedForm:
    """A form as it was kept last.

    Attributes:
        id: that of the form, which every answer to it hands on.
        place: what is written: "new", "document/<id>" or "upload/<id>".
        fields: names and values in the order of the form; a name may come several times.
    """

    id: str
    place: str
    fields: tuple[tuple[str, str], ...]
    moment: str

    def value(self, name: str) -> str:
        """The first value of a field; "" where it has none."""
        return next((value for each, value in self.fields if each == name), "")


class UnsavedForms:
    """The forms below one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, is_gone: Callable[[str], bool] = lambda place: False) -> None:
        self._folder, self._is_gone = folder, is_gone
        self._lock = SharedLock(folder / ".lock")

    def keep(self, account: Account, form_id: str, place: str, fields: Sequence[tuple[str, str]]) -> UnsavedForm:
        """Keep a form in the place of what was kept of it before; safely on the disk when this returns.

        Raises:
            InvalidEntry: it is too long, the account has as many as it may have (what was kept before stays), or what
                it is about was deleted for good.
            OSError: it cannot be written.
        """
        path = self._path(account, form_id)
        form = UnsavedForm(form_id, place, tuple(fields), now())
        content = json.dumps(asdict(form), ensure_ascii=False).encode("utf-8", "replace")
        if len(content) > MAX_BYTES:
            raise InvalidEntry("unsaved-too-long", kilobytes=MAX_BYTES // 1000)
        with self._lock.held():
            if self._is_gone(place):
                raise InvalidEntry("unsaved-of-deleted")
            if not path.is_file() and len(list(path.parent.glob("*.json"))) >= MAX_FORMS:
                raise InvalidEntry("too-many-unsaved", most=MAX_FORMS)
            atomic_write(path, content, is_private=True)
        return form

    def of(self, account: Account) -> tuple[UnsavedForm, ...]:
        """Every form that the account is writing, the newest first."""
        found = (_read(path) for path in self._own_folder(account).glob("*.json"))
        return tuple(sorted(filter(None, found), key=lambda form: (form.moment, form.id), reverse=True))

    def find(self, account: Account, form_id: str) -> UnsavedForm | None:
        """A form of the account; None where it keeps none under that id."""
        return _read(self._path(account, form_id)) if _ID.fullmatch(form_id) else None

    def discard(self, account: Account, form_id: str) -> None:
        """Throw a form away, or let go of one that was saved; nothing happens if there is none."""
        if _ID.fullmatch(form_id) and self._path(account, form_id).is_file():
            remove_durably(self._path(account, form_id))

    def discard_at(self, places: Collection[str]) -> None:
        """Throw away what anybody wrote at some places: what it was about is gone."""
        if not self._folder.is_dir():
            return
        with self._lock.held():  # whoever keeps a form at this moment is done, or sees that its place is gone
            for path in self._folder.glob("*/*.json"):
                form = _read(path)
                if form is not None and form.place in places:
                    remove_durably(path)

    def tidy(self) -> None:
        """Clear away what a crash had not written whole; run at the start."""
        if self._folder.is_dir():
            with self._lock.held():
                for path in self._folder.rglob(".*.tmp"):
                    path.unlink(missing_ok=True)

    def _own_folder(self, account: Account) -> Path:
        # By its hash: a name may hold what a path must not.
        return self._folder / hashlib.sha256(account.name.encode()).hexdigest()[:_ACCOUNT_DIGITS]

    def _path(self, account: Account, form_id: str) -> Path:
        if not _ID.fullmatch(form_id):
            raise InvalidEntry("no-such-unsaved")
        return self._own_folder(account) / f"{form_id}.json"


def _read(path: Path) -> UnsavedForm | None:
    """The form of a file; None where it is gone, or somebody's hand made it unreadable."""
    try:
        content = json.loads(path.read_text("utf-8"))
        fields = tuple((str(name), str(value)) for name, value in content["fields"])
        return UnsavedForm(str(content["id"]), str(content["place"]), fields, str(content["moment"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _LOG.warning("A form that was not saved cannot be read: %s", error)
        return None
