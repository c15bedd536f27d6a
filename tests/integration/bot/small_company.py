"""A company of a few people with one OKR, its card in a channel, and the bot's handler on a real database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from teams_app.bot.handler import BotHandler
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome
from teams_app.bot.turn import Turn
from teams_app.cards import Links
from teams_app.config import load_settings
from teams_app.okr import (
    Card,
    Comment,
    Cycle,
    MeetingState,
    Objective,
    ObjectiveState,
    Person,
    PersonKind,
    Place,
    PlaceKind,
    ShareMeeting,
    ShareWeek,
    Unit,
    UnitKind,
)
from teams_app.services.effects import Job
from teams_app.services.world import World
from teams_app.storage.database import Database
from tests.integration.lone_world import lone_world

APP, TENANT, OTHER_TENANT = "app-1", "tenant-1", "tenant-2"
CHANNEL, TEAM, ROOT = "19:onboarding@thread.tacv2", "group-1", "1764000000042"
SERVICE_URL = "http://127.0.0.1:9/connector/"
NOW = datetime(2026, 12, 8, 10, tzinfo=UTC)
Json = dict[str, Any]


@dataclass
class Enqueued:
    """The ``Jobs`` port: notes what would be done."""

    jobs: list[Job] = field(default_factory=list[Job])

    async def enqueue(self, session: AsyncSession, jobs: Sequence[Job]) -> None:
        await session.flush()
        self.jobs.extend(jobs)


@dataclass(frozen=True)
class SmallCompany:
    """Acts as Teams towards the handler."""

    database: Database
    world: World
    enqueued: Enqueued
    handle: BotHandler

    async def send(self, who: str = "li", /, **changed: Any) -> Outcome:
        """A message in a personal chat, unless something else is said."""
        return await self.handle(Incoming.read(self.activity(who, **changed)))

    async def reply(self, text: str = "Well done", who: str = "li", /, **changed: Any) -> Outcome:
        """A reply under the card in the channel."""
        return await self.send(who, **{**in_thread(), "text": text, **changed})

    async def act(self, verb: str, who: str = "noor", /, **data: Any) -> Json:
        """Press a button of a card; the answer's body."""
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
        outcome = await self.send(who, type="invoke", name="adaptiveCard/action", value=value)
        assert outcome.body is not None
        return outcome.body

    async def task(self, kind: str, who: str = "li", /, **data: Any) -> Outcome:
        """Open or send a dialog."""
        return await self.send(who, type="invoke", name=f"task/{kind}", value={"data": data}, **in_thread())

    async def comments(self) -> list[Comment]:
        async with self.database.sessions() as session:
            asked = select(Comment).options(joinedload(Comment.author)).order_by(Comment.id)
            return list(await session.scalars(asked))

    async def change(self, objective: str, state: ObjectiveState) -> None:
        async with self.database.transaction() as session:
            found = (await session.scalars(select(Objective).where(Objective.key == objective))).one()
            found.state = state

    def activity(self, who: str, **changed: Any) -> Json:
        return {
            "type": "message",
            "id": "1764000000100",
            "timestamp": "2026-12-08T09:18:00.250Z",
            "channelId": "msteams",
            "serviceUrl": SERVICE_URL,
            "from": {"id": f"29:{who}", "name": who, "aadObjectId": f"object-{who}"},
            "recipient": {"id": f"28:{APP}", "name": "OKR Share"},
            "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": "hello",
            **changed,
        }


def in_thread(root: str = ROOT, tenant: str = TENANT) -> Json:
    """Where a reply under the card is."""
    return {
        "conversation": {
            "id": f"{CHANNEL};messageid={root}",
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": tenant,
        },
        "channelData": {"tenant": {"id": tenant}, "channel": {"id": CHANNEL}},
    }


def said(outcome: Outcome) -> str:
    """The one sentence of an outcome."""
    [message] = outcome.messages
    return str(message["text"])


async def found_company(database: Database) -> SmallCompany:
    async with database.transaction() as session:
        await _people_and_okrs(session)
    settings = load_settings(
        app_id=APP,
        tenant_id=TENANT,
        app_secret="secret",
        graph_url="http://127.0.0.1:9",
        login_url="http://127.0.0.1:9",
        bot_openid_url="http://127.0.0.1:9/openid",
        service_urls=(SERVICE_URL,),
    )
    enqueued = Enqueued()
    world = lone_world(
        settings=settings,
        database=database,
        jobs=enqueued,
        clock=lambda: NOW,
    )
    return SmallCompany(database, world, enqueued, BotHandler(Turn(world, Links(APP))))


async def _people_and_okrs(session: AsyncSession) -> None:
    people = {
        name: Person(email=f"{name}@tidewell.example", name=name.title(), object_id=f"object-{name}")
        for name in ("li", "noor", "amina", "left", "gast")
    }
    people["noor"].is_organizer = True
    people["left"].is_enabled = False
    people["gast"].kind = PersonKind.GUEST
    cycle = Cycle(key="2027-Q1", name="Q1 2027", starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31))
    session.add_all([*people.values(), cycle])
    await session.flush()
    unit = Unit(key="onboarding", name="Onboarding", kind=UnitKind.TEAM, leader_id=people["noor"].id)
    session.add(unit)
    await session.flush()
    place = Place(
        kind=PlaceKind.CHANNEL,
        conversation_id=CHANNEL,
        service_url=SERVICE_URL,
        team_id=TEAM,
        unit_id=unit.id,
    )
    objective = Objective(
        key="o-17",
        title="Every new rider is on the road within two days",
        state=ObjectiveState.SHARED,
        owner_id=people["noor"].id,
        unit_id=unit.id,
        cycle_id=cycle.id,
    )
    session.add_all([place, objective])
    await session.flush()
    session.add(Card(objective_id=objective.id, place_id=place.id, activity_id=ROOT))


async def propose_weeks(database: Database, count: int = 1) -> None:
    """Proposals of the cycle, the last one the newest."""
    async with database.transaction() as session:
        cycle = (await session.scalars(select(Cycle))).one()
        unit = (await session.scalars(select(Unit))).one()
        for number in range(1, count + 1):
            week = ShareWeek(cycle_id=cycle.id, number=number, first_day=date(2026, 12, 14), days=5)
            session.add(week)
            await session.flush()
            meeting = ShareMeeting(
                week_id=week.id,
                unit_id=unit.id,
                organizer_id=unit.leader_id,
                state=MeetingState.PROPOSED,
                minutes=45,
                starts_at=datetime(2026, 12, 14, 9, tzinfo=UTC),
                ends_at=datetime(2026, 12, 14, 9, 45, tzinfo=UTC),
            )
            session.add(meeting)
