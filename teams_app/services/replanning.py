"""Something happened to a share week that stands: who may tell it, and who decides about the moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import Conflict, NotAllowed, NotFound
from teams_app.okr import ChangeState, Person, Place, Role, ShareMeeting, ShareWeek, WeekChange, WeekMove
from teams_app.okr.replanning import may_ask, may_decide, may_see
from teams_app.services.effects import MoveMeeting, PlanChange
from teams_app.services.ports import Clock, Jobs
from teams_app.services.week import mending
from teams_app.services.week.basis import others_of
from teams_app.services.week.requests import Change, LookAgain, understood, week_meant
from teams_app.services.world import World
from teams_app.storage.queries import goals, replanning, sharing

NOT_YOURS = (
    "Only organizers re-plan the share week. Leaders re-plan the share meetings of their own units, where "
    "nobody else’s has to move."
)
TAKEN = "Another share week has people or a room at that time now. Nothing was changed; please re-plan again."
TO_TELL = (ChangeState.PROPOSED, ChangeState.IMPOSSIBLE, ChangeState.FAILED)
NOT_FOR_YOU = "Only organizers and the leaders of its units see how a share week changes."


@dataclass(frozen=True)
class ChangeKey:
    """Names a change for people: the cycle, the number of its proposal, and its own."""

    cycle: str
    week: int
    number: int


def key_of(change: WeekChange) -> ChangeKey:
    return ChangeKey(change.week.cycle.key, change.week.number, change.number)


async def week_to_change(session: AsyncSession, cycle_key: str | None = None) -> ShareWeek:
    """The newest share week that is proposed or confirmed.

    :raises NotFound: there is none.
    """
    return week_meant(await replanning.living_weeks(session, cycle_key), LookAgain())


async def request(
    session: AsyncSession, person: Person, change: Change, clock: Clock, cycle_key: str | None = None
) -> WeekChange:
    """Note what happened; it is planned next, by a worker (``enqueue``) or here (``mending.plan``).

    :raises NotAllowed: it is not for this person to ask.
    :raises NotFound, BadInput, Conflict: the week has no such meeting, person or room, or the time cannot be.
    """
    week = week_meant(await replanning.living_weeks(session, cycle_key), change)
    return await _noted(session, person, week, change, clock)


async def request_of_week(
    session: AsyncSession, person: Person, change: Change, clock: Clock, cycle_key: str, week_number: int
) -> WeekChange:
    """The same for one week.

    :raises OkrError: as ``request``.
    """
    weeks = await replanning.living_weeks(session, cycle_key)
    week = next((one for one in weeks if one.number == week_number), None)
    if week is None:
        raise NotFound(f"Proposal {week_number} of {cycle_key} is neither proposed nor confirmed.")
    return await _noted(session, person, week, change, clock)


async def enqueue(session: AsyncSession, jobs: Jobs, change: WeekChange, place: Place | None = None) -> None:
    """Let a worker plan it, and show the moves in a place."""
    await jobs.enqueue(session, [PlanChange(change.id, place.id if place else None)])


async def propose(world: World, person: Person, change: Change, cycle_key: str | None = None) -> WeekChange:
    """What happened, with the moves that mend it; nothing moves before somebody confirms.

    :raises OkrError: as ``request``.
    """
    async with world.database.transaction() as session:
        noted = await request(session, person, change, world.clock, cycle_key)
    return await mending.plan(world, noted.id)


async def confirm(
    session: AsyncSession, jobs: Jobs, person: Person, key: ChangeKey, clock: Clock
) -> WeekChange:
    """Meetings get their new times, and their events are to follow; confirming again changes nothing.

    :raises NotAllowed: it is not for this person to decide.
    :raises NotFound: there is no such change.
    :raises Conflict: a newer one has replaced it, or the week has changed.
    """
    change = await _to_decide(session, person, key)
    if change.state is ChangeState.PROPOSED:
        await _refuse_double_bookings(session, change)
    moved = change.confirm(person, clock())
    await _written(session, change)
    await jobs.enqueue(session, [MoveMeeting(meeting.id) for meeting in moved])
    return change


async def keep(session: AsyncSession, person: Person, key: ChangeKey, clock: Clock) -> WeekChange:
    """Nothing moves.

    :raises NotAllowed, NotFound, Conflict: as ``confirm``.
    """
    change = await _to_decide(session, person, key)
    change.keep(person, clock())
    await _written(session, change)
    return change


async def changes(
    session: AsyncSession, person: Person, cycle_key: str, week_number: int
) -> Sequence[WeekChange]:
    """Those of a share week that are for this person to see, the oldest first.

    :raises NotFound: there is no such week.
    :raises NotAllowed: the person neither organizes nor leads a unit of it.
    """
    week = await sharing.week_of_number(session, cycle_key, week_number)
    if week is None:
        raise NotFound(f"There is no proposal {week_number} for {cycle_key}.")
    if not any(may_ask(person, [meeting]) for meeting in week.meetings):
        raise NotAllowed(NOT_FOR_YOU)
    return [one for one in await replanning.changes_of_week(session, week.id) if may_see(person, one)]


async def change_to_see(session: AsyncSession, person: Person, key: ChangeKey) -> WeekChange:
    """:raises NotFound: there is no such change, or not for this person."""
    change = await replanning.change_of_id(session, await _id(session, key))
    if not may_see(person, change):
        raise NotFound(_missing(key))
    return change


async def places_to_tell(
    session: AsyncSession, change: WeekChange, place_id: int | None
) -> list[tuple[Place, Person | None]]:
    """Where the moves are shown, and who reads there.

    That is where they were asked for, else the asker's personal chat; and the personal chats of all
    organizers where whoever asked cannot decide. What nobody asked for, since it happened in Outlook, is told
    to organizers unless nothing has to move.
    """
    asker = change.asked_by
    readers = [asker.id] if asker and not place_id else []
    told = (ChangeState.PROPOSED,) if asker or place_id else TO_TELL
    if change.state in told and not (asker and may_decide(asker, change)):
        readers += [person.id for person in await replanning.organizers(session)]
    found = await replanning.places_of_readers(session, readers, place_id)
    return [(place, place.person) for place in found]


async def _noted(
    session: AsyncSession, person: Person, week: ShareWeek, change: Change, clock: Clock
) -> WeekChange:
    await session.refresh(week, ["state"], with_for_update=True)
    noted = understood(week, change, clock())
    if not may_ask(person, [noted.meeting] if noted.meeting else []):
        raise NotAllowed(NOT_YOURS)
    noted.week, noted.asked_by_id = week, person.id
    noted.number = await replanning.next_number(session, week.id)
    session.add(noted)
    await session.flush()
    return await replanning.change_of_id(session, noted.id)


async def _to_decide(session: AsyncSession, person: Person, key: ChangeKey) -> WeekChange:
    """Locked with its week and cycle, so that nobody decides at the same time, or plans weeks beside it."""
    change_id = await _id(session, key)
    week = await replanning.week_of_change(session, change_id)
    await goals.lock_cycle(session, week.cycle_id)
    await replanning.week_of_change(session, change_id, lock=True)
    change = await replanning.change_of_id(session, change_id)
    if not may_decide(person, change):
        raise NotAllowed(NOT_YOURS)
    return change


async def _refuse_double_bookings(session: AsyncSession, change: WeekChange) -> None:
    """:raises Conflict: a share week beside this one has people or a room at that time by now."""
    week = change.week
    living = await sharing.living_weeks(session, week.cycle_id)
    others = others_of(living, {meeting.unit_id for meeting in week.meetings})
    if any(_collides(move, other) for move in change.moves for other in others.meetings):
        raise Conflict(TAKEN)


def _collides(move: WeekMove, other: ShareMeeting) -> bool:
    if not other.starts_at or not other.ends_at:
        return False
    is_at_once = move.to_start < other.ends_at and other.starts_at < move.to_end
    asked = {one.person_id for one in (*move.meeting.invitees, *move.people) if one.role is Role.REQUIRED}
    both = asked & {one.person_id for one in other.invitees if one.role is Role.REQUIRED}
    return is_at_once and (bool(both) or (other.room is not None and move.to_room == other.room))


async def _written(session: AsyncSession, change: WeekChange) -> None:
    """With who decided, for the card that tells it."""
    await session.flush()
    await session.refresh(change, ["decided_by"])


async def _id(session: AsyncSession, key: ChangeKey) -> int:
    change_id = await replanning.change_id_of_number(session, key.cycle, key.week, key.number)
    if change_id is None:
        raise NotFound(_missing(key))
    return change_id


def _missing(key: ChangeKey) -> str:
    return f"There is no change {key.number} of proposal {key.week} for {key.cycle}, or not for you."
