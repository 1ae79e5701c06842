"""The survey on paper: its questions with room to answer, and the way to answer on a telephone while it is open."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.rooms import Room, SurveyItem
from web.exports.papers.paper import Block, Boxes, Heading, Lines, Paper, Paragraph, Picture
from web.site.drawings.qr_code import qr_png, qr_svg
from web.site.language import page_language, translate

_LINES, _MILLIMETRES = 3, 35


def survey_paper(room: Room, address: str) -> Paper:
    """The paper; with a QR code of `address`, unless that is ""."""
    survey = room.survey
    asked = [item for item in room.survey_items if item.is_complete]
    blocks = (
        *((Paragraph(survey.intro),) if survey.intro else ()),
        *(_invitation(address) if address else ()),
        *(block for number, item in enumerate(asked, 1) for block in _question(number, item)),
        *((Paragraph(survey.thanks, is_aside=True),) if survey.thanks else ()),
    )
    return Paper(survey_title(room), "", page_language(), blocks)


def survey_title(room: Room) -> str:
    """What the survey is called."""
    return room.survey.title or translate("Spørgeskema")


def _invitation(address: str) -> Iterator[Block]:
    told = translate("QR-kode, der fører til skemaet på nettet")
    yield Paragraph(translate("Du kan også svare på din telefon:"))
    yield Picture(qr_svg(address), qr_png(address), told, _MILLIMETRES)


def _question(number: int, item: SurveyItem) -> Iterator[Block]:
    yield Heading(f"{number}. {item.text}")
    if item.kind == "text":
        yield Lines(_LINES)
        return
    if item.kind == "several":
        yield Paragraph(translate("Sæt gerne flere krydser."), is_aside=True)
    yield Boxes(item.choices)
