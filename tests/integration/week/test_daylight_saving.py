"""Meetings around the Sundays on which clocks change are at the wall-clock times that were planned.

Each team here works for three quarters of an hour a day, so there is one time at which it can meet. Berlin
changes on 2027-03-28 and 2027-10-31, New York on 2027-03-14 and 2027-11-07, Kolkata never.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from graph.auth import TokenSource
from graph.credentials import Secret
from graph.zones import WINDOWS_ZONES
from teams_app.app import open_world
from teams_app.config import load_settings
from teams_app.okr import ShareMeeting
from teams_app.services import share_week
from teams_app.services.directory.matching import match_directory
from teams_app.services.effects import WeekRequest
from teams_app.services.importing import known_keys, read_company, write_company
from teams_app.solving import Solver
from tests.integration.watched import watched
from tests.integration.week.conftest import Tidewell

LEADER = "lead@clocks.example"
TEAMS = {"Europe/Berlin": "14:00", "America/New_York": "09:00", "Asia/Kolkata": "11:00"}


def _key(zone: str) -> str:
    return zone.rpartition("/")[2].lower().replace("_", "")


ZONES = {_key(zone): zone for zone in TEAMS}
WINDOWS = {zone: name for name, zone in WINDOWS_ZONES.items()}
PEOPLE = "email,name,job_title,manager,units,time_zone,work_days,work_start,work_end,kind"
UNITS = "key,name,kind,parent,leader,teams_team,channel"
OKRS = (
    "key,type,objective,title,owner,unit,cycle,contributes_to,contributors,start,current,target,measure,status,"
    "external"
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Two people in each team; the leader of all works in Berlin all day."""
    days = "Mon;Tue;Wed;Thu;Fri"
    people = [f"{LEADER},Lead,,,org,Europe/Berlin,{days},08:00,18:00,member"]
    units = [f"org,Clocks,organization,,{LEADER},,", f"all,All,department,org,{LEADER},,"]
    for zone, start in TEAMS.items():
        end = f"{start[:2]}:45"
        mails = [f"{name}@{_key(zone)}.example" for name in ("one", "two")]
        people += [
            f"{mail},{mail},,{LEADER},{_key(zone)},{zone},{days},{start},{end},member" for mail in mails
        ]
        units.append(f"{_key(zone)},{zone},team,all,{mails[0]},,")
    okr = [f"O-1,objective,,Be on time,{LEADER},org,2027-Q2,,,,,,,,"]
    for name, lines in (("people", [PEOPLE, *people]), ("units", [UNITS, *units]), ("okrs", [OKRS, *okr])):
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


@asynccontextmanager
async def world_of(company: Path, database_url: str, solver: Solver) -> AsyncGenerator[Tidewell]:
    async with watched(company / "tenant", company) as sandbox:
        given = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
        async with open_world(load_settings(**given), database_url) as (opened, queue):
            world = replace(opened, solve=solver)
            files = [company / f"{name}.csv" for name in ("people", "units", "okrs")]
            async with world.database.transaction() as session:
                await write_company(session, read_company(files, await known_keys(session)))
            await match_directory(world)
            async with queue.open_async():
                yield Tidewell(world, queue, sandbox)


@pytest.mark.parametrize(
    ("first_day", "days"),
    [
        (date(2027, 3, 22), 5),  # Berlin in winter, New York in summer
        (date(2027, 3, 29), 5),  # both in summer
        (date(2027, 3, 26), 3),  # from the Friday before to the Tuesday after
        (date(2027, 10, 25), 5),
        (date(2027, 11, 1), 5),  # Berlin in winter, New York in summer again
        (date(2027, 10, 29), 3),
    ],
)
async def test_booked_times_are_the_wall_clock_times_of_each_team(
    company: Path, database_url: str, solver: Solver, first_day: date, days: int
) -> None:
    async with world_of(company, database_url, solver) as clocks:
        await share_week.propose(clocks.world, WeekRequest(first_day=first_day, days=days))
        lead = await clocks.person(LEADER)
        async with clocks.world.database.transaction() as session:
            await share_week.confirm(session, clocks.world.jobs, lead, "2027-Q2", 1)
        await clocks.work()
        for meeting in await _team_meetings(clocks):
            zone = ZONES[meeting.unit.key]
            wall_clock = await _as_outlook_shows_it(clocks, meeting, zone)
            assert f"{wall_clock:%H:%M}" == TEAMS[zone]
            assert meeting.starts_at is not None
            planned = meeting.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert wall_clock == planned
            assert first_day <= wall_clock.date()


async def _team_meetings(clocks: Tidewell) -> list[ShareMeeting]:
    async with clocks.world.database.transaction() as session:
        asked = select(ShareMeeting).options(
            joinedload(ShareMeeting.unit), joinedload(ShareMeeting.organizer)
        )
        found = [one for one in await session.scalars(asked) if one.level == "team"]
    assert len(found) == len(TEAMS)
    return found


async def _as_outlook_shows_it(clocks: Tidewell, meeting: ShareMeeting, zone: str) -> datetime:
    """The start in the organizer's own zone, by its Windows name, as Graph itself converts it."""
    tenant = clocks.sandbox.tenant
    credential = Secret(tenant.app_secret)
    authority = f"{tenant.login_url}/{tenant.tenant_id}"
    source = TokenSource(authority, tenant.app_id, credential, ca_file=clocks.sandbox.ca_file)
    token = await source.token(f"{tenant.base_url}/.default")
    url = f"{tenant.base_url}/v1.0/users/{meeting.organizer.object_id}/events/{quote(meeting.event_id or '')}"
    headers = {"Authorization": f"Bearer {token}", "Prefer": f'outlook.timezone="{WINDOWS[zone]}"'}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        start = (await answer.json())["start"]
    assert start["timeZone"] == WINDOWS[zone]
    return datetime.fromisoformat(start["dateTime"])


def test_the_weeks_are_those_around_the_change() -> None:
    def offset(day: date, zone: str) -> float:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).astimezone(ZoneInfo(zone))
        return (moment.utcoffset() or moment - moment).total_seconds() / 3600

    assert [offset(date(2027, 3, day), "Europe/Berlin") for day in (27, 28)] == [1, 2]
    assert [offset(date(2027, 10, day), "Europe/Berlin") for day in (30, 31)] == [2, 1]
    assert [offset(date(2027, 11, day), "America/New_York") for day in (6, 7)] == [-4, -5]
