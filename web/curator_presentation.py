"""What the curators' templates need: names of keys, states, actions, reasons, sizes and moments, in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

from babel.dates import format_datetime, get_timezone
from flask import Flask
from markupsafe import Markup

from indexer import AuditEntry, Concept, Language, Page
from web.page_language import page_language, translate
from web.presentation import label, section_html

KEY_NAMES = {
    "title": "Titel",
    "title_other": "Titel på det andet sprog",
    "title_da": "Titel på dansk",
    "title_en": "Titel på engelsk",
    "summary": "Resumé",
    "summary_other": "Resumé på det andet sprog",
    "summary_da": "Resumé på dansk",
    "summary_en": "Resumé på engelsk",
    "kind": "Materialetype",
    "language": "Sprog",
    "sectors": "Sektor",
    "sector": "Sektor",
    "partner_types": "Partnertype",
    "partner-type": "Partnertype",
    "subjects": "Emne",
    "subject": "Emne",
    "goals": "Mål",
    "goal": "Mål",
    "phases": "Fase",
    "phase": "Fase",
    "forms": "Samarbejdsform",
    "form": "Samarbejdsform",
    "library": "Bibliotek",
    "libraries": "Bibliotek",
    "municipality": "Kommune eller by",
    "municipalities": "Kommune eller by",
    "country": "Land",
    "countries": "Land",
    "place": "Kommune eller land",
    "year_start": "Startår",
    "year_end": "Slutår",
    "partners": "Partnere",
    "authors": "Forfattere",
    "outcome": "Hvordan gik det?",
    "status": "Status",
    "related": "Læs også",
    "downloads": "Filer til at hente",
    "sources": "Kilder",
    "body": "Tekst",
    "text": "Tekst på mindst 120 ord",
    "file": "Fil",
    "id": "Id",
}
_STATUS_NAMES = {
    "draft": "Kladde",
    "review": "Til gennemsyn",
    "published": "Udgivet",
    "withdrawn": "Trukket tilbage",
}
_ACTION_NAMES = {
    "added": "Tilføjet",
    "corrected": "Rettet",
    "sent-to-review": "Sendt til gennemsyn",
    "sent-back": "Sendt tilbage",
    "published": "Udgivet",
    "withdrawn": "Trukket tilbage",
    "restored": "Gendannet",
    "undone": "Fortrudt",
    "imported": "Importeret",
    "signed-in": "Logget ind",
    "signed-out": "Logget ud",
    "sign-in-failed": "Forgæves forsøg på at logge ind",
    "account-added": "Konto oprettet",
    "account-disabled": "Konto lukket",
    "account-enabled": "Konto åbnet",
    "password-changed": "Adgangskode ændret",
    "role-changed": "Rolle ændret",
    "file-received": "Fil lagt ind",
    "file-discarded": "Fil smidt ud",
    "index-rebuild": "Indekset bygges forfra",
    "backup": "Sikkerhedskopi taget",
    "exported": "Samlingen hentet",
}
_ROLE_NAMES = {"contributor": "Bidragyder", "curator": "Redaktør", "administrator": "Administrator"}


_FACETS = {
    "kind": "kind",
    "language": "language",
    "sectors": "sector",
    "partner_types": "partner-type",
    "subjects": "subject",
    "goals": "goal",
    "phases": "phase",
    "forms": "form",
    "country": "country",
    "outcome": "outcome",
}
"""Key of a file -> the facet whose values have names."""

_FIELDS = {
    "subjects": "pick-subject",
    "goals": "pick-goal",
    "sectors": "pick-sector",
    "partner_types": "pick-partner-type",
    "place": "municipalities",
    "text": "body",
    "sources": "sources",
}
"""Point of the checklist -> where the form asks for it, where the name is another one."""


def install_curator_presentation(app: Flask) -> None:
    """Give the templates their names for things."""
    app.jinja_env.globals.update(
        key_name=_named(KEY_NAMES),
        status_name=_named(_STATUS_NAMES),
        action_name=_named(_ACTION_NAMES),
        role_name=_named(_ROLE_NAMES),
        kept_page=kept_page,
        value_name=value_name,
        log_subject=log_subject,
        field_of=lambda point: _FIELDS.get(point, point),
        synonyms_of=synonyms_of,
    )
    app.jinja_env.filters.update(moment=moment, file_size=file_size)


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    """A function that says the name of a key in the page's language; the key itself if it has none."""
    return lambda key: translate(names.get(key, key))


def value_name(key: str, value: str) -> str:
    """A value of a file in words: new-users as Få kontakt til nye brugere."""
    if key == "status":
        return translate(_STATUS_NAMES.get(value, value))
    return label(_FACETS[key], value) if key in _FACETS else value


def log_subject(entry: AuditEntry) -> str:
    """What a line of the log concerns, in words."""
    subject = translate("(ukendt navn)") if entry.subject == "(unknown name)" else entry.subject
    if several := re.fullmatch(r"(\d+) documents", subject):
        subject = translate("{count} dokumenter", count=several.group(1))
    return f"{subject} {translate(_ROLE_NAMES.get(entry.detail, entry.detail))}".strip()


def synonyms_of(concept: Concept) -> str:
    """The other names of a concept in the page's language, to be searched."""
    return " ".join(concept.synonyms.get(page_language(), ()))


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
