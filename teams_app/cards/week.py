"""The card of a share week: how good the plan is, who clashes where, when everybody meets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from teams_app.cards.answers import deleted_box
from teams_app.cards.elements import Json, card, choices, execute, open_url, small, text, title
from teams_app.cards.figures import counted, day
from teams_app.cards.links import Links
from teams_app.cards.text import one_line, unformatted
from teams_app.cards.week_quality import booked, clashes_box, failed_box, remarks_box, tiles, unplaced_box
from teams_app.cards.week_times import times
from teams_app.okr import MeetingState, ShareMeeting, ShareWeek, UnitKind, WeekState

MOST_BYTES = 70_000  # as UTF-16; Teams advises at most 80 KB a message
LARGEST_FIRST = (UnitKind.TEAM, UnitKind.DEPARTMENT, UnitKind.ORGANIZATION)
ORDERS = (
    ("Leadership first, then departments, then teams", "top_down"),
    ("Teams first, then departments, then leadership", "bottom_up"),
)
REPLACED = "Nothing was booked from it. Write **week** to see the newest one."
CANCELLED = "Outlook tells everybody who was invited. The OKRs’ cards and threads stay."


def week_card(week: ShareWeek, links: Links, time_zone: str) -> Json:
    """A share week, loaded as ``storage.queries.sharing.newest_week`` does.

    What would make the card too large is left to the calendar: first the teams' meetings, then the
    departments', at last all.

    :param time_zone: IANA zone of who reads it, by whose days meetings are grouped.
    """
    zone, made = ZoneInfo(time_zone), Json()
    for left_out in ((), LARGEST_FIRST[:1], LARGEST_FIRST[:2], LARGEST_FIRST):
        made = _card(week, links, zone, left_out)
        if _size(made) <= MOST_BYTES:
            break
    return made


def _card(week: ShareWeek, links: Links, zone: ZoneInfo, left_out: Sequence[UnitKind]) -> Json:
    placed = [meeting for meeting in week.meetings if meeting.starts_at is not None]
    body = [
        small(" · ".join(["Share week", one_line(week.cycle.name), *_part(week), f"proposal {week.number}"])),
        title(_title(week, placed), spacing="Small"),
        text(_explanation(week, placed, zone), spacing="Small"),
        *failed_box(week.meetings),
        *deleted_box(week.meetings),
        *(_plan(week, placed, zone, left_out) if _is_alive(week) else ()),
    ]
    return card(body, _actions(week, placed, links), fallback=_fallback(week, placed), is_wide=True)


def _part(week: ShareWeek) -> list[str]:
    return [one_line(week.root_unit.name)] if week.root_unit else []


def _plan(
    week: ShareWeek, placed: Sequence[ShareMeeting], zone: ZoneInfo, left_out: Sequence[UnitKind]
) -> list[Json]:
    unplaced = [meeting for meeting in week.meetings if meeting.starts_at is None]
    return [
        tiles(week),
        *unplaced_box(unplaced),
        *remarks_box(placed),
        *clashes_box(placed, week.unread_mailboxes or 0),
        *times(placed, zone, is_bottom_up=week.is_bottom_up, left_out=left_out),
    ]


def _is_alive(week: ShareWeek) -> bool:
    return week.state in (WeekState.PROPOSED, WeekState.CONFIRMED)


def _size(made: Json) -> int:
    return len(json.dumps(made, ensure_ascii=False).encode("utf-16-le"))


def _title(week: ShareWeek, placed: Sequence[ShareMeeting]) -> str:
    match week.state:
        case WeekState.PROPOSED:
            return _proposal(len(placed), len(week.meetings))
        case WeekState.CONFIRMED:
            done, total = booked(week)
            if done < total:
                return f"{done} of {counted(total, 'share meeting is', 'share meetings are')} booked"
            return f"{counted(total, 'share meeting is', 'share meetings are')} booked"
        case WeekState.REPLACED:
            return "A newer proposal has replaced this one"
        case WeekState.CANCELLED:
            return "The share week is cancelled"


def _proposal(placed: int, wanted: int) -> str:
    if not placed:
        return "No share meeting could be placed"
    if placed < wanted:
        return f"{placed} of {wanted} share meetings can be confirmed"
    return f"{counted(placed, 'share meeting', 'share meetings')}, ready for you to confirm"


def _explanation(week: ShareWeek, placed: Sequence[ShareMeeting], zone: ZoneInfo) -> str:
    if week.state is WeekState.REPLACED:
        return REPLACED
    if week.state is WeekState.CANCELLED:
        waiting = sum(meeting.state is MeetingState.CANCELLING for meeting in week.meetings)
        still = f" {counted(waiting, 'invitation is', 'invitations are')} still to be withdrawn."
        return CANCELLED + (still if waiting else "")
    return " ".join(_sentences(week, placed, zone))


def _sentences(week: ShareWeek, placed: Sequence[ShareMeeting], zone: ZoneInfo) -> list[str]:
    people = counted(len({i.person_id for m in week.meetings for i in m.invitees}), "person", "people")
    rooms = len({meeting.room for meeting in placed if meeting.room})
    parts = [*_days(placed, zone), people, *([counted(rooms, "room", "rooms")] if rooms else ())]
    said = [f"{', '.join(parts)}."]
    if week.state is WeekState.PROPOSED:
        said.append("Nobody is invited before you confirm.")
    if week.unread_mailboxes:
        unread = counted(week.unread_mailboxes, "calendar", "calendars")
        said.append(f"{unread} could not be read.")
    if week.unread_rooms:
        unread = counted(week.unread_rooms, "room’s calendar", "rooms’ calendars")
        said.append(f"{unread} could not be read: nobody meets there.")
    return said


def _days(placed: Sequence[ShareMeeting], zone: ZoneInfo) -> list[str]:
    starts = [meeting.starts_at for meeting in placed if meeting.starts_at]
    if not starts:
        return []
    first, last = min(starts), max(starts)
    is_one_day = first.astimezone(zone).date() == last.astimezone(zone).date()
    return [day(first) if is_one_day else f"{day(first)} to {day(last)}"]


def _actions(week: ShareWeek, placed: Sequence[ShareMeeting], links: Links) -> list[Json]:
    data = {"cycle": week.cycle.key, "plan": week.number}
    calendar = links.week(week.cycle.key)
    if week.state is not WeekState.PROPOSED:
        return [open_url("See it in the calendar", calendar)]
    people = {i.person_id for m in placed for i in m.invitees if i.person_id != m.organizer_id}
    confirm = execute(f"Confirm and invite {len(people):,}", "week.confirm", data, style="positive")
    replan = {"type": "Action.ShowCard", "title": "Re-plan", "card": _replan(week, data)}
    return [*([confirm] if placed else ()), open_url("Change in the calendar", calendar), replan]


def _replan(week: ShareWeek, data: Json) -> Json:
    return {
        "type": "AdaptiveCard",
        "body": [
            choices(
                "order",
                "Order",
                ORDERS,
                "bottom_up" if week.is_bottom_up else "top_down",
                missing="Please choose an order",
            ),
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


def _fallback(week: ShareWeek, placed: Sequence[ShareMeeting]) -> str:
    names = [week.cycle.name, *([week.root_unit.name] if week.root_unit else ())]
    week_name = unformatted(", ".join(names))
    return f"Share week {week_name}, proposal {week.number}: {_title(week, placed)}."
