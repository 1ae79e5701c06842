"""The one indexing process, as the workers of the site know it: orders go up a pipe, its state stands in shared memory.

Neither waits for the other, and a worker that dies leaves nothing locked.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import struct
import zlib

from indexer import Message, message_from, message_record
from web.site.processes.indexing_process import ProcessFollower

_HEAD = struct.Struct("<II")
_STATE_BYTES = 1 << 16
_WAKE, _REBUILD, _REPAIR = b"w", b"r", b"h"


class FollowerLink:
    """See IndexFollower; made before the workers are forked, and asked by them."""

    def __init__(self) -> None:
        self._orders, self._to_send = os.pipe()
        for descriptor in (self._orders, self._to_send):
            os.set_blocking(descriptor, False)
        self._state = mmap.mmap(-1, _STATE_BYTES)

    def wake(self) -> None:
        """See IndexFollower.wake."""
        self._send(_WAKE)

    def rebuild(self) -> None:
        """See IndexFollower.rebuild."""
        self._send(_REBUILD)

    def repair(self) -> None:
        """See IndexFollower.repair."""
        self._send(_REPAIR)

    @property
    def is_busy(self) -> bool:
        """See IndexFollower.is_busy."""
        return self._read()[0]

    @property
    def last_fault(self) -> Message | None:
        """See IndexFollower.last_fault."""
        return self._read()[1]

    @property
    def orders(self) -> int:
        """The descriptor on which orders arrive."""
        return self._orders

    def pass_on(self, follower: ProcessFollower) -> None:
        """Give the follower what the workers asked for, and let them know how it is; called by the supervisor."""
        orders = b""
        with contextlib.suppress(BlockingIOError):
            orders = os.read(self._orders, 1 << 16)
        if _REBUILD in orders:
            follower.rebuild()
        elif _WAKE in orders:
            follower.wake()
        elif _REPAIR in orders:
            follower.repair()
        self._write(follower.is_busy, follower.last_fault)

    def _send(self, order: bytes) -> None:
        with contextlib.suppress(BlockingIOError):  # full of the same orders
            os.write(self._to_send, order)

    def _write(self, is_busy: bool, fault: Message | None) -> None:
        content = json.dumps([is_busy, message_record(fault) if fault else None]).encode()
        if len(content) <= _STATE_BYTES - _HEAD.size:
            self._state[_HEAD.size : _HEAD.size + len(content)] = content
            self._state[: _HEAD.size] = _HEAD.pack(len(content), zlib.crc32(content))

    def _read(self) -> tuple[bool, Message | None]:
        """The state; read while it is written, it is that of an idle process, for a moment."""
        length, checksum = _HEAD.unpack(self._state[: _HEAD.size])
        content = self._state[_HEAD.size : _HEAD.size + length]
        if not length or zlib.crc32(content) != checksum:
            return False, None
        is_busy, fault = json.loads(content)
        return bool(is_busy), message_from(fault) if fault else None
