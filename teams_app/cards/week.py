"""The card of a share week: how good the plan is, who clashes where, when everybody meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from zoneinfo import ZoneInfo

from teams_app.cards.elements import (
    Json,
    box,
    card,
    column,
    columns,
    emphasis,
    execute,
    heading,
    open_url,
    small,
    text,
    title,
)
from teams_app.cards.links import Links
from teams_app.cards.text import clock, counted, day, day_and_clock, one_line
from teams_app.okr import Invitee, MeetingState, Role, ShareMeeting, ShareWeek, Trouble, UnitKind, WeekState

TROUBLE = {
    Trouble.BUSY: "busy",
    Trouble.TENTATIVE: "tentative",
    Trouble.OUT_OF_OFFICE: "out of office",
    Trouble.OUTSIDE_HOURS: "outside working hours",
}
SHOWN_CLASHES = 5
MOST_TEAMS = 40  # above, the calendar shows them
Clash = tuple[ShareMeeting, Invitee]


def week_card(week: ShareWeek, links: Links, time_zone: str) -> Json:
    """A share week, loaded as ``storage.queries.sharing.newest_week`` does.

    :param time_zone: IANA zone of who reads it, by whose days meetings are grouped.
    """
    placed = [meeting for meeting in week.meetings if meeting.starts_at is not None]
    unplaced = [meeting for meeting in week.meetings if meeting.starts_at is None]
    body = [
        small(f"Share week · {one_line(week.cycle.name)} · proposal {week.number}"),
        title(_title(week, placed), spacing="Small"),
        text(_span(week, placed), spacing="Small"),
        _tiles(week),
        *_clashes(clashes_of(placed)),
        *_unplaced(unplaced),
        *_levels(placed, ZoneInfo(time_zone)),
    ]
    return card(body, _actions(week, placed, links), fallback=_fallback(week), is_wide=True)


def clashes_of(meetings: Sequence[ShareMeeting]) -> list[Clash]:
    """Who is asked to a bad time, and where."""
    return [(meeting, invitee) for meeting in meetings for invitee in meeting.invitees if invitee.trouble]


def booked(week: ShareWeek) -> tuple[int, int]:
    """How many of the placed meetings stand in calendars."""
    placed = [meeting for meeting in week.meetings if meeting.state is not MeetingState.UNPLACED]
    return sum(meeting.state is MeetingState.BOOKED for meeting in placed), len(placed)


def double_bookings(meetings: Sequence[ShareMeeting]) -> int:
    """How often somebody required is in two of the meetings at once."""
    timed = [(m, m.starts_at, m.ends_at) for m in meetings if m.starts_at and m.ends_at]
    required = {m.id: {i.person_id for i in m.invitees if i.role is Role.REQUIRED} for m in meetings}
    return sum(
        len(required[one.id] & required[other.id])
        for (one, start, end), (other, other_start, other_end) in combinations(timed, 2)
        if start < other_end and other_start < end
    )


def _title(week: ShareWeek, placed: Sequence[ShareMeeting]) -> str:
    meetings = counted(len(placed), "share meeting", "share meetings")
    match week.state:
        case WeekState.PROPOSED:
            return f"{meetings}, ready for you to confirm"
        case WeekState.CONFIRMED:
            done, total = booked(week)
            return (
                f"{meetings} are booked" if done == total else f"{done} of {total} share meetings are booked"
            )
        case WeekState.REPLACED:
            return "A newer proposal has replaced this one"
        case WeekState.CANCELLED:
            return "The share week is cancelled"


def _span(week: ShareWeek, placed: Sequence[ShareMeeting]) -> str:
    people = {invitee.person_id for meeting in week.meetings for invitee in meeting.invitees}
    asked = counted(len(people), "person", "people")
    if not placed:
        return f"{asked}. No meeting could be placed."
    starts = [meeting.starts_at for meeting in placed if meeting.starts_at]
    ends = [meeting.ends_at for meeting in placed if meeting.ends_at]
    promise = " Nobody is invited before you confirm." if week.state is WeekState.PROPOSED else ""
    return f"{day(min(starts))} to {day(max(ends))}, {asked}.{promise}"


def _tiles(week: ShareWeek) -> Json:
    asked = [invitee for meeting in week.meetings for invitee in meeting.invitees]
    bad = sum(invitee.trouble is not None for invitee in asked)
    best = ("0\u00a0%", "from the best possible: proven") if not week.gap else _gap(week.gap)
    return emphasis(
        [
            columns(
                _tile(f"{double_bookings(week.meetings):,}", "double bookings"),
                _tile(f"{bad:,}", f"of {len(asked):,} invitations at a bad time"),
                _tile(*best),
            )
        ]
    )


def _gap(gap: float) -> tuple[str, str]:
    return f"{max(gap * 100, 0.1):.1f}\u00a0%", "from the best possible at most: proven"


def _tile(figure: str, words: str) -> Json:
    return column(
        [
            {"type": "TextBlock", "text": figure, "wrap": False, "size": "ExtraLarge", "weight": "Bolder"},
            small(words, spacing="None"),
        ],
        spacing="Small",
    )


def _clashes(clashes: list[Clash]) -> Iterator[Json]:
    if not clashes:
        return
    lines = [
        f"- **{one_line(invitee.person.name)}** is {TROUBLE[invitee.trouble]}: "
        f"{one_line(meeting.unit.name)}, {day_and_clock(meeting.starts_at)}"
        for meeting, invitee in clashes[:SHOWN_CLASHES]
        if invitee.trouble and meeting.starts_at
    ]
    if len(clashes) > SHOWN_CLASHES:
        lines.append(f"- and {len(clashes) - SHOWN_CLASHES} more in the calendar")
    cannot = counted(len({i.person_id for _, i in clashes}), "person", "people")
    yield box(
        [
            heading(f"▲ {cannot} cannot easily come"),
            small("Everything else fits calendars and working hours.", spacing="None"),
            text("\n".join(lines), spacing="Small"),
        ],
        spacing="Large",
    )


def _unplaced(meetings: list[ShareMeeting]) -> Iterator[Json]:
    if meetings:
        rows = [text(f"× **{one_line(m.unit.name)}**: {one_line(m.unplaced_reason)}") for m in meetings[:10]]
        could_not = counted(len(meetings), "meeting", "meetings")
        yield box([heading(f"× {could_not} could not be placed"), *rows], spacing="Large")


def _levels(placed: Sequence[ShareMeeting], zone: ZoneInfo) -> Iterator[Json]:
    kinds = (
        (UnitKind.ORGANIZATION, "Leadership", ""),
        (UnitKind.DEPARTMENT, "Departments", "each after the leadership meeting"),
        (UnitKind.TEAM, "Teams", "each after its department’s"),
    )
    for kind, name, order in kinds:
        mine = [meeting for meeting in placed if meeting.unit.kind is kind]
        if not mine:
            continue
        head = [heading(name)]
        if order:
            head.append(small(f"{counted(len(mine), 'meeting', 'meetings')}, {order}", spacing="None"))
        days = list(_days(mine, zone))
        if kind is not UnitKind.TEAM:
            yield box([*head, *days], spacing="Large")
        else:
            yield from _teams(head, days, len(mine))


def _teams(head: list[Json], days: list[Json], count: int) -> Iterator[Json]:
    """Folded away, as there are many; two buttons that take turns."""
    if count > MOST_TEAMS:
        yield box([*head, small("The calendar shows them all.")], spacing="Large")
        return
    targets = ["teams", "teams-show", "teams-hide"]
    toggle = {"type": "Action.ToggleVisibility", "targetElements": targets}
    show = {"type": "ActionSet", "id": "teams-show", "spacing": "Small"}
    hide = {"type": "ActionSet", "id": "teams-hide", "spacing": "Small", "isVisible": False}
    meetings = counted(count, "team meeting", "team meetings")
    yield box(
        [
            *head,
            {**show, "actions": [{**toggle, "title": f"Show the {meetings}"}]},
            {**hide, "actions": [{**toggle, "title": "Hide the team meetings"}]},
            box(days, id="teams", isVisible=False),
        ],
        spacing="Large",
    )


def _days(meetings: Sequence[ShareMeeting], zone: ZoneInfo) -> Iterator[Json]:
    def local_day(meeting: ShareMeeting) -> str:
        return f"{meeting.starts_at.astimezone(zone):%Y-%m-%d}" if meeting.starts_at else ""

    for _, group in groupby(sorted(meetings, key=lambda m: (local_day(m), m.position)), key=local_day):
        mine = list(group)
        first = mine[0].starts_at
        if first:
            head = small(f"**{day(first)}**")
            yield box([head, *(_meeting(meeting) for meeting in mine)], spacing="Medium")


def _meeting(meeting: ShareMeeting) -> Json:
    people = counted(len(meeting.invitees), "person", "people")
    room = f" · {one_line(meeting.room)}" if meeting.room else ""
    lines = [
        text(f"**{_name(meeting)}**"),
        small(f"{meeting.minutes} min · {one_line(meeting.organizer.name)}, {people}{room}", spacing="None"),
    ]
    for _, invitee in clashes_of([meeting])[:SHOWN_CLASHES]:
        if invitee.trouble:
            told = f"▲ {one_line(invitee.person.name)} is {TROUBLE[invitee.trouble]}"
            lines.append(small(told, spacing="None"))
    if meeting.problem:
        lines.append(small(f"× Not booked: {one_line(meeting.problem, 200)}", spacing="None"))
    time = {"type": "TextBlock", "text": clock(meeting.starts_at) if meeting.starts_at else "", "wrap": False}
    return columns(column([time], "64px"), column(lines), spacing="Small")


def _name(meeting: ShareMeeting) -> str:
    if meeting.unit.kind is UnitKind.ORGANIZATION:
        return "Leadership team"
    return one_line(meeting.unit.name)


def _actions(week: ShareWeek, placed: Sequence[ShareMeeting], links: Links) -> list[Json]:
    data = {"cycle": week.cycle.key, "plan": week.number}
    calendar = open_url("See it in the calendar", links.week(week.cycle.key))
    if week.state is not WeekState.PROPOSED:
        return [calendar]
    people = {i.person_id for m in placed for i in m.invitees if i.person_id != m.organizer_id}
    confirm = execute(f"Confirm and invite {len(people):,}", "week.confirm", data, style="positive")
    replan = {"type": "Action.ShowCard", "title": "Re-plan", "card": _replan(week, data)}
    return [*([confirm] if placed else ()), open_url("Change in the calendar", calendar["url"]), replan]


def _replan(week: ShareWeek, data: Json) -> Json:
    orders = [
        {"title": "Leadership first, then departments, then teams", "value": "top_down"},
        {"title": "Teams first, then departments, then leadership", "value": "bottom_up"},
    ]
    return {
        "type": "AdaptiveCard",
        "body": [
            {
                "type": "Input.ChoiceSet",
                "id": "order",
                "label": "Order",
                "style": "compact",
                "value": "bottom_up" if week.is_bottom_up else "top_down",
                "choices": orders,
                "isRequired": True,
                "errorMessage": "Please choose an order",
            },
            {
                "type": "Input.Date",
                "id": "first_day",
                "label": "First day",
                "value": week.first_day.isoformat(),
                "isRequired": True,
                "errorMessage": "Please choose the first day",
            },
            {
                "type": "Input.Number",
                "id": "days",
                "label": "Within how many working days",
                "value": week.days,
                "min": 1,
                "max": 20,
                "isRequired": True,
                "errorMessage": "1 to 20 days, please",
            },
        ],
        "actions": [execute("Plan again", "week.replan", data, style="positive")],
    }


def _fallback(week: ShareWeek) -> str:
    meetings = counted(len(week.meetings), "share meeting", "share meetings")
    return f"{meetings} for {week.cycle.name}: {week.state.value}. Please look at them in OKR Share."
