"""A document in MODS 3.7 (https://www.loc.gov/standards/mods/): parts and roles of names, subjects by their addresses.

Elements of the highest level may stand in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.builder import ElementMaker

from indexer import Author, Language, Source, Work, author_of
from web.api.harvesting.described import DescribedDocument, Named
from web.api.harvesting.xml_names import LANGUAGE, SCHEMA_LOCATION, XSI, Node
from web.site.context import page_vocabulary
from web.site.licence import LICENCE_NAME

MODS = "http://www.loc.gov/mods/v3"
MODS_SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"
_XLINK = "http://www.w3.org/1999/xlink"
_MAKE = ElementMaker(namespace=MODS, nsmap={None: MODS, "xlink": _XLINK, "xsi": XSI})
_ISO_639_2 = {Language.DANISH: "dan", Language.ENGLISH: "eng"}
_ROLES = {"library": "library", "partners": "partner"}
_W3CDTF = {"encoding": "w3cdtf"}


def mods(document: DescribedDocument) -> Node:
    """The element mods."""
    metadata = document.metadata
    return _MAKE.mods(
        {"version": "3.7", SCHEMA_LOCATION: f"{MODS} {MODS_SCHEMA}"},
        *_titles(document),
        *map(_author, map(author_of, metadata.authors)),
        *map(_contributor, document.named("contributor")),
        _MAKE.typeOfResource("text"),
        *(
            _MAKE.genre(name, {LANGUAGE: language.value})
            for one in document.named("genre")
            for language, name in one.names
        ),
        _origin(document),
        *map(_language, metadata.languages),
        _MAKE.physicalDescription(
            _MAKE.internetMediaType(document.format),
            _MAKE.digitalOrigin("born digital"),
        ),
        *(_MAKE.abstract(text, {LANGUAGE: language.value}) for language, _, text in document.texts if text),
        *_subjects(document),
        *([_presented(metadata.describes)] if metadata.describes else []),
        *map(_source, metadata.sources),
        *(
            _MAKE.relatedItem(_MAKE.location(_MAKE.url(address)), {"otherType": "related"})
            for address in document.related
        ),
        _MAKE.identifier(document.address, {"type": "uri"}),
        _MAKE.location(_MAKE.url(document.address, {"usage": "primary", "access": "object in context"})),
        *_conditions(document),
        _record(document),
    )


def _titles(document: DescribedDocument) -> Iterator[Node]:
    for language, title, _ in document.texts:
        if title:
            kind = {} if language in document.metadata.languages else {"type": "translated"}
            yield _MAKE.titleInfo(_MAKE.title(title), {LANGUAGE: language.value, **kind})


def _author(author: Author) -> Node:
    """A person states which part of the name is the family's; of others the kind is not known."""
    role = _MAKE.role(
        _MAKE.roleTerm("aut", {"type": "code", "authority": "marcrelator"}),
        _MAKE.roleTerm("author", {"type": "text", "authority": "marcrelator"}),
    )
    # Organisations have commas in their names too: only parts that are stated make a person.
    if author.is_person:
        parts = (("family", author.family), ("given", author.given))
        named = (_MAKE.namePart(part, {"type": kind}) for kind, part in parts if part)
        return _MAKE.name(*named, role, {"type": "personal"})
    return _MAKE.name(_MAKE.namePart(author.name), role)


def _contributor(one: Named) -> Node:
    """An organisation with its identifiers; the name without a record stands alone."""
    record = page_vocabulary().organisations.get(one.value)
    names = dict.fromkeys(name for _, name in one.names)
    own, *others = names
    identifiers = record.identifiers if record else {}
    return _MAKE.name(
        _MAKE.namePart(own),
        *(_MAKE.alternativeName(_MAKE.namePart(other)) for other in others),
        *(_MAKE.nameIdentifier(value, {"type": name}) for name, value in identifiers.items()),
        _MAKE.role(_MAKE.roleTerm(_ROLES.get(one.key, one.key), {"type": "text"})),
        {"type": "corporate", **_value_of(one)},
    )


