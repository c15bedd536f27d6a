"""``week show --why``: why a share meeting is when it is."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.markup import escape

from teams_app.cards.week_quality import TROUBLE
from teams_app.cards.why import ALL_FIT, NOT_KNOWN, dearness, points_told
from teams_app.cli.console import out
from teams_app.okr import Invitee, Role, ShareMeeting


def print_why(meeting: ShareMeeting) -> None:
    """Times are in the organizer's own zone."""
    for line in lines(meeting):
        out.print(line, highlight=False)


def lines(meeting: ShareMeeting) -> Iterator[str]:
    why, zone = meeting.why, ZoneInfo(meeting.organizer.time_zone)
    if meeting.starts_at is None:
        yield f"[bold]{escape(meeting.unit.name)} has no time.[/]"
        yield escape(meeting.unplaced_reason)
        yield from (escape(words) for words in why.relaxations)
        return
    start = f"{meeting.starts_at.astimezone(zone):%a %d %b %H:%M}"
    room = f", in {meeting.room}" if meeting.room else ""
    yield f"[bold]{escape(meeting.unit.name)} meets {start} ({zone.key}){escape(room)}.[/]"
    clashes = [(one, TROUBLE[one.trouble]) for one in meeting.invitees if one.trouble]
    yield _how_many(meeting, clashes)
    yield from (f"  {escape(one.person.name)} is {trouble}" for one, trouble in clashes)
    if why.other_starts:
        yield "Other starts:"
        for other in why.other_starts:
            yield f"  {other.start.astimezone(zone):%a %d %b %H:%M}  {escape(dearness(other))}"
        yield points_told(why.points_of_a_person)
    elif clashes:
        yield NOT_KNOWN


def _how_many(meeting: ShareMeeting, clashes: list[tuple[Invitee, str]]) -> str:
    required = sum(one.role is Role.REQUIRED for one in meeting.invitees)
    return f"{len(clashes)} of {required} required are asked to a bad time:" if clashes else ALL_FIT
