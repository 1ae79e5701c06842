"""The years that a text is about: those it names, but for the ones in addresses, names of programs and references."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.curation.metadata_suggestions.concept_matcher import Passage
from indexer.domain.documents.document import Page

_OF_A_YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
_YEAR = re.compile(rf"\b{_OF_A_YEAR}\b")
_SPAN = re.compile(
    r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b|"
    r"\b(?:fra|from|mellem|between)\s+((?:19|20)\d\d)\s+(?:til|to|og|and)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PROGRAMS = (
    r"(?:windows(?: server)?|office|word|excel|power ?point|access|outlook|exchange(?: server)?|"
    r"share ?point(?: server)?|sql server|server|visual studio|indesign|photoshop|acrobat|illustrator|autocad|"
    r"publisher|visio|dynamics|navision|creative (?:suite|cloud)|premiere|\bcc|\bcs|"
    r"version|ver\.|build|release|java ?script|ecma ?script|es|c\+\+|ubuntu)"
)
_COUNTED = (
    r"(?:kr\b|kroner|dkk|eur\b|euro|usd|stk|personer|deltagere|borgere|børn|elever|besøg|lånere|udlån|bøger|medlemmer|"
    r"indbyggere|frivillige|timer|m2|m²|km|meter|kg|mm|cm|px|pct|%|people|participants|visitors|children|members|books|"
    r"loans|copies|words|pages|sider|inhabitants|volunteers|hours|pixels?|dpi)"
)
_NO_YEARS = re.compile(
    "|".join(
        (
            r"(?:\w+://|www\.|doi:?\s?|urn:|xmlns)\S+",
            r"\S+@\S+",
            r"\b[\w-]+(?:\.[\w-]+)+/\S*",
            r"\b10\.\d{4,9}/\S+",
            r"(?:[a-z]:)?[\\/][\w.-]+[\\/]\S*",
            r"\S+\.(?:pdf|docx?|pptx?|xlsx?|html?|jpe?g|png)\b",
            r"\b(?:sider?|pages?|s\.|pp?\.)\s?\d[\d–-]*",
            r"\b(?:iso|iec|ds|din|isbn|issn|cvr|ean|rfc|p-?nr|cpr|j\.?\s?nr|sags?nr|journalnr|tlf|telefon|phone|tel|"
            r"mobil|fax|konto(?:nr)?|reg)\b[.:]*(?:[ /-]?(?:iec|en|iso))?[ ]?[\dx][\d ./:x–-]*",
            rf"{_PROGRAMS}\s+(?:\w+\s+)?(?:19|20)\d\d\b",
            rf"(?:kr\.?|dkk|eur|usd|[€$£])\s*{_OF_A_YEAR}\b",
            rf"\b{_OF_A_YEAR}\s*{_COUNTED}",
            r"(?:besøgt|lokaliseret|hentet|tilgået|accessed|retrieved|visited|downloaded|udskrevet|last seen)"
            r"[^\n\d]{0,20}(?:\d[^\n]{0,18}?)?(?:19|20)\d\d\b",
            r"\([^()\n]{2,80}?,\s*(?:19|20)\d\d[a-z]?(?::\s?\d[\d–-]*)?\)",
            r"\+\d\d[ ]?\d{4}[ ]\d{4}\b",
        )
    ),
    re.IGNORECASE,
)
"""What holds four digits that are no year, or the year of something else: a source, a visit to an address."""

_REFERENCES = re.compile(
    r"^\W*(?:\d+\.?\s+)?(?:litteratur(?:liste|henvisninger)?|referencer|kilder|kildehenvisninger|noter|references|"
    r"bibliography|works cited|sources)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_FIRST_PAGE = 3
"""The first page says what a document is about: how many times a year counts there."""

Named = tuple[int, Passage]


def named_span(pages: Sequence[Page]) -> tuple[Named, Named] | None:
    """The span of years that is named first; None if there is none."""
    for page, text in _own_texts(pages):
        for found in _SPAN.finditer(text):
            first, last = (int(year) for year in found.groups() if year)
            if first < last:
                where = _passage(page, found)
                return (first, where), (last, where)
    return None


def named_year(pages: Sequence[Page]) -> Named | None:
    """The earliest of the years that are named most; None where none is."""
    counts: defaultdict[int, int] = defaultdict(int)
    places: dict[int, Passage] = {}
    for place, (page, text) in enumerate(_own_texts(pages)):
        for found in _YEAR.finditer(text):
            year = int(found.group())
            counts[year] += 1 if place else _OF_FIRST_PAGE
            places.setdefault(year, _passage(page, found))
    if not counts:
        return None
    year = min(year for year, count in counts.items() if count * 2 >= max(counts.values()))
    return year, places[year]


def _own_texts(pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    """Pages with blanks for what holds no year of theirs, up to the list of references."""
    for place, page in enumerate(pages):
        # Blanked and not cut out, so that what is found stands at the same place of the page.
        text = _NO_YEARS.sub(lambda found: " " * len(found.group()), page.text)
        end = _REFERENCES.search(page.text)
        is_end = end is not None and place + end.start() > 0 and 2 * place + 1 >= len(pages)
        yield page, text[: end.start()] if end and is_end else text
        if is_end:
            return


def _passage(page: Page, found: re.Match[str]) -> Passage:
    return Passage.of(page, found.start(), found.end())
