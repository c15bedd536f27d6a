"""``week``: the share week from the command line."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from sqlalchemy import select

from teams_app.cli.console import bars, err, out, steps
from teams_app.cli.running import with_database, with_world
from teams_app.errors import BadInput, NotAllowed, NotFound
from teams_app.jobs.queue import Queue, make_queue_app
from teams_app.okr import MeetingState, Person, ShareMeeting, ShareWeek, WeekState
from teams_app.services import share_week
from teams_app.services.ports import WeekRequest
from teams_app.services.world import World
from teams_app.storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Plan, look at, confirm and cancel the share week.")
Cycle = Annotated[str | None, typer.Option(help="Key of the cycle, such as 2027-Q1; else the current one.")]
POLL_SECONDS = 0.5


@app.command()
def propose(
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    days: Annotated[int, typer.Option(min=1, max=20, help="Working days.")] = 5,
    bottom_up: Annotated[bool, typer.Option(help="Teams first, leadership last.")] = False,
    cycle: Cycle = None,
) -> None:
    """Plan all share meetings from everybody's calendar; nobody is invited yet."""
    asked = WeekRequest(cycle, start.date() if start else None, days, is_bottom_up=bottom_up)

    async def act(world: World) -> ShareWeek | None:
        with steps() as shown:
            task = shown.add_task("Planning")
            await share_week.propose(world, asked, lambda step: shown.update(task, description=step))
        async with world.database.transaction() as session:
            return await share_week.current(session, cycle)

    print_week(with_world(act))


@app.command()
def show(cycle: Cycle = None) -> None:
    """The newest proposal, or what is booked of it."""
    print_week(with_database(lambda database: _current(database, cycle)))


@app.command()
def confirm(
    cycle: Cycle = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has booked everything.")] = True,
) -> None:
    """Invite everybody and post the OKRs' cards; a worker carries it out."""
    _decide(cycle, is_confirmed=True, wait=wait)


@app.command()
def cancel(
    cycle: Cycle = None,
    wait: Annotated[bool, typer.Option(help="Wait until the worker has cancelled everything.")] = True,
) -> None:
    """Cancel every event of the week; cards and threads stay."""
    _decide(cycle, is_confirmed=False, wait=wait)


def _decide(cycle: str | None, *, is_confirmed: bool, wait: bool) -> None:
    async def act(database: Database) -> ShareWeek | None:
        url = database.engine.url.render_as_string(hide_password=False)
        jobs = Queue(make_queue_app(url))
        async with database.transaction() as session:
            week = await share_week.current(session, cycle)
            if week is None:
                raise NotFound("There is no share week yet: okr-share week propose")
            organizer = await session.scalar(select(Person).where(Person.is_organizer).order_by(Person.id))
            if organizer is None:
                raise NotAllowed("Nobody is an organizer: see OKR_ORGANIZERS_GROUP, then import again.")
            decide = share_week.confirm if is_confirmed else share_week.cancel
            await decide(session, jobs, organizer, week.cycle.key, week.number)
        if wait:
            await _wait(database, cycle)
        return await _current(database, cycle)

    print_week(with_database(act))


async def _wait(database: Database, cycle: str | None) -> None:
    """Show how the worker gets on; Ctrl-C leaves it to it."""
    with bars() as shown:
        task = shown.add_task("Events")
        while True:
            week = await _current(database, cycle)
            meetings = [] if week is None else _with_events(week)
            left = sum(one.state in (MeetingState.BOOKING, MeetingState.CANCELLING) for one in meetings)
            failed = sum(one.problem is not None for one in meetings)
            shown.update(task, total=len(meetings), completed=len(meetings) - left)
            if left <= failed:
                return
            await asyncio.sleep(POLL_SECONDS)


async def _current(database: Database, cycle: str | None) -> ShareWeek | None:
    async with database.transaction() as session:
        return await share_week.current(session, cycle)


def _with_events(week: ShareWeek) -> list[ShareMeeting]:
    return [meeting for meeting in week.meetings if meeting.state is not MeetingState.UNPLACED]


def print_week(week: ShareWeek | None) -> None:
    """A table; times are in each organizer's own zone."""
    if week is None:
        raise BadInput("There is no share week yet: okr-share week propose")
    title = f"Share week {week.cycle.name}, proposal {week.number}: {week.state.value}"
    table = Table(title=title, caption="Times are each leader’s own.")
    table.add_column("When", no_wrap=True)
    for column in ("Unit", "Leader", "People", "At a bad time", "State"):
        table.add_column(column)
    for meeting in week.meetings:
        bad = [invitee.person.name for invitee in meeting.invitees if invitee.trouble]
        state = meeting.problem or meeting.unplaced_reason or meeting.state.value
        table.add_row(
            _when(meeting),
            "Leadership team" if meeting.level == "leadership" else meeting.unit.name,
            meeting.organizer.name,
            str(len(meeting.invitees)),
            ", ".join(bad),
            state,
        )
    out.print(table)
    out.print(_quality(week), highlight=False)
    if week.state is WeekState.PROPOSED:
        err.print("Nobody is invited before you confirm: okr-share week confirm")


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
    return f"{bad} of {everybody} invitations are at a bad time; the plan is {proven}.{unread}"
