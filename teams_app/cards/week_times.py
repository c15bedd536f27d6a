"""When everybody meets: the share meetings of a week by level and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from teams_app.cards.answers import answers_told, refusals
from teams_app.cards.elements import Json, box, column, columns, heading, small, text
from teams_app.cards.figures import clock, counted, day
from teams_app.cards.text import one_line
from teams_app.cards.week_quality import clashes_of
from teams_app.okr import MeetingState, ShareMeeting, UnitKind

MOST_OF_A_LEVEL = 40  # above, the calendar shows them
MOST_CLASHES = 3  # in one row
LEVELS = (
    (UnitKind.ORGANIZATION, "Leadership"),
    (UnitKind.DEPARTMENT, "Departments"),
    (UnitKind.TEAM, "Teams"),
)
ORDER = {
    # top-down, bottom-up
    UnitKind.ORGANIZATION: ("", "after all departments"),
    UnitKind.DEPARTMENT: ("each after the leadership meeting", "each after its teams’ meetings"),
    UnitKind.TEAM: ("each after its department’s", ""),
}
# Whose meetings come before; a week of a part may have none of them.
BEFORE = {
    UnitKind.ORGANIZATION: (None, UnitKind.DEPARTMENT),
    UnitKind.DEPARTMENT: (UnitKind.ORGANIZATION, UnitKind.TEAM),
    UnitKind.TEAM: (UnitKind.DEPARTMENT, None),
}
STATES = {
    MeetingState.BOOKING: "being booked",
    MeetingState.MOVING: "being moved",
    MeetingState.CANCELLING: "being cancelled",
}
PROBLEMS = {
    MeetingState.BOOKING: "× Not booked yet",
    MeetingState.MOVING: "× Not moved yet",
    MeetingState.CANCELLING: "× Not cancelled yet",
}


def times(
    meetings: Sequence[ShareMeeting], zone: ZoneInfo, *, is_bottom_up: bool, left_out: Sequence[UnitKind]
) -> Iterator[Json]:
    """A section a level, a group a day, a row a meeting.

    :param zone: by whose days meetings are grouped.
    :param left_out: levels that are left to the calendar.
    """
    there = {meeting.unit.kind for meeting in meetings}
    for kind, name in LEVELS:
        mine = [meeting for meeting in meetings if meeting.unit.kind is kind]
        if mine:
            is_long = kind in left_out or len(mine) > MOST_OF_A_LEVEL
            rows = [] if is_long else list(_days(mine, zone))
            order = ORDER[kind][is_bottom_up] if BEFORE[kind][is_bottom_up] in there else ""
            yield _level(kind, [*_head(kind, name, len(mine), order)], rows, len(mine))


def _head(kind: UnitKind, name: str, count: int, order: str) -> Iterator[Json]:
    yield heading(name)
    order = order.removeprefix("each ") if count == 1 else order
    number = [] if kind is UnitKind.ORGANIZATION else [counted(count, "meeting", "meetings")]
    if words := ", ".join([*number, *([order] if order else [])]):
        yield small(words, spacing="None")


def _level(kind: UnitKind, head: list[Json], rows: list[Json], count: int) -> Json:
    if not rows:
        return box([*head, small("The calendar shows them all.")], spacing="Large")
    shown = _folded(rows, count) if kind is UnitKind.TEAM else rows
    return box([*head, *shown], spacing="Large")


def _folded(rows: list[Json], count: int) -> list[Json]:
    """As there are many; two buttons take turns."""
    toggle = {"type": "Action.ToggleVisibility", "targetElements": ["teams", "teams-show", "teams-hide"]}
    meetings = counted(count, "team meeting", "team meetings")
    show = {**toggle, "title": f"Show the {meetings}"}
    hide = {**toggle, "title": f"Hide the {meetings}"}
    return [
        {"type": "ActionSet", "id": "teams-show", "spacing": "Small", "actions": [show]},
        box(rows, id="teams", isVisible=False, spacing="Medium"),
        {"type": "ActionSet", "id": "teams-hide", "spacing": "Medium", "isVisible": False, "actions": [hide]},
    ]


def _days(meetings: Sequence[ShareMeeting], zone: ZoneInfo) -> Iterator[Json]:
    def local_day(meeting: ShareMeeting) -> str:
        return f"{meeting.starts_at.astimezone(zone):%Y-%m-%d}" if meeting.starts_at else ""

    for _, group in groupby(sorted(meetings, key=lambda m: (local_day(m), m.position)), key=local_day):
        mine = list(group)
        if first := mine[0].starts_at:
            head = small(f"**{day(first)}**")
            yield box([head, *(_row(meeting) for meeting in mine)], spacing="Medium")


def _row(meeting: ShareMeeting) -> Json:
    starts = clock(meeting.starts_at) if meeting.starts_at else ""
    time: Json = {"type": "TextBlock", "text": starts, "wrap": False}
    lines = [text(f"**{_name(meeting)}**"), small(_details(meeting), spacing="None")]
    return columns(
        column([time], "64px"),
        column([*lines, *(small(words, spacing="None") for words in _warnings(meeting))]),
        spacing="Small",
    )


def _details(meeting: ShareMeeting) -> str:
    people = counted(len(meeting.invitees), "person", "people")
    parts = [f"{meeting.minutes} min", f"{one_line(meeting.organizer.name)}, {people}"]
    if meeting.room:
        parts.append(one_line(meeting.room))
    if answers := answers_told(meeting):
        parts.append(answers)
    if meeting.state in STATES and not meeting.problem:
        parts.append(STATES[meeting.state])
    return " · ".join(parts)


def _warnings(meeting: ShareMeeting) -> Iterator[str]:
    clashes = clashes_of([meeting])
    for _, invitee, trouble in clashes[:MOST_CLASHES]:
        yield f"▲ {one_line(invitee.person.name)} is {trouble}"
    if len(clashes) > MOST_CLASHES:
        yield f"▲ and {len(clashes) - MOST_CLASHES} more"
    yield from refusals(meeting)
    if meeting.state is MeetingState.DELETED:
        yield "× Deleted in Outlook"
    if meeting.problem and meeting.state in PROBLEMS:
        yield PROBLEMS[meeting.state]


def _name(meeting: ShareMeeting) -> str:
    is_leadership = meeting.unit.kind is UnitKind.ORGANIZATION
    return "Leadership team" if is_leadership else one_line(meeting.unit.name)
