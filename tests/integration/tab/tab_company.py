"""A few units with OKRs of every state, people with every tie to them, and the tab's API over HTTP.

Everybody is a person of the stand-in tenant, so that their tokens are real.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.config import load_settings
from teams_app.identity import open_http
from teams_app.okr import (
    Answer,
    Base,
    Card,
    Comment,
    CommentKind,
    CommentSource,
    Contributor,
    Cycle,
    Invitee,
    KeyResult,
    MeetingState,
    Membership,
    Objective,
    ObjectiveGuest,
    ObjectiveState,
    Person,
    PersonKind,
    Phase,
    Place,
    PlaceKind,
    ShareMeeting,
    ShareWeek,
    Status,
    Thread,
    Unit,
    UnitKind,
    WeekState,
)
from teams_app.sandbox.entra.tokens import person_token
from teams_app.sandbox.server import Sandbox
from teams_app.storage.database import Database
from teams_app.tab.api import add_routes
from tests.integration.lone_world import lone_world

NOW = datetime(2026, 12, 8, 10, tzinfo=UTC)
CHANNEL, TEAM, ROOT = "19:onboarding@thread.tacv2", "group-1", "1764000000042"
Json = dict[str, Any]

# What each person is to the OKRs of Felix, who belongs to Onboarding.
PEOPLE = {
    "owner": "felix.maurer",
    "contributor": "priya.nair",
    "manager": "tomas.vidal",
    "leader": "amina.diallo",
    "member": "noor.haddad",
    "department leader": "ibrahim.sahin",
    "organization's leader": "helena.brandt",
    "somebody else": "kenji.mori",
    "invited guest": "zoe.lambert",
    "other guest": "birgit.neumann",
    "external": "martha.oyelaran",
    "disabled": "ngozi.eze",
}
STRANGER = "dana.whitfield"  # of the tenant, but unknown to us


@dataclass(frozen=True)
class Tab:
    """The tab's API and who may ask it."""

    sandbox: Sandbox
    database: Database
    client: TestClient[web.Request, web.Application]

    async def get(self, path: str, role: str = "leader", /, **headers: str) -> tuple[int, Json]:
        async with self.client.get(path, headers={**self.signed_in(role), **headers}) as answer:
            return answer.status, await answer.json()

    async def read(self, path: str, role: str = "leader") -> Json:
        status, answer = await self.get(path, role)
        assert status == 200, answer
        return answer

    async def board(self, role: str = "leader", unit: str = "onboarding") -> list[str]:
        """The ids of the OKRs on a board; none where it may not be opened."""
        status, answer = await self.get(f"/api/v1/board?unit={unit}", role)
        return [one["id"] for one in answer["objectives"]] if status == 200 else []

    def signed_in(self, role: str, version: str = "v2") -> dict[str, str]:
        email = f"{PEOPLE.get(role, role)}@tidewell.example"
        person = self.sandbox.tenant.company.by_email[email]
        return {"Authorization": f"Bearer {person_token(self.sandbox.tenant, person, version)}"}

    async def add(self, *rows: Base) -> None:
        async with self.database.transaction() as session:
            session.add_all(rows)

    async def one(self, kind: type[Any], **values: Any) -> Any:
        async with self.database.sessions() as session:
            return (await session.scalars(select(kind).filter_by(**values))).one()


@asynccontextmanager
async def open_tab(sandbox: Sandbox, database: Database) -> AsyncGenerator[Tab]:
    async with database.transaction() as session:
        await found_company(session, sandbox)
    env = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
    settings = load_settings(**env)
    world = lone_world(
        settings=settings,
        database=database,
        clock=lambda: NOW,
    )
    app = web.Application()
    async with open_http(settings.ca_file) as http:
        add_routes(app, world, http)
        async with TestClient(TestServer(app)) as client:
            yield Tab(sandbox, database, client)


async def found_company(session: AsyncSession, sandbox: Sandbox) -> None:
    people = await _people(session, sandbox)
    units = await _units(session, people)
    cycle = Cycle(
        key="2027-Q1",
        name="Q1 2027",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
        phase=Phase.SHARING,
    )
    session.add(cycle)
    await session.flush()
    for state in ObjectiveState:
        for unit in ("onboarding", "restricted"):
            key = f"{unit}-{state.value}"
            objective = Objective(
                key=key,
                title=f"Objective {key}",
                state=state,
                owner_id=people["owner"].id,
                unit_id=units[unit].id,
                cycle_id=cycle.id,
            )
            session.add(objective)
            await session.flush()
            await _tie(session, objective, people)
    await _meet(session, cycle, units["onboarding"], people)
    session.add(
        Place(
            kind=PlaceKind.CHANNEL,
            conversation_id=CHANNEL,
            service_url="http://127.0.0.1:9/",
            team_id=TEAM,
            unit_id=units["onboarding"].id,
        )
    )


