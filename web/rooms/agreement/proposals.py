"""What the rest of the room says already to a question of the agreement or the letter: so that nothing is asked twice.

A question is known by its words in the template, in either language; one that reads otherwise is not filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from indexer.rooms import Answer, Hours, Money, Room, with_row
from web.rooms.agreement.agreement_presenter import Question, parties, questions
from web.rooms.agreement.agreement_template import Template, settled
from web.rooms.agreement.side_presenter import asked_clauses, side_questions
from web.site.language import date, number, translate


def proposals(room: Room, template: Template, form: str) -> Mapping[str, str]:
    """Texts for the questions of a form, "agreement" or "letter", that have no answer yet, by their ids."""
    answered = {row.id for row in room.answers if row.text}
    asked = (one for one in _asked(room, template, form) if one.id not in answered)
    return {one.id: text for one in asked if (text := _known(one, room))}


def with_known(room: Room, template: Template, form: str) -> Room:
    """The room with what it says already in every empty answer of a form; what was written stays.

    Raises:
        RoomRefused: there would be too many answers.
    """
    filled = room
    for question_id, text in proposals(room, template, form).items():
        filled = with_row(filled, "answers", Answer(question_id, text))
    return settled(room, filled, template, ())


def _asked(room: Room, template: Template, form: str) -> Iterator[Question]:
    if form == "letter":
        asked = side_questions(asked_clauses(template, room, form), room)
        yield from (one for clause in asked for one in clause.asked if isinstance(one, Question))
    else:
        yield from (one for clause in template.clauses for one in questions(clause, room))


def _known(question: Question, room: Room) -> str:
    """What the room says; "" where it says nothing, or the question is none of those that it could answer."""
    party = next((one for one in parties(room) if question.id.endswith(f"-{one.id}")), None)
    words = question.label.removeprefix(party.name).removesuffix(party.name).strip(" :,") if party else question.label
    for pattern, told in _ANSWERS.items():
        if match := re.fullmatch(pattern, words):
            return told(room, party.id if party else "", int(match[1]) if match.groups() else 0)
    return ""


def _goal(room: Room, side: str, place: int) -> str:
    goals = [f"{one.text} ({one.sign})" if one.sign else one.text for one in room.goals if one.text]
    return goals[place - 1] if 0 < place <= len(goals) else ""


def _purpose(room: Room, side: str, place: int) -> str:
    return room.plan.text


def _time(room: Room, side: str, place: int) -> str:
    return ", ".join(_hours(row) for row in room.hours if row.actor == side and row.hours)


def _money(room: Room, side: str, place: int) -> str:
    """Of a party, or of each where the question is asked of all together."""
    if side:
        return ", ".join(_kroner(row) for row in room.money if row.actor == side and row.kroner)
    told = ((party.name, _money(room, party.id, place)) for party in parties(room))
    return "; ".join(f"{name}: {money}" for name, money in told if money)


def _contribution(room: Room, side: str, place: int) -> str:
    return ", ".join(filter(None, (_time(room, side, place), _money(room, side, place))))


def _contacts(room: Room, side: str, place: int) -> str:
    return "; ".join(f"{party.name}: {party.lead}" for party in parties(room) if party.lead)


def _first_evaluation(room: Room, side: str, place: int) -> str:
    day = room.evaluation.midway or room.evaluation.after
    return date(day) if day else ""


def _hours(row: Hours) -> str:
    hours = translate("{hours} timer", hours=number(row.hours or 0))
    return f"{hours} ({row.what})" if row.what else hours


def _kroner(row: Money) -> str:
    kroner = translate("{kroner} kr.", kroner=number(row.kroner or 0))
    return f"{kroner} ({row.what})" if row.what else kroner


_ANSWERS: Mapping[str, Callable[[Room, str, int], str]] = {
    r"(?:Mål|Goal) (\d)": _goal,
    r"Formålet er|Our purpose is|Vi vil undersøge, om|We want to find out whether": _purpose,
    r"Arbejdstid|Working time": _time,
    r"Penge|Funds|Money": _money,
    r"bidrager med|contributes": _contribution,
    r"Kontaktpersoner|Contacts": _contacts,
    r"Vi evaluerer første gang den|First on": _first_evaluation,
}
"""By the words of a question: what the room says to it, of a party where it is asked of each."""
