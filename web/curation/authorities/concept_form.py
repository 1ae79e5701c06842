"""The form of a concept, and what it states."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MultiDict

from indexer import Concept, Language, Scheme, incoming_line
from web.site.language import page_language, translate

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CHARACTERS = 300
_MOST = 100
"""Names of one sort in one language, and links of one sort."""


def concept_of(form: MultiDict[str, str], concept: Concept, prefix: str = "") -> Concept:
    """The concept with what a form states; names of fields may begin with a prefix, where a page has two concepts.

    A label that was kept on purpose becomes a synonym.
    """

    def line(name: str) -> str:
        return incoming_line(form.get(prefix + name, ""))[:_CHARACTERS]

    def lines(name: str, language: Language) -> tuple[str, ...]:
        stated = _LINE_ENDS.split(form.get(f"{prefix}{name}-{language.value}", ""))
        return _sorted(incoming_line(one)[:_CHARACTERS] for one in stated)

    labels = {language: text for language in Language if (text := line(f"label-{language.value}"))}
    synonyms = {language: lines("synonyms", language) for language in Language}
    if f"{prefix}keep-label" in form:
        for language, label in concept.labels.items():
            if label != labels.get(language):
                synonyms[language] = _sorted((*synonyms[language], label))
    return dataclasses.replace(
        concept,
        labels=labels,
        synonyms=synonyms,
        hidden={language: lines("hidden", language) for language in Language},
        scope_notes={language: text for language in Language if (text := line(f"note-{language.value}"))},
        broader=_sorted(form.getlist(f"{prefix}broader")),
        related=_sorted(form.getlist(f"{prefix}related")),
    )


def new_concept(scheme: str, below: str = "") -> Concept:
    """A concept that nothing is stated of yet, but what it is narrower than."""
    return Concept(scheme, "", {}, broader=(below,) if below else ())


def differences(before: Concept, after: Concept, scheme: Scheme) -> list[tuple[str, list[str], list[str]]]:
    """What is stated otherwise, in words: the name of the field, what it stated and what it states."""
    rows = []
    for language in Language:
        for name, attribute in (
            (translate("Navn"), "labels"),
            (translate("Andre navne"), "synonyms"),
            (translate("Ord, der også fører hertil"), "hidden"),
            (translate("Forklaring"), "scope_notes"),
        ):
            old, new = (_texts(getattr(one, attribute).get(language, ())) for one in (before, after))
            if old != new:
                rows.append((f"{name} ({_spoken(language)})", old, new))
    for name, attribute in ((translate("Overordnet emne"), "broader"), (translate("Se også"), "related")):
        old, new = (labels(getattr(one, attribute), scheme) for one in (before, after))
        if old != new:
            rows.append((name, old, new))
    return rows


def labels(ids: Iterable[str], scheme: Scheme) -> list[str]:
    """What concepts are called on the page."""
    known = (scheme.concepts.get(one) for one in ids)
    return [one.labels.get(page_language(), one.id) for one in known if one is not None]


def _texts(stated: str | Sequence[str]) -> list[str]:
    return [stated] if isinstance(stated, str) else [*stated]


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order in which the vocabulary has them."""
    return tuple(sorted(filter(None, set(texts))))[:_MOST]


def _spoken(language: Language) -> str:
    return translate("dansk") if language is Language.DANISH else translate("engelsk")
