"""Share weeks side by side: what a part's plan owes to the meetings of the other parts.

People who are in both parts are in one meeting at a time: the others' meetings stand in the problem with a
fixed start, for those people alone, and are taken out of the plan again. A unit's meeting comes after that of
its parent even where another share week holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teams_app.errors import Conflict
from teams_app.okr import Role, ShareMeeting, Unit
from teams_app.planning import Meeting, Plan, Problem, Window
from teams_app.planning.plan import gap
from teams_app.services.week.rules import Rules

Interval = tuple[datetime, datetime]
Limits = tuple[datetime | None, datetime | None]  # the earliest start and the latest end


@dataclass(frozen=True)
class Others:
    """The standing meetings of the other share weeks, loaded with units and invitees."""

    meetings: tuple[ShareMeeting, ...] = ()

    @property
    def places(self) -> set[tuple[int, datetime | None, str | None]]:
        """Another answer later means that they have changed meanwhile."""
        return {(one.id, one.starts_at, one.room) for one in self.meetings}

    def in_rooms(self) -> dict[str, list[Interval]]:
        """By the name of the room."""
        taken: dict[str, list[Interval]] = {}
        for meeting in self.meetings:
            if meeting.room and meeting.starts_at and meeting.ends_at:
                taken.setdefault(meeting.room, []).append((meeting.starts_at, meeting.ends_at))
        return taken

    def limits(self, unit: Unit, rules: Rules, *, is_bottom_up: bool) -> Limits:
        """What the order leaves to a unit, by the meetings above and below it."""
        above = [one for one in self.meetings if one.unit_id == unit.parent_id]
        below = [one for one in self.meetings if one.unit.parent_id == unit.id]
        before, behind = (below, above) if is_bottom_up else (above, below)
        ends = [one.ends_at + rules.gap for one in before if one.ends_at]
        starts = [one.starts_at - rules.gap for one in behind if one.starts_at]
        return max(ends, default=None), min(starts, default=None)


def check_order(unit: Unit, limits: Limits, window: Window) -> None:
    """:raises Conflict: the order leaves a unit's meeting no time in the window."""
    earliest, latest = limits
    first, last = max(earliest or window.start, window.start), min(latest or window.end, window.end)
    if first < last:
        return
    what = f"The share meeting of {unit.name}"
    if earliest and earliest >= window.end:
        ends = _day(earliest)
        raise Conflict(f"{what} comes after one that ends on {ends}. Please choose a later first day.")
    if latest and latest <= window.start:
        raise Conflict(f"{what} comes before one on {_day(latest)}. Please choose an earlier first day.")
    raise Conflict(
        f"{what} has no time left between those of other share weeks that come before and after it."
    )


def beside(others: Others, problem: Problem, people: Mapping[int, str]) -> tuple[Meeting, ...]:
    """The others' meetings as the planner is to see them.

    :param people: what the problem calls people, by their ids.
    """
    required = {name for meeting in problem.meetings for name in meeting.required}
    taken = {meeting.id for meeting in problem.meetings}
    found: list[Meeting] = []
    for meeting in others.meetings:
        shared = sorted(_required(meeting, people) & required)
        span = _inside(meeting, problem.window)
        if shared and span:
            start, end = span
            name = _other_than(taken, meeting.unit.name)
            minutes = (end - start) // timedelta(minutes=1)
            found.append(Meeting(name, meeting.level, minutes, tuple(shared), fixed_start=start))
            taken.add(name)
    return tuple(found)


def only(problem: Problem, meetings: tuple[Meeting, ...]) -> Problem:
    """The same problem with these meetings alone, and the people whom they require."""
    required = {name for meeting in meetings for name in meeting.required}
    people = tuple(person for person in problem.people if person.id in required)
    return replace(problem, people=people, rooms=(), meetings=meetings)


def without(plan: Plan, meetings: Collection[Meeting], cost: int) -> Plan:
    """A plan without the others' meetings, and without what they cost, which is the same in every plan."""
    names = {meeting.id for meeting in meetings}
    bound = max(0, plan.lower_bound - cost)
    return replace(
        plan,
        meetings=tuple(placed for placed in plan.meetings if placed.id not in names),
        cost=plan.cost - cost,
        lower_bound=bound,
        gap=gap(plan.cost - cost, bound),
    )


def _required(meeting: ShareMeeting, people: Mapping[int, str]) -> set[str]:
    asked = (one.person_id for one in meeting.invitees if one.role is Role.REQUIRED)
    return {people[person_id] for person_id in asked if person_id in people}


def _inside(meeting: ShareMeeting, window: Window) -> Interval | None:
    """What of a meeting lies in the window."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    start, end = max(meeting.starts_at, window.start), min(meeting.ends_at, window.end)
    return (start, end) if start < end else None


def _other_than(taken: Iterable[str], name: str) -> str:
    """A name that no meeting of the problem has."""
    name = f"{name} (other share week)"
    while name in taken:
        name += "′"
    return name


def _day(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b, %H:%M} UTC"
