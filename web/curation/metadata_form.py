"""The form of a document: metadata <-> fields, with what is wrong said in the reader's language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel import Locale
from werkzeug.datastructures import MultiDict

from indexer import SUBJECT_SCHEME, DocumentId, Language, Metadata, Outcome, Source, Status, Vocabulary
from web.site.language import page_language, translate

CONCEPTS = {
    "goal": "goals",
    "subject": "subjects",
    "sector": "sectors",
    "partner-type": "partner_types",
    "phase": "phases",
    "form": "forms",
}
"""Facet id -> attribute of the metadata."""

LISTS = ("libraries", "municipalities", "countries", "partners", "authors", "related")
TEXTS = ("title", "title_other", "summary", "summary_other", "kind", "language", "outcome", "year_start", "year_end")
_LONGEST = {"title": 300, "title_other": 300, "summary": 1000, "summary_other": 1000}
_LIST_CHARACTERS = 300
_SOURCE_PARTS = ("title", "url", "publisher", "year")
_MOST_SOURCES = 60


@dataclass(frozen=True, slots=True)
class MetadataForm:
    """What the fields hold, as text; `faults` says by field what must be mended, empty when nothing must.

    `lists` hold one value a line; `main_subject` is the subject that comes first, "" if none does.
    """

    texts: Mapping[str, str]
    lists: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    main_subject: str = ""
    sources: tuple[Mapping[str, str], ...] = ()
    body: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of the document."""
        return Language(self.texts["language"]) if self.texts["language"] in set(Language) else Language.DANISH


def empty_form() -> MetadataForm:
    """A form with nothing in it, for a Danish case."""
    texts = dict.fromkeys(TEXTS, "") | {"language": Language.DANISH.value, "kind": "case"}
    return MetadataForm(texts, dict.fromkeys(LISTS, ""), dict.fromkeys(CONCEPTS, ()))


def form_of(metadata: Metadata, body: str = "") -> MetadataForm:
    """The form that shows a document."""
    texts = {name: str(getattr(metadata, name) or "") for name in TEXTS}
    texts |= {"language": metadata.language.value, "outcome": metadata.outcome.value if metadata.outcome else ""}
    lists = {name: "\n".join(getattr(metadata, name)) for name in LISTS}
    lists["countries"] = "\n".join(_country_name(code) for code in metadata.countries)
    concepts = {facet: tuple(getattr(metadata, attribute)) for facet, attribute in CONCEPTS.items()}
    sources = tuple({part: str(getattr(source, part) or "") for part in _SOURCE_PARTS} for source in metadata.sources)
    return MetadataForm(texts, lists, concepts, next(iter(metadata.subjects), ""), sources, body.strip("\n"))


def read_form(fields: MultiDict[str, str], vocabulary: Vocabulary) -> MetadataForm:
    """What was sent, checked; names that were read in the text and ticked join those that were typed."""
    texts = {name: " ".join(_clean(fields.get(name, "")).split()) for name in TEXTS}
    lists = {}
    for name in LISTS:
        lines = [*_clean(fields.get(name, "")).splitlines(), *map(_clean, fields.getlist(f"{name}-read"))]
        lists[name] = "\n".join(dict.fromkeys(line.strip() for line in lines if line.strip()))
    for name in ("year_start", "year_end"):
        texts[name] = texts[name] or fields.get(f"{name}-read", "").strip()
    known = {facet: vocabulary.schemes[facet].concepts for facet in CONCEPTS if facet in vocabulary.schemes}
    concepts = {
        facet: tuple(dict.fromkeys(value for value in fields.getlist(facet) if value in known.get(facet, {})))
        for facet in CONCEPTS
    }
    main_subject = fields.get("main-subject", "")
    if main_subject not in known.get(SUBJECT_SCHEME, {}):
        main_subject = ""
    form = MetadataForm(texts, lists, concepts, main_subject, _sources(fields), _clean(fields.get("body", "")))
    return dataclasses.replace(form, faults=_faults(form, vocabulary))


