"""What people do in Outlook, by the stand-in's own interface, and what becomes of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientSession
from psycopg import sql
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import NewEvent
from teams_app.jobs.answers import follow_all
from teams_app.okr import (
    Answer,
    Invitee,
    Person,
    Place,
    ShareMeeting,
    ShareWeek,
    WatchedMailbox,
    WatchState,
    WeekChange,
)
from teams_app.okr.watching import new_client_state
from teams_app.sandbox.graph.meetings import Item
from teams_app.sandbox.message_values import Json
from teams_app.services import places, share_week
from teams_app.services.answers.reading import read_mailboxes
from teams_app.services.effects import CatchUp, Job, WeekRequest
from teams_app.services.world import World
from teams_app.storage.database import psycopg_url
from teams_app.storage.queries import replanning, watching
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import HELENA, of, week_now

ROUNDS = 30


class Killed(Exception):
    """The worker is gone."""


class Dying:
    """The ``Jobs`` port of a worker that is killed as it enqueues, its transaction with it."""

    async def enqueue(self, session: AsyncSession, jobs: Sequence[Job]) -> None:
        await session.flush()
        raise Killed(jobs)


@dataclass(frozen=True)
class Outlook:
    """The tenant with share meetings in its calendars."""

    tidewell: Tidewell
    http: ClientSession

    async def booked(self, unit: str = "market") -> ShareWeek:
        """The share week of a part, in everybody's calendar and watched."""
        world, helena = self.tidewell.world, await self.tidewell.person(HELENA)
        await share_week.propose(world, WeekRequest(unit=unit))
        async with world.database.transaction() as session:
            week = await share_week.current(session)
            assert week is not None
            await share_week.confirm(session, world.jobs, helena, week.cycle.key, week.number)
            await session.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'cards:post_card'"))
        await self.settle()
        return await week_now(self.tidewell)

    async def chat(self, email: str = HELENA) -> Place:
        """The personal chat of somebody with the app, begun."""
        world, person = self.tidewell.world, await self.tidewell.person(email)
        address = await world.messenger.open_chat(world.settings.service_urls[0], person.object_id or "")
        async with world.database.transaction() as session:
            return await places.personal(session, person, address.conversation_id, address.service_url)

    def cards(self, email: str = HELENA) -> list[Json]:
        """What the app has sent to somebody, the oldest first."""
        store = self.tidewell.sandbox.tenant.messages
        messages = store.messages(store.personal_chat(email).id)
        return [message.attachments[0]["content"] for message in messages if message.attachments]

    async def settle(self) -> None:
        """Until all notifications have arrived and all that follows from them is done."""
        for _ in range(ROUNDS):
            await self.tidewell.work()
            state = await self.sandbox("GET", "notifications?wait=idle")
            if not state["pending"] and not await self.tidewell.jobs_waiting():
                return
        raise AssertionError("it does not come to rest")

    async def sandbox(self, method: str, path: str, body: Json | None = None) -> Json:
        """The stand-in's own interface."""
        url = f"{self.tidewell.sandbox.tenant.base_url}/sandbox/api/{path}"
        async with self.http.request(method, url, json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else {}

    async def order(self, path: str, **body: Any) -> Json:
        return await self.sandbox("POST", path, body)

    async def answers(self, meeting: ShareMeeting, who: str, what: str, **more: Any) -> None:
        """Somebody answers their invitation."""
        body = {"event": self.entry(meeting, who), "answer": what, **more}
        await self.order(f"people/{who}/answers", **body)

    async def moves(self, meeting: ShareMeeting, start: datetime) -> None:
        """The organizer drags it to another time."""
        end = start + timedelta(minutes=meeting.minutes)
        times = {"start": start.isoformat(), "end": end.isoformat()}
        await self.sandbox("PATCH", self._event_of_organizer(meeting), times)

    async def deletes(self, meeting: ShareMeeting) -> None:
        await self.sandbox("DELETE", self._event_of_organizer(meeting))

    def entry(self, meeting: ShareMeeting, who: str) -> str:
        """The id of a share meeting's event in somebody's calendar, even where it was declined."""
        mailboxes = self.tidewell.sandbox.tenant.mailboxes
        uid = next(one.uid for one in mailboxes.meetings() if one.transaction_id == meeting.transaction_id)
        found = [one for one in mailboxes.entries(who) if one.uid == uid]
        return found[0].id

    def _event_of_organizer(self, meeting: ShareMeeting) -> str:
        email = meeting.organizer.email
        return f"people/{email}/events/{quote(self.entry(meeting, email))}"

    async def meeting(self, unit: str) -> ShareMeeting:
        return of(await week_now(self.tidewell), unit)

    async def answer_of(self, unit: str, who: str) -> Answer:
        return (await self.invitee(unit, who)).answer

    async def invitee(self, unit: str, who: str) -> Invitee:
        return next(one for one in (await self.meeting(unit)).invitees if one.person.email == who)

    async def changes(self) -> Sequence[WeekChange]:
        week = await week_now(self.tidewell)
        async with self.tidewell.world.database.transaction() as session:
            return await replanning.changes_of_week(session, week.id)

    async def clock_strikes(self, *, minutes: float = 0) -> None:
        """What is done by the clock, as if so much time had passed; what it leaves to a worker waits."""
        await follow_all(self.later(minutes=minutes))

    def later(self, *, minutes: float) -> World:
        """Our world with a clock that is ahead of Outlook's."""
        world, shift = self.tidewell.world, timedelta(minutes=minutes)
        return replace(world, clock=lambda: world.clock() + shift)

    async def worker_starts(self) -> None:
        world = self.tidewell.world
        async with world.database.transaction() as session:
            await world.jobs.enqueue(session, [CatchUp()])

    async def break_down_while_storing(self) -> None:
        """A worker reads all mailboxes, and dies before what it read is stored."""
        world = self.tidewell.world
        async with world.database.transaction() as session:
            ids = await watching.to_read(session, None)
        with pytest.raises(Killed):
            await read_mailboxes(replace(world, jobs=Dying()), ids)

    async def fill_calendar(self, who: str, meeting: ShareMeeting, *, days: int) -> None:
        """Something else from two weeks before the share meeting on, all day and night."""
        assert meeting.starts_at is not None
        start = meeting.starts_at - timedelta(days=days)
        event = NewEvent(who, who, "On leave", "", start, start + timedelta(days=2 * days), ())
        await self.tidewell.world.calendars.create_event(who, event)

    def room_of(self, meeting: ShareMeeting) -> str:
        """The e-mail of a share meeting's room."""
        rooms = self.tidewell.sandbox.tenant.company.rooms
        return next(one.email for one in rooms if one.name == meeting.room)

    async def room_says(self, meeting: ShareMeeting, what: str) -> None:
        """A room that has accepted changes its mind, as it does when somebody of more weight wants it."""
        tenant, email = self.tidewell.sandbox.tenant, self.room_of(meeting)
        entry = self.entry(meeting, email)
        found = next(one for one in tenant.mailboxes.entries(email) if one.id == entry)
        known = {one.uid: one for one in tenant.mailboxes.meetings()}
        tenant.mailboxes.respond(Item(found, known[found.uid]), what, tenant.clock())

    def invited(self, meeting: ShareMeeting) -> set[str]:
        """E-mails of who is asked by the event as it stands."""
        events = self.tidewell.sandbox.tenant.mailboxes.meetings()
        event = next(one for one in events if one.transaction_id == meeting.transaction_id)
        return {one.email for one in event.invitees}

    async def retried(self) -> None:
        """Let jobs that wait for a later attempt run now."""
        async with self.tidewell.world.database.transaction() as session:
            await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
        await self.settle()

    async def rows(self, session: AsyncSession) -> Sequence[WatchedMailbox]:
        """Watched mailboxes, to be changed."""
        return (await session.scalars(select(WatchedMailbox).order_by(WatchedMailbox.id))).all()

    async def only_watched(self, count: int) -> list[WatchedMailbox]:
        """So many mailboxes with subscriptions that exist in our books alone."""
        async with self.tidewell.world.database.transaction() as session:
            people = (await session.scalars(select(Person.id).order_by(Person.id).limit(count))).all()
            session.add_all(
                WatchedMailbox(
                    person_id=one,
                    client_state=new_client_state(),
                    subscription_id=str(uuid4()),
                    state=WatchState.ACTIVE,
                )
                for one in people
            )
        return await self.watched()

    @asynccontextmanager
    async def database_away(self) -> AsyncGenerator[None]:
        """Every connection is refused for a while."""
        engine = self.tidewell.world.database.engine
        name = engine.url.database
        admin = psycopg_url(engine.url.set(database="postgres").render_as_string(False))
        async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as connection:
            allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            await connection.execute(allow.format(sql.Identifier(str(name)), sql.SQL("false")))
            await connection.execute(ended, (name,))
            yield
            await connection.execute(allow.format(sql.Identifier(str(name)), sql.SQL("true")))

    async def watched(self) -> list[WatchedMailbox]:
        async with self.tidewell.world.database.transaction() as session:
            return list(await session.scalars(select(WatchedMailbox).order_by(WatchedMailbox.id)))

    def subscriptions(self) -> list[str]:
        """Owners of the living ones, by e-mail; one that is named twice is told twice."""
        tenant = self.tidewell.sandbox.tenant
        return sorted(one.owner for one in tenant.subscriptions.living(tenant.clock()))
