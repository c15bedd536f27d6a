"""The share week as the planner sees it, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from graph.values import Availability
from teams_app.okr import (
    Cycle,
    Invitee,
    MeetingState,
    Person,
    Role,
    Room,
    ShareMeeting,
    ShareWeek,
    Trouble,
    Unit,
    UnitKind,
)
from teams_app.okr.explaining import Explanation, OtherStart
from teams_app.planning import Meeting, Plan, Problem, Window, WorkingHours
from teams_app.planning import Person as PlannedPerson
from teams_app.planning.plan import Placed
from teams_app.services.attendance import Asked
from teams_app.services.week.beside import Limits, Others
from teams_app.services.week.rooms import Offer, offer, planned_rooms
from teams_app.services.week.rules import Rules

SLOT_MINUTES = 15
UNREAD = {"free": "0", "tentative": "1", "busy": "2"}  # as digits of free/busy
WEEKEND = (6, 7)
NOTICE_DAYS = 3


@dataclass(frozen=True)
class Basis:
    """What a share week is planned from, as read at one moment.

    ``root`` is the unit of the part that is planned; None for the whole organization. ``rooms`` are all there
    are, ``others`` the meetings of share weeks of other parts.
    """

    cycle: Cycle
    units: Sequence[Unit]  # in the order of the file, leaders loaded
    asked: dict[int, Asked]  # by unit
    first_day: date
    days: int  # working days
    is_bottom_up: bool
    root: Unit | None = None
    rules: Rules = field(default_factory=Rules)
    rooms: Sequence[Room] = ()
    others: Others = field(default_factory=Others)

    @property
    def window(self) -> Window:
        start = datetime.combine(self.first_day, time(), UTC)
        return Window(start, calendar_days(self.first_day, self.days), SLOT_MINUTES)

    @property
    def mailboxes(self) -> list[str]:
        """E-mails of everybody whose calendar is to be read, then of the rooms."""
        people = sorted({person.email for person in self._everybody() if person.has_mailbox})
        return [*people, *(room.email for room in self.offer.rooms)]

    @cached_property
    def offer(self) -> Offer:
        """The rooms that these meetings can have."""
        return offer(self.rooms, (person for asked in self.asked.values() for person in asked.required))

    @property
    def meeting_units(self) -> list[Unit]:
        """The units that have somebody to meet."""
        return [unit for unit in self.units if self.asked[unit.id].required]

    def limits(self, unit: Unit) -> Limits:
        """What the meetings of other share weeks leave to a unit, by the order."""
        return self.others.limits(unit, self.rules, is_bottom_up=self.is_bottom_up)

    def planned_people(self, calendars: Iterable[Availability]) -> tuple[PlannedPerson, ...]:
        """Everybody but external people; what a calendar that could not be read counts as is a rule."""
        views = {calendar.email: calendar.view for calendar in calendars if not calendar.problem}
        unread = UNREAD[self.rules.unread] * self.window.slots
        return tuple(
            PlannedPerson(
                id=self.person_ids[person.id],
                time_zone=person.time_zone,
                availability=views.get(person.email, unread),
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
    by_email = {calendar.email: calendar for calendar in calendars}
    return Problem(
        window=basis.window,
        people=basis.planned_people(calendars),
        rooms=planned_rooms(basis.offer, by_email, basis.others.in_rooms(), basis.window),
        meetings=tuple(_meeting(basis, unit) for unit in basis.meeting_units),
        weights=basis.rules.weights,
        lunch=basis.rules.lunch,
    )


def week_of(
    basis: Basis, number: int, plan: Plan, calendars: Iterable[Availability], proposed_by_id: int | None
) -> ShareWeek:
    """The proposal that a plan makes."""
    unread = {calendar.email for calendar in calendars if calendar.problem}
    rooms = {room.email for room in basis.offer.rooms}
    week = ShareWeek(
        cycle_id=basis.cycle.id,
        number=number,
        root_unit_id=basis.root.id if basis.root else None,
        first_day=basis.first_day,
        days=basis.days,
        is_bottom_up=basis.is_bottom_up,
        cost=plan.cost,
        lower_bound=plan.lower_bound,
        unread_mailboxes=len(unread - rooms),
        unread_rooms=len(unread & rooms),
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
    asked, window = basis.asked[unit.id], basis.window
    earliest, latest = basis.limits(unit)
    return Meeting(
        id=basis.unit_ids[unit.id],
        level="leadership" if unit.kind is UnitKind.ORGANIZATION else unit.kind.value,
        duration_minutes=basis.rules.minutes[unit.kind],
        required=tuple(basis.person_ids[person.id] for person in asked.required),
        optional=tuple(basis.person_ids[person.id] for person in asked.optional),
        after=_after(basis, unit),
        gap_minutes=basis.rules.gap // timedelta(minutes=1),
        needs_room=basis.offer.is_for(unit, asked.required),
        earliest=earliest if earliest and earliest > window.start else None,
        latest=latest if latest and latest < window.end else None,
    )


def _after(basis: Basis, unit: Unit) -> tuple[str, ...]:
    """A unit's parent comes first; bottom-up, the units below it do."""
    meeting_units = {one.id for one in basis.meeting_units}
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
        meeting.explanation = _why_then(basis, placed).to_json()
        yield meeting


def _unplaced(basis: Basis, plan: Plan, proposed_by_id: int | None) -> Iterable[ShareMeeting]:
    units = {basis.unit_ids[unit.id]: unit for unit in basis.units}
    for unplaced in plan.unplaced:
        meeting = _share_meeting(basis, units[unplaced.id], proposed_by_id, {})
        meeting.state, meeting.unplaced_reason = MeetingState.UNPLACED, unplaced.reason
        meeting.explanation = Explanation(relaxations=unplaced.relaxations).to_json()
        yield meeting


def _why_then(basis: Basis, placed: Placed) -> Explanation:
    starts = (OtherStart(one.start, one.cost, one.why_not) for one in placed.alternatives)
    return Explanation(tuple(starts), points_of_a_person=basis.rules.weights.busy)


def _share_meeting(
    basis: Basis, unit: Unit, proposed_by_id: int | None, trouble: dict[int, Trouble]
) -> ShareMeeting:
    asked = basis.asked[unit.id]
    # A leader without a mailbox in the cloud lets the organizer's mailbox send.
    organizer_id = unit.leader_id if unit.leader.has_mailbox else proposed_by_id or unit.leader_id
    meeting = ShareMeeting(unit_id=unit.id, organizer_id=organizer_id, minutes=basis.rules.minutes[unit.kind])
    meeting.not_invited = asked.not_invited
    meeting.invitees = [
        *(Invitee(person_id=p.id, role=Role.REQUIRED, trouble=trouble.get(p.id)) for p in asked.required),
        *(Invitee(person_id=p.id, role=Role.OPTIONAL) for p in asked.optional),
    ]
    return meeting


def _unlike(named: dict[int, tuple[str, str]]) -> dict[int, str]:
    """Names, with what tells them apart behind those that are borne twice."""
    borne = Counter(name for name, _ in named.values())
    return {one: name if borne[name] == 1 else f"{name} ({apart})" for one, (name, apart) in named.items()}
