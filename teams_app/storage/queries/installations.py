"""Reads of where the app is, and of what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import (
    Card,
    HomeKind,
    Installation,
    InstallState,
    Membership,
    Objective,
    ObjectiveState,
    Person,
    PersonKind,
    Place,
    PlaceKind,
    Unit,
)
from teams_app.okr.installations import ABSENT

Key = tuple[HomeKind, str]


def home_of_place() -> ColumnElement[bool]:
    """Joins an installation to the places that it counts for."""
    owner = select(Person.object_id).where(Person.id == Place.person_id).correlate(Place).scalar_subquery()
    return or_(
        and_(Installation.kind == HomeKind.TEAM, Installation.target == Place.team_id),
        and_(Installation.kind == HomeKind.CHAT, Installation.target == Place.conversation_id),
        and_(Installation.kind == HomeKind.PERSON, Installation.target == owner),
    )


def app_is_absent() -> ColumnElement[bool]:
    """Of a place: the app is known to be missing or blocked there."""
    return exists().where(Installation.state.in_(ABSENT), home_of_place()).correlate(Place)


async def absence(session: AsyncSession, place_id: int) -> str | None:
    """Why nothing can be sent to a place; None where nothing speaks against it."""
    asked = (
        select(Installation.reason)
        .join(Place, home_of_place())
        .where(Place.id == place_id, Installation.state.in_(ABSENT))
        .limit(1)
    )
    return await session.scalar(asked)


async def states(session: AsyncSession, keys: Collection[Key]) -> dict[Key, InstallState]:
    """What is known of these homes; those of which nothing is known are left out."""
    asked = select(Installation.kind, Installation.target, Installation.state).where(
        tuple_(Installation.kind, Installation.target).in_(list(keys))
    )
    return {(kind, target): state for kind, target, state in await session.execute(asked)}


async def blocked(session: AsyncSession, keys: Collection[Key]) -> dict[Key, str]:
    """Those of these homes where a policy refused the app, with the reason."""
    asked = select(Installation.kind, Installation.target, Installation.reason).where(
        Installation.state == InstallState.BLOCKED,
        tuple_(Installation.kind, Installation.target).in_(list(keys)),
    )
    return {(kind, target): reason for kind, target, reason in await session.execute(asked)}


async def places_of(session: AsyncSession, keys: Collection[Key]) -> list[int]:
    """The places that these homes count for."""
    asked = (
        select(Place.id)
        .join(Installation, home_of_place())
        .where(tuple_(Installation.kind, Installation.target).in_(list(keys)))
    )
    return list(await session.scalars(asked))


async def cards_of_places(session: AsyncSession, place_ids: Collection[int]) -> Sequence[Card]:
    """Cards that are to be shown there, oldest first."""
    asked = (
        select(Card)
        .join(Card.objective)
        .where(Card.place_id.in_(place_ids), Objective.state != ObjectiveState.DELETED)
        .order_by(Card.id)
    )
    return (await session.scalars(asked)).all()


async def teams(session: AsyncSession, unit_ids: Collection[int]) -> list[tuple[str, str]]:
    """The Teams teams in which these units show their OKRs: group id and name, each once."""
    asked = (
        select(Place.team_id, Unit.teams_team)
        .join(Unit, Place.unit_id == Unit.id)
        .where(Unit.id.in_(unit_ids), Place.kind == PlaceKind.CHANNEL, Place.team_id.is_not(None))
        .order_by(Unit.position, Unit.id)
    )
    rows = await session.execute(asked)
    return list({team_id: (team_id, name) for team_id, name in rows if team_id}.values())


async def people(session: AsyncSession, unit_ids: Collection[int] | None) -> list[tuple[str, str]]:
    """Members of the tenant, of these units or all: object id and name.

    Guests reach the app through the Teams teams that they are in.
    """
    asked = select(Person.object_id, Person.name).where(
        Person.object_id.is_not(None), Person.is_enabled, Person.kind == PersonKind.MEMBER
    )
    if unit_ids is not None:
        inside = select(Membership.person_id).where(Membership.unit_id.in_(unit_ids))
        leading = select(Unit.leader_id).where(Unit.id.in_(unit_ids))
        asked = asked.where(or_(Person.id.in_(inside), Person.id.in_(leading)))
    rows = await session.execute(asked.order_by(Person.name, Person.id))
    return [(object_id, name) for object_id, name in rows if object_id]
