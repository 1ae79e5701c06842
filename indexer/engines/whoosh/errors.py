"""What Whoosh and a damaged index raise, as one error of ours."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import EmptyIndexError, IndexError, IndexVersionError, LockError

from indexer.domain.errors import EngineUnavailable, IndexLocked, KnowledgeBaseError

REBUILD_ADVICE = "rebuild it with `samspil index --rebuild`"
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
        raise IndexLocked("Another process is indexing; try again when it is done.") from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, FileNotFoundError):
            raise EngineUnavailable(f"The index cannot be used: {error.strerror}.") from error
        raise EngineUnavailable(f"The index is damaged ({type(error).__name__}); {REBUILD_ADVICE}.") from error
