"""A share week that stands, as a problem whose best plan moves as few meetings as it can; and its moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from graph.values import Availability
from teams_app.okr import (
    Answer,
    ChangeKind,
    MovePerson,
    Person,
    Role,
    Room,
    ShareMeeting,
    ShareWeek,
    Trouble,
    Unit,
    WeekChange,
    WeekMove,
)
from teams_app.okr.sharing import IN_CALENDARS
from teams_app.planning import Meeting, Plan, Problem
from teams_app.planning.plan import Placed, Unplaced
from teams_app.services.attendance import Asked, Interest, asked_to
from teams_app.services.week.basis import others_of
from teams_app.services.week.facts import Facts
from teams_app.services.week.parts import CANCELLED
from teams_app.services.week.problem import Basis, calendar_days, problem_of
from teams_app.services.week.rules import Rules

FREE, AWAY = "0", "3"
OURS = "12"  # how our own events look: tentative until answered, then busy
SEEN_BEFORE = {Trouble.BUSY: "2", Trouble.TENTATIVE: "1"}


@dataclass(frozen=True)
class Beside:
    """What else counts: who has to do with the OKRs, all rooms, and the other living share weeks."""

    interest: Interest
    rooms: Sequence[Room]
    weeks: Sequence[ShareWeek]
    rules: Rules


@dataclass(frozen=True)
class Standing:
    """A share week as it stands, and what it is planned anew from.

    ``meetings`` are by unit: those with a time in its days, and one without where it is wanted at a time. Who
    was moved beyond its days in Outlook is no part of the plan.
    """

    week: ShareWeek
    meetings: dict[int, ShareMeeting]
    basis: Basis
    facts: Facts

    @property
    def places(self) -> dict[int, tuple[datetime | None, str | None]]:
        """Where every meeting of the week is; another answer later means that it changed meanwhile."""
        return places_of(self.week)

    @property
    def is_whole(self) -> bool:
        """Every meeting of the week has a time."""
        return all(meeting.starts_at for meeting in self.week.meetings)


def places_of(week: ShareWeek) -> dict[int, tuple[datetime | None, str | None]]:
    return {meeting.id: (meeting.starts_at, meeting.room) for meeting in week.meetings}


def standing_of(
    week: ShareWeek, change: WeekChange, facts: Facts, units: Sequence[Unit], beside: Beside
) -> Standing:
    """``units`` are all there are, with members."""
    meetings = {
        one.unit_id: one
        for one in week.meetings
        if (one.starts_at or one.id in facts.by_hand)
        and one.state not in CANCELLED
        and _is_in_its_days(week, one)
    }
    again = _read_again(change, meetings)
    asked = {
        unit.id: asked_to(unit, units, beside.interest)
        if unit.id in again
        else asked_before(meetings[unit.id])
        for unit in units
        if unit.id in meetings
    }
    basis = Basis(
        week.cycle,
        [unit for unit in units if unit.id in meetings],
        asked,
        week.first_day,
        week.days,
        week.is_bottom_up,
        rules=beside.rules,
        rooms=beside.rooms,
        others=others_of(beside.weeks, meetings.keys()),
    )
    return Standing(week, meetings, basis, facts)


def _is_in_its_days(week: ShareWeek, meeting: ShareMeeting) -> bool:
    if meeting.starts_at is None:
        return True
    first = datetime.combine(week.first_day, datetime.min.time(), UTC)
    end = first + timedelta(days=calendar_days(week.first_day, week.days))
    return first <= meeting.starts_at <= end - timedelta(minutes=meeting.minutes)


def asked_before(meeting: ShareMeeting) -> Asked:
    """Who is invited to a meeting as it stands."""
    people: dict[Role, list[Person]] = {role: [] for role in Role}
    for invitee in meeting.invitees:
        people[invitee.role].append(invitee.person)
    return Asked(tuple(people[Role.REQUIRED]), tuple(people[Role.OPTIONAL]))


def problem_to_mend(standing: Standing, calendars: Sequence[Availability]) -> Problem:
    """Every meeting should stay where it is; what was told since is hard."""
    basis, facts = standing.basis, standing.facts
    problem = problem_of(basis, unmasked(standing, calendars))
    units = {basis.unit_ids[unit_id]: meeting for unit_id, meeting in standing.meetings.items()}
    declined = {
        basis.person_ids[who]: spans for who, spans in facts.declined.items() if who in basis.person_ids
    }
    step = problem.start_step_minutes
    on_step = (_is_on_step(m.starts_at, problem.window.start, step) for m in standing.meetings.values())
    return replace(
        problem,
        people=tuple(replace(one, declined=declined.get(one.id, ())) for one in problem.people),
        rooms=tuple(room for room in problem.rooms if room.id not in facts.lost_rooms),
        meetings=tuple(_as_it_stands(one, units[one.id], facts) for one in problem.meetings),
        start_step_minutes=step if all(on_step) else problem.window.slot_minutes,
    )


def unmasked(standing: Standing, calendars: Iterable[Availability]) -> list[Availability]:
    """Calendars without the week's own meetings, which would seem to be in their own way.

    Free/busy tells no more than the strongest mark of a slot: what was found there when the meeting was
    planned is taken to be there still, and out of office is never ours.
    """
    own = _own_slots(standing)
    return [
        replace(calendar, view=_without(calendar.view, own[calendar.email.lower()]))
        if calendar.email.lower() in own
        else calendar
        for calendar in calendars
    ]


def moves_of(standing: Standing, plan: Plan) -> list[WeekMove]:
    """What differs from where the week stands, in the order of the new times."""
    units = {standing.basis.unit_ids[unit_id]: meeting for unit_id, meeting in standing.meetings.items()}
    found = (_move(standing, units[placed.id], placed) for placed in plan.meetings)
    moves = [move for move in found if move is not None]
    for position, move in enumerate(moves):
        move.position = position
    return moves


def problem_to_stay(standing: Standing, problem: Problem) -> Problem:
    """The same with every meeting where it is: what the week costs as it stands, by the same calendars."""
    units = {standing.basis.unit_ids[unit_id]: meeting for unit_id, meeting in standing.meetings.items()}
    stay = (replace(one, fixed_start=units[one.id].starts_at, current=None) for one in problem.meetings)
    return replace(problem, meetings=tuple(stay))


def cost_without_moves(problem: Problem, plan: Plan) -> int:
    """What the mended plan costs as a plan of its own."""
    booked = {meeting.id: meeting.current for meeting in problem.meetings if meeting.current}
    moved = sum(placed.start != booked.get(placed.id, placed.start) for placed in plan.meetings)
    return plan.cost - moved * problem.weights.moved


def troubles_of(standing: Standing, plan: Plan) -> dict[str, dict[str, str]]:
    """Why times are bad in the mended plan, by meeting and person, as ``WeekChange`` keeps it."""
    units = {standing.basis.unit_ids[unit_id]: meeting for unit_id, meeting in standing.meetings.items()}
    people = {name: person_id for person_id, name in standing.basis.person_ids.items()}
    return {
        str(units[placed.id].id): {str(people[bad.person]): bad.reason for bad in placed.bad}
        for placed in plan.meetings
    }


def reason_of(unplaced: Iterable[Unplaced]) -> str:
    """Why it cannot be mended, and what would help, a sentence each."""
    return " ".join(
        _sentence(words) for one in unplaced for words in (f"{one.id}: {one.reason}", *one.relaxations)
    )


def _read_again(change: WeekChange, meetings: dict[int, ShareMeeting]) -> set[int]:
    if change.kind is not ChangeKind.PEOPLE:
        return set()
    return {one.unit_id for one in meetings.values() if change.meeting_id in (None, one.id)}


def _as_it_stands(planned: Meeting, meeting: ShareMeeting, facts: Facts) -> Meeting:
    fixed = facts.fixed_start(meeting)
    return replace(
        planned,
        duration_minutes=meeting.minutes,
        fixed_start=fixed,
        current=None if fixed else meeting.starts_at,
        needs_room=meeting.room is not None,  # who meets online goes on doing so
        current_room=None
        if meeting.room in facts.lost_rooms or has_no_room(meeting, facts)
        else meeting.room,
        earliest=planned.earliest if fixed else _later(planned, facts.earliest),
    )


def has_no_room(meeting: ShareMeeting, facts: Facts) -> bool:
    """Its room has declined it, and still does."""
    return meeting.id in facts.refused and meeting.room_answer is Answer.DECLINED


def _later(planned: Meeting, first: datetime) -> datetime | None:
    """The later of two earliest starts; where the order leaves no such time, what it leaves."""
    earliest = max(planned.earliest or first, first)
    return planned.earliest if planned.latest and earliest >= planned.latest else earliest


def _is_on_step(start: datetime | None, origin: datetime, minutes: int) -> bool:
    return start is None or not (start - origin) % timedelta(minutes=minutes)


def _own_slots(standing: Standing) -> dict[str, dict[int, str]]:
    """By e-mail: what is left of each slot that our own meetings take."""
    window = standing.basis.window
    rooms = {room.name: room.email for room in standing.basis.rooms}
    own: dict[str, dict[int, str]] = {}
    for meeting in standing.week.meetings:
        if meeting.starts_at is None or meeting.state not in IN_CALENDARS:
            continue
        first = (meeting.starts_at - window.start) // timedelta(minutes=window.slot_minutes)
        slots = range(max(first, 0), min(first - (-meeting.minutes // window.slot_minutes), window.slots))
        for email, left in _calendars_of(meeting, rooms, standing.facts):
            own.setdefault(email, {}).update(dict.fromkeys(slots, left))
    return own


def _calendars_of(meeting: ShareMeeting, rooms: dict[str, str], facts: Facts) -> Iterator[tuple[str, str]]:
    """Whose calendar a meeting stands in, and what else was seen there when it was planned.

    A room that has declined it cannot be had then, whatever its calendar shows.
    """
    if meeting.room in rooms:
        yield rooms[meeting.room], AWAY if has_no_room(meeting, facts) else FREE
    yield meeting.organizer.email.lower(), FREE
    for invitee in meeting.invitees:
        seen = SEEN_BEFORE.get(invitee.trouble, FREE) if invitee.trouble else FREE
        yield invitee.person.email.lower(), seen


def _without(view: str, own: dict[int, str]) -> str:
    return "".join(
        own.get(slot, digit) if digit in OURS or own.get(slot) == AWAY else digit
        for slot, digit in enumerate(view)
    )


def _move(standing: Standing, meeting: ShareMeeting, placed: Placed) -> WeekMove | None:
    people = list(_people(meeting, standing.basis.asked[meeting.unit_id]))
    is_same = (placed.start, placed.room) == (meeting.starts_at, meeting.room)
    if is_same and not people:
        return None
    names = standing.basis.person_ids
    refusing = {names[who] for who in standing.facts.refusers(meeting, placed.start) if who in names}
    before = {one.person_id for one in meeting.invitees if one.trouble and one.role is Role.REQUIRED}
    return WeekMove(
        meeting_id=meeting.id,
        from_start=meeting.starts_at,
        from_room=meeting.room,
        to_start=placed.start,
        to_room=placed.room,
        asked=len(standing.basis.asked[meeting.unit_id].required),
        bad_before=len(before | standing.facts.refusers(meeting)),
        bad_after=len(refusing | {bad.person for bad in placed.bad}),
        people=people,
    )


def _people(meeting: ShareMeeting, asked: Asked) -> Iterator[MovePerson]:
    """Who joins, whose part changes, who leaves."""
    known = {invitee.person_id: invitee for invitee in meeting.invitees}
    wanted = dict.fromkeys((person.id for person in asked.optional), Role.OPTIONAL)
    wanted |= dict.fromkeys((person.id for person in asked.required), Role.REQUIRED)
    for person_id, role in wanted.items():
        if person_id not in known or known[person_id].role is not role:
            yield MovePerson(person_id=person_id, role=role)
    for person_id in known.keys() - wanted.keys():
        yield MovePerson(person_id=person_id, role=None)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
