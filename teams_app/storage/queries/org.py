"""Reads of people, units and places."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from teams_app.okr import Membership, Person, Place, Unit

_PERSON = select(Person).where(Person.object_id == bindparam("object_id"))


async def person_by_object_id(session: AsyncSession, object_id: str) -> Person | None:
    return (await session.scalars(_PERSON, {"object_id": object_id})).one_or_none()


async def units_with_members(session: AsyncSession) -> Sequence[Unit]:
    """All units in the order of the file, with leaders and members."""
    asked = (
        select(Unit)
        .options(
            joinedload(Unit.leader),
            selectinload(Unit.memberships).joinedload(Membership.person),
            selectinload(Unit.channel),
        )
        .order_by(Unit.position, Unit.id)
    )
    return (await session.scalars(asked)).all()


async def place_of_conversation(session: AsyncSession, conversation_id: str) -> Place | None:
    asked = select(Place).where(Place.conversation_id == conversation_id)
    return (await session.scalars(asked)).one_or_none()
