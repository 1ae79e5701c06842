"""RIS, BibTeX and CSL-JSON, for reference managers; one entry at a time, so that any number can be streamed.

What is cited is the document on the site. A case has no year of its own: the year that it states is the partnership's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import rispy
from bibtexparser.bibdatabase import BibDatabase
from bibtexparser.bwriter import BibTexWriter

from web.exports.items import ExportItem

SITE_NAME = "Samspil"
_RIS_TYPES = {"report": "RPRT", "article": "EJOUR", "theory": "EJOUR"}
_CSL_TYPES = {"report": "report"}
_BIBTEX_TYPES = {"report": "techreport"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LATEX = re.compile(r"([&%$#_])")


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    """Without the running numbers that some readers stumble over."""

    def set_header(self, count: int) -> str:
        """Nothing."""
        return ""


def ris_entry(item: ExportItem) -> str:
    """One reference from TY to ER."""
    metadata = item.metadata
    entry = {
        "type_of_reference": _RIS_TYPES.get(metadata.kind, "ELEC"),
        "id": item.id,
        "title": _line(metadata.title),
        "translated_title": _line(metadata.title_other),
        "authors": [_line(author) for author in metadata.authors],
        "abstract": _line(item.summary),
        "keywords": [_line(keyword) for keyword in item.keywords],
        "language": metadata.language.value,
        "year": str(item.year) if item.year else "",
        "place_published": _line(item.place),
        "publisher": SITE_NAME,
        "urls": [item.url],
        "access_date": item.accessed.strftime("%Y/%m/%d"),
    }
    stated = {key: value for key, value in entry.items() if value}
    return str(rispy.dumps([stated], implementation=_RisWriter)).lstrip("\n").rstrip("\n") + "\n\n"


def bibtex_entry(item: ExportItem) -> str:
    """One entry in UTF-8; its key is the id of the document."""
    metadata = item.metadata
    fields = {
        "ENTRYTYPE": _BIBTEX_TYPES.get(metadata.kind, "misc"),
        "ID": item.id,
        # In braces, or styles would put the capitals of names within it in small letters.
        "title": "{" + _latex(metadata.title) + "}",
        # In braces, or the last word of a library's name would be taken for a surname.
        "author": " and ".join("{" + _latex(author) + "}" for author in metadata.authors),
        "abstract": _latex(item.summary),
        "keywords": ", ".join(_latex(keyword) for keyword in item.keywords),
        "language": metadata.language.value,
        "year": str(item.year) if item.year else "",
        "howpublished" if metadata.kind != "report" else "institution": SITE_NAME,
        "url": item.url,
        "urldate": item.accessed.isoformat(),
    }
    database = BibDatabase()
    database.entries = [{key: value for key, value in fields.items() if value}]
    return str(BibTexWriter().write(database))


def csl_item(item: ExportItem) -> dict[str, object]:
    """One item as CSL-JSON has it."""
    metadata = item.metadata
    accessed = item.accessed
    fields: dict[str, object] = {
        "id": item.id,
        "type": _CSL_TYPES.get(metadata.kind, "webpage"),
        "title": _line(metadata.title),
        "author": [{"literal": _line(author)} for author in metadata.authors],
        "abstract": _line(item.summary),
        "keyword": ", ".join(_line(keyword) for keyword in item.keywords),
        "language": metadata.language.value,
        "issued": {"date-parts": [[item.year]]} if item.year else {},
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "container-title": SITE_NAME,
        "URL": item.url,
    }
    return {key: value for key, value in fields.items() if value}


def csl_json(items: Iterator[ExportItem]) -> Iterator[str]:
    """A JSON array, piece by piece."""
    yield "["
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + json.dumps(csl_item(item), ensure_ascii=False)
    yield "\n]\n"


def _line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _latex(text: str) -> str:
    """Braces and backslashes would end the field or begin a command; the letters of Danish stay as they are."""
    plain = _line(text).replace("{", "(").replace("}", ")").replace("\\", "/")
    return _LATEX.sub(r"\\\1", plain)
