"""The papers of the agreement tool: which there are, and which of them fits what is to be agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from indexer.rooms import Room
from web.exports.papers.paper import Paper
from web.rooms.agreement.agreement_file import agreement_paper, annex_paper, comparison_paper, letter_paper
from web.rooms.agreement.agreement_template import Template

PAPERS: Mapping[str, Callable[[Room, Template], Paper]] = {
    "letter": letter_paper,
    "agreement": agreement_paper,
    "annex": annex_paper,
    "comparison": comparison_paper,
}
FILE_NAMES: Mapping[str, str] = {
    "letter": "hensigtserklaering",
    "agreement": "samarbejdsaftale",
    "annex": "bilag-om-databeskyttelse",
    "comparison": "sammenligning",
}


def fitting(room: Room) -> str:
    """The id of the paper that fits; "" where it is not said yet what is agreed, or it is no partnership."""
    if room.agreement.nature != "partnership":
        return ""
    promised = any(row.kroner for row in room.money) or any(row.hours for row in room.hours)
    return "agreement" if promised else "letter"
