"""``week``: the share week from the command line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.cli import replan
from teams_app.cli.console import bars, err, out, steps
from teams_app.cli.running import with_database, with_world
from teams_app.cli.why import print_why
from teams_app.errors import BadInput, NotAllowed, NotFound
from teams_app.jobs.queue import Queue, make_queue_app
from teams_app.okr import Answer, MeetingState, Person, ShareMeeting, ShareWeek, WeekState
from teams_app.okr.attention import remarks
from teams_app.services import share_week
from teams_app.services.answers import again
from teams_app.services.effects import WeekRequest
from teams_app.services.week.parts import told
from teams_app.services.world import World
from teams_app.storage.database import Database
from teams_app.storage.queries import sharing

app = typer.Typer(no_args_is_help=True, help="Plan, look at, confirm and cancel the share week.")
Cycle = Annotated[str | None, typer.Option(help="Key of the cycle, such as 2027-Q1; else the current one.")]
Part = Annotated[
    str | None, typer.Option("--unit", help="Key or name of a unit: the part at and below it; else all.")
]
POLL_SECONDS = 0.5
SAID = {Answer.ACCEPTED: "yes", Answer.TENTATIVE: "perhaps", Answer.DECLINED: "no"}
UNDER_WAY = (MeetingState.BOOKING, MeetingState.MOVING, MeetingState.CANCELLING)


@app.command()
def propose(
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    days: Annotated[int, typer.Option(min=1, help="Working days; weekends are left out.")] = 5,
    bottom_up: Annotated[bool, typer.Option(help="Teams first, leadership last.")] = False,
    unit: Part = None,
    cycle: Cycle = None,
) -> None:
    """Plan all share meetings from everybody's calendar; nobody is invited yet."""
    asked = WeekRequest(cycle, start.date() if start else None, days, is_bottom_up=bottom_up, unit=unit)

    async def act(world: World) -> ShareWeek | None:
        with steps() as shown:
            task = shown.add_task("Planning")
            week_id = await share_week.propose(
                world, asked, lambda step: shown.update(task, description=step)
            )
        return await _of_id(world.database, week_id)

    print_week(with_world(act))


@app.command()
def show(
    unit: Part = None,
    why: Annotated[
        str | None, typer.Option(help="Key or name of a unit: tell why its share meeting is when it is.")
    ] = None,
    cycle: Cycle = None,
) -> None:
    """The newest proposal, or what is booked of it."""
    if why is not None:
        print_why(with_database(lambda database: _to_explain(database, why, cycle)))
        return

    async def act(database: Database) -> tuple[ShareWeek | None, list[str]]:
        async with database.transaction() as session:
            week = await share_week.current(session, cycle, unit)
            beside = await share_week.standing_beside(session, week) if week else []
            return week, [f"Beside it: {told(one)}, {one.state.value}." for one in beside]

    week, beside = with_database(act)
    print_week(week)
    for line in beside:
        out.print(line, markup=False, highlight=False)


@app.command()
def confirm(
    unit: Part = None,
    cycle: Cycle = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has booked everything.")] = True,
) -> None:
    """Invite everybody and post the OKRs' cards; a worker carries it out."""
    _decide(cycle, unit, is_confirmed=True, wait=wait)


@app.command()
def cancel(
    unit: Part = None,
    cycle: Cycle = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has cancelled everything.")] = True,
) -> None:
    """Cancel every event of the week; cards and threads stay."""
    _decide(cycle, unit, is_confirmed=False, wait=wait)


@app.command()
def book_again(
    unit: Annotated[str, typer.Argument(help="Key or name of the unit whose event was deleted in Outlook.")],
    cycle: Cycle = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has booked it.")] = True,
) -> None:
    """Invite everybody of one share meeting again, at its planned time; a worker carries it out."""

    async def act(database: Database) -> ShareWeek:
        jobs = Queue(make_queue_app(database.engine.url.render_as_string(hide_password=False)))
        async with database.transaction() as session:
            organizer = await _organizer(session)
            meeting = await again.book_again(session, jobs, organizer, unit, _now, cycle)
        if wait:
            await _wait(database, meeting.week_id)
        return await _of_id(database, meeting.week_id)

    print_week(with_database(act))


def _now() -> datetime:
    return datetime.now(UTC)


async def _organizer(session: AsyncSession) -> Person:
    """Who acts where nobody is signed in: the first of the organizers."""
    organizer = await session.scalar(select(Person).where(Person.is_organizer).order_by(Person.id))
    if organizer is None:
        raise NotAllowed("Nobody is an organizer: see OKR_ORGANIZERS_GROUP, then import again.")
    return organizer


