"""What the front matter of a write-up must say: in both languages, and as its fact sheet says it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.collection.fact_sheets import FactSheet
from tests.collection.faults import Fault
from tests.collection.language import likeliest_language
from tests.collection.write_ups import WriteUp, sentences_of

FACETS = ("sectors", "partner_types", "goals")
_OTHER = {"da": "en", "en": "da"}


def text_faults(write_up: WriteUp) -> Iterator[Fault]:
    """Titles and summaries: present in both languages, a summary is one sentence and in its language."""
    language = str(write_up.front_matter.get("language", ""))
    if language not in _OTHER:
        yield _fault(write_up, "language", f"language is {language!r}; write da or en")
        return
    for key in ("title", f"title_{_OTHER[language]}", "summary", f"summary_{_OTHER[language]}"):
        if not str(write_up.front_matter.get(key, "")).strip():
            yield _fault(write_up, key, f"{key} is missing")
    for key, its_language in (("summary", language), (f"summary_{_OTHER[language]}", _OTHER[language])):
        yield from _summary_faults(write_up, key, its_language)


def _summary_faults(write_up: WriteUp, key: str, language: str) -> Iterator[Fault]:
    summary = str(write_up.front_matter.get(key, "")).strip()
    if not summary:
        return
    if not summary.endswith((".", "!", "?", ".”", ".«", '."')):
        yield _fault(write_up, summary, f"{key} does not end as a sentence: {summary}")
    if sum(not sentence.rstrip().endswith(":") for sentence in sentences_of(summary)) > 1:
        yield _fault(write_up, summary, f"{key} is more than one sentence: {summary}")
    if (likeliest_language(summary) == "en") != (language == "en"):
        yield _fault(write_up, summary, f"{key} is not in the language {language}: {summary}")


def sheet_faults(write_up: WriteUp, sheet: FactSheet) -> Iterator[Fault]:
    """Kind, language, facets, years, partners and sources that differ from the sheet."""
    matter, content = write_up.front_matter, sheet.content
    expected = {"language": content["language_suggested"], **{key: content[key] for key in ("kind", *FACETS)}}
    for key, value in (expected | {key: content[key] for key in ("year_start", "year_end")}).items():
        if (matter.get(key) or None) != (value or None):
            yield _fault(write_up, key, f"{key} is {matter.get(key)!r}, in the sheet {value!r}")
    for partner in matter.get("partners", ()):
        if partner not in content["partners"]:
            yield _fault(write_up, partner, f"partner {partner!r} is not in the sheet")
    addresses = {str(source.get("url", "")) for source in matter.get("sources", ())}
    for address in sorted(addresses ^ {str(source["url"]) for source in content["sources"]}):
        where = "not in the sheet" if address in addresses else "missing"
        yield _fault(write_up, address, f"source {address} is {where}")


def _fault(write_up: WriteUp, text: str, message: str) -> Fault:
    return Fault((write_up.id,), text, message)
