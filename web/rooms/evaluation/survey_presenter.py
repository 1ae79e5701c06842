"""The results of a survey in words: two numbers where few answered, per cent where many did, nothing below five."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms import MIN_ANSWERS, MIN_PERCENT, ItemResult, Room, SurveyResults, survey_results
from web.exports.papers.paper import Block, Bullets, Heading, Paragraph, Rows, Table
from web.site.language import number, translate, translate_count


@dataclass(frozen=True, slots=True)
class ItemView:
    """A question with its answers.

    Attributes:
        rows: a head with the waves, then a row for each choice; empty where people wrote, or nothing is shown.
        texts: (wave in words, what people wrote).
        withheld: of waves with too few answers, what is said instead.
    """

    question: str
    rows: Rows
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The results: how many answered, by wave in words, and each question."""

    answered: tuple[str, ...]
    items: tuple[ItemView, ...]
    is_shown: bool


def results_view(room: Room) -> ResultsView:
    """What may be shown of the answers of a room."""
    results = survey_results(room)
    answered = (f"{wave_name(wave)}: {_answers(count)}" for wave, count in results.answered.items())
    return ResultsView(tuple(answered), tuple(_item(one, results) for one in results.items), results.is_shown)


def results_blocks(room: Room) -> tuple[Block, ...]:
    """The results on paper; nothing where nobody has answered."""
    view = results_view(room)
    if not view.answered:
        return ()
    return (Paragraph(" · ".join(view.answered)), *(block for item in view.items for block in _blocks(item)))


def wave_name(wave: str) -> str:
    """What a wave is called."""
    return translate("Før") if wave == "before" else translate("Efter")


def part_of(count: int, whole: int) -> str:
    """How many of how many, in per cent from `MIN_PERCENT` on."""
    if whole < MIN_PERCENT:
        return translate("{count} af {whole}", count=number(count), whole=number(whole))
    return translate("{share} %", share=number(round(100 * count / whole)))


def _item(result: ItemResult, results: SurveyResults) -> ItemView:
    waves = tuple(results.answered)
    few = (wave for wave in waves if result.answered[wave] < MIN_ANSWERS)
    withheld = tuple(f"{wave_name(wave)}: {_too_few(result.answered[wave])}" for wave in few)
    texts = tuple((wave_name(wave), held) for wave, held in result.texts.items())
    return ItemView(result.item.text, _rows(result), texts, withheld)


def _rows(result: ItemResult) -> Rows:
    shown = tuple(result.counts)
    if not shown:
        return ()
    head = (translate("Svar"), *(f"{wave_name(wave)} ({number(result.answered[wave])})" for wave in shown))
    rows = (
        (choice, *(part_of(result.counts[wave].get(choice, 0), result.answered[wave]) for wave in shown))
        for choice in result.choices
    )
    return (head, *rows)


def _blocks(item: ItemView) -> tuple[Block, ...]:
    told = tuple(block for wave, words in item.texts for block in (Paragraph(wave, is_aside=True), Bullets(words)))
    table = (Table(item.rows),) if item.rows else ()
    return (Heading(item.question, 3), *table, *told, *(Paragraph(words, is_aside=True) for words in item.withheld))


def _answers(count: int) -> str:
    return translate_count("{count} svar", "{count} svar", count)


def _too_few(count: int) -> str:
    return translate("{answers}. Resultatet vises fra {least} svar.", answers=_answers(count), least=MIN_ANSWERS)
