"""What somebody tells us of a share week that stands, and what of the week they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from teams_app.errors import BadInput, Conflict, NotFound
from teams_app.okr import ChangeKind, Invitee, ShareMeeting, ShareWeek, WeekChange
from teams_app.services.week.parts import is_named
from teams_app.services.week.problem import SLOT_MINUTES, calendar_days

LONGEST_NOTE = 1_000
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Declined:
    """Somebody declined the share meeting of a unit; both by key or name, people by e-mail or name."""

    unit: str
    person: str
    note: str = ""


@dataclass(frozen=True)
class Moved:
    """The share meeting of a unit is wanted at a start (aware)."""

    unit: str
    start: datetime


@dataclass(frozen=True)
class PeopleChanged:
    """Who is asked is to be read again, for one unit or for all."""

    unit: str = ""


@dataclass(frozen=True)
class RoomGone:
    """A room cannot be had any more."""

    room: str


@dataclass(frozen=True)
class LookAgain:
    """Nothing that we were told of: does the week still hold?"""


Change = Declined | Moved | PeopleChanged | RoomGone | LookAgain


def week_meant(weeks: Sequence[ShareWeek], change: Change) -> ShareWeek:
    """The newest of the weeks that has what the change is about; the newest where none has.

    :raises NotFound: there is no week.
    """
    if not weeks:
        raise NotFound("No share week is proposed or confirmed, so there is nothing to re-plan.")
    fitting = [week for week in weeks if any(_is_about(change, meeting) for meeting in week.meetings)]
    return (fitting or weeks)[0]


def understood(week: ShareWeek, change: Change, now: datetime) -> WeekChange:
    """The change as it is stored, with all that it is about found in the week.

    :raises NotFound: the week has no such meeting, person or room.
    :raises BadInput: several are named so, or the time cannot be used.
    :raises Conflict: the meeting is over, or has no time.
    """
    match change:
        case Declined():
            return _declined(week, change, now)
        case Moved():
            return _moved(week, change, now)
        case PeopleChanged():
            meeting = meeting_of(week, change.unit) if change.unit else None
            return WeekChange(kind=ChangeKind.PEOPLE, meeting=meeting)
        case RoomGone():
            return WeekChange(kind=ChangeKind.ROOM, room=_room(week, change.room))
        case LookAgain():
            return WeekChange(kind=ChangeKind.LOOK_AGAIN)


def meeting_of(week: ShareWeek, unit: str) -> ShareMeeting:
    """:raises NotFound, BadInput: no meeting's unit is named so, or several are."""
    found = [meeting for meeting in week.meetings if _is_of(meeting, unit)]
    if not found:
        raise NotFound(f"There is no share meeting of “{unit}” in the share week of {week.cycle.name}.")
    if len(found) > 1:
        keys = ", ".join(meeting.unit.key for meeting in found)
        raise BadInput(f"Several units are called “{unit}”. Please use one of these keys: {keys}.")
    return found[0]


def _declined(week: ShareWeek, change: Declined, now: datetime) -> WeekChange:
    meeting = meeting_of(week, change.unit)
    start = _start_to_come(meeting, now)
    invitee = _invitee(meeting, change.person)
    return WeekChange(
        kind=ChangeKind.DECLINED,
        meeting=meeting,
        person=invitee.person,
        note=change.note.strip()[:LONGEST_NOTE],
        declined_from=start,
        declined_until=start + timedelta(minutes=meeting.minutes),
    )


def _moved(week: ShareWeek, change: Moved, now: datetime) -> WeekChange:
    meeting = meeting_of(week, change.unit)
    if meeting.starts_at is not None:
        _start_to_come(meeting, now)
    start = change.start.astimezone(UTC)
    if start.minute % SLOT_MINUTES or start.second or start.microsecond:
        raise BadInput("Please choose a start at a quarter of an hour, such as 14:30.")
    if reason := cannot_start(week, meeting.minutes, start, now):
        raise BadInput(f"{reason} Please choose one within the share week that is to come.")
    return WeekChange(kind=ChangeKind.MOVED, meeting=meeting, wanted_start=start)


def cannot_start(week: ShareWeek, minutes: int, start: datetime, now: datetime) -> str:
    """Why no plan of a week can have a meeting of such a length then; "" where it can."""
    if start <= now:
        return "That time is over already."
    if start.second or start.microsecond:
        return "That time is not on a whole minute."
    first = datetime.combine(week.first_day, datetime.min.time(), UTC)
    end = first + timedelta(days=calendar_days(week.first_day, week.days))
    if first <= start <= end - timedelta(minutes=minutes):
        return ""
    return f"That time is not in the share week, which goes from {week.first_day} to {(end - DAY).date()}."


def _start_to_come(meeting: ShareMeeting, now: datetime) -> datetime:
    if meeting.starts_at is None:
        raise Conflict(f"The share meeting of {meeting.unit.name} has no time yet.")
    if meeting.starts_at <= now:
        raise Conflict(f"The share meeting of {meeting.unit.name} has begun already.")
    return meeting.starts_at


def _invitee(meeting: ShareMeeting, named: str) -> Invitee:
    wanted = named.strip().casefold()
    found = [
        one for one in meeting.invitees if wanted in (one.person.email.casefold(), one.person.name.casefold())
    ]
    if not found:
        raise NotFound(f"“{named}” is not asked to the share meeting of {meeting.unit.name}.")
    if len(found) > 1:
        raise BadInput(f"Several people there are called “{named}”. Please give the e-mail.")
    return found[0]


def _room(week: ShareWeek, named: str) -> str:
    rooms = {meeting.room.casefold(): meeting.room for meeting in week.meetings if meeting.room}
    room = rooms.get(named.strip().casefold())
    if room is None:
        raise NotFound(f"No share meeting is in a room called “{named}”.")
    return room


def _is_about(change: Change, meeting: ShareMeeting) -> bool:
    match change:
        case Declined(unit) | Moved(unit) | PeopleChanged(unit):
            return not unit or _is_of(meeting, unit)
        case RoomGone(room):
            return (meeting.room or "").casefold() == room.strip().casefold()
        case LookAgain():
            return True


def _is_of(meeting: ShareMeeting, unit: str) -> bool:
    return is_named(meeting.unit, unit.strip().casefold())
