"""A case that somebody suggested, as the draft of a document: what its fields state, and the rest as its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.curation.bulk.source_lines import source_of_line
from indexer.curation.bulk.years import read_years
from indexer.curation.metadata_texts import country_code
from indexer.domain.documents.metadata import Language, Metadata, Status
from indexer.domain.documents.metadata_schema import BY_KEY, MAX_SOURCES, SCHEMA, SOURCE_LIMITS
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.records.named_records import looks_like_id
from indexer.domain.documents.records.organisations import Organisations
from indexer.domain.documents.records.places import COUNTRY_KIND
from indexer.domain.documents.vocabulary import RUNNING, Vocabulary
from indexer.domain.texts.web_addresses import web_address

_KEYS_OF = {
    "library": ("library",), "partners": ("partners",), "place": ("municipality", "country"),
    "years": ("year_start", "year_end", "outcome"), "sources": ("sources",),
}  # fmt: skip
"""The keys that a field of the form becomes; what is no value of theirs is kept as text."""

_HEADINGS = {
    "library": {Language.DANISH: "Hvilket bibliotek", Language.ENGLISH: "Which library"},
    "partners": {Language.DANISH: "Sammen med", Language.ENGLISH: "Together with"},
    "place": {Language.DANISH: "Hvor", Language.ENGLISH: "Where"},
    "years": {Language.DANISH: "Hvornår", Language.ENGLISH: "When"},
    "done": {Language.DANISH: "Sådan gjorde de", Language.ENGLISH: "How they did it"},
    "outcome": {Language.DANISH: "Hvad kom der ud af det", Language.ENGLISH: "What came of it"},
    "learnt": {Language.DANISH: "Hvad andre kan lære", Language.ENGLISH: "What others can learn"},
    "sources": {Language.DANISH: "Kilder", Language.ENGLISH: "Sources"},
}
"""As the cases of the collection have them; the first four only where a field says what no key takes."""

_PARTS = re.compile(r"\s*[,;\n]\s*")
_AND = re.compile(r"\s+(?:og|and|samt)\s+", re.IGNORECASE)
_LEADING_AND = re.compile(r"(?:og|and|samt)\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_GOES_ON = re.compile(r"\b(?:endnu|stadig|still|ongoing)\b|[-–—]\s*$", re.IGNORECASE)
_OPEN_SPAN = re.compile(r"\d{4}\s*[-–—]")
_IS_LIST = re.compile(r"^\s*(?:#|[-*+]\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SuggestedCase:
    """The draft: metadata that the schema takes, and a text in Markdown."""

    metadata: Metadata
    body: str


@dataclass(slots=True)
class _Draft:
    """What is understood so far; `left` are the fields whose words must stand in the text."""

    stated: dict[str, object]
    left: list[str] = field(default_factory=list)


def suggested_case(fields: Mapping[str, str], language: Language, vocabulary: Vocabulary) -> SuggestedCase:
    """The draft of what a form says, by its fields. Nothing is guessed, and nothing that was written is lost.

    How the sender can be reached is no field, and comes into no document.
    """
    title = " ".join(fields.get("title", "").split())[: BY_KEY["title"].limit]
    draft = _Draft({"title": title, "kind": "case", "language": language.value, "status": Status.DRAFT.value})
    for name, read in _READERS.items():
        if text := fields.get(name, "").strip():
            found = read(text, vocabulary)
            draft.stated |= found.stated
            draft.left += [name] if found.left else []
    metadata, faults = read_stated(draft.stated, vocabulary)
    # What the schema refuses is told by the text alone.
    for key in {row.key for row in SCHEMA if row.attribute in {fault.attribute for fault in faults}}:
        draft.stated.pop(key, None)
        draft.left += [name for name, keys in _KEYS_OF.items() if key in keys]
    if metadata is None:
        metadata, _ = read_stated(draft.stated, vocabulary)
    assert metadata is not None  # title, kind, language and status alone are a document
    return SuggestedCase(metadata, "\n".join(_sections(fields, set(draft.left), language)))


def _sections(fields: Mapping[str, str], left: set[str], language: Language) -> Iterator[str]:
    for name, headings in _HEADINGS.items():
        text = fields.get(name, "").strip()
        if text and (name in left or name not in _KEYS_OF):
            yield f"## {headings[language]}\n\n{_as_paragraphs(text)}\n"


def _as_paragraphs(text: str) -> str:
    """Lines as they were typed, unless somebody wrote Markdown: there a line alone would run into the next."""
    return text if _IS_LIST.search(text) else re.sub(r"(?<!\n)\n(?!\n)", "\n\n", text)


@dataclass(frozen=True, slots=True)
class _Found:
    """The values that a field states by key, and whether its words say more than they do."""

    stated: Mapping[str, object]
    left: bool = False


def _read_organisations(key: str, text: str, vocabulary: Vocabulary) -> _Found:
    records = vocabulary.organisations
    parts = (_LEADING_AND.sub("", part, count=1) if _LEADING_AND.match(part) else part for part in _PARTS.split(text))
    names = [records.named(name) or _capital(name) for part in parts if part for name in _joined(part, records)]
    kept = [name for name in names if name in records or not looks_like_id(name)]
    return _Found({key: kept} if kept else {}, len(kept) < len(names))


def _joined(part: str, records: Organisations) -> list[str]:
    """»A og B« is two where both are known: Forvaltningen for Børn og Unge is one."""
    if not records.named(part):
        for found in _AND.finditer(part):
            rest = _joined(part[found.end() :], records)
            if all(map(records.named, (part[: found.start()], *rest))):
                return [part[: found.start()], *rest]
    return [part]


def _capital(name: str) -> str:
    """A name with a capital letter, where it would be read as the id of a record that there is not."""
    return re.sub(r"[a-z]", lambda found: found.group().upper(), name, count=1) if looks_like_id(name) else name


def _read_place(text: str, vocabulary: Vocabulary) -> _Found:
    places, towns, countries, is_left = vocabulary.places, [], [], False
    for part in filter(None, _PARTS.split(text)):
        if known := places.named(part) or places.named(f"{part} Kommune"):
            countries.append(places[known].country)
            # A country has a key of its own.
            towns += [known] if places[known].kind != COUNTRY_KIND else []
        elif code := country_code(part):
            countries.append(code)
        else:
            is_left = True
    stated = {"municipality": towns, "country": list(dict.fromkeys(countries))}
    return _Found({key: values for key, values in stated.items() if values}, is_left)


def _read_years(text: str, _: Vocabulary) -> _Found:
    years = read_years(text)
    stated: dict[str, object] = {}
    if isinstance(years.first, int):
        stated["year_start"] = years.first
    if years.last is not None:
        stated["year_end"] = years.last
    elif _GOES_ON.search(text):
        stated["outcome"] = RUNNING
    return _Found(stated, not stated or (years.is_guess and not _OPEN_SPAN.fullmatch(text)))


def _read_sources(text: str, _: Vocabulary) -> _Found:
    lines = [line.strip(" -*•\t") for line in text.splitlines() if line.strip(" -*•\t")]
    sources = [_source(line) for line in lines]
    fits = len(sources) <= MAX_SOURCES and all(len(str(one["title"])) <= SOURCE_LIMITS["title"] for one in sources)
    return _Found({"sources": sources}) if fits else _Found({}, left=True)


def _source(line: str) -> Mapping[str, object]:
    """A source of a line: words with an address in them, or what an import would take."""
    found = _ADDRESS.search(line)
    if found is None or "|" in line:
        return next(iter(source_of_line(line)), {"title": line})
    address = _without_end(found.group())
    title = re.sub(r"\(\s*\)|\s+(?=\))", "", line.replace(address, "")).strip(" :,;.–-")
    return {"title": title or address, "url": web_address(address)}


def _without_end(address: str) -> str:
    """An address without the end of the sentence; a bracket closes one that opens in it: …/Have_(anlæg)."""
    shorter = address.rstrip(".,;")
    if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
        shorter = shorter[:-1]
    return address if shorter == address else _without_end(shorter)


_READERS: Mapping[str, Callable[[str, Vocabulary], _Found]] = {
    "library": lambda text, vocabulary: _read_organisations("library", text, vocabulary),
    "partners": lambda text, vocabulary: _read_organisations("partners", text, vocabulary),
    "place": _read_place,
    "years": _read_years,
    "sources": _read_sources,
}
