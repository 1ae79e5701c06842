"""What templates need to show documents: marked passages, links, labels, places and years."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

import nh3
from flask import Flask, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from indexer import (
    PLACE_SCHEME,
    RUNNING,
    SCHEMA,
    FormPart,
    Language,
    Match,
    Metadata,
    Origin,
    Page,
    facet_value_label,
    is_known_outcome,
    rfc3339,
)
from web.site.context import absolute, page_vocabulary, site
from web.site.drawings.emblem import emblem, emblem_text
from web.site.facet_names import facet_name
from web.site.language import page_language, translate
from web.site.licence import LICENCE, LICENCE_NAME
from web.site.urls.addresses import page_address
from web.site.urls.search_url import facet_query_string, keeping, query_string
from web.site.urls.secret_paths import holds_key
from web.site.urls.stable_addresses import stable_address

_RELATIVE_DOCUMENT = re.compile(r"(?:\.\./)?(?:[a-z]+/)?([\w.-]+?)(?:\.(?:da|en))?(?:\.md|\.pdf)(#[\w-]*)?$")
_TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "a", "table",
    "thead", "tbody", "tr", "th", "td", "hr", "br",
}  # fmt: skip
_HOME = ("DK",)
# Put together, for Markup.format takes ten times as long, and a page has a hundred.
_MARKS = {origin: Markup('<mark class="{}">').format(origin.value) for origin in Origin}
_END_OF_MARK = Markup("</mark>")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def install_presentation(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        mark=mark, section_html=section_html, body_text=body_text, rfc3339=rfc3339, keeping=keeping
    )
    app.jinja_env.globals.update(
        facet_name=facet_name,
        label=label,
        label_all=lambda facet_id, values: [label(facet_id, value) for value in values],
        facet_url=facet_url,
        place=place,
        where=where,
        makers=makers,
        where_and_when=where_and_when,
        libraries=libraries,
        absolute=absolute,
        holds_key=holds_key,
        years=years,
        facts=facts,
        query_string=query_string,
        page_address=page_address,
        is_foreign=lambda language: language is not page_language(),
        own_title=own_title,
        is_known_outcome=is_known_outcome,
        title_language=title_language,
        text_language=text_language,
        spoken_language=spoken_language,
        emblem=emblem,
        emblem_text=emblem_text,
        sender=lambda: site().config.web,
        takes_suggestions=lambda: site().config.curation.suggestions_per_hour > 0,
        record_url=record_url,
        lasting_address=stable_address,
        licence=LICENCE,
        licence_name=LICENCE_NAME,
        fixed_part=_fixed_parts_of(app),
        accessibility_url=lambda: site().config.web.accessibility_statement_url,
    )


def _fixed_parts_of(app: Flask) -> Callable[..., Markup]:
    """A function that gives a template of which the page's language and endpoint are all that it depends on."""

    @lru_cache(maxsize=512)
    def rendered(template: str, script_root: str, language: Language, endpoint: str) -> Markup:
        """`script_root` is part of every address, `language` what the template speaks."""
        return Markup(app.jinja_env.get_template(template).render(endpoint=endpoint))  # noqa: S704 (templates escape)

    return lambda template, endpoint="": rendered(template, request.script_root, page_language(), endpoint)


def label(facet_id: str, value: str) -> str:
    """What a facet value is called in the page's language."""
    return facet_value_label(page_vocabulary(), facet_id, value, page_language())


def facet_url(facet_id: str, value: str, language: Language | None = None) -> str:
    """The search for all documents with a facet value, in the page's language unless another is named."""
    page = page_address("search_pages.results", language=(language or page_language()).value)
    return page + facet_query_string(facet_id, value)


def record_url(facet: str, value: str, language: Language | None = None) -> str:
    """The page of an organisation or a place, in the page's language unless another is named; "" without a record."""
    if value not in page_vocabulary().records(facet):
        return ""
    spoken = (language or page_language()).value
    if facet == PLACE_SCHEME:
        return url_for("place_pages.place", language=spoken, place_id=value)
    return url_for("organisation_pages.organisation", language=spoken, organisation_id=value)


def mark(text: str, matches: Iterable[Match]) -> Markup:
    """The text with its matches in <mark>; everything is escaped."""
    parts: list[Markup] = []
    end = 0
    for match in matches:
        marked = escape(text[match.start : match.end])
        parts += [escape(text[end : match.start]), _MARKS[match.origin], marked, _END_OF_MARK]
        end = match.end
    parts.append(escape(text[end:]))
    return Markup().join(parts)


