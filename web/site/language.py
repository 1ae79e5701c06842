"""Danish or English interface: the language of a page is the first part of its address.

Texts of pages are written in Danish in templates and code; translations/en.po holds the English. The catalogue is read
as it is, with Babel, so that translating needs no compile step. What is said by an id, faults above all, stands in the
message catalogue of the indexer instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

from indexer import Language, Message, say

# A page asks five hundred times; Flask's own place for what a request knows takes ten times as long to read.
_SPOKEN: ContextVar[Language | None] = ContextVar("language of the page", default=None)
_CATALOGUE = Path(__file__).parent / "translations" / "en.po"


def install(app: Flask) -> None:
    """Take the language off every address and give templates the means to speak it."""
    app.url_value_preprocessor(_take_language)
    app.teardown_request(_forget)
    app.url_defaults(_give_language)
    app.jinja_env.globals.update(
        _=translate,
        _n=translate_count,
        said=said,
        number=number,
        decimal=decimal,
        file_size=file_size,
        page_language=page_language,
        other_language_url=other_url,
    )
    app.jinja_env.filters.update(date=date, number=number)


def page_language() -> Language:
    """The language of the page at hand; where an address has none, what the visitor's browser prefers."""
    language = _SPOKEN.get()
    if language is not None:
        return language
    first_part = request.path.split("/")[1]  # an address that leads nowhere has no parameters yet
    return Language(first_part) if first_part in set(Language) else preferred_language()


def speak(language: Language) -> None:
    """Answer in a language, whatever the address says: for pages whose address has none."""
    _SPOKEN.set(language)


def preferred_language() -> Language:
    """What the browser asks for, Danish if in doubt."""
    best = request.accept_languages.best_match([language.value for language in Language])
    return Language(best) if best else Language.DANISH


def translate(text: str, /, **values: object) -> str:
    """A Danish interface text in the page's language, with {names} filled in."""
    if page_language() is Language.ENGLISH:
        text = english_texts().get(text, text)
    return text.format(**values) if values else text


def said(message: Message) -> str:
    """A message of the catalogue in the page's language."""
    return say(message, page_language())


def translate_count(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for one or for many, with {count} written in the page's way."""
    return translate(one if count == 1 else many, count=number(count), **values)


@cache
def catalogue() -> Catalog:
    """The English texts by their Danish originals."""
    with _CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="en")


@cache
def english_texts() -> Mapping[str, str]:
    """The catalogue without what is not translated."""
    return {str(message.id): str(message.string) for message in catalogue() if message.id and message.string}


def number(value: int, language: Language | None = None) -> str:
    """1.234 in Danish, 1,234 in English; in the page's language unless it is named."""
    written = f"{value:,}"
    return written.replace(",", ".") if (language or page_language()) is Language.DANISH else written


def decimal(value: float) -> str:
    """1,25 in Danish, 1.25 in English: two decimals at most."""
    return format_decimal(value, format="#,##0.##", locale=page_language().value)


def file_size(size_bytes: int) -> str:
    """120 kB; 1,2 MB in Danish and 1.2 MB in English."""
    if size_bytes < 1_000_000:
        return f"{number(max(1, round(size_bytes / 1_000)))} kB"
    return f"{decimal(round(size_bytes / 1_000_000, 1))} MB"


def date(value: str) -> str:
    """The day of an ISO date, or date and time, as 26. juni 2012 or 26 June 2012; "" stays ""."""
    if not value:
        return ""
    locale = Locale("da") if page_language() is Language.DANISH else Locale("en", "GB")
    return format_date(datetime.date.fromisoformat(value[:10]), format="long", locale=locale)


def other_url() -> str:
    """The address of the same page, with the same search, in the other language."""
    language = page_language()
    path = request.path.removeprefix(f"/{language.value}")
    query = request.query_string.decode("ascii", "replace")
    return f"{request.script_root}/{language.other.value}{path}" + (f"?{query}" if query else "")


def _take_language(_: str | None, values: dict[str, object] | None) -> None:
    _SPOKEN.set(None)
    if values is None or "language" not in values:
        return
    try:
        _SPOKEN.set(Language(str(values.pop("language"))))
    except ValueError as error:
        raise NotFound from error


def _forget(_: BaseException | None) -> None:
    # The thread answers the next visitor in the same context.
    _SPOKEN.set(None)


def _give_language(endpoint: str, values: dict[str, object]) -> None:
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", page_language().value)
