"""Functions of pdfium called with plain numbers for pointers: a fourth of the time of what ctypes makes of values.

What is asked of each box or colour of a page is asked thousands of times.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import cast

import pypdfium2


def of_characters(function: object, pointers: int) -> Callable[..., int]:
    """A function that takes a page of text, a number and so many pointers, all of them as addresses."""
    # pypdfium2 gives its functions no type.
    address = ctypes.cast(cast("ctypes.c_void_p", function), ctypes.c_void_p).value
    prototype = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * pointers)
    return prototype(address or 0)


def address_of(text_page: pypdfium2.PdfTextPage) -> int:
    """Where pdfium keeps a page of text, as long as it is open."""
    return ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0
