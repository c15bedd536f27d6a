"""``week replan`` and ``week moves``: mend a share week with the fewest moves, from the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.cli.console import FAILED, bars, steps
from teams_app.cli.replan_told import print_change, print_changes
from teams_app.cli.running import with_database, with_world
from teams_app.errors import BadInput, NotAllowed
from teams_app.jobs.queue import Queue, make_queue_app
from teams_app.okr import ChangeState, MeetingState, Person, ShareMeeting, WeekChange
from teams_app.services import replanning
from teams_app.services.replanning import ChangeKey
from teams_app.services.week.requests import Change, Declined, LookAgain, Moved, PeopleChanged, RoomGone
from teams_app.services.world import World
from teams_app.storage.database import Database

POLL_SECONDS = 0.5
UNDER_WAY = (MeetingState.MOVING, MeetingState.BOOKING)
BROKEN = (ChangeState.IMPOSSIBLE, ChangeState.FAILED)
Cycle = Annotated[str | None, typer.Option(help="Key of the cycle, such as 2027-Q1; else the newest week.")]
Many = list[str] | None


class Decision(StrEnum):
    """What is done about moves."""

    CONFIRM = "confirm"
    KEEP = "keep"


def add_commands(app: typer.Typer) -> None:
    app.command()(replan)
    app.command()(moves)


def replan(
    declined: Annotated[
        Many, typer.Option(metavar="PERSON@UNIT", help="Declined that meeting. Repeatable.")
    ] = None,
    move: Annotated[
        Many, typer.Option(metavar="UNIT=TIME", help="Wanted then: 2027-01-14T14:30+01:00. Repeatable.")
    ] = None,
    without_room: Annotated[
        Many, typer.Option(metavar="ROOM", help="Cannot be had any more. Repeatable.")
    ] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Read again who is asked.")] = False,
    note: Annotated[str, typer.Option(help="Why they declined, in their words.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="Move the meetings at once.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has moved all events.")] = True,
    cycle: Cycle = None,
) -> None:
    """Find the fewest moves that mend the share week; without options, see whether it still holds."""
    told: list[Change] = [_declined(text, note) for text in declined or ()]
    told += [_moved(text) for text in move or ()]
    told += [RoomGone(room) for room in without_room or ()]
    told += [PeopleChanged()] if refresh else []

    async def act(world: World) -> WeekChange:
        change = await _propose(world, told or [LookAgain()], cycle)
        if confirm and change.state is ChangeState.PROPOSED:
            change = await _decide(world.database, Decision.CONFIRM, replanning.key_of(change))
            if wait:
                await _wait(world.database, change)
        return change

    change = with_world(act)
    print_change(change)
    if change.state in BROKEN:
        raise typer.Exit(FAILED)


def moves(
    decision: Annotated[
        Decision | None, typer.Argument(help="What to do; without it, all are listed.")
    ] = None,
    number: Annotated[int | None, typer.Argument(help="Of the change.")] = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has moved all events.")] = True,
    cycle: Cycle = None,
) -> None:
    """List the changes of the share week; confirm one, or keep everything as it is."""
    if decision is None:
        print_changes(with_database(lambda database: _changes(database, cycle)))
        return
    if number is None:
        raise BadInput(f"Which one? okr-share week moves {decision} NUMBER")

    async def act(database: Database) -> WeekChange:
        async with database.transaction() as session:
            week = await replanning.week_to_change(session, cycle)
        change = await _decide(database, decision, ChangeKey(week.cycle.key, week.number, number))
        if wait and decision is Decision.CONFIRM:
            await _wait(database, change)
        return change

    print_change(with_database(act))


def _declined(text: str, note: str) -> Declined:
    person, at, unit = text.rpartition("@")
    if not (person and at and unit):
        raise BadInput(f"--declined {text} is not PERSON@UNIT, such as li.chen@tidewell.example@support.")
    return Declined(unit, person, note)


def _moved(text: str) -> Moved:
    unit, _, when = text.rpartition("=")
    try:
        start = datetime.fromisoformat(when)
    except ValueError as error:
        raise BadInput(f"--move {text} is not UNIT=TIME, such as mobile=2027-01-14T14:30+01:00.") from error
    if start.tzinfo is None or not unit:
        raise BadInput(f"--move {text} needs a unit and an offset: mobile=2027-01-14T14:30+01:00.")
    return Moved(unit, start)


async def _propose(world: World, told: Sequence[Change], cycle: str | None) -> WeekChange:
    """One after the other: each later one holds those before it."""
    async with world.database.transaction() as session:
        organizer = await _organizer(session)
    with steps() as shown:
        shown.add_task("Reading calendars and planning")
        for change in told[:-1]:
            await replanning.propose(world, organizer, change, cycle)
        return await replanning.propose(world, organizer, told[-1], cycle)


async def _decide(database: Database, decision: Decision, key: ChangeKey) -> WeekChange:
    jobs = Queue(make_queue_app(database.engine.url.render_as_string(hide_password=False)))
    async with database.transaction() as session:
        organizer = await _organizer(session)
        if decision is Decision.CONFIRM:
            return await replanning.confirm(session, jobs, organizer, key, _now)
        return await replanning.keep(session, organizer, key, _now)


async def _changes(database: Database, cycle: str | None) -> Sequence[WeekChange]:
    async with database.transaction() as session:
        week = await replanning.week_to_change(session, cycle)
        return await replanning.changes(session, await _organizer(session), week.cycle.key, week.number)


async def _wait(database: Database, change: WeekChange) -> None:
    """Show how the worker gets on; Ctrl-C leaves it to it."""
    with bars() as shown:
        task = shown.add_task("Events", total=len(change.moves))
        while True:
            async with database.transaction() as session:
                asked = select(ShareMeeting).where(ShareMeeting.week_id == change.week_id)
                meetings = (await session.scalars(asked.where(ShareMeeting.state.in_(UNDER_WAY)))).all()
            shown.update(task, completed=max(0, len(change.moves) - len(meetings)))
            if all(meeting.problem for meeting in meetings):
                return
            await asyncio.sleep(POLL_SECONDS)


async def _organizer(session: AsyncSession) -> Person:
    """Who acts where nobody is signed in: the first of the organizers."""
    organizer = await session.scalar(select(Person).where(Person.is_organizer).order_by(Person.id))
    if organizer is None:
        raise NotAllowed("Nobody is an organizer: see OKR_ORGANIZERS_GROUP, then import again.")
    return organizer


def _now() -> datetime:
    return datetime.now(UTC)