def metadata_of(form: MetadataForm, base: Metadata | None, status: Status) -> Metadata:
    """The metadata that a form without faults states; what the form does not show is kept from `base`."""
    texts, lists = form.texts, {name: tuple(form.lists[name].splitlines()) for name in LISTS}
    sources = tuple(
        Source(one["title"] or one["url"], one["url"], one["publisher"], int(one["year"]) if one["year"] else None)
        for one in form.sources
    )
    values = {
        "title": texts["title"],
        "language": form.language,
        "kind": texts["kind"],
        "title_other": texts["title_other"],
        "summary": texts["summary"],
        "summary_other": texts["summary_other"],
        "libraries": lists["libraries"],
        "municipalities": lists["municipalities"],
        "countries": tuple(code for name in lists["countries"] if (code := country_code(name))),
        "partners": lists["partners"],
        "authors": lists["authors"],
        "related": tuple(DocumentId(one) for one in lists["related"]),
        "year_start": int(texts["year_start"]) if texts["year_start"] else None,
        "year_end": int(texts["year_end"]) if texts["year_end"] else None,
        "outcome": Outcome(texts["outcome"]) if texts["outcome"] else None,
        "sources": sources,
        "status": status,
        **{a: _in_order(form.concepts[facet], getattr(base, a, ())) for facet, a in CONCEPTS.items()},
    }
    values["subjects"] = _subjects(form, base)
    if base is None:
        return Metadata(**values)  # type: ignore[arg-type]  # each value has the type of its field
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def _subjects(form: MetadataForm, base: Metadata | None) -> tuple[str, ...]:
    """The ticked subjects, the main one first; choosing one as the main one ticks it, taking its tick away drops it."""
    before = base.subjects if base else ()
    ordered = _in_order(form.concepts[SUBJECT_SCHEME], before)
    main = form.main_subject
    if not main or (main not in ordered and main in before):
        return ordered
    return (main, *(subject for subject in ordered if subject != main))


def _in_order(chosen: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen values, those that were stated before in their old order."""
    return (*(value for value in before if value in chosen), *(value for value in chosen if value not in before))


def country_code(name: str) -> str:
    """DK for Danmark, Denmark or DK; "" for what is no country."""
    wanted = name.strip().casefold()
    for language in Language:
        for code, label in Locale(language.value).territories.items():
            if len(code) == 2 and wanted in (code.casefold(), label.casefold()):
                return str(code)
    return ""


def _country_name(code: str) -> str:
    return str(Locale(page_language().value).territories.get(code, code))


def _clean(text: str) -> str:
    """The text without control characters, with plain line ends."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


def _sources(fields: MultiDict[str, str]) -> tuple[Mapping[str, str], ...]:
    columns = [fields.getlist(f"source-{part}") for part in _SOURCE_PARTS]
    rows = (
        dict(zip(_SOURCE_PARTS, map(str.strip, map(_clean, row)), strict=True)) for row in zip(*columns, strict=False)
    )
    return tuple(row for row in rows if any(row.values()))[:_MOST_SOURCES]


def _faults(form: MetadataForm, vocabulary: Vocabulary) -> dict[str, str]:
    texts, faults = form.texts, {}
    if not texts["title"]:
        faults["title"] = translate("Skriv en titel.")
    for name, longest in _LONGEST.items():
        if len(texts[name]) > longest:
            faults[name] = translate("Teksten er for lang; højst {count} tegn.", count=longest)
    kinds = vocabulary.schemes.get("kind")
    if kinds is None or texts["kind"] not in kinds.concepts:
        faults["kind"] = translate("Vælg en materialetype.")
    if texts["language"] not in set(Language):
        faults["language"] = translate("Vælg dansk eller engelsk.")
    if texts["outcome"] and texts["outcome"] not in set(Outcome):
        faults["outcome"] = translate("Vælg en af mulighederne.")
    faults |= _year_faults(texts)
    unknown = [name for name in form.lists["countries"].splitlines() if not country_code(name)]
    if unknown:
        faults["countries"] = translate("»{name}« er ikke et land. Skriv fx Danmark eller DK.", name=unknown[0])
    for name in LISTS:
        if any(len(line) > _LIST_CHARACTERS for line in form.lists[name].splitlines()):
            faults[name] = translate("Teksten er for lang; højst {count} tegn.", count=_LIST_CHARACTERS)
    return faults | _source_faults(form.sources)


def _year_faults(texts: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    for name in ("year_start", "year_end"):
        if texts[name] and not re.fullmatch(r"[12]\d{3}", texts[name], re.ASCII):
            faults[name] = translate("Skriv årstallet med fire cifre, fx 2012.")
    if not faults and texts["year_start"] and texts["year_end"] and texts["year_end"] < texts["year_start"]:
        faults["year_end"] = translate("Slutåret ligger før startåret.")
    return faults


def _source_faults(sources: Iterable[Mapping[str, str]]) -> dict[str, str]:
    for one in sources:
        if one["url"] and not re.fullmatch(r"https?://[^\s\"<>]+", one["url"]):
            return {
                "sources": translate("»{name}« er ikke en webadresse. Den begynder med https://.", name=one["url"][:80])
            }
        if one["year"] and not re.fullmatch(r"[12]\d{3}", one["year"], re.ASCII):
            return {"sources": translate("Skriv årstallet med fire cifre, fx 2012.")}
        if not one["title"] and not one["url"]:
            return {"sources": translate("Giv kilden en titel.")}
    return {}
