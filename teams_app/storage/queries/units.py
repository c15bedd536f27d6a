"""Reads of units, by where they are met and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from teams_app.okr import Membership, Place, PlaceKind, Unit

HIGHEST = 20  # steps up the tree; what is higher was joined into a ring by mistake


async def unit_of_channel(session: AsyncSession, conversation_id: str) -> Unit | None:
    in_channel = select(Place.unit_id).where(
        Place.conversation_id == conversation_id, Place.kind == PlaceKind.CHANNEL
    )
    return await _unit(session, Unit.id.in_(in_channel))


async def unit_by_key(session: AsyncSession, key: str) -> Unit | None:
    return await _unit(session, Unit.key == key)


async def home_unit(session: AsyncSession, person_id: int) -> Unit | None:
    """The first unit that a person leads, else the first that they belong to."""
    belongs = select(Membership.unit_id).where(Membership.person_id == person_id)
    mine = or_(Unit.leader_id == person_id, Unit.id.in_(belongs))
    return await _unit(session, mine, (Unit.leader_id == person_id).desc())


async def units_above(session: AsyncSession, unit_id: int) -> Sequence[Unit]:
    """From the organization down; without the unit itself."""
    start = select(Unit.id, Unit.parent_id, literal(0).label("step")).where(Unit.id == unit_id)
    climbing = start.cte("climbing", recursive=True)
    higher = (
        select(Unit.id, Unit.parent_id, climbing.c.step + 1)
        .join(climbing, Unit.id == climbing.c.parent_id)
        .where(climbing.c.step < HIGHEST)
    )
    climbing = climbing.union_all(higher)
    asked = (
        select(Unit)
        .join(climbing, Unit.id == climbing.c.id)
        .where(climbing.c.step > 0)
        .order_by(climbing.c.step.desc())
    )
    return (await session.scalars(asked)).all()


async def units_with_channels(session: AsyncSession) -> Sequence[Unit]:
    asked = select(Unit).options(selectinload(Unit.channel)).order_by(Unit.position, Unit.id)
    return (await session.scalars(asked)).all()


async def _unit(
    session: AsyncSession, which: ColumnElement[bool], *first: ColumnElement[bool]
) -> Unit | None:
    asked = select(Unit).where(which).options(joinedload(Unit.leader)).limit(1)
    return (await session.scalars(asked.order_by(*first, Unit.position, Unit.id))).one_or_none()
