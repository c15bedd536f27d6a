"""Booking a share week while Graph throttles, fails after the effect, loses answers, and workers are killed.

50 share meetings by default, 1,000 with ``make soak``.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from teams_app.demo import contracts
from teams_app.demo.far_side import booked_events
from teams_app.demo.run import Ports, Stage, set_stage
from teams_app.demo.stand_in import Json
from teams_app.okr import MeetingState, ShareMeeting
from tests.e2e.free_ports import free_ports
from tests.e2e.killing import restart, silent, until
from tests.e2e.many_teams import write_company

IS_SOAK = bool(os.environ.get("OKR_SOAK"))
MEETINGS = 1000 if IS_SOAK else 50
KILLS = 3
SECONDS = 1800 if IS_SOAK else 240
BOOK = "POST /v1.0/users/*/events"
ALWAYS = 1_000_000
STORM: tuple[Json, ...] = (
    {"match": BOOK, "times": ALWAYS, "share": 0.10, "seed": 1, "status": 429, "retry_after": 1},
    {"match": BOOK, "times": ALWAYS, "share": 0.03, "seed": 2, "status": 504, "after_effect": True},
    {"match": BOOK, "times": ALWAYS, "share": 0.01, "seed": 3, "drop_answer": True},
)


async def test_each_meeting_is_in_its_organizers_calendar_once(tmp_path: Path) -> None:
    write_company(tmp_path / "company", MEETINGS)
    tenant, bot = free_ports()
    async with set_stage(tmp_path / "data", Ports(tenant, bot), silent, tmp_path / "company") as opened:
        await _command(opened, "propose")
        for fault in STORM:
            await opened.stand_in.post("faults", fault)
        await _command(opened, "confirm", "--no-wait")
        worker = opened.worker
        for kill in range(1, KILLS + 1):
            await _until_booked(opened, MEETINGS * kill // (KILLS + 2))
            worker = restart(opened, worker)
        await _until_booked(opened, MEETINGS)
        events = await booked_events(
            opened.settings, opened.session, await opened.token(), await _organizers(opened)
        )
        subjects = Counter(event.subject for event in events)
        assert (len(subjects), len(events)) == (MEETINGS, MEETINGS)
        assert await _event_ids(opened) == MEETINGS
        assert not await contracts.violations(opened.journal, opened.stand_in)


async def _command(opened: Stage, *arguments: str) -> None:
    started = opened.processes.start(arguments[0], ["week", *arguments], opened.values)
    await opened.processes.until_it_ends(started)


async def _until_booked(opened: Stage, wanted: int) -> None:
    async def enough() -> bool:
        async with opened.database.transaction() as session:
            booked = select(func.count()).where(ShareMeeting.state == MeetingState.BOOKED)
            return int(await session.scalar(booked) or 0) >= wanted

    await until(enough, SECONDS, f"{wanted} of {MEETINGS} events")


async def _event_ids(opened: Stage) -> int:
    async with opened.database.transaction() as session:
        return int(await session.scalar(select(func.count(ShareMeeting.event_id.distinct()))) or 0)


async def _organizers(opened: Stage) -> list[str]:
    people = (await opened.stand_in.get("company"))["people"]
    return [person["email"] for person in people if person["email"].startswith("leader-")]
