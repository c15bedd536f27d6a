"""Reads of objectives and cycles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad as Loading  # pyright: ignore[reportPrivateUsage]  # what joinedload returns

from teams_app.okr import Cycle, KeyResult, Objective, ObjectiveState, Phase


def shown_on_cards() -> tuple[Loading, ...]:
    """All of an objective that a card shows."""
    through_key_result = joinedload(Objective.parent_key_result).joinedload(KeyResult.objective)
    return (
        joinedload(Objective.owner),
        joinedload(Objective.unit),
        joinedload(Objective.cycle),
        joinedload(Objective.parent).joinedload(Objective.unit),
        through_key_result.joinedload(Objective.unit),
        selectinload(Objective.key_results),
        selectinload(Objective.contributors),
    )


async def objective_by_key(session: AsyncSession, key: str) -> Objective | None:
    """With all that a card shows."""
    asked = select(Objective).where(Objective.key == key).options(*shown_on_cards())
    return (await session.scalars(asked)).one_or_none()


async def objectives_of_units(
    session: AsyncSession, cycle_id: int, unit_ids: Collection[int]
) -> Sequence[Objective]:
    """The living objectives of some units, in the order of the file, with key results and owners."""
    asked = (
        select(Objective)
        .where(Objective.cycle_id == cycle_id, Objective.unit_id.in_(unit_ids))
        .where(Objective.state != ObjectiveState.DELETED)
        .options(selectinload(Objective.key_results), joinedload(Objective.owner), joinedload(Objective.unit))
        .order_by(Objective.position, Objective.id)
    )
    return (await session.scalars(asked)).all()


async def cycle_to_share(session: AsyncSession, key: str | None, today: date) -> Cycle | None:
    """The cycle with that key; without one the next that is not closed and has not ended."""
    asked = select(Cycle).order_by(Cycle.starts_on).limit(1)
    if key is not None:
        asked = asked.where(Cycle.key == key)
    else:
        asked = asked.where(Cycle.phase != Phase.CLOSED, Cycle.ends_on >= today)
    return (await session.scalars(asked)).one_or_none()


async def lock_cycle(session: AsyncSession, cycle_id: int) -> None:
    """Keep others from storing a share week of this cycle at the same time."""
    await session.execute(select(Cycle.id).where(Cycle.id == cycle_id).with_for_update())
