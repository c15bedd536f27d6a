"""A team with a hundred OKRs, each with its card in one channel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import (
    Card,
    Cycle,
    KeyResult,
    Membership,
    Objective,
    ObjectiveState,
    Person,
    Place,
    PlaceKind,
    Unit,
    UnitKind,
)
from teams_app.storage.database import open_database

CARDS = 100
CHANNEL, TENANT = "19:onboarding@thread.tacv2", "7e1d2c3b-0000-4000-8000-bbbbbbbbbbbb"
SENDER = "4b0c6a0e-0000-4000-8000-000000000001"


def root_of(card: int) -> str:
    """The id of the message that the card is in."""
    return str(1_764_000_000_000 + card)


async def found(url: str) -> None:
    """Fill an empty, migrated database."""
    database = open_database(url)
    async with database.transaction() as session:
        await _fill(session)
    await database.close()


async def _fill(session: AsyncSession) -> None:
    people = [
        Person(email=f"{number}@example.org", name=f"Person {number}", object_id=f"object-{number}")
        for number in range(8)
    ]
    people[1].object_id = SENDER
    cycle = Cycle(key="2027-Q1", name="Q1 2027", starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31))
    product = Unit(key="product", name="Product", kind=UnitKind.DEPARTMENT, leader=people[0])
    team = Unit(key="team", name="Team", kind=UnitKind.TEAM, leader=people[2], parent=product)
    parent = Objective(key="parent", title="A parent", owner=people[0], unit=product, cycle=cycle)
    session.add_all([parent, *(Membership(unit=team, person=one) for one in people)])
    await session.flush()
    place = Place(
        kind=PlaceKind.CHANNEL, conversation_id=CHANNEL, service_url="http://127.0.0.1:9/", unit_id=team.id
    )
    for number in range(CARDS):
        objective = Objective(
            key=f"o-{number}",
            title=f"Objective {number}",
            state=ObjectiveState.SHARED,
            owner=people[number % len(people)],
            unit=team,
            cycle=cycle,
            parent=parent,
            contributors=people[3:6],
            key_results=[_key_result(f"kr-{number}-{part}") for part in range(3)],
        )
        session.add(Card(objective=objective, place=place, activity_id=root_of(number)))


def _key_result(key: str) -> KeyResult:
    return KeyResult(
        key=key, title="Days to the first job", start=Decimal(9), current=Decimal(4), target=Decimal(2)
    )
