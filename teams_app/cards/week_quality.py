"""How good the plan of a share week is: in figures, and by name where something is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from teams_app.cards.elements import Json, box, columns, emphasis, heading, small, text, tile
from teams_app.cards.figures import counted, day_and_clock
from teams_app.cards.text import NO_BREAK, one_line, plain
from teams_app.okr import Invitee, MeetingState, Role, ShareMeeting, ShareWeek, Trouble
from teams_app.okr.attention import remarks

TROUBLE = {
    Trouble.BUSY: "busy",
    Trouble.TENTATIVE: "tentative",
    Trouble.OUT_OF_OFFICE: "out of office",
    Trouble.OUTSIDE_HOURS: "outside working hours",
}
FITS = "Everything else fits calendars and working hours."
SHOWN_CLASHES = 5
SHOWN_MEETINGS = 10  # of those that could not be placed or booked
LONGEST_REASON = 300
FINE_GAP = 0.1  # below, with a decimal
UNDER_WAY = {
    MeetingState.CANCELLING: "cancelled",
    MeetingState.BOOKING: "booked",
    MeetingState.MOVING: "moved",
}
IN_CALENDARS = (MeetingState.BOOKED, MeetingState.MOVING)
Clash = tuple[ShareMeeting, Invitee, str]


def clashes_of(meetings: Sequence[ShareMeeting]) -> list[Clash]:
    """Who is asked to a bad time, where, and why it is bad."""
    return [(m, i, TROUBLE[i.trouble]) for m in meetings for i in m.invitees if i.trouble]


def booked(week: ShareWeek) -> tuple[int, int]:
    """How many of the placed meetings stand in calendars."""
    placed = [meeting for meeting in week.meetings if meeting.state is not MeetingState.UNPLACED]
    return sum(meeting.state in IN_CALENDARS for meeting in placed), len(placed)


def double_bookings(meetings: Sequence[ShareMeeting]) -> int:
    """How often somebody required is in two of the meetings at once.

    Each person's meetings are gone through in the order of their starts, beside those that still last.
    """
    timed = [(m.starts_at, m.ends_at, m) for m in meetings if m.starts_at and m.ends_at]
    lasting: dict[int, list[datetime]] = defaultdict(list)
    count = 0
    for start, end, meeting in sorted(timed, key=lambda one: one[0]):
        for person_id in _required(meeting):
            ends = [other for other in lasting[person_id] if other > start]
            count += len(ends)
            lasting[person_id] = [*ends, end]
    return count


def tiles(week: ShareWeek) -> Json:
    """Three figures: what could not be kept, how many bad times, how far from the best plan."""
    unplaced = sum(meeting.starts_at is None for meeting in week.meetings)
    first = (
        (f"{unplaced:,}", "meeting not placed" if unplaced == 1 else "meetings not placed")
        if unplaced
        else (f"{double_bookings(week.meetings):,}", "double bookings")
    )
    required = sum(len(_required(meeting)) for meeting in week.meetings)
    bad = len(clashes_of(week.meetings))
    second = (f"{bad:,}", f"of {required:,} required at a bad time")
    return emphasis([columns(tile(*first), tile(*second), tile(*_distance(week.gap)))])


def unplaced_box(meetings: Sequence[ShareMeeting]) -> Iterator[Json]:
    """What could not be placed, and which limit was in the way."""
    if len(meetings) == 1:
        words = text(_reason(meetings[0].unplaced_reason), spacing="Small")
        yield box(
            [heading(f"× {one_line(meetings[0].unit.name)} could not be placed"), words], spacing="Large"
        )
    elif meetings:
        lines = [(meeting, meeting.unplaced_reason) for meeting in meetings]
        yield _named(f"× {len(meetings)} share meetings could not be placed", lines)


def failed_box(meetings: Sequence[ShareMeeting]) -> Iterator[Json]:
    """What could not be put into calendars, or taken out of them."""
    failed = [(m, m.problem) for m in meetings if m.problem and m.state in UNDER_WAY]
    if failed:
        states = {meeting.state for meeting, _ in failed}
        verb = next(words for state, words in UNDER_WAY.items() if state in states)
        number = counted(len(failed), "share meeting", "share meetings")
        yield _named(f"× {number} could not be {verb}", failed)


def remarks_box(meetings: Sequence[ShareMeeting]) -> Iterator[Json]:
    """What an organizer should look at, and can do something about."""
    if found := remarks(meetings):
        lines = [(remark.meeting, remark.sentence) for remark in found]
        yield _named(f"▲ {counted(len(found), 'thing', 'things')} to look at", lines)


def clashes_box(meetings: Sequence[ShareMeeting], unread: int) -> Iterator[Json]:
    """Who cannot easily come; the others are in the calendar.

    :param unread: how many calendars could not be read, of which nothing can be said.
    """
    clashes = clashes_of(meetings)
    if not clashes:
        return
    lines = [
        f"- **{one_line(invitee.person.name)}** is {trouble}: "
        f"{one_line(meeting.unit.name)}, {day_and_clock(meeting.starts_at)}"
        for meeting, invitee, trouble in clashes[:SHOWN_CLASHES]
        if meeting.starts_at
    ]
    if len(clashes) > SHOWN_CLASHES:
        lines.append(f"- and {len(clashes) - SHOWN_CLASHES} more in the calendar")
    people = counted(len({invitee.person_id for _, invitee, _ in clashes}), "person", "people")
    yield box(
        [
            heading(f"▲ {people} cannot easily come"),
            *([] if unread else [small(FITS, spacing="None")]),
            text("\n".join(lines), spacing="Small"),
        ],
        spacing="Large",
    )


def _named(words: str, found: Sequence[tuple[ShareMeeting, str]]) -> Json:
    rows = [
        text(f"**{one_line(meeting.unit.name)}:** {_reason(reason)}", spacing="Small")
        for meeting, reason in found[:SHOWN_MEETINGS]
    ]
    if len(found) > SHOWN_MEETINGS:
        rows.append(text(f"and {len(found) - SHOWN_MEETINGS} more in the calendar", spacing="Small"))
    return box([heading(words), *rows], spacing="Large")


def _reason(words: str) -> str:
    sentence = " ".join(words.split())
    return plain(sentence[:1].upper() + sentence[1:], LONGEST_REASON)


def _required(meeting: ShareMeeting) -> set[int]:
    return {invitee.person_id for invitee in meeting.invitees if invitee.role is Role.REQUIRED}


def _distance(gap: float) -> tuple[str, str]:
    """What the planner has proven of its plan."""
    if not gap:
        return "Best", "possible plan: proven"
    per_cent = f"{max(gap * 100, 0.1):.1f}" if gap < FINE_GAP else f"{gap * 100:.0f}"
    return f"{per_cent}{NO_BREAK}%", "from the best plan at most: proven"
