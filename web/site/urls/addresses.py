"""Addresses of the site's own pages: url_for, asked once for what a result page repeats."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import request, url_for

from indexer import DocumentId, Language
from web.site.language import page_language

_SAFE_IN_PATH = "!$&'()*+,/:;=@"
"""What Werkzeug leaves as it is in a part of a path."""


def page_address(endpoint: str, **values: str) -> str:
    """What url_for gives for an endpoint whose parameters are few and known: never a visitor's words or an id."""
    return _remembered(request.script_root, page_language().value, endpoint, tuple(values.items()))


class DocumentAddresses:
    """Addresses of documents in the page's language, with the words that are searched inside them."""

    def __init__(self, text: str = "") -> None:
        self._before = page_address("document_pages.document", document_id="-").removesuffix("-")
        asked = url_for("document_pages.document", document_id="-", q=text) if text else ""
        self._after = asked.removeprefix(f"{self._before}-")

    def __call__(self, document_id: DocumentId) -> str:
        """The address of a document, with the text."""
        return self.plain(document_id) + self._after

    def page(self, document_id: DocumentId, number: int, version: Language | None = None) -> str:
        """The address of a page of a PDF as it looks, with the text."""
        return f"{self.plain(document_id)}/pages/{number}{self._asking(version)}"

    def version(self, document_id: DocumentId, language: Language | None) -> str:
        """The address of a document with its text in a language, whatever the page's; alone where that is the same."""
        is_other = language not in (None, page_language())
        return self.plain(document_id) + (self._asking(language) if is_other else "")

    def plain(self, document_id: DocumentId) -> str:
        """The address of a document alone."""
        return self._before + quote(document_id, safe=_SAFE_IN_PATH)

    def _asking(self, version: Language | None) -> str:
        if version is None or version is page_language():
            return self._after
        return f"?text={version.value}{self._after.replace('?', '&', 1)}"


@lru_cache(maxsize=512)
def _remembered(script_root: str, language: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    """`script_root` is where the site hangs below its server: a part of every address that url_for makes."""
    given: dict[str, Any] = {"language": language, **dict(values)}
    return url_for(endpoint, **given)
