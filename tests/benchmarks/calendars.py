"""Free/busy of 10,000 mailboxes, and a cold worker: ``python -m tests.benchmarks calendars``.

The stand-in tenant runs in a process of its own. The baseline of free/busy is Microsoft's SDK asking the same
tenant, twenty mailboxes a call as its documentation shows, for some of the people.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)
from msgraph.graph_service_client import GraphServiceClient
from sqlalchemy import func, select

from graph.calendars import GraphCalendars
from teams_app.app import open_world
from teams_app.config import Settings
from teams_app.demo.run import read_env
from teams_app.okr import MeetingState, Person, ShareMeeting
from teams_app.sample import TIDEWELL
from teams_app.services import share_week
from teams_app.services.directory.matching import match_directory
from teams_app.services.effects import WeekRequest
from teams_app.services.importing import known_keys, read_company, write_company
from teams_app.services.world import World
from teams_app.storage.embedded import embedded_postgres
from teams_app.storage.migrate import migrate
from tests.benchmarks import large_company
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import server
from tests.benchmarks.tenant import counted_graph, cpu, sdk, settings_of

MAILBOXES, BY_SDK = 10_000, 400
A_CALL = 20
MOST_BATCHES, MOST_AT_ONCE = 25, 4
START = datetime(2026, 12, 7, tzinfo=UTC)
END, SLOT = START + timedelta(days=5), 15
FIRST_EVENT_SECONDS = 5.0
LOOK_SECONDS, GIVE_UP_SECONDS = 0.02, 60.0


def run(mailboxes: int = MAILBOXES) -> list[Figure]:
    """Everybody's free/busy, then a worker that finds a share week to book."""
    with tempfile.TemporaryDirectory(prefix="okr-calendars-") as folder:
        company, data = Path(folder, "company"), Path(folder, "tenant")
        large_company.write_company(company, mailboxes)
        with server("tenant", str(company), str(data)):
            figures = asyncio.run(_free_busy(settings_of(data / "settings.env"), mailboxes))
        sample = Path(folder, "sample")
        with (
            server("tenant", str(TIDEWELL), str(sample)),
            embedded_postgres(Path(folder, "postgres"), durable=False) as url,
        ):
            migrate(url)
            env_file = sample / "settings.env"
            seconds = asyncio.run(_first_event(read_env(env_file), env_file, url))
        cold = "the first event after a cold worker starts (clock)"
        return [*figures, Figure(cold, "s", seconds, "s allowed", FIRST_EVENT_SECONDS, target=1)]


async def _free_busy(settings: Settings, mailboxes: int) -> list[Figure]:
    emails = [large_company.email(number) for number in range(mailboxes)]
    async with counted_graph(settings) as (client, token, counter):
        calendars = GraphCalendars(client)
        await calendars.availability(emails[:A_CALL], START, END, SLOT)
        counter.reset()
        found, ours = await cpu(lambda: calendars.availability(emails, START, END, SLOT))
        if any(each.problem for each in found):
            raise RuntimeError("not all mailboxes were read")
        batches, most = counter.requests, counter.most
        theirs = await _by_sdk(sdk(settings.graph_url, token), emails[:BY_SDK])
    each = ours / mailboxes * 1000
    return [
        Figure("free/busy, a mailbox", "ms", each, "the SDK", theirs / BY_SDK * 1000, target=0.1),
        Figure("free/busy, a mailbox", "ms", each, "ms allowed", 1.0, target=1),
        Figure(f"batches for {mailboxes:,} mailboxes", "", batches, "allowed", MOST_BATCHES, target=1),
        Figure("batches under way at once", "", most, "allowed", MOST_AT_ONCE, target=1),
    ]


async def _by_sdk(client: GraphServiceClient, emails: Sequence[str]) -> float:
    """Seconds of CPU, its first answer, which loads much, not counted."""
    await _ask(client, emails[:A_CALL])

    async def all_of_them() -> None:
        for first in range(0, len(emails), A_CALL):
            await _ask(client, emails[first : first + A_CALL])

    return (await cpu(all_of_them))[1]


async def _ask(client: GraphServiceClient, emails: Sequence[str]) -> None:
    start, end = (
        DateTimeTimeZone(date_time=f"{at:%Y-%m-%dT%H:%M:%S}", time_zone="UTC") for at in (START, END)
    )
    body = GetSchedulePostRequestBody(
        schedules=list(emails), start_time=start, end_time=end, availability_view_interval=SLOT
    )
    answer = await client.users.by_user_id(emails[0]).calendar.get_schedule.post(body)
    if answer is None or len(answer.value or []) != len(emails):
        raise RuntimeError("the SDK read nothing")


async def _first_event(settings: Mapping[str, str], env_file: Path, url: str) -> float:
    """Seconds from the start of a worker to the first event that is booked."""
    async with open_world(settings_of(env_file), url) as (world, _):
        await _confirmed_week(world)
        begun = perf_counter()
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "teams_app", "worker"),
            env=os.environ | settings | {"OKR_DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not await _booked(world):
                if perf_counter() - begun > GIVE_UP_SECONDS:
                    raise RuntimeError("the worker booked nothing")
                await asyncio.sleep(LOOK_SECONDS)
            return perf_counter() - begun
        finally:
            worker.terminate()
            await worker.wait()


async def _confirmed_week(world: World) -> None:
    files = [TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv", "rooms.csv")]
    async with world.database.transaction() as session:
        await write_company(session, read_company(files, await known_keys(session)))
    await match_directory(world)
    await share_week.propose(world, WeekRequest())
    async with world.database.transaction() as session:
        organizer = (await session.scalars(select(Person).where(Person.is_organizer).limit(1))).one()
        week = await share_week.current(session)
        if week is None:
            raise RuntimeError("no share week was proposed")
        await share_week.confirm(session, world.jobs, organizer, week.cycle.key, week.number)


async def _booked(world: World) -> bool:
    async with world.database.transaction() as session:
        booked = select(func.count()).where(ShareMeeting.state == MeetingState.BOOKED)
        return bool(await session.scalar(booked))
