"""A file that was handed in, and how far its reading is."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.curation.accounts.accounts import Account, Role
from indexer.domain.documents.extraction import Refusal

MAIL_ENDINGS = (".eml", ".msg")
"""How files of e-mails are called."""


class UploadState(enum.StrEnum):
    """How far the reading of an upload is."""

    READING = "reading"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in.

    Attributes:
        name: as the visitor's computer calls it, without folders; only ever shown.
        ending: what the file is called in the corpus, with its dot.
        text_hash: SHA-256 of the file, under which its text is kept.
        refusal: why it cannot be used; None while it can.
    """

    id: str
    name: str
    ending: str
    account: str
    moment: str
    size_bytes: int
    text_hash: str
    state: UploadState = UploadState.READING
    refusal: Refusal | None = None

    @property
    def is_mail(self) -> bool:
        """Whether it is an e-mail, with which other files may come."""
        return self.ending in MAIL_ENDINGS

    def may_be_seen_by(self, account: Account) -> bool:
        """Whether it is an account's own, or the account a curator's."""
        return self.account == account.name or account.role.reaches(Role.CURATOR)
