"""A document as a reference in words, by citeproc-py and our own short style."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from indexer import Language
from web.exports.bibliographic import csl_item
from web.exports.items import ExportItem

STYLE = Path(__file__).parent / "samspil.csl"
_LOCALES = {Language.DANISH: "da-DK", Language.ENGLISH: "en-GB"}


def citation(item: ExportItem, language: Language) -> str:
    """The reference as plain text; the words around it are in the language."""
    content = csl_item(item)
    # The style has no use for them, and citeproc-py warns of variables that it does not know.
    for unused in ("abstract", "keyword", "language", "genre", "event-date"):
        content.pop(unused, None)
    source = CiteProcJSON([content])
    bibliography = CitationStylesBibliography(_style(language), source, formatter.plain)
    bibliography.register(Citation([CitationItem(content["id"])]))
    # The style ends a title with a full stop, which some have already.
    return str(bibliography.bibliography()[0]).replace("..", ".").strip()


@lru_cache
def _style(language: Language) -> CitationStylesStyle:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py looks for its schema, which validating alone would need
        return CitationStylesStyle(str(STYLE), validate=False, locale=_LOCALES[language])
