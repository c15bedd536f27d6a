"""What follows from what happened in Outlook: organizers are told, and the smallest re-plan is looked for.

Nothing moves and nothing is booked again before somebody decides it. Each decline is followed up once: by the
change that it becomes, which is found again however often the calendar is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Answer, ChangeKind, ChangeState, Invitee, ShareMeeting, WeekChange, WeekState
from teams_app.services.answers.presenters import presenters_of
from teams_app.services.answers.taking import Taken
from teams_app.services.answers.telling import Told, accepted_after_all, gone, moved_by_hand, outside
from teams_app.services.effects import Job, PlanChange, TellPlace
from teams_app.services.week.facts import settled
from teams_app.services.week.requests import cannot_start
from teams_app.services.world import World
from teams_app.storage.queries import replanning

OPEN = (ChangeState.PLANNING, ChangeState.PROPOSED)
DONE = (ChangeState.CONFIRMED, ChangeState.TAKEN_BACK)


@dataclass
class Week:
    """The changes of a share week, known and new; new ones go on counting.

    :param changes: the oldest first.
    """

    week_id: int
    changes: list[WeekChange]
    new: list[WeekChange] = field(default_factory=list[WeekChange])
    told: list[Told] = field(default_factory=list[Told])

    def note(self, kind: ChangeKind, **values: object) -> None:
        number = max((one.number for one in (*self.changes, *self.new)), default=0) + 1
        change = WeekChange(week_id=self.week_id, number=number, kind=kind, **values)
        change.state = ChangeState.PLANNING
        self.new.append(change)

    def of(self, kind: ChangeKind, meeting: ShareMeeting) -> list[WeekChange]:
        return [one for one in (*self.changes, *self.new) if (one.kind, one.meeting_id) == (kind, meeting.id)]


async def follow_up(session: AsyncSession, world: World, taken: Sequence[Taken]) -> None:
    """In the transaction that took it over; the weeks are locked."""
    mattering = [one for one in taken if _matters(one)]
    if not mattering:
        return
    presenters = await presenters_of(session, [one.meeting for one in mattering if one.declined])
    weeks: dict[int, Week] = {}
    for one in mattering:
        week_id = one.meeting.week_id
        if week_id not in weeks:
            known = await replanning.told_before(
                session, week_id
            )  # one week, but for part weeks side by side
            weeks[week_id] = Week(week_id, list(known))
        _follow(weeks[week_id], one, presenters.get(one.meeting.id, set()), world.clock())
    await _carry_out(session, world, weeks.values())


def _matters(taken: Taken) -> bool:
    """Not what a week that was cancelled, or a meeting that has begun, still hears."""
    happened = taken.is_gone or taken.is_moved or taken.declined or taken.accepted or taken.room_said
    return bool(happened) and taken.meeting.week.state is WeekState.CONFIRMED


def _follow(week: Week, taken: Taken, presenters: set[int], now: datetime) -> None:
    meeting = taken.meeting
    if taken.is_gone:
        week.told.append(gone(meeting))
    if taken.is_moved:
        _moved(week, meeting, now)
    if meeting.starts_at is not None and meeting.starts_at > now:
        _follow_answers(week, taken, presenters)


def _follow_answers(week: Week, taken: Taken, presenters: set[int]) -> None:
    """Of a meeting that is to come."""
    meeting = taken.meeting
    if taken.room_said is Answer.DECLINED:
        week.note(ChangeKind.ROOM, meeting_id=meeting.id, room=meeting.room)
    elif taken.room_said is Answer.ACCEPTED:
        _take_back(week, week.of(ChangeKind.ROOM, meeting))
    for invitee in taken.accepted:
        _accepted(week, meeting, invitee)
    for invitee in taken.declined:
        if invitee.person_id in presenters:
            _declined(week, meeting, invitee)


def _moved(week: Week, meeting: ShareMeeting, now: datetime) -> None:
    """It stays where somebody put it; whether others are in its way is planned, if the planner can tell."""
    assert meeting.starts_at is not None  # noqa: S101 - it has Outlook's
    reason = cannot_start(meeting.week, meeting.minutes, meeting.starts_at, now)
    week.told.append(outside(meeting, reason) if reason else moved_by_hand(meeting))
    if not reason:
        week.note(ChangeKind.MOVED, meeting_id=meeting.id, wanted_start=meeting.starts_at)


def _declined(week: Week, meeting: ShareMeeting, invitee: Invitee) -> None:
    """Once for a meeting's time, unless it was taken back since."""
    assert meeting.starts_at is not None  # noqa: S101 - asked before
    stands = (
        one.person_id == invitee.person_id
        and one.declined_from == meeting.starts_at
        and one.state is not ChangeState.TAKEN_BACK
        for one in week.of(ChangeKind.DECLINED, meeting)
    )
    if not any(stands):
        week.note(
            ChangeKind.DECLINED,
            meeting_id=meeting.id,
            person_id=invitee.person_id,
            declined_from=meeting.starts_at,
            declined_until=meeting.starts_at + timedelta(minutes=meeting.minutes),
        )


def _accepted(week: Week, meeting: ShareMeeting, invitee: Invitee) -> None:
    mine = [
        one
        for one in week.of(ChangeKind.DECLINED, meeting)
        if one.person_id == invitee.person_id and _is_answered(one, invitee)
    ]
    if _take_back(week, mine):
        week.told.append(accepted_after_all(meeting, invitee))


def _is_answered(change: WeekChange, invitee: Invitee) -> bool:
    """Whether the yes came after the no; what somebody told us may be newer than the answer in Outlook."""
    return change.asked_by_id is None or (
        invitee.answered_at is not None and invitee.answered_at > change.asked_at
    )


def _take_back(week: Week, changes: Iterable[WeekChange]) -> bool:
    """Whether something that waited is withdrawn; what others rest on is planned again without it."""
    was_open = False
    for change in [one for one in changes if one.state not in DONE]:
        end = settled(change, week.changes)
        holds_others = any(one.replaced_by_id == change.id for one in week.changes)
        was_open = was_open or end in OPEN
        is_replaced = change.state is ChangeState.REPLACED
        change.state = ChangeState.TAKEN_BACK
        if end in OPEN and (is_replaced or holds_others):
            week.note(ChangeKind.LOOK_AGAIN)
    return was_open


async def _carry_out(session: AsyncSession, world: World, weeks: Iterable[Week]) -> None:
    new = [change for week in weeks for change in week.new]
    told = [one for week in weeks for one in week.told]
    session.add_all(new)
    await session.flush()
    jobs: list[Job] = [PlanChange(change.id) for change in new]
    if told:
        readers = [person.id for person in await replanning.organizers(session)]
        places = await replanning.places_of_readers(session, readers, None)
        jobs += [
            TellPlace(place.id, one.heading, one.words(place.person.time_zone if place.person else "UTC"))
            for place in places
            for one in told
        ]
    await world.jobs.enqueue(session, jobs)
