"""Bring people, units, places and rooms to what the directory says: read, compare, write once.

Nothing is kept of a run that fails: what was read, and where the next delta begins, is stored in the
transaction that writes people and units.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError
from teams_app.errors import Conflict, OkrError, SettingsFault, Unavailable
from teams_app.okr import DirectoryLink, DirectoryRun, Membership, Place, PlaceKind, Unit
from teams_app.services.directory.channels import bring_channels
from teams_app.services.directory.known_people import People
from teams_app.services.directory.people import Wish, bring_people, set_organizers
from teams_app.services.directory.reading import Question, Reading, Tell, read_tenant, silent
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.room_rows import bring_rooms
from teams_app.services.directory.rules import Rules
from teams_app.services.directory.rules_file import load_rules
from teams_app.services.directory.snapshot import Snapshot, load, store
from teams_app.services.directory.unit_rows import bring_units
from teams_app.services.directory.units import Wanted, wanted_units
from teams_app.services.outside import explained
from teams_app.services.world import World

RUNS_KEPT = timedelta(days=90)
LOCK = 0x0D1_2EC7  # of PostgreSQL's advisory locks; no other part of the product takes one of this number


@dataclass(frozen=True)
class Asked:
    """How a run is to be done.

    :param is_full: read everything, not only changes.
    :param may_leave: even if a large part of the people left.
    """

    is_full: bool = False
    may_leave: bool = False


@dataclass(frozen=True)
class _Found:
    """What a run has to write."""

    rules: Rules
    reading: Reading
    wanted: Wanted
    asked: Asked


async def sync_directory(world: World, asked: Asked = Asked(), tell: Tell = silent) -> Report:
    """Read the directory and bring everything up to date in one transaction.

    :raises Unavailable: Graph is away; nothing was changed.
    :raises SettingsFault: Graph refuses, as where a permission is missing; nothing was changed.
    :raises BadInput: the map cannot be used.
    :raises Conflict: too many would leave, or another run came first; nothing was changed.
    """
    began_at = world.clock()
    try:
        return await _sync(world, asked, began_at, tell)
    except OkrError as error:
        await _note_failure(world, asked, began_at, str(error))
        raise


async def last_runs(session: AsyncSession) -> tuple[DirectoryRun | None, DirectoryRun | None]:
    """The last run that succeeded, and a failed one that came after it."""
    newest = select(DirectoryRun).order_by(DirectoryRun.id.desc()).limit(1)
    good = await session.scalar(newest.where(DirectoryRun.problem.is_(None)))
    last = await session.scalar(newest)
    return good, last if last is not None and last.problem is not None else None


async def newest_runs(session: AsyncSession, at_most: int) -> list[DirectoryRun]:
    """Failed ones too."""
    return list(await session.scalars(select(DirectoryRun).order_by(DirectoryRun.id.desc()).limit(at_most)))


async def _sync(world: World, asked: Asked, began_at: datetime, tell: Tell) -> Report:
    rules = load_rules(world.settings.directory_map)
    async with world.database.transaction() as session:
        known = await load(session)
        question = await _question(session, world, rules, asked, began_at)
    try:
        reading = await read_tenant(world.directory, known, question, tell)
    except GraphError as error:
        # What does not pass by itself is for an administrator, and not to be tried again all night.
        kind = Unavailable if error.is_transient else SettingsFault
        raise kind(
            f"The directory cannot be read: {explained(error)} Nothing was changed; people and OKRs are kept."
        ) from error
    tell("Comparing", 0, 0)
    report = Report()
    # In a thread, since ten thousand people take a second, in which the loop has other jobs to look after.
    wanted = await asyncio.to_thread(wanted_units, reading.snapshot, rules, report)
    async with world.database.transaction() as session:
        await _be_first(session, known)
        await _write(session, world, _Found(rules, reading, wanted, asked), report)
        await store(session, known, reading.snapshot)
        await _note(session, world, reading, began_at, report)
    return report


async def _question(
    session: AsyncSession, world: World, rules: Rules, asked: Asked, now: datetime
) -> Question:
    """What the units that there are need besides what the map needs."""
    channels = select(Place.team_id).where(Place.kind == PlaceKind.CHANNEL, Place.unit_id.is_not(None))
    return Question(
        rules=rules,
        now=now,
        is_full=asked.is_full,
        team_names=frozenset(await session.scalars(select(Unit.teams_team).where(Unit.teams_team != ""))),
        team_ids=frozenset(one for one in await session.scalars(channels) if one),
        group_names=frozenset([world.settings.organizers_group]),
    )


async def _be_first(session: AsyncSession, known: Snapshot) -> None:
    """One run writes at a time, and none on top of what it has not seen.

    :raises Conflict: another run has finished since this one began.
    """
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    links = await session.execute(select(DirectoryLink.collection, DirectoryLink.link))
    if dict(links.all()) != dict(known.links):
        raise Conflict("Another reading of the directory has just finished; its changes are kept.")


async def _write(session: AsyncSession, world: World, found: _Found, report: Report) -> None:
    """Everything that follows from what was read, in an order in which all that is pointed at is there."""
    snapshot, rules, wanted = found.reading.snapshot, found.rules, found.wanted
    for note in found.reading.notes:
        report.tell(Topic.NOTES, note)
    in_units = {key for unit in wanted.units for key in unit.members}
    wish = Wish(
        rules.people,
        world.clock().date(),
        everybody=rules.people.everybody or rules.organization is None,
        needed=in_units | set(_managers(snapshot, in_units)),
        may_leave=found.asked.may_leave,
    )
    people = await bring_people(session, snapshot, wish, report)
    organizers = _bring_organizers(people, snapshot, world.settings.organizers_group, report)
    units = await bring_units(session, wanted, people, report)
    channels = await bring_channels(session, snapshot, units, world.settings.service_urls[0], report)
    rooms = 0
    if rules.rooms is not None and snapshot.rooms is not None:
        rooms = await bring_rooms(session, snapshot, rules.rooms, report)
    report.counts = {
        "people": sum(person.is_enabled for person in people.by_object_id.values()),
        "units": len(units.all),
        "members": await _count_members(session),
        "channels": channels,
        "organizers": organizers,
        "rooms": rooms,
    }


def _managers(snapshot: Snapshot, keys: Iterable[str]) -> Iterable[str]:
    """Who is told when somebody's question stays unanswered."""
    managers = (snapshot.accounts[key].user.manager_id for key in keys)
    return (one for one in managers if one)