async def _people(session: AsyncSession, sandbox: Sandbox) -> dict[str, Person]:
    known = sandbox.tenant.company.by_email
    people = {
        role: Person(
            email=f"{name}@tidewell.example",
            name=known[f"{name}@tidewell.example"].name,
            object_id=known[f"{name}@tidewell.example"].object_id,
            time_zone="Europe/Berlin",
        )
        for role, name in PEOPLE.items()
    }
    people["invited guest"].kind = people["other guest"].kind = PersonKind.GUEST
    people["external"].kind = PersonKind.EXTERNAL
    people["disabled"].is_enabled = False
    session.add_all(people.values())
    await session.flush()
    people["owner"].manager_id = people["manager"].id
    return people


async def _units(session: AsyncSession, people: dict[str, Person]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for key, kind, parent, leader in (
        ("tidewell", UnitKind.ORGANIZATION, None, "organization's leader"),
        ("product", UnitKind.DEPARTMENT, "tidewell", "department leader"),
        ("onboarding", UnitKind.TEAM, "product", "leader"),
        ("restricted", UnitKind.TEAM, "product", "leader"),
        ("scheduling", UnitKind.TEAM, "product", "somebody else"),
    ):
        units[key] = Unit(
            key=key,
            name=key.title(),
            kind=kind,
            parent_id=units[parent].id if parent else None,
            leader_id=people[leader].id,
            is_restricted=key == "restricted",
            position=len(units),
        )
        session.add(units[key])
        await session.flush()
    for unit in ("onboarding", "restricted"):
        members = ("owner", "leader", "member")
        session.add_all(Membership(unit_id=units[unit].id, person_id=people[role].id) for role in members)
    return units


async def _tie(session: AsyncSession, objective: Objective, people: dict[str, Person]) -> None:
    session.add(Contributor(objective_id=objective.id, person_id=people["contributor"].id))
    session.add(ObjectiveGuest(objective_id=objective.id, person_id=people["invited guest"].id))
    session.add(
        KeyResult(
            key=f"{objective.key}-KR1",
            objective_id=objective.id,
            title="First value in under two days",
            start=9,
            current=6.8,
            target=2,
            measure="days",
            status=Status.ON_TRACK,
        )
    )


async def _meet(session: AsyncSession, cycle: Cycle, unit: Unit, people: dict[str, Person]) -> None:
    week = ShareWeek(
        cycle_id=cycle.id, number=1, first_day=date(2026, 12, 14), days=5, state=WeekState.CONFIRMED
    )
    session.add(week)
    await session.flush()
    meeting = ShareMeeting(
        week_id=week.id,
        unit_id=unit.id,
        organizer_id=unit.leader_id,
        state=MeetingState.BOOKED,
        minutes=60,
        starts_at=datetime(2026, 12, 14, 9, tzinfo=UTC),
        ends_at=datetime(2026, 12, 14, 10, tzinfo=UTC),
        join_url="https://teams.microsoft.com/l/meetup-join/1",
    )
    session.add(meeting)
    await session.flush()
    invited = ("owner", "leader", "member")
    said = {"owner": Answer.ACCEPTED, "member": Answer.DECLINED}
    session.add_all(
        Invitee(meeting_id=meeting.id, person_id=people[role].id, answer=said.get(role, Answer.NONE))
        for role in invited
    )


async def say(tab: Tab, objective: str, role: str, text: str, **values: Any) -> Comment:
    """Store a comment, as if it had come from a dialog."""
    found: Objective = await tab.one(Objective, key=objective)
    author: Person = await tab.one(Person, email=f"{PEOPLE[role]}@tidewell.example")
    async with tab.database.transaction() as session:
        thread = (await session.scalars(select(Thread).filter_by(objective_id=found.id))).one_or_none()
        if thread is None:
            thread = Thread(objective_id=found.id)
            session.add(thread)
            await session.flush()
        defaults: Json = {
            "kind": CommentKind.CONVERSATION,
            "source": CommentSource.DIALOG,
            "source_key": f"dialog:{text}",
            "created_at": NOW,
        }
        comment = Comment(thread_id=thread.id, author_id=author.id, text=text, **{**defaults, **values})
        session.add(comment)
        return comment


async def show_card(tab: Tab, objective: str) -> Place:
    """The OKR's card is in the channel."""
    found: Objective = await tab.one(Objective, key=objective)
    place: Place = await tab.one(Place, conversation_id=CHANNEL)
    await tab.add(Card(objective_id=found.id, place_id=place.id, activity_id=ROOT))
    return place
