"""What lines of the log concern, in the reader's language; those of versions before 0.2 hold words."""

from __future__ import annotations

import pytest
from flask import Flask

from indexer import AuditEntry
from web.curation.presentation import log_subject


def an_entry(action: str, subject: str = "", detail: str = "") -> AuditEntry:
    return AuditEntry("2026-11-29T12:00:00.000Z", "lone", action, subject, detail)


LINES = {
    "an unknown name": (an_entry("sign-in-failed"), "(ukendt navn)", "(unknown name)"),
    "an unknown name of old": (an_entry("sign-in-failed", "(unknown name)"), "(ukendt navn)", "(unknown name)"),
    "several documents": (an_entry("imported", detail="3"), "3 dokumenter", "3 documents"),
    "several documents of old": (an_entry("imported", "3 documents"), "3 dokumenter", "3 documents"),
    "an account with a role": (an_entry("account-added", "mette", "curator"), "mette Redaktør", "mette Curator"),
    "a document": (an_entry("published", "lektiecafe"), "lektiecafe", "lektiecafe"),
}


@pytest.mark.parametrize(("entry", "danish", "english"), LINES.values(), ids=LINES)
def test_a_line_of_the_log_is_said_in_the_language_of_the_page(entry: AuditEntry, danish: str, english: str) -> None:
    said = []
    for language in ("da", "en"):
        with Flask(__name__).test_request_context(f"/{language}/curator/audit"):
            said.append(log_subject(entry))

    assert said == [danish, english]
