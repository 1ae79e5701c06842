"""Pixels -> PNG, for which zlib is all that is needed (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOURS = 0, 2
_NO_FILTER, _LEFT_PIXEL = 0, 1
_LEVEL = 6
_NEARLY_GREY = 8
_LEVELS_KEPT = 0xF8
"""32 shades of each colour: nobody sees the difference on a page, and it takes two thirds of the bytes."""


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """The file of a picture given as rows of pixels of red, green and blue; in grey where it has no colours."""
    kept = (pixels & _LEVELS_KEPT) | (pixels >> 5)
    spread = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    is_grey = bool(spread.max() <= _NEARLY_GREY)
    samples = kept[:, :, 1:2] if is_grey else kept
    return _file(np.ascontiguousarray(samples), is_grey=is_grey)


def _file(samples: NDArray[np.uint8], *, is_grey: bool) -> bytes:
    height, width, channels = samples.shape
    rows = samples.reshape(height, width * channels)
    if is_grey:
        kind = _NO_FILTER
    else:
        kind = _LEFT_PIXEL  # photographs change little from pixel to pixel
        rows = np.concatenate([rows[:, :channels], rows[:, channels:] - rows[:, :-channels]], axis=1)
    scanlines = np.concatenate([np.full((height, 1), kind, np.uint8), rows], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, _GREY if is_grey else _COLOURS, 0, 0, 0)
    data = zlib.compress(scanlines.tobytes(), _LEVEL)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
