"""What editors are told in numbers, as tables that a page and a file show alike."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from indexer import Filter, Listed, Query, TaskKind, Use, week_of
from web.curation.desk.dead_links import in_words
from web.explore.gap_map import DEFAULT_AXES, gap_map
from web.site.context import site
from web.site.language import translate
from web.site.presentation import own_title
from web.site.urls.search_url import query_string

SHOWN = 20
_WEEKS = 12
_STALE_DAYS = 730
_CASES = Query(filters=(Filter("kind", "case"),))
_USES = (Use.SEARCHED, Use.NOT_FOUND, Use.FOUND_LITTLE, Use.OPENED, Use.DOWNLOADED)


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """A row of a table.

    Attributes:
        url: where its first cell leads; "" for nowhere.
        task: what a task that is made of it is about; "" where none is made.
        document: the id of the document that it is about; "" for none.
    """

    cells: tuple[str | int, ...]
    url: str = ""
    task: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """A table; `kind` is what tasks that are made of its rows are called, None where none are made."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[NumbersRow, ...]
    kind: TaskKind | None = None


def tables() -> tuple[NumbersTable, ...]:
    """Every table that there is something to say in; those of use only where use is counted."""
    counted = _OF_USE.values() if site().curation.use_counts.is_on else ()
    made = [make() for make in (*counted, *_OF_COLLECTION.values())]
    return tuple(table for table in made if table.rows)


def table_named(name: str) -> NumbersTable | None:
    """A table by its id; None where there is none."""
    make = {**_OF_USE, **_OF_COLLECTION}.get(name)
    return make() if make else None


def _weeks() -> NumbersTable:
    rows = (
        NumbersRow((one.week, *(one.counts.get(use, 0) for use in _USES)))
        for one in site().curation.use_counts.weeks(_WEEKS)
    )
    names = (translate("Uge"), translate("Søgninger"), translate("Intet fundet"), translate("Lidt fundet"),
             translate("Dokumenter åbnet"), translate("Filer hentet"))  # fmt: skip
    return NumbersTable("weeks", translate("Uge for uge"), "", names, tuple(rows))


def _searched() -> NumbersTable:
    about = translate("Søgeord, som mindst tre søgninger i samme uge har brugt. Resten er kun talt med i summen.")
    return NumbersTable("searched", translate("Det søger læserne på"), about, _words_columns(), _words(Use.SEARCHED))


def _little() -> NumbersTable:
    about = translate("Søgninger, der kun fandt et eller to dokumenter.")
    return NumbersTable(
        "found-little", translate("Lidt fundet"), about, _words_columns(), _words(Use.FOUND_LITTLE), TaskKind.SEARCH
    )


def _nothing() -> NumbersTable:
    """Noted whether use is counted or not."""
    found = site().curation.zero_result_searches.all()
    rows = tuple(NumbersRow((one.words, one.count), _search_url(one.words), one.words) for one in found)
    about = translate("Hvad læserne ledte efter forgæves. Kun ordene er noteret, ikke hvem der søgte.")
    return NumbersTable("not-found", translate("Søgt uden at finde"), about, _words_columns(), rows, TaskKind.SEARCH)


def _opened() -> NumbersTable:
    return _documents(Use.OPENED, translate("Mest åbnet"))


def _downloaded() -> NumbersTable:
    return _documents(Use.DOWNLOADED, translate("Mest hentet"))


def _documents(use: Use, title: str) -> NumbersTable:
    titles = {str(one.file.id): own_title(one.metadata) for one in site().curation.documents.all()}
    rows = tuple(
        NumbersRow((titles[one], times), _document_url(one))
        for one, times in site().curation.use_counts.subjects(use, _since())
        if one in titles
    )
    columns = (translate("Dokument"), translate("Gange"))
    return NumbersTable(use.value, title, "", columns, rows)


def _gaps() -> NumbersTable:
    found = gap_map(_CASES, *DEFAULT_AXES)
    empty = sorted(found.gaps, key=lambda gap: -gap[0].count * gap[1].count)
    rows = tuple(
        NumbersRow((f"{row.name} × {column.name}",), url_for("map_pages.show_map"), f"{row.name} × {column.name}")
        for row, column in empty[:SHOWN]
    )
    about = translate("Kombinationer uden cases. Øverst dem, hvor der er flest cases på hver led.")
    return NumbersTable(
        "gaps", translate("Huller i overblikket"), about, (translate("Kombination"),), rows, TaskKind.GAP
    )


def _links() -> NumbersTable:
    rows = tuple(
        NumbersRow((one.url, in_words(one.reason), one.day), _document_url(one.documents[0]), one.url, one.documents[0])
        for one in site().curation.links.dead()
    )
    columns = (translate("Adresse"), translate("Fejl"), translate("Set"))
    return NumbersTable("dead-links", translate("Døde links"), "", columns, rows, TaskKind.LINK)


def _stale() -> NumbersTable:
    curation = site().curation
    before = (datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=_STALE_DAYS)).isoformat()
    found = curation.documents.not_looked_at(curation.still_true.days(), before)
    rows = tuple(_stale_row(listed, day) for listed, day in found)
    about = translate("Ingen har rettet dem eller set dem efter i to år.")
    columns = (translate("Dokument"), translate("Sidst set på"))
    return NumbersTable("stale", translate("Passer det stadig?"), about, columns, rows, TaskKind.STALE)


def _stale_row(listed: Listed, day: str) -> NumbersRow:
    title = own_title(listed.metadata)
    return NumbersRow((title, day), _document_url(listed.file.id), title, listed.file.id)


def _words(use: Use) -> tuple[NumbersRow, ...]:
    found: Iterable[tuple[str, int]] = site().curation.use_counts.subjects(use, _since())
    return tuple(NumbersRow((words, times), _search_url(words), words) for words, times in found)


def _words_columns() -> tuple[str, ...]:
    return (translate("Søgeord"), translate("Gange"))


def _since() -> str:
    """The first of the weeks that are added up."""
    return week_of(datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(weeks=_WEEKS))


def _search_url(words: str) -> str:
    return url_for("search_pages.results") + query_string(Query(words))


def _document_url(document_id: str) -> str:
    return url_for("curator_pages.overview", document_id=document_id)


_OF_USE: Mapping[str, Callable[[], NumbersTable]] = {
    "weeks": _weeks,
    "searched": _searched,
    "found-little": _little,
    "opened": _opened,
    "downloaded": _downloaded,
}
_OF_COLLECTION: Mapping[str, Callable[[], NumbersTable]] = {
    "not-found": _nothing,
    "gaps": _gaps,
    "dead-links": _links,
    "stale": _stale,
}
