"""What an error says to a person, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indexer import KnowledgeBaseError, Language, say


def said(error: KnowledgeBaseError) -> str:
    """The words of an error."""
    return say(error.message, Language.ENGLISH)


@contextmanager
def raises_saying(kind: type[KnowledgeBaseError], pattern: str) -> Iterator[None]:
    """Expect an error whose words match."""
    with pytest.raises(kind) as raised:
        yield
    assert re.search(pattern, said(raised.value)), said(raised.value)
