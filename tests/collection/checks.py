"""Every check of the collection, and the faults of chosen documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from tests.collection.fact_sheets import FactSheet, as_told, load_fact_sheets
from tests.collection.faults import Exceptions, Fault, load_exceptions
from tests.collection.front_matter import sheet_faults, text_faults
from tests.collection.language import likeliest_language
from tests.collection.names import SheetNames, names_in, pairs_in
from tests.collection.numbers import known_numbers, number_words_in, numbers_in
from tests.collection.sharing import shared_runs, shared_sentences
from tests.collection.write_ups import WriteUp, load_write_ups

Check = Callable[[dict[str, WriteUp], dict[str, FactSheet]], Iterator[Fault]]


def damage_faults(write_ups: dict[str, WriteUp], _sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Documents whose front matter cannot be read."""
    for write_up in write_ups.values():
        if write_up.damage:
            yield Fault((write_up.id,), "front matter", f"the front matter cannot be read: {write_up.damage}")


def number_faults(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Numbers and years, in digits or words, that the sheet does not give."""
    for write_up, sheet in _pairs(write_ups, sheets):
        known = known_numbers(sheet.text)
        found = [number for text in write_up.texts for number in numbers_in(text)]
        found += [number for language, text in write_up.passages for number in number_words_in(text, language)]
        for spelling in dict.fromkeys(spelling for spelling, number in found if number not in known):
            yield Fault((write_up.id,), spelling, f"number {spelling} is not in the sheet")


def name_faults(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Proper names that the sheet does not give, or not in this composition."""
    for write_up, sheet in _pairs(write_ups, sheets):
        known = SheetNames(sheet.text)
        names = dict.fromkeys(name for text in write_up.texts for name in names_in(text))
        unknown = [name for name in names if not known.knows(name)]
        for name in unknown:
            yield Fault((write_up.id,), name, f"name {name} is not in the sheet")
        for first, second in dict.fromkeys(pair for text in write_up.texts for pair in pairs_in(text)):
            if not {first, second} & set(unknown) and not known.knows_pair(first, second):
                yield Fault((write_up.id,), f"{first} {second}", f"name {first} {second} is not so in the sheet")


def language_faults(write_ups: dict[str, WriteUp], _sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Bodies in another language than the front matter says."""
    for write_up in write_ups.values():
        stated, found = write_up.front_matter.get("language"), likeliest_language("\n".join(write_up.blocks))
        if stated != found:
            yield Fault((write_up.id,), found, f"the body reads as {found!r}, language says {stated!r}")


def passage_faults(write_ups: dict[str, WriteUp], _sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Sentences and long runs of words that stand in two documents."""
    yield from shared_sentences(write_ups.values())
    yield from shared_runs(write_ups.values())


def front_matter_faults(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Titles and summaries of every document; facets, years, partners and sources of those made from a sheet."""
    for write_up in write_ups.values():
        yield from text_faults(write_up)
    for write_up, sheet in _pairs(write_ups, sheets):
        others = [write_ups[id_] for id_ in sheet.source_of if id_ in write_ups]
        yield from sheet_faults(write_up, sheet, others)


def missing_write_ups(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> Iterator[Fault]:
    """Fact sheets that nobody has written up."""
    for id_ in sheets.keys() - write_ups.keys() - load_exceptions().merged.keys():
        yield Fault((id_,), id_, "the fact sheet has no write-up")


CHECKS: tuple[Check, ...] = (
    damage_faults,
    number_faults,
    name_faults,
    language_faults,
    passage_faults,
    front_matter_faults,
    missing_write_ups,
)


def collection_faults(ids: Collection[str] = ()) -> list[Fault]:
    """The faults of these documents, or of all, that no exception allows; by id."""
    write_ups, exceptions = load_write_ups(), load_exceptions()
    sheets = as_told(load_fact_sheets(), exceptions.merged, exceptions.parts)
    faults = [Fault((id_,), id_, "there is no such document or sheet") for id_ in ids if id_ not in write_ups | sheets]
    for check in CHECKS:
        faults += remaining(check(write_ups, sheets), exceptions)
    return sorted((fault for fault in faults if not ids or set(ids) & set(fault.ids)), key=lambda fault: fault.ids)


def remaining(faults: Iterator[Fault], exceptions: Exceptions) -> list[Fault]:
    """The faults that no exception allows."""
    return [fault for fault in faults if not exceptions.allow(fault)]


def _pairs(write_ups: dict[str, WriteUp], sheets: dict[str, FactSheet]) -> Iterator[tuple[WriteUp, FactSheet]]:
    return ((write_up, sheets[id_]) for id_, write_up in write_ups.items() if id_ in sheets)
