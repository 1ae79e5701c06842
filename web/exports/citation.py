"""A document as a reference in words, by citeproc-py and our own short style."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from indexer import Language, Message, say
from web.exports.citation_record import SITE_NAME
from web.exports.items import ExportItem
from web.exports.references.csl import csl_item

STYLE = Path(__file__).parent / "references" / "samspil.csl"
_LOCALES = {Language.DANISH: "da-DK", Language.ENGLISH: "en-GB"}
_USED = frozenset(
    """
    id type title author issued accessed container-title volume issue page edition publisher publisher-place DOI URL
    """.split()
)
"""What the style prints; citeproc-py warns of variables that it does not know."""

_SECOND_STOP = re.compile(r"(?<=[.?!])\.(?=\s|$)")
"""The style ends a title with a full stop, where some have a sign of their own."""


def citation(item: ExportItem, language: Language) -> str:
    """The reference as plain text, and where we present the work; the words around it are in the language."""
    content = {key: value for key, value in csl_item(item).items() if key in _USED}
    if "DOI" in content:
        content["URL"] = item.cited.work.address
    source = CiteProcJSON([content])
    bibliography = CitationStylesBibliography(_style(language), source, formatter.plain)
    bibliography.register(Citation([CitationItem(content["id"])]))
    cited = _SECOND_STOP.sub("", str(bibliography.bibliography()[0])).strip()
    return f"{cited} {_presented(item, language)}".strip()


def _presented(item: ExportItem, language: Language) -> str:
    if not item.cited.is_presentation:
        return ""
    day = format_date(item.accessed, format="long", locale=_LOCALES[language].replace("-", "_"))
    told = {"site": SITE_NAME, "title": item.cited.closed_title, "page": item.url, "day": day}
    return say(Message("presented-in-accessed", **told), language)


@lru_cache
def _style(language: Language) -> CitationStylesStyle:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py looks for its schema, which validating alone would need
        return CitationStylesStyle(str(STYLE), validate=False, locale=_LOCALES[language])
