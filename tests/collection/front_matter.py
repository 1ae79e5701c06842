"""What the front matter of a write-up must say: in both languages, and as its fact sheet says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from indexer.corpus_store.organisation_files import read_organisations
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.organisations import Organisations
from indexer.domain.documents.vocabulary import Vocabulary
from tests.collection.fact_sheets import FactSheet
from tests.collection.faults import Fault
from tests.collection.language import likeliest_language
from tests.collection.numbers import known_numbers
from tests.collection.write_ups import CORPUS, WriteUp, sentences_of

FACETS = {"sectors": "sector", "partner_types": "partner-type", "goals": "goal"}
"""Key of the front matter and of a sheet -> concept scheme."""

_KINDS_OF_BODIES = frozenset(
    "bibliotek biblioteket biblioteker bibliotekerne kommune kommunes library libraries public municipal "
    "university universitet universiteter of local government borgerservice og i the".split()
)
_STEM = 6

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


def sheet_faults(write_up: WriteUp, sheet: FactSheet, others: Sequence[WriteUp] = ()) -> Iterator[Fault]:
    """Kind, language, facets, years, partners and sources that differ from the sheet.

    A document may leave out a facet that its text does not carry, and a source that one of `others`, which tell parts
    of the sheet, gives instead.
    """
    yield from _stated_faults(write_up, sheet)
    yield from _facet_faults(write_up, sheet)
    yield from _year_faults(write_up, sheet)
    matter = write_up.front_matter
    for partner in matter.get("partners", ()):
        if not any(_stands_in(name, sheet) for name in _names_of(partner)):
            yield _fault(write_up, partner, f"partner {partner!r} is not in the sheet")
    addresses = _addresses(write_up)
    for address in sorted(addresses - {str(source["url"]) for source in sheet.values("sources")}):
        yield _fault(write_up, address, f"source {address} is not in the sheet")
    given = addresses.union(*map(_addresses, others))
    for address in sorted(frozenset() if sheet.is_part else sheet.addresses() - given):
        yield _fault(write_up, address, f"source {address} is missing")


def _names_of(partner: str) -> tuple[str, ...]:
    """What a sheet may call a partner: every name of its record, or the text itself where it has none."""
    record = organisations().get(partner)
    return record.all_names if record else (partner,)


def _stands_in(name: str, sheet: FactSheet) -> bool:
    """Whether a sheet names it, by itself or with others: "Bibliotekerne i Aarhus, Slagelse og Roskilde"."""
    if sheet.is_part and name in sheet.text:
        return True
    own = [word for word in re.findall(r"\w+", name.partition(",")[0].casefold()) if word not in _KINDS_OF_BODIES]
    named = [str(value).casefold() for value in sheet.values("partners")]
    return any(name.casefold() in value or (own and all(word[:_STEM] in value for word in own)) for value in named)


@cache
def organisations() -> Organisations:
    """The records of the collection."""
    return read_organisations(CORPUS)[0]


def _stated_faults(write_up: WriteUp, sheet: FactSheet) -> Iterator[Fault]:
    expected = {} if sheet.is_part else {"language": sheet.content["language_suggested"], "kind": sheet.content["kind"]}
    for key, value in expected.items():
        if write_up.front_matter.get(key) != value:
            yield _fault(write_up, key, f"{key} is {write_up.front_matter.get(key)!r}, in the sheet {value!r}")


def _facet_faults(write_up: WriteUp, sheet: FactSheet) -> Iterator[Fault]:
    """Values that the sheet states neither themselves nor as something wider, and that none of its facts names."""
    for key, scheme in FACETS.items():
        stated = sheet.values(key)
        for value in write_up.front_matter.get(key, ()):
            if not set(_vocabulary().with_broader(scheme, (value,))) & set(stated) and not _names(scheme, value, sheet):
                yield _fault(write_up, value, f"{key} has {value!r}, which neither the sheet nor its facts carry")


def _names(scheme: str, value: str, sheet: FactSheet) -> bool:
    concept = _vocabulary().concept(scheme, value)
    names = [name for language in Language for name in (concept.telling(language) if concept else ())]
    # A word of the sheet may go on after the name, as in the plural: "trade unions".
    return any(re.search(rf"\b{re.escape(name)}", sheet.text, re.IGNORECASE) for name in names)


def _year_faults(write_up: WriteUp, sheet: FactSheet) -> Iterator[Fault]:
    """A year other than the sheet's; where the sheet has none, one that neither a fact nor a source gives."""
    known = known_numbers(sheet.text)
    for key in ("year_start", "year_end"):
        year, stated = write_up.front_matter.get(key), None if sheet.is_part else sheet.content[key]
        if stated is not None and year != stated:
            yield _fault(write_up, key, f"{key} is {year!r}, in the sheet {stated!r}")
        elif stated is None and year is not None and str(year) not in known:
            yield _fault(write_up, key, f"{key} is {year!r}, which nothing in the sheet dates")


def _addresses(write_up: WriteUp) -> frozenset[str]:
    return frozenset(str(source.get("url", "")) for source in write_up.front_matter.get("sources", ()))


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary(CORPUS / "vocabulary.ttl")


def _fault(write_up: WriteUp, text: str, message: str) -> Fault:
    return Fault((write_up.id,), text, message)