def _origin(document: DescribedDocument) -> Node:
    metadata = document.metadata
    dates = [("dateIssued", document.date), ("dateModified", metadata.changed)]
    return _MAKE.originInfo(
        _MAKE.publisher(document.publisher), *(_MAKE(name, text, _W3CDTF) for name, text in dates if text)
    )


def _language(language: Language) -> Node:
    return _MAKE.language(_MAKE.languageTerm(_ISO_639_2[language], {"type": "code", "authority": "iso639-2b"}))


def _subjects(document: DescribedDocument) -> Iterator[Node]:
    """What it is about, where and when; a subject has the names of one value in both languages."""
    for schema_org, element in (("about", _MAKE.topic), ("spatialCoverage", _MAKE.geographic)):
        for one in document.named(schema_org):
            for language, name in one.names:
                yield _MAKE.subject(element(name), {LANGUAGE: language.value, **_value_of(one)})
    ends = (("start", document.metadata.year_start), ("end", document.metadata.year_end))
    years = [_MAKE.temporal(str(year), {**_W3CDTF, "point": point}) for point, year in ends if year]
    if years:
        yield _MAKE.subject(*years)


def _source(source: Source) -> Node:
    told = [(_MAKE.publisher, source.publisher), (_MAKE.dateIssued, str(source.year or ""))]
    origin = [make(text) for make, text in told if text]
    return _MAKE.relatedItem(
        _MAKE.titleInfo(_MAKE.title(source.title)),
        *([_MAKE.originInfo(*origin)] if origin else []),
        *([_MAKE.location(_MAKE.url(source.url))] if source.url else []),
        {"type": "references"},
    )


def _presented(work: Work) -> Node:
    """The work of others that the document presents."""
    place = [_MAKE.place(_MAKE.placeTerm(work.place, {"type": "text"}))] if work.place else []
    told = [
        (_MAKE.publisher, work.publisher),
        (_MAKE.dateIssued, str(work.year or "")),
        (_MAKE.edition, work.edition),
    ]
    origin = [*place, *(make(text) for make, text in told if text)]
    return _MAKE.relatedItem(
        _MAKE.titleInfo(_MAKE.title(work.title)),
        *map(_author, work.authors),
        *([_MAKE.originInfo(*origin)] if origin else []),
        *_host(work),
        *(_MAKE.identifier(text, {"type": kind}) for kind, text in (("doi", work.doi), ("isbn", work.isbn)) if text),
        *([_MAKE.location(_MAKE.url(work.address))] if work.address else []),
        {"type": "reviewOf"},
    )


def _host(work: Work) -> Iterator[Node]:
    """What a work came out in, or the series that it is a volume of, and where it stands there."""
    numbered = (("volume", work.volume), ("issue", work.issue))
    parts = [_MAKE.detail(_MAKE.number(text), {"type": kind}) for kind, text in numbered if text]
    if work.pages:
        parts.append(_MAKE.extent(*_pages(work.pages), {"unit": "pages"}))
    part = [_MAKE.part(*parts)] if parts else []
    if work.container:
        is_part = work.type.is_in_periodical or work.type.is_in_book or bool(work.pages)
        kind = {"type": "host" if is_part else "series"}
        yield _MAKE.relatedItem(_MAKE.titleInfo(_MAKE.title(work.container)), *part, kind)
    else:
        yield from part


def _pages(text: str) -> list[Node]:
    first, hyphen, last = text.partition("-")
    if hyphen and first.isalnum() and last.isalnum():
        return [_MAKE.start(first), _MAKE.end(last)]
    return [_MAKE.list(text)]


def _conditions(document: DescribedDocument) -> Iterator[Node]:
    if document.licence:
        reference = {f"{{{_XLINK}}}href": document.licence, "type": "use and reproduction"}
        yield _MAKE.accessCondition(LICENCE_NAME, reference)


def _record(document: DescribedDocument) -> Node:
    metadata = document.metadata
    dates = [("recordCreationDate", metadata.added), ("recordChangeDate", metadata.changed)]
    return _MAKE.recordInfo(
        _MAKE.recordContentSource(document.publisher),
        *(_MAKE(name, text, _W3CDTF) for name, text in dates if text),
        _MAKE.recordIdentifier(document.id),
    )


def _value_of(one: Named) -> dict[str, str]:
    return {"valueURI": one.address} if one.address else {}
