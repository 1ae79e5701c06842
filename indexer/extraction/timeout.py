"""Work that is welcome but not needed gets a little time; only in the main thread of a worker.

It is time of the processor, so that a text is the same however busy the machine is; the clock on the wall limits the
whole attempt.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_AGAIN_SECONDS = 0.5


class _Overtime(BaseException):
    """Raised by the alarm clock; no library catches it by mistake for long, since it rings again."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Leave the block after some seconds of computing, or when it fails; what it assigned until then stays."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise _Overtime

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    except (_Overtime, Exception):  # noqa: S110 (said above)
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