def _decide(cycle: str | None, unit: str | None, *, is_confirmed: bool, wait: bool) -> None:
    async def act(database: Database) -> ShareWeek | None:
        url = database.engine.url.render_as_string(hide_password=False)
        jobs = Queue(make_queue_app(url))
        async with database.transaction() as session:
            state = WeekState.PROPOSED if is_confirmed else WeekState.CONFIRMED
            week = await share_week.meant(session, state, cycle, unit)
            if week is None:
                raise NotFound("There is no share week yet: okr-share week propose")
            organizer = await _organizer(session)
            decide = share_week.confirm if is_confirmed else share_week.cancel
            await decide(session, jobs, organizer, week.cycle.key, week.number)
        if wait:
            await _wait(database, week.id)
        return await _of_id(database, week.id)

    print_week(with_database(act))


async def _wait(database: Database, week_id: int) -> None:
    """Show how the worker gets on; Ctrl-C leaves it to it."""
    with bars() as shown:
        task = shown.add_task("Events")
        while True:
            meetings = _with_events(await _of_id(database, week_id))
            left = sum(one.state in UNDER_WAY for one in meetings)
            failed = sum(one.problem is not None for one in meetings)
            shown.update(task, total=len(meetings), completed=len(meetings) - left)
            if left <= failed:
                return
            await asyncio.sleep(POLL_SECONDS)


async def _of_id(database: Database, week_id: int) -> ShareWeek:
    async with database.transaction() as session:
        return await sharing.week_of_id(session, week_id)


async def _to_explain(database: Database, unit: str, cycle: str | None) -> ShareMeeting:
    async with database.transaction() as session:
        return await share_week.meeting_to_explain(session, unit, cycle)


def _with_events(week: ShareWeek) -> list[ShareMeeting]:
    return [meeting for meeting in week.meetings if meeting.state is not MeetingState.UNPLACED]


def print_week(week: ShareWeek | None) -> None:
    """A table; times are in each organizer's own zone."""
    if week is None:
        raise BadInput("There is no share week yet: okr-share week propose")
    part = f" of {week.root_unit.name}" if week.root_unit else ""
    title = f"Share week {week.cycle.name}{part}, proposal {week.number}: {week.state.value}"
    table = Table(title=title, caption="Times are each leader’s own.")
    table.add_column("When", no_wrap=True)
    has_rooms = any(meeting.room for meeting in week.meetings)
    has_answers = week.state is WeekState.CONFIRMED
    shown = [*(("Room",) if has_rooms else ()), *(("Answers",) if has_answers else ())]
    for column in ("Unit", "Leader", "People", *shown, "At a bad time", "State"):
        table.add_column(column)
    for meeting in week.meetings:
        bad = [invitee.person.name for invitee in meeting.invitees if invitee.trouble]
        state = meeting.problem or meeting.unplaced_reason or _state(meeting)
        table.add_row(
            _when(meeting),
            "Leadership team" if meeting.level == "leadership" else meeting.unit.name,
            meeting.organizer.name,
            str(len(meeting.invitees)),
            *((meeting.room or "",) if has_rooms else ()),
            *((answers(meeting),) if has_answers else ()),
            ", ".join(bad),
            state,
        )
    out.print(table)
    out.print(_quality(week), highlight=False)
    for remark in remarks(week.meetings):
        out.print(f"Look at {remark.meeting.unit.name}: {remark.sentence}", markup=False, highlight=False)
    if week.state is WeekState.PROPOSED:
        err.print("Nobody is invited before you confirm: okr-share week confirm")


def answers(meeting: ShareMeeting) -> str:
    """Such as ``3 yes, 1 perhaps, 1 no: Li Chen``; rooms count as well where they decline."""
    counts = meeting.answers
    told = [f"{counts[answer]} {word}" for answer, word in SAID.items() if counts[answer]]
    names = [one.person.name for one in meeting.invitees if one.answer is Answer.DECLINED]
    names += [meeting.room] if meeting.room and meeting.room_answer is Answer.DECLINED else []
    return ", ".join(told) + (f": {', '.join(names)}" if names else "")


def _state(meeting: ShareMeeting) -> str:
    if meeting.state is MeetingState.DELETED:
        return f"deleted in Outlook; to invite again: okr-share week book-again {meeting.unit.key}"
    return meeting.state.value


def _when(meeting: ShareMeeting) -> str:
    if meeting.starts_at is None or meeting.ends_at is None:
        return "not placed"
    zone = ZoneInfo(meeting.organizer.time_zone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return f"{start:%a %d %b %H:%M}–{end:%H:%M}"


def _quality(week: ShareWeek) -> str:
    bad = sum(bool(invitee.trouble) for meeting in week.meetings for invitee in meeting.invitees)
    everybody = sum(len(meeting.invitees) for meeting in week.meetings)
    proven = "proven the best" if not week.gap else f"within {week.gap:.1%} of the best, proven"
    unread = f" {week.unread_mailboxes} calendars could not be read." if week.unread_mailboxes else ""
    rooms = f" {week.unread_rooms} rooms’ calendars could not be read." if week.unread_rooms else ""
    return f"{bad} of {everybody} invitations are at a bad time; the plan is {proven}.{unread}{rooms}"


replan.add_commands(app)
