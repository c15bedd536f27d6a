"""The share week as the planner sees it, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from graph.values import Availability
from teams_app.okr import (
    Cycle,
    Invitee,
    MeetingState,
    Person,
    Role,
    ShareMeeting,
    ShareWeek,
    Trouble,
    Unit,
    UnitKind,
)
from teams_app.planning import Lunch, Meeting, Plan, Problem, Window, WorkingHours
from teams_app.planning import Person as PlannedPerson
from teams_app.services.attendance import Asked

SLOT_MINUTES = 15
MINUTES = {UnitKind.ORGANIZATION: 90, UnitKind.DEPARTMENT: 90, UnitKind.TEAM: 45}
LUNCH = Lunch(time(12), time(13))
FREE = "0"
WEEKEND = (6, 7)
NOTICE_DAYS = 3


@dataclass(frozen=True)
class Basis:
    """What a share week is planned from, as read at one moment."""

    cycle: Cycle
    units: Sequence[Unit]  # in the order of the file, leaders loaded
    asked: dict[int, Asked]  # by unit
    first_day: date
    days: int  # working days
    is_bottom_up: bool

    @property
    def window(self) -> Window:
        start = datetime.combine(self.first_day, time(), UTC)
        return Window(start, calendar_days(self.first_day, self.days), SLOT_MINUTES)

    @property
    def mailboxes(self) -> list[str]:
        """E-mails of everybody whose calendar is to be read."""
        return sorted({person.email for person in self._everybody() if person.has_mailbox})

    def planned_people(self, calendars: Iterable[Availability]) -> tuple[PlannedPerson, ...]:
        """Everybody but external people; who could not be read counts as free in working hours."""
        views = {calendar.email: calendar.view for calendar in calendars if not calendar.problem}
        slots = self.window.slots
        return tuple(
            PlannedPerson(
                id=self.person_ids[person.id],
                time_zone=person.time_zone,
                availability=views.get(person.email, FREE * slots),
                working_hours=WorkingHours(tuple(person.work_days), person.work_start, person.work_end),
            )
            for person in self._everybody()
        )

    @cached_property
    def person_ids(self) -> dict[int, str]:
        """What the planner calls people: by name, with the e-mail where two are named alike."""
        return _unlike({person.id: (person.name, person.email) for person in self._everybody()})

    @cached_property
    def unit_ids(self) -> dict[int, str]:
        """What the planner calls meetings: by their unit's name, with its key where two are named alike."""
        return _unlike({unit.id: (unit.name, unit.key) for unit in self.units})

    def _everybody(self) -> list[Person]:
        people = {p.id: p for asked in self.asked.values() for p in (*asked.required, *asked.optional)}
        return [people[person_id] for person_id in sorted(people)]


def problem_of(basis: Basis, calendars: Sequence[Availability]) -> Problem:
    """The planner's problem; people and meetings are named as its sentences will name them."""
    return Problem(
        window=basis.window,
        people=basis.planned_people(calendars),
        rooms=(),
        meetings=tuple(_meeting(basis, unit) for unit in basis.units if basis.asked[unit.id].required),
        lunch=LUNCH,
    )


def week_of(basis: Basis, number: int, plan: Plan, unread: int, proposed_by_id: int | None) -> ShareWeek:
    """The proposal that a plan makes."""
    week = ShareWeek(
        cycle_id=basis.cycle.id,
        number=number,
        first_day=basis.first_day,
        days=basis.days,
        is_bottom_up=basis.is_bottom_up,
        cost=plan.cost,
        lower_bound=plan.lower_bound,
        unread_mailboxes=unread,
        proposed_by_id=proposed_by_id,
    )
    week.meetings = [*_placed(basis, plan, proposed_by_id), *_unplaced(basis, plan, proposed_by_id)]
    for position, meeting in enumerate(week.meetings):
        meeting.position = position
    return week


def first_day_from(today: date) -> date:
    """The next Monday that leaves people some days of notice."""
    earliest = today + timedelta(days=NOTICE_DAYS)
    return earliest + timedelta(days=(7 - earliest.weekday()) % 7)


def calendar_days(first_day: date, working_days: int) -> int:
    """How many days it takes until so many working days are over."""
    days = 0
    while working_days:
        working_days -= (first_day + timedelta(days=days)).isoweekday() not in WEEKEND
        days += 1
    return days


def _meeting(basis: Basis, unit: Unit) -> Meeting:
    asked = basis.asked[unit.id]
    return Meeting(
        id=basis.unit_ids[unit.id],
        level="leadership" if unit.kind is UnitKind.ORGANIZATION else unit.kind.value,
        duration_minutes=MINUTES[unit.kind],
        required=tuple(basis.person_ids[person.id] for person in asked.required),
        optional=tuple(basis.person_ids[person.id] for person in asked.optional),
        after=_after(basis, unit),
    )


def _after(basis: Basis, unit: Unit) -> tuple[str, ...]:
    """A unit's parent comes first; bottom-up, the units below it do."""
    meeting_units = {one.id for one in basis.units if basis.asked[one.id].required}
    if basis.is_bottom_up:
        below = [one.id for one in basis.units if one.parent_id == unit.id]
        return tuple(basis.unit_ids[one] for one in below if one in meeting_units)
    return (basis.unit_ids[unit.parent_id],) if unit.parent_id in meeting_units else ()


def _placed(basis: Basis, plan: Plan, proposed_by_id: int | None) -> Iterable[ShareMeeting]:
    units = {basis.unit_ids[unit.id]: unit for unit in basis.units}
    people = {name: person_id for person_id, name in basis.person_ids.items()}
    for placed in sorted(plan.meetings, key=lambda one: (one.start, units[one.id].position)):
        unit = units[placed.id]
        trouble = {people[bad.person]: Trouble(bad.reason) for bad in placed.bad}
        meeting = _share_meeting(basis, unit, proposed_by_id, trouble)
        meeting.starts_at, meeting.ends_at, meeting.room = placed.start, placed.end, placed.room
        yield meeting


def _unplaced(basis: Basis, plan: Plan, proposed_by_id: int | None) -> Iterable[ShareMeeting]:
    units = {basis.unit_ids[unit.id]: unit for unit in basis.units}
    for unplaced in plan.unplaced:
        meeting = _share_meeting(basis, units[unplaced.id], proposed_by_id, {})
        meeting.state, meeting.unplaced_reason = MeetingState.UNPLACED, unplaced.reason
        yield meeting


def _share_meeting(
    basis: Basis, unit: Unit, proposed_by_id: int | None, trouble: dict[int, Trouble]
) -> ShareMeeting:
    asked = basis.asked[unit.id]
    # A leader without a mailbox in the cloud lets the organizer's mailbox send.
    organizer_id = unit.leader_id if unit.leader.has_mailbox else proposed_by_id or unit.leader_id
    meeting = ShareMeeting(unit_id=unit.id, organizer_id=organizer_id, minutes=MINUTES[unit.kind])
    meeting.invitees = [
        *(Invitee(person_id=p.id, role=Role.REQUIRED, trouble=trouble.get(p.id)) for p in asked.required),
        *(Invitee(person_id=p.id, role=Role.OPTIONAL) for p in asked.optional),
    ]
    return meeting


def _unlike(named: dict[int, tuple[str, str]]) -> dict[int, str]:
    """Names, with what tells them apart behind those that are borne twice."""
    borne = Counter(name for name, _ in named.values())
    return {one: name if borne[name] == 1 else f"{name} ({apart})" for one, (name, apart) in named.items()}
