"""The sample company behind the tab, served from a thread, and the tab inside an emulated Teams."""

from __future__ import annotations

import asyncio
import csv
import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web
from psycopg import sql
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.config import load_settings
from teams_app.identity import open_http
from teams_app.okr import (
    Card,
    Comment,
    CommentKind,
    CommentSource,
    Cycle,
    Invitee,
    MeetingState,
    Membership,
    Objective,
    ObjectiveState,
    Person,
    Phase,
    Place,
    PlaceKind,
    ShareMeeting,
    ShareWeek,
    Thread,
    Unit,
    WeekState,
)
from teams_app.sample import TIDEWELL
from teams_app.sandbox.entra.tokens import person_token
from teams_app.sandbox.server import Sandbox
from teams_app.services.importing import known_keys, read_company, write_company
from teams_app.storage.database import open_database, psycopg_url, sqlalchemy_url
from teams_app.tab.api import add_routes
from tests.integration.lone_world import lone_world
from tests.integration.watched import watched

START_SECONDS = 60
KINDS = {0: CommentKind.QUESTION, 1: CommentKind.RECOGNITION, 3: CommentKind.NEED}
SAMPLE = [TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv")]


@dataclass
class Served:
    """Where the tab is served, and tokens of its people."""

    sandbox: Sandbox
    url: str
    database_url: str
    answers: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    @property
    def channel(self) -> str:
        return channel_of(self.sandbox, "onboarding")

    def token(self, name: str = "amina.diallo") -> str:
        person = self.sandbox.tenant.company.by_email[f"{name}@tidewell.example"]
        return person_token(self.sandbox.tenant, person, "v2")


@contextmanager
def serve_tidewell(postgres_url: str, folder: Path) -> Generator[Served]:
    """In a loop and thread of its own, so that a test can drive a browser meanwhile."""
    url = _new_database(postgres_url)
    loop, started, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Served] = []

    async def run() -> None:
        async with watched(folder) as sandbox:
            await _serve(sandbox, url, stop, lambda served: (found.append(served), started.set()))

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert started.wait(START_SECONDS), "the tab did not start"
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(START_SECONDS)
        loop.close()


async def _serve(
    sandbox: Sandbox, url: str, stop: asyncio.Event, started: Callable[[Served], object]
) -> None:
    env = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
    settings, database = load_settings(**env), open_database(url)
    world = lone_world(
        settings=settings,
        database=database,
        clock=lambda: datetime.now(UTC),
    )
    async with database.transaction() as session:
        await _move_in(session, sandbox)
    served = Served(sandbox, "", url)
    app = web.Application(middlewares=[_noting(served)])
    async with open_http(settings.ca_file) as http:
        add_routes(app, world, http)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        served.url = f"http://{host}:{port}"
        started(served)
        await stop.wait()
        await runner.cleanup()
    await database.close()


def _noting(served: Served) -> Any:
    @web.middleware
    async def note(request: web.Request, handler: Any) -> web.StreamResponse:
        response: web.StreamResponse = await handler(request)
        served.answers.append((request.path, response.status))
        return response

    return note


def channel_of(sandbox: Sandbox, unit: str) -> str:
    team = next(team for team in sandbox.tenant.company.teams if team.name.lower() == unit)
    return next(channel.id for channel in team.channels if channel.name == "OKRs")


def _new_database(postgres_url: str) -> str:
    root = sqlalchemy_url(postgres_url)
    admin = psycopg_url(root.set(database="postgres").render_as_string(hide_password=False))
    template = root.database or ""
    with psycopg.connect(admin, autocommit=True) as connection:
        name = f"tab_{connection.info.backend_pid}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    return root.set(database=name).render_as_string(hide_password=False)


