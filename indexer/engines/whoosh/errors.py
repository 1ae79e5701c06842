"""What Whoosh and a damaged index raise, as one error of ours."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import EmptyIndexError, IndexError, IndexVersionError, LockError

from indexer.domain.errors import EngineUnavailable, IndexDamaged, IndexLocked, KnowledgeBaseError

_DAMAGE = (
    IndexError, IndexVersionError, EmptyIndexError, ReadOnlyError, OSError, EOFError, KeyError, ValueError, TypeError,
    AttributeError, AssertionError, struct.error, pickle.UnpicklingError, zlib.error, OverflowError, MemoryError,
    ImportError, NameError,
)  # fmt: skip


@contextmanager
def translated() -> Iterator[None]:
    """Whoosh's exceptions as ours; ours pass."""
    try:
        yield
    except KnowledgeBaseError:
        raise
    except LockError as error:
        raise IndexLocked("index-locked") from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, FileNotFoundError):
            raise EngineUnavailable("index-unusable", error=error.strerror) from error
        raise IndexDamaged("index-damaged", error=type(error).__name__) from error
