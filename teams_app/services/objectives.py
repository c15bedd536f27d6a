"""OKRs as somebody may see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import NotFound
from teams_app.okr import (
    Contributor,
    Membership,
    Objective,
    ObjectiveGuest,
    ObjectiveState,
    Person,
    Unit,
)
from teams_app.okr.access import Ties
from teams_app.okr.access import may_see as decide
from teams_app.storage.queries import goals

GONE = "This OKR is not there any more, or not for you."


async def by_key(session: AsyncSession, key: str) -> Objective:
    """An objective with all that a card shows.

    :raises NotFound: there is none, or it was deleted.
    """
    objective = await goals.objective_by_key(session, key)
    if objective is None or objective.state is ObjectiveState.DELETED:
        raise NotFound(GONE)
    return objective


async def visible(session: AsyncSession, person: Person, key: str) -> Objective:
    """The same for a person.

    :raises NotFound: also where the person may not see it, so that nobody learns what there is.
    """
    objective = await by_key(session, key)
    if not await may_see(session, person, objective):
        raise NotFound(GONE)
    return objective


async def may_see(session: AsyncSession, person: Person, objective: Objective) -> bool:
    """``objective`` has unit and owner loaded."""
    return decide(person, objective, await ties(session, person, objective))


async def ties(session: AsyncSession, person: Person, objective: Objective) -> Ties:
    """How a person is tied to an objective, in one read."""
    contributes = select(Contributor).filter_by(objective_id=objective.id, person_id=person.id).exists()
    invited = select(ObjectiveGuest).filter_by(objective_id=objective.id, person_id=person.id).exists()
    member = select(Membership).filter_by(unit_id=objective.unit_id, person_id=person.id).exists()
    above = select(Unit.id, Unit.parent_id, Unit.leader_id).where(Unit.id == objective.unit.parent_id)
    climbing = above.cte(recursive=True)
    climbing = climbing.union_all(
        select(Unit.id, Unit.parent_id, Unit.leader_id).join(climbing, Unit.id == climbing.c.parent_id)
    )
    leads_above = select(climbing.c.id).where(climbing.c.leader_id == person.id).exists()
    row = (await session.execute(select(contributes, invited, member, leads_above))).one()
    return Ties(
        contributes=row[0],
        is_guest_of_it=row[1],
        is_member=row[2],
        leads_above=row[3],
        manages_owner=objective.owner.manager_id == person.id,
        leads_unit=objective.unit.leader_id == person.id,
    )