def body_text(page: Page, matches: Iterable[Match]) -> Markup:
    """The text of a page with its matches marked, without the heading that is shown above it as the page's label."""
    start = len(page.label) + 1 if page.label and page.text.startswith(f"{page.label}\n") else 0
    moved = (replace(match, start=match.start - start, end=match.end - start) for match in matches)
    return mark(page.text[start:], (match for match in moved if match.start >= 0))


def section_html(page: Page) -> Markup:
    """A section of a write-up as sanitized HTML; relative links to documents lead to their pages."""
    html = _MARKDOWN.render(page.markup).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    html = html.replace("[ ] ", "☐ ").replace("[x] ", "☑ ")
    rewrite = _link_rewriter(page_language(), request.script_root)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "th": {"align"}, "td": {"align"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        attribute_filter=rewrite,
    )
    numbers = itertools.count(1)
    scrolling = re.sub("<table>", lambda found: f"{_scrolling(page, next(numbers))}{found.group()}", clean)
    return Markup(scrolling.replace("</table>", "</table></div>"))  # noqa: S704 (cleaned above)


def _scrolling(page: Page, number: int) -> Markup:
    """Begins what a table of a section scrolls within; no two of a document have one name, as regions must not."""
    section = page.label or str(page.number)
    name = translate("Tabel: {section}", section=section if number == 1 else f"{section} ({number})")
    return Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">').format(name)


def _link_rewriter(language: Language, script_root: str) -> Callable[[str, str, str], str | None]:
    def rewrite(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) != ("a", "href") or "://" in value or value.startswith(("mailto:", "#")):
            return value
        relative = _RELATIVE_DOCUMENT.match(value)
        if relative is None:
            return None
        return f"{script_root}/{language.value}/documents/{relative.group(1)}{relative.group(2) or ''}"

    return rewrite


def own_title(metadata: Metadata) -> str:
    """The title in the page's language where one is stated, otherwise the other."""
    return metadata.title_in(page_language()) or metadata.title


def title_language(metadata: Metadata) -> Language:
    """The language of `own_title`."""
    return page_language() if metadata.title_in(page_language()) else metadata.language


def text_language(metadata: Metadata) -> Language:
    """The language of the text that a reader of the page is shown."""
    return page_language() if page_language() in metadata.languages else metadata.language


def spoken_language(language: str) -> str:
    """What a language is called within a sentence of the page: dansk, Danish."""
    name = label("language", language)
    return name.lower() if page_language() is Language.DANISH else name


def place(metadata: Metadata) -> str:
    """Municipalities and country in words; only what is stated."""
    names = [
        *(label("municipality", one) for one in metadata.municipalities),
        *(label("country", country) for country in metadata.countries),
    ]
    return ", ".join(names)


def where(metadata: Metadata) -> str:
    """Libraries, place and years in one line; only what is stated."""
    return " · ".join(filter(None, (libraries(metadata), place(metadata), years(metadata))))


def libraries(metadata: Metadata) -> str:
    """The names of the libraries that take part, in the page's language."""
    return ", ".join(label("library", one) for one in metadata.libraries)


def makers(metadata: Metadata) -> str:
    """Who made the work that the document presents, else who wrote the document."""
    work = metadata.describes
    return ", ".join((author.spoken for author in work.authors) if work else metadata.authors)


def where_and_when(metadata: Metadata) -> str:
    """Place and years for a card; a town's country goes without saying where readers of the page live in it."""
    is_home = page_language() is Language.DANISH and metadata.countries == _HOME and metadata.municipalities
    spot = ", ".join(label("municipality", one) for one in metadata.municipalities) if is_home else place(metadata)
    return " · ".join(filter(None, (spot, years(metadata))))


def facts(metadata: Metadata) -> list[tuple[str, str, tuple[str, ...]]]:
    """(facet, its name, values) of what a document states, in the order of the form; its kind and years stand apart."""
    parts = [*list(FormPart)[1:], FormPart.MAIN]
    rows = sorted((row for row in SCHEMA if row.facet), key=lambda row: parts.index(row.form_part))
    shown = (row for row in rows if row.facet not in ("kind", "year") and row.texts(metadata))
    return [(row.facet, facet_name(row.facet), row.facet_values(metadata)) for row in shown]


def years(metadata: Metadata) -> str:
    """2009-2012, 2009- while running, or the one year that is stated."""
    first, last = metadata.year_start, metadata.year_end
    if first and last:
        return f"{first}–{last}" if first != last else str(first)
    if first:
        return f"{first}–" if metadata.outcome == RUNNING else str(first)
    return f"–{last}" if last else ""