def _bring_organizers(people: People, snapshot: Snapshot, name: str, report: Report) -> int:
    groups = [group for group in snapshot.groups.values() if group.name == name and group.people]
    if not groups:
        report.tell(
            Topic.NOTES,
            f"There is no group “{name}” (OKR_ORGANIZERS_GROUP), so the organizers stay as they are.",
        )
        return sum(person.is_organizer for person in people.all)
    return set_organizers(people, (one for group in groups if group.people for one in group.people.members))


async def _count_members(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Membership)) or 0


async def _note(
    session: AsyncSession, world: World, reading: Reading, began_at: datetime, report: Report
) -> None:
    """Reports name people who left, so they are not kept for ever."""
    ended_at = world.clock()
    await session.execute(delete(DirectoryRun).where(DirectoryRun.ended_at < ended_at - RUNS_KEPT))
    session.add(
        DirectoryRun(began_at=began_at, ended_at=ended_at, is_full=reading.is_full, report=report.as_json())
    )


async def _note_failure(world: World, asked: Asked, began_at: datetime, problem: str) -> None:
    """So that ``directory show`` tells of it; a database that is away cannot be told anything."""
    try:
        async with world.database.transaction() as session:
            session.add(
                DirectoryRun(
                    began_at=began_at,
                    ended_at=world.clock(),
                    is_full=asked.is_full,
                    problem=problem,
                    report=Report().as_json(),
                )
            )
    except Unavailable:
        return
