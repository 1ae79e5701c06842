"""RIS, BibTeX and CSL-JSON, for reference managers; one entry at a time, so that any number can be streamed.

What is cited is the document on the site. Imports read each entry as the same document: by its id, which is the last
part of its address, they know it for one of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer import RIS_FACTS, latex_of
from web.exports.items import ExportItem

SITE_NAME = "Samspil"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PERSON = re.compile(r"[^,{}]+, [^,{}]+")
"""A name that states itself which part is the family's; any other may be an organisation's."""


class _Types(NamedTuple):
    """What the formats call a kind."""

    ris: str
    bibtex: str
    csl: str


_TYPES = {
    "report": _Types("RPRT", "techreport", "report"),
    "article": _Types("EJOUR", "misc", "article"),
    "theory": _Types("EJOUR", "misc", "article"),
    "guide": _Types("PAMP", "manual", "pamphlet"),
}
_WEB_PAGE = _Types("ELEC", "misc", "webpage")
_PUBLISHED_BY = {"techreport": "institution", "manual": "organization"}


def types_of(kind: str) -> _Types:
    """What each format calls a kind; a case is a page of the site."""
    return _TYPES.get(kind, _WEB_PAGE)


def ris_entry(item: ExportItem) -> str:
    """One reference from TY to ER."""
    metadata = item.metadata
    tags = [
        ("TY", types_of(metadata.kind).ris),
        ("ID", item.id),
        ("TI", metadata.title),
        ("TT", metadata.title_other),
        *(("AU", author) for author in metadata.authors),
        ("AB", metadata.summary),
        *(("KW", keyword) for keyword in item.exact_keywords),
        ("LA", metadata.language.value),
        ("PY", str(item.year or "")),
        ("PB", SITE_NAME),
        ("M3", item.kind),
        ("UR", item.url),
        ("Y2", item.accessed.strftime("%Y/%m/%d")),
        ("C1", item.span),
        *((tag, value) for tag, key in RIS_FACTS.items() for value in item.texts(key)),
    ]
    lines = [f"{tag}  - {line}" for tag, value in tags if (line := _line(value))]
    return "\n".join([*lines, "ER  - ", "", ""])


def bibtex_entry(item: ExportItem) -> str:
    """One entry in UTF-8; its key is the id of the document."""
    metadata = item.metadata
    kind = types_of(metadata.kind).bibtex
    fields = {
        # In braces, or styles would put the capitals of names within it in small letters.
        "title": f"{{{_latex(metadata.title)}}}" if metadata.title else "",
        "author": " and ".join(map(_latex_name, metadata.authors)),
        "abstract": _latex(metadata.summary),
        "keywords": ", ".join(map(_latex_keyword, item.exact_keywords)),
        "language": metadata.language.value,
        "year": str(item.year or ""),
        "eventdate": item.span,
        "type": _latex(item.kind),
        _PUBLISHED_BY.get(kind, "howpublished"): SITE_NAME,
        "url": item.url,
        "urldate": item.accessed.isoformat(),
    }
    lines = [f" {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{item.id},\n" + ",\n".join(lines) + "\n}\n\n"


def csl_item(item: ExportItem) -> dict[str, object]:
    """One item as CSL-JSON has it."""
    metadata = item.metadata
    accessed = item.accessed
    span = [[int(year)] for year in item.span.split("/") if year]
    fields: dict[str, object] = {
        "id": item.id,
        "type": types_of(metadata.kind).csl,
        "title": _line(metadata.title),
        "author": list(map(_csl_name, metadata.authors)),
        "abstract": _line(metadata.summary),
        "keyword": "; ".join(map(_line, item.exact_keywords)),
        "language": metadata.language.value,
        "issued": {"date-parts": [[item.year]]} if item.year else {},
        "event-date": {"date-parts": span} if span and not item.span.startswith("/") else {},
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "genre": _line(item.kind),
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
    return latex_of(_line(text))


def _latex_name(name: str) -> str:
    """A person as BibTeX sorts one; others in braces, or the last word of a library would be taken for a surname."""
    is_person = _PERSON.fullmatch(name) and not re.search(r"\sand\s", name, re.IGNORECASE)
    return _latex(name) if is_person else f"{{{_latex(name)}}}"


def _latex_keyword(keyword: str) -> str:
    """In braces where it holds the sign that stands between keywords."""
    return f"{{{_latex(keyword)}}}" if re.search("[,;]", keyword) else _latex(keyword)


def _csl_name(name: str) -> dict[str, str]:
    if _PERSON.fullmatch(name):
        family, given = _line(name).split(", ")
        return {"family": family, "given": given}
    return {"literal": _line(name)}