async def _move_in(session: AsyncSession, sandbox: Sandbox) -> None:
    """The sample company just before the share meeting of Onboarding."""
    await write_company(session, read_company(SAMPLE, await known_keys(session)))
    await session.execute(update(Objective).values(state=ObjectiveState.SHARED))
    await session.execute(update(Cycle).values(phase=Phase.SHARING))
    for person in await session.scalars(select(Person)):
        known = sandbox.tenant.company.by_email.get(person.email)
        person.object_id = known.object_id if known else None
    unit = (await session.scalars(select(Unit).filter_by(key="onboarding"))).one()
    place = Place(
        kind=PlaceKind.CHANNEL,
        conversation_id=channel_of(sandbox, "onboarding"),
        service_url=sandbox.tenant.service_url,
        team_id="group-1",
        unit_id=unit.id,
    )
    session.add(place)
    await session.flush()
    await _meet(session, unit)
    await _talk(session, place)
    await _add_faults(session, unit)


async def _meet(session: AsyncSession, unit: Unit) -> None:
    cycle = (await session.scalars(select(Cycle))).one()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    week = ShareWeek(
        cycle_id=cycle.id, number=1, first_day=tomorrow.date(), days=5, state=WeekState.CONFIRMED
    )
    session.add(week)
    await session.flush()
    meeting = ShareMeeting(
        week_id=week.id,
        unit_id=unit.id,
        organizer_id=unit.leader_id,
        state=MeetingState.BOOKED,
        minutes=60,
        starts_at=tomorrow,
        ends_at=tomorrow + timedelta(hours=1),
        join_url="https://teams.microsoft.com/l/meetup-join/1",
    )
    session.add(meeting)
    await session.flush()
    members = await session.scalars(select(Membership.person_id).filter_by(unit_id=unit.id))
    session.add_all(Invitee(meeting_id=meeting.id, person_id=member) for member in members)


async def _talk(session: AsyncSession, place: Place) -> None:
    """The company's replies; of two more, one was edited and one was deleted."""
    objectives = {one.key: one for one in await session.scalars(select(Objective))}
    people = {person.email: person.id for person in await session.scalars(select(Person))}
    rows = list(csv.DictReader((TIDEWELL / "replies.csv").read_text("utf-8").splitlines()))
    threads = {row["okr"]: Thread(objective_id=objectives[row["okr"]].id) for row in rows}
    session.add_all(
        [*threads.values(), Card(objective_id=objectives["ONB-1"].id, place_id=place.id, activity_id="1")]
    )
    await session.flush()
    began = datetime.now(UTC) - timedelta(hours=len(rows))
    for number, row in enumerate(rows):
        at = began + timedelta(minutes=50 * number)
        session.add(
            Comment(
                thread_id=threads[row["okr"]].id,
                author_id=people[row["author"]],
                kind=KINDS.get(number, CommentKind.CONVERSATION),
                source=CommentSource.REPLY,
                source_key=f"{place.conversation_id};messageid=1:{number}",
                place_id=place.id,
                text=row["text"],
                created_at=at,
                edited_at=at + timedelta(minutes=5) if number == 2 else None,
            )
        )
    gone = datetime.now(UTC) - timedelta(minutes=30)
    session.add(
        Comment(
            thread_id=threads["ONB-1"].id,
            author_id=people["tom.kessler@tidewell.example"],
            source=CommentSource.DIALOG,
            source_key="dialog:gone",
            text="Never mind",
            created_at=gone,
            deleted_at=gone,
        )
    )


async def _add_faults(session: AsyncSession, unit: Unit) -> None:
    """An OKR without key results, and a draft."""
    one = (await session.scalars(select(Objective).filter_by(key="ONB-3"))).one()
    values = {"unit_id": unit.id, "cycle_id": one.cycle_id, "parent_id": one.parent_id, "position": 10_000}
    session.add(
        Objective(
            key="ONB-9",
            title="Learning paths for administrators",
            owner_id=one.owner_id,
            state=ObjectiveState.DRAFT,
            **values,
        )
    )


def axe_findings(frame: Any, script: Path) -> list[str]:
    """What axe-core finds in a frame at rest, each as its rule and the elements."""
    frame.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")
    frame.evaluate(script.read_text("utf-8"))
    found = frame.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))"
    )
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in json.loads(found)]
