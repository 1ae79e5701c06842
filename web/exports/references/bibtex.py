"""BibTeX, for reference managers; one entry at a time, so that any number can be streamed.

Imports read each entry as the same document: by its key, which is the last part of the address of its page.
"""

from __future__ import annotations

import re

from indexer import (
    BIBTEX_PAGE,
    BIBTEX_PRESENTED,
    TYPE_NAMES,
    WORK_PARTS,
    PartType,
    Work,
    WorkType,
    bibtex_container,
    bibtex_names,
    bibtex_publisher,
    incoming_line,
    latex_of,
)
from web.exports.items import ExportItem
from web.site.language import page_language, translate

_VERBATIM = (PartType.DOI, PartType.ADDRESS)
_UNBRACED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""What would end the field early, as addresses write it."""


def bibtex_entry(item: ExportItem) -> str:
    """One entry in UTF-8; its key is the id of the document."""
    record, metadata = item.cited, item.metadata
    fields = {
        **_work_fields(record.work),
        **(_presentation_fields(item) if record.is_presentation else _own_fields(item)),
        "abstract": _latex(metadata.summary),
        "keywords": ", ".join(map(_keyword, item.exact_keywords)),
        "language": metadata.language.value,
        "eventdate": item.span,
    }
    lines = [f" {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{TYPE_NAMES[record.work.type].bibtex}{{{item.id},\n" + ",\n".join(lines) + "\n}\n\n"


def _work_fields(work: Work) -> dict[str, str]:
    stated = work.stated
    fields = {
        # In braces, or styles would put the capitals of names within it in small letters.
        "title": f"{{{_latex(work.title)}}}" if work.title else "",
        "author": bibtex_names(work.authors),
        bibtex_container(work.type): _latex(work.container),
        bibtex_publisher(work.type): _latex(work.publisher),
        "entrysubtype": TYPE_NAMES[work.type].bibtex_subtype,
    }
    for part in WORK_PARTS:
        if part.bibtex:
            text = str(stated.get(part.name, ""))
            fields[part.bibtex] = text.translate(_UNBRACED) if part.type in _VERBATIM else _latex(text)
    # Two hyphens are what BibTeX calls a range.
    return fields | {"pages": fields["pages"].replace("-", "--")}


def _own_fields(item: ExportItem) -> dict[str, str]:
    return {"type": _latex(item.kind), "urldate": item.accessed.isoformat()}


def _presentation_fields(item: ExportItem) -> dict[str, str]:
    """Our document about the work: in words for readers, and part by part for imports."""
    told = {
        name: " and ".join(
            f"{{{_latex(text)}}}" if key == "authors" else _latex(text) for text in item.presented_texts(key)
        )
        for name, key in BIBTEX_PRESENTED.items()
    }
    # BibTeX has an entry for each degree, and says "thesis" for one whose degree is not stated.
    degree = {"type": translate("Afhandling")} if item.cited.work.type is WorkType.THESIS else {}
    return {
        **degree,
        "note": _latex(item.cited.presented(page_language())),
        BIBTEX_PAGE: item.url,
        **told,
    }


def _latex(text: str) -> str:
    return latex_of(incoming_line(text))


def _keyword(keyword: str) -> str:
    """In braces where it holds the sign that stands between keywords."""
    return f"{{{_latex(keyword)}}}" if re.search("[,;]", keyword) else _latex(keyword)
