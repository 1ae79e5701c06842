"""The rows of the facet panel as HTML: facet_row.html, rendered once per facet and state, filled in for each value.

A page has more rows than all else together, and they differ in five texts only. These are escaped as the template
would escape them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from flask import Flask, current_app
from markupsafe import Markup, escape

from indexer import Language
from web.search.facet_panel import PanelValue
from web.site.language import number, page_language

_BLANKS = {name: chr(0xE000 + place) for place, name in enumerate(("id", "label", "count", "url"))}
"""Characters that stand for the texts of a row while its template is rendered; no escaping touches them."""


def install(app: Flask) -> None:
    """Make the rows known to the templates."""
    app.jinja_env.globals["facet_rows"] = facet_rows


def facet_rows(facet_id: str, values: Iterable[PanelValue], kept: str = "") -> Markup:
    """What facet_row.html gives for each value, one after the other; `kept` is added to every link."""
    language, kept = page_language(), str(escape(kept))
    rows = [
        _row(language, facet_id, value.is_selected, value.is_excluded, value.depth).format(
            id=_escaped(value.id),
            label=_escaped(value.label),
            count=number(value.count, language),
            url=str(escape(value.exclude_url)) + kept,
        )
        for value in values
    ]
    return Markup("".join(rows))  # noqa: S704 (a rendered template, filled with escaped texts)


@lru_cache(maxsize=256)
def _row(language: Language, facet_id: str, is_selected: bool, is_excluded: bool, depth: int) -> str:
    """The template of a row for str.format; `language` is the page's, which the template speaks."""
    template = current_app.jinja_env.get_template("search/facet_row.html")
    state = {"facet_id": facet_id, "is_selected": is_selected, "is_excluded": is_excluded, "depth": depth}
    row = template.render(**state, **_BLANKS).replace("{", "{{").replace("}", "}}")
    for name, blank in _BLANKS.items():
        row = row.replace(blank, f"{{{name}}}")
    return row


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    """A text as autoescaping writes it; remembered, for the values of facets return on every page."""
    return str(escape(text))
