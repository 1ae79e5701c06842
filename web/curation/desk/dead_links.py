"""What is wrong with a dead link, in words: the system's own, `[Errno -2]` and the like, tell an editor nothing."""

from __future__ import annotations

import re

from indexer import Message
from web.site.language import said

_NO_SUCH_HOST = re.compile(r"name or service not known|nodename nor servname|no address associated|getaddrinfo", re.I)


def in_words(reason: str) -> str:
    """The reason that a check noted; the answer of a server stays, for its number says what to look for."""
    if reason.startswith("HTTP "):
        return reason
    return said(Message("link-no-such-host") if _NO_SUCH_HOST.search(reason) else Message("link-silent"))
