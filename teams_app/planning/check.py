"""Checks a plan against its problem, rule by rule, from the problem's own words.

Deliberately slow and plain: it shares no table, no grid and no clock with the solver, so that a fault there
shows here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from teams_app.planning.plan import Placed, Plan
from teams_app.planning.problem import Meeting, Person, Problem

MINUTE = timedelta(minutes=1)


def violations(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule that the plan breaks, a sentence each; a clash between fixed meetings is none."""
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    placed = {one.id: one for one in plan.meetings}
    found = [*completeness(problem, plan)]
    for one in plan.meetings:
        if one.id in meetings:
            found += times(problem, meetings[one.id], one)
            found += order(meetings, placed, one)
            found += room(problem, meetings[one.id], one)
            found += refusals(problem, meetings[one.id], one)
    return [*found, *double_bookings(meetings, plan), *rooms_in_use(plan)]


def completeness(problem: Problem, plan: Plan) -> Iterator[str]:
    """Each meeting is placed or unplaced, once; fixed ones are placed; figures keep their promises."""
    told = [one.id for one in plan.meetings] + [one.id for one in plan.unplaced]
    wanted = [meeting.id for meeting in problem.meetings]
    if sorted(told) != sorted(wanted):
        yield f"told of are {sorted(told)}, wanted {sorted(wanted)}"
    unplaced = {one.id for one in plan.unplaced}
    yield from (
        f"{m.id} is fixed and not placed" for m in problem.meetings if m.fixed_start and m.id in unplaced
    )
    if plan.lower_bound > plan.cost:
        yield f"the bound {plan.lower_bound} is above the cost {plan.cost}"
    if plan.proven_optimal != (plan.lower_bound == plan.cost):
        yield "proven_optimal does not say whether bound and cost meet"


def times(problem: Problem, meeting: Meeting, one: Placed) -> Iterator[str]:
    window = problem.window
    if one.end - one.start != timedelta(minutes=meeting.duration_minutes):
        yield f"{one.id} lasts {one.end - one.start}"
    if one.start < window.start or one.end > window.start + timedelta(days=window.days):
        yield f"{one.id} leaves the window"
    if meeting.fixed_start:
        if one.start != meeting.fixed_start:
            yield f"{one.id} is fixed at {meeting.fixed_start} and placed at {one.start}"
        return
    if (one.start - window.start) % timedelta(minutes=problem.start_step_minutes):
        yield f"{one.id} starts off the step at {one.start}"
    if meeting.earliest and one.start < meeting.earliest:
        yield f"{one.id} starts before its earliest"
    if meeting.latest and one.end > meeting.latest:
        yield f"{one.id} ends after its latest"


def order(meetings: dict[str, Meeting], placed: dict[str, Placed], one: Placed) -> Iterator[str]:
    """What it comes after is placed and has ended, with the gap."""
    meeting = meetings[one.id]
    for name in meeting.after:
        if meeting.fixed_start and (name not in placed or meetings[name].fixed_start):
            continue
        if name not in placed:
            yield f"{one.id} is placed, but comes after {name}, which is not"
        elif placed[name].end + timedelta(minutes=meeting.gap_minutes) > one.start:
            yield f"{one.id} starts before {name} has ended with its gap"


def refusals(problem: Problem, meeting: Meeting, one: Placed) -> Iterator[str]:
    """Nobody required has declined the time."""
    for person in problem.people if not meeting.fixed_start else ():
        for span in person.declined if person.id in meeting.required else ():
            if one.start < span.end and span.start < one.end:
                yield f"{one.id} is at a time that {person.id} has declined"


def room(problem: Problem, meeting: Meeting, one: Placed) -> Iterator[str]:
    """A room that seats all and is free by its own calendar, if one is needed."""
    if not meeting.needs_room:
        if one.room is not None:
            yield f"{one.id} has room {one.room} without need"
        return
    found = next((room for room in problem.rooms if room.id == one.room), None)
    if found is None:
        if not meeting.fixed_start:
            yield f"{one.id} has no room"
        return
    if found.capacity < len(meeting.required):
        yield f"{one.id} does not fit into {found.id}"
    if any(digit in "123" for _, digit in slots_of(problem, one, found.availability)):
        yield f"{one.id} is in {found.id}, which is not free then"


def double_bookings(meetings: dict[str, Meeting], plan: Plan) -> Iterator[str]:
    by_person: dict[str, list[Placed]] = defaultdict(list)
    for one in plan.meetings:
        for name in meetings[one.id].required:
            by_person[name].append(one)
    for name, theirs in by_person.items():
        yield from (f"{name} is in {a.id} and {b.id} at once" for a, b in overlapping(meetings, theirs))


def rooms_in_use(plan: Plan) -> Iterator[str]:
    by_room: dict[str, list[Placed]] = defaultdict(list)
    for one in plan.meetings:
        if one.room is not None:
            by_room[one.room].append(one)
    for name, theirs in by_room.items():
        yield from (f"{name} has {a.id} and {b.id} at once" for a, b in overlapping({}, theirs))


def overlapping(meetings: dict[str, Meeting], placed: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Pairs at once that are not both fixed. Neighbours show that there is one, if there is any."""
    moving = [one for one in placed if one.id not in meetings or meetings[one.id].fixed_start is None]
    for a, b in pairwise(sorted(moving, key=lambda one: (one.start, one.end))):
        if b.start < a.end:
            yield a, b
    fixed = [one for one in placed if one not in moving]
    yield from ((a, b) for a in fixed for b in moving if a.start < b.end and b.start < a.end)


def bad_attendances(problem: Problem, plan: Plan) -> int:
    """Required people who are busy, tentative, out of office or outside working hours at any slot."""
    people = {person.id: person for person in problem.people}
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    return sum(
        is_bad(problem, people[name], one) for one in plan.meetings for name in meetings[one.id].required
    )


def is_bad(problem: Problem, person: Person, one: Placed) -> bool:
    length = timedelta(minutes=problem.window.slot_minutes)
    return any(
        digit in "123" or not works(person, begin, begin + length)
        for begin, digit in slots_of(problem, one, person.availability)
    )


def slots_of(problem: Problem, one: Placed, digits: str) -> list[tuple[datetime, str]]:
    """Begin and digit of each slot of the window that the meeting touches."""
    length = timedelta(minutes=problem.window.slot_minutes)
    first = (one.start - problem.window.start) // length
    behind = -((problem.window.start - one.end) // length)
    return [
        (problem.window.start + n * length, digits[n]) for n in range(max(0, first), min(behind, len(digits)))
    ]


def works(person: Person, begin: datetime, end: datetime) -> bool:
    """The span lies in the working hours that began on its own day or on the day before."""
    zone, hours = ZoneInfo(person.time_zone), person.working_hours
    local = begin.astimezone(zone).replace(tzinfo=None)
    over = local + (end - begin)
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        opens, closes = datetime.combine(day, hours.start), datetime.combine(day, hours.end)
        if closes <= opens:
            closes += timedelta(days=1)
        if day.isoweekday() in hours.days and opens <= local and over <= closes:
            return True
    return False
