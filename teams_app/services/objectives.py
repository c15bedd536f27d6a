"""OKRs as somebody may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, bindparam, func, select
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
from teams_app.okr.access import Reach, Ties
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
    return (await reach(session, person, [objective.id])).ties(objective)


def _reach_statement() -> Select[list[int], list[int], list[int], list[int]]:
    """Built once, as each reply and each page asks it."""
    person, objectives = bindparam("person"), bindparam("objectives", expanding=True)
    contributes = select(Contributor.objective_id).where(
        Contributor.person_id == person, Contributor.objective_id.in_(objectives)
    )
    invited = select(ObjectiveGuest.objective_id).where(
        ObjectiveGuest.person_id == person, ObjectiveGuest.objective_id.in_(objectives)
    )
    member = select(Membership.unit_id).where(Membership.person_id == person)
    led = select(Unit.id).where(Unit.leader_id == person)
    below = select(Unit.id).where(Unit.parent_id.in_(led)).cte("below", recursive=True)
    below = below.union(select(Unit.id).join(below, Unit.parent_id == below.c.id))
    asked = (contributes, invited, member, select(below.c.id))
    return select(*(func.array(one.scalar_subquery()) for one in asked))


_REACH = _reach_statement()


async def reach(session: AsyncSession, person: Person, objective_ids: Collection[int]) -> Reach:
    """What a person is tied to among some objectives and all units, in one read, however many there are."""
    asked = {"person": person.id, "objectives": list(objective_ids)}
    row = (await session.execute(_REACH, asked)).one()
    return Reach(person.id, *(frozenset(ids) for ids in row))


def visible_among(person: Person, objectives: Iterable[Objective], reach: Reach) -> list[Objective]:
    """Those that the person may see, in the order given; each has unit and owner loaded."""
    return [one for one in objectives if decide(person, one, reach.ties(one))]


def progress_of(objective: Objective) -> int:
    """Whole per cent: the mean of its key results, each from start to target; 0 where there are none."""
    results = objective.key_results
    return sum(result.progress for result in results) // len(results) if results else 0
