"""The key that cookies are signed with."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from indexer.storage.atomic_files import atomic_write
from indexer.storage.file_locks import SharedLock

KEY_VARIABLE = "SAMSPIL_SECRET_KEY"
_KEY_BYTES = 32
_LOG = logging.getLogger(__name__)


def secret_key(state_folder: Path) -> bytes:
    """$SAMSPIL_SECRET_KEY, else state/secret-key, made at the first call.

    Where it cannot be made, the key lasts as long as this process: the public pages need none.
    """
    if given := os.environ.get(KEY_VARIABLE):
        return given.encode()
    path = state_folder / "secret-key"
    try:
        if not path.is_file():
            with SharedLock(state_folder / "lock").held():
                if not path.is_file():  # another process made it meanwhile
                    atomic_write(path, secrets.token_bytes(_KEY_BYTES), is_private=True)
        return path.read_bytes()
    except OSError as error:
        _LOG.warning("%s cannot be used; who signs in now is signed out by the next start: %s", path, error)
        return secrets.token_bytes(_KEY_BYTES)
