"""What the curators' templates need: names of keys, states, actions, reasons, sizes and moments, in words."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel.dates import format_datetime, get_timezone
from flask import Flask, url_for
from markupsafe import Markup

from indexer import (
    BY_KEY,
    MIN_WORDS,
    ORGANISATION_SCHEMES,
    PLACE_SCHEME,
    AuditEntry,
    Concept,
    Language,
    Message,
    Metadata,
    Page,
    Status,
    ValueType,
    is_public,
    name_in,
)
from web.curation.forms.form_state import fields_of, filled_fields, has_fault, seen_whole
from web.curation.forms.metadata_form import checklist_of
from web.curation.forms.typed import address_of
from web.site.context import page_vocabulary, site
from web.site.facet_names import key_name, value_name
from web.site.language import page_language, said
from web.site.presentation import label, section_html

_ANCHORS = {"place": "municipalities", "text": "body"}
"""Points of the checklist that are no keys -> where the form asks for them."""

_FORMER_UNKNOWN = "(unknown name)"
"""What lines of versions before 0.2 say of an account that there is not, as they say "3 documents" of several."""


def install_curator_presentation(app: Flask) -> None:
    """Give the templates their names for things."""
    app.jinja_env.globals.update(
        key_name=key_name,
        key_names=key_names,
        status_name=_named("status"),
        action_name=_named("action"),
        role_name=_named("role"),
        kept_page=kept_page,
        value_name=status_or_value_name,
        log_subject=log_subject,
        subject_of=subject_of,
        concept_name=concept_name,
        has_mail=lambda: site().curation.mailer.is_on,
        anchor=anchor,
        address_of=address_of,
        checklist_of=checklist_of,
        fields_of=fields_of,
        filled_fields=filled_fields,
        has_fault=has_fault,
        seen_whole=seen_whole,
        least_words=MIN_WORDS,
        is_embargoed=is_embargoed,
        synonyms_of=synonyms_of,
        work_name=_named("work"),
        work_hint=lambda part: name_in(f"hint-work-{part}", page_language()),
    )
    app.jinja_env.filters.update(moment=moment, moment_of=moment_of, file_size=file_size)


def _named(family: str) -> Callable[[str], str]:
    """A function that says the name of one of a family in the page's language; the key itself if it has none."""
    return lambda key: name_in(f"{family}-{key}", page_language()) or key


def status_or_value_name(key: str, value: str) -> str:
    """A value of a file in words: new-users as Kontakt til nye brugere."""
    return _named("status")(value) if key == "status" else value_name(key, value)


def is_embargoed(metadata: Metadata) -> bool:
    """Whether a published document waits for its day."""
    return metadata.status is Status.PUBLISHED and not is_public(dataclasses.replace(metadata, level=""))


def key_names(keys: Iterable[str]) -> str:
    """Several keys in words, between commas."""
    return ", ".join(map(key_name, keys))


def anchor(point: str) -> str:
    """Where the form asks for a point of the checklist."""
    row = BY_KEY.get(point)
    if row is None:
        return _ANCHORS[point]
    return f"pick-{row.facet}" if row.type is ValueType.CONCEPTS else row.attribute


def log_subject(entry: AuditEntry) -> str:
    """What a line of the log concerns, in words."""
    several = re.fullmatch(r"(\d+) documents", entry.subject) or re.fullmatch(r"(\d+)", entry.detail)
    if several:
        about = subject_of(entry.subject).name if "/" in entry.subject else ""
        return ": ".join(filter(None, (about, said(Message("documents-changed", count=int(several.group(1)))))))
    if entry.action == "sign-in-failed" and entry.subject in ("", _FORMER_UNKNOWN):
        return said(Message("unknown-name"))
    return f"{entry.subject} {_named('role')(entry.detail)}".strip()


@dataclass(frozen=True, slots=True)
class ChangedSubject:
    """What a change was about where that is no document: its name, and the address of its page for curators."""

    name: str
    address: str


def subject_of(subject: str) -> ChangedSubject:
    """What a change names: a concept as its scheme and id, an organisation or place as that word and its id."""
    family, _, own_id = subject.partition("/")
    if family in ("organisation", "place"):
        facet = PLACE_SCHEME if family == "place" else ORGANISATION_SCHEMES[0]
        address = url_for("record_pages.record", records=f"{family}s", record_id=own_id)
        return ChangedSubject(label(facet, own_id), address)
    name = concept_name(family, own_id)
    return ChangedSubject(name, url_for("vocabulary_pages.concept", scheme=family, concept_id=own_id))


def action_word(action: str) -> str:
    """What a change or a note is called."""
    return _named("action")(action)


def concept_name(scheme: str, concept_id: str) -> str:
    """What a concept of any scheme is called on the page."""
    return page_vocabulary().label(scheme, concept_id, page_language())


def synonyms_of(concept: Concept) -> str:
    """The other names of a concept in the page's language, to be searched."""
    return " ".join(concept.synonyms.get(page_language(), ()))


def moment_of(seconds: float) -> str:
    """Seconds since 1970 as a moment of the log is written."""
    return moment(datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC).isoformat())


def moment(value: str) -> str:
    """A moment of the log as 26. juni 2012 kl. 14.05, in the library's time."""
    zone = get_timezone("Europe/Copenhagen")
    when = datetime.datetime.fromisoformat(value)
    if page_language() is Language.DANISH:
        return format_datetime(when, "d. MMMM y 'kl.' HH.mm", tzinfo=zone, locale="da")
    return format_datetime(when, "d MMMM y, HH:mm", tzinfo=zone, locale="en")


def file_size(count: int) -> str:
    """Bytes as kB or MB."""
    return f"{max(1, round(count / 1000))} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB".replace(".", ",")


def kept_page(markup: str) -> Markup:
    """Markdown as the document's page will show it, sanitized."""
    return section_html(Page(1, "", markup=markup))
