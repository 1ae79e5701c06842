"""What is answered to each verb, as elements of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from indexer import Language
from web.api.harvesting.arguments import RESUMPTION, ProtocolError, time_range
from web.api.harvesting.described import described_document
from web.api.harvesting.dublin_core import dublin_core_of
from web.api.harvesting.envelope import MAKE
from web.api.harvesting.formats import FORMATS, asked_format
from web.api.harvesting.identify import identified, record_rights
from web.api.harvesting.repository import Entry, Repository, identifier_of
from web.api.harvesting.resumption import Resumption, read_token, written_token
from web.api.harvesting.sets import described
from web.api.harvesting.xml_names import Node

_RECORDS, _HEADERS, _SETS = 50, 100, 250
"""The most of each in one answer, which then takes no longer than a handful of searches."""

Asked = Mapping[str, str]


def answer(asked: Asked) -> Node:
    """The element that answers a verb.

    Raises:
        ProtocolError: there is no answer.
    """
    return _ANSWERS[asked["verb"]](asked)


def _list_formats(asked: Asked) -> Node:
    if "identifier" in asked:
        # Asked for the refusal alone: an unknown id is a fault, and every record is given in every format.
        Repository().entry(asked["identifier"])
    return MAKE.ListMetadataFormats(
        *(
            MAKE.metadataFormat(
                MAKE.metadataPrefix(prefix), MAKE.schema(one.schema), MAKE.metadataNamespace(one.namespace)
            )
            for prefix, one in FORMATS.items()
        )
    )


def _list_sets(asked: Asked) -> Node:
    resumption = _resumption(asked)
    specs = Repository().all_sets()
    rest = [spec for spec in specs if spec > resumption.name]
    given = rest[:_SETS]
    if not given:
        # Facets are sets without a document too: only a token can lead behind the last.
        raise ProtocolError("badResumptionToken", "No set follows.")
    token = _token(resumption, ("", given[-1]), len(given), len(specs), has_more=len(rest) > _SETS)
    return MAKE.ListSets(*map(_set, given), *token)


def _set(spec: str) -> Node:
    names = described(spec).names
    other = dublin_core_of(iter([("title", names[Language.ENGLISH], Language.ENGLISH)]))
    # The schema takes one setName, in no language: the other name goes into a description.
    return MAKE.set(MAKE.setSpec(spec), MAKE.setName(names[Language.DANISH]), MAKE.setDescription(other))


def _list_headers(asked: Asked) -> Node:
    return _listed(_resumption(asked), MAKE.ListIdentifiers, _header, _HEADERS)


def _list_records(asked: Asked) -> Node:
    resumption = _resumption(asked)
    return _listed(
        resumption, MAKE.ListRecords, lambda entry, among: _record(entry, resumption.prefix, among), _RECORDS
    )


def _listed(
    resumption: Resumption, make: Callable[..., Node], write: Callable[[Entry, Repository], Node], count: int
) -> Node:
    repository = Repository()
    entries, total, has_more = repository.selected(resumption, count)
    if not entries:
        raise ProtocolError("noRecordsMatch", "No record answers the arguments, or no more do.")
    token = _token(resumption, entries[-1].place, len(entries), total, has_more=has_more)
    return make(*(write(one, repository) for one in entries), *token)


def _get_record(asked: Asked) -> Node:
    repository = Repository()
    entry = repository.entry(asked["identifier"])
    asked_format(asked["metadataPrefix"])
    return MAKE.GetRecord(_record(entry, asked["metadataPrefix"], repository))


def _record(entry: Entry, prefix: str, repository: Repository) -> Node:
    """A record; of one that is gone the header alone."""
    # The index may have changed since the list was made: what is gone by now is told as gone.
    document = None if entry.is_gone else described_document(entry.id)
    header = _header(replace(entry, is_gone=document is None), repository)
    if document is None:
        return MAKE.record(header)
    return MAKE.record(header, MAKE.metadata(FORMATS[prefix].write(document)), MAKE.about(record_rights()))


def _header(entry: Entry, repository: Repository) -> Node:
    return MAKE.header(
        MAKE.identifier(identifier_of(entry.id)),
        MAKE.datestamp(entry.moment),
        *(MAKE.setSpec(spec) for spec in repository.sets_of(entry)),
        {"status": "deleted"} if entry.is_gone else {},
    )


def _resumption(asked: Asked) -> Resumption:
    """The question, at its beginning or where a token says."""
    if RESUMPTION in asked:
        read = read_token(asked[RESUMPTION], asked["verb"])
        if read.verb != "ListSets":  # whoever made it up may have put anything there
            asked_format(read.prefix)
        return read
    if asked["verb"] == "ListSets":
        return Resumption("ListSets")
    first, last = time_range(asked.get("from"), asked.get("until"))
    asked_format(asked["metadataPrefix"])
    return Resumption(asked["verb"], asked["metadataPrefix"], first, last, asked.get("set", ""))


def _token(resumption: Resumption, last: tuple[str, str], count: int, total: int, *, has_more: bool) -> Iterable[Node]:
    """What a part of a list ends with: the token for the next part, empty after the last; none for a whole list."""
    if not has_more and not resumption.given:
        return ()
    moment, name = last
    following = replace(resumption, moment=moment, name=name, given=resumption.given + count)
    # A record that changes meanwhile is given twice, and then more were given than there are.
    state = {"completeListSize": str(max(total, following.given)), "cursor": str(resumption.given)}
    return (MAKE.resumptionToken(written_token(following) if has_more else "", state),)


_ANSWERS: Mapping[str, Callable[[Asked], Node]] = {
    "Identify": lambda _: identified(),
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "ListIdentifiers": _list_headers,
    "ListRecords": _list_records,
    "GetRecord": _get_record,
}
