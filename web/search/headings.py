"""What was found, in words: 4 cases; 7 documents, of which 4 cases, 2 guides and 1 report."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import FacetValue, ResultPage, ValueState
from web.site.language import translate, translate_count
from web.site.presentation import label

_KINDS = {
    "case": ("{count} case", "{count} cases"),
    "guide": ("{count} guide", "{count} guider"),
    "tool": ("{count} værktøj", "{count} værktøjer"),
    "theory": ("{count} teoritekst", "{count} teoritekster"),
    "report": ("{count} rapport", "{count} rapporter"),
    "article": ("{count} artikel", "{count} artikler"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The noun after the number of documents, and how many there are of each kind where there are several kinds."""

    noun: str
    parts: tuple[str, ...] = ()


def found_in_words(result: ResultPage) -> Found:
    """What the heading of the results says after their number."""
    kinds = _kinds_found(result)
    if len(kinds) == 1 and kinds[0].count == result.total:
        return Found(_counted(kinds[0]).split(" ", 1)[1])
    noun = translate("dokument") if result.total == 1 else translate("dokumenter")
    return Found(noun, tuple(_counted(kind) for kind in kinds) if len(kinds) > 1 else ())


def _kinds_found(result: ResultPage) -> list[FacetValue]:
    """The kinds of the documents that were found: the chosen ones where some are chosen."""
    values = [value for value in result.facet("kind").values if value.state is not ValueState.EXCLUDED and value.count]
    chosen = [value for value in values if value.state is ValueState.SELECTED]
    return chosen or values


def _counted(kind: FacetValue) -> str:
    if kind.id in _KINDS:
        return translate_count(*_KINDS[kind.id], kind.count)
    return f"{kind.count} {label('kind', kind.id)}"
