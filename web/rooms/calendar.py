"""The dates of a room as iCalendar (RFC 5545), whole days, without the room's link: calendars are shared."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from icalendar import Calendar, Event

from indexer.rooms import OpenRoom, RoomLink
from web.site.language import translate


def room_days(opened: OpenRoom) -> Iterator[tuple[str, datetime.date, str]]:
    """(id, day, what) of everything in a room that has a day, its own end last."""
    room = opened.room
    for row in room.dates:
        if row.day:
            yield row.id, datetime.date.fromisoformat(row.day), row.what or translate("Dato uden tekst")
    for follow_up in room.follow_ups:
        if follow_up.by:
            yield follow_up.id, datetime.date.fromisoformat(follow_up.by), follow_up.what or translate("Opfølgning")
    for goal in room.goals:
        if goal.by:
            yield goal.id, datetime.date.fromisoformat(goal.by), translate("Mål: {goal}", goal=goal.text)
    plan = room.evaluation
    for name, day, what in (
        ("before", plan.before, translate("Evaluering: mål udgangspunktet")),
        ("midway", plan.midway, translate("Evaluering: midtvejs")),
        ("after", plan.after, translate("Evaluering: til slut")),
        ("meeting", room.result_meeting.day, translate("Evaluering: møde om resultaterne")),
        ("decision", room.result_meeting.by, translate("Evaluering: det, vi besluttede, er gjort")),
    ):
        if day:
            yield f"evaluation-{name}", datetime.date.fromisoformat(day), what
    yield "end", opened.ends, translate("Samspil sletter rummet i morgen: hent en kopi")


def calendar_file(opened: OpenRoom, link: RoomLink) -> bytes:
    """The file that calendars take in."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samspil//Room//DA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", opened.room.about.name or "Samspil")
    for row, day, what in room_days(opened):
        event = Event()
        # The same day of the same room is the same event, and nobody can tell the room from it.
        event.add("uid", hashlib.sha256(f"{link.file_name}/{row}".encode()).hexdigest()[:32] + "@samspil")
        event.add("dtstamp", datetime.datetime.now(datetime.UTC))
        event.add("dtstart", day)
        # DTEND is the day behind the last (RFC 5545, 3.6.1), and the last of all days has none.
        if day < datetime.date.max:
            event.add("dtend", day + datetime.timedelta(days=1))
        event.add("summary", what)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
