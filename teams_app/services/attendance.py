"""Who is asked to which share meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import (
    Contributor,
    Objective,
    ObjectiveGuest,
    ObjectiveState,
    Person,
    PersonKind,
    Unit,
    UnitKind,
)

PeopleByUnit = dict[int, list[Person]]
MOST_INVITED = 499  # people; an event holds 500 attendees, of which one is the room


@dataclass(frozen=True)
class Asked:
    """The people of one share meeting; nobody is in both.

    ``not_invited`` is how many members a unit has beyond those who represent it.
    """

    required: tuple[Person, ...]
    optional: tuple[Person, ...]
    not_invited: int = 0


@dataclass(frozen=True)
class Interest:
    """Who has something to do with the OKRs of each unit.

    ``others`` may come: managers of owners, contributors, who was invited to an OKR. ``owners`` are ids.
    """

    others: PeopleByUnit = field(default_factory=PeopleByUnit)
    owners: Mapping[int, Collection[int]] = field(default_factory=dict[int, set[int]])

    def presenting(self, unit_id: int) -> set[int]:
        """Who is to say something at the share meeting of a unit."""
        return {*self.owners.get(unit_id, ()), *(one.id for one in self.others.get(unit_id, ()))}


def asked_to(unit: Unit, units: Sequence[Unit], interest: Interest) -> Asked:
    """Required are leader and members, for a department its teams' leaders too; optional who is interested.

    External people are never required: their calendars cannot be read. A unit that is too large for an
    invitation is represented: by its leader, its teams' leaders, and who owns or helps with its OKRs.
    """
    teams = [one for one in units if one.parent_id == unit.id and unit.kind is UnitKind.DEPARTMENT]
    people = [unit.leader, *(m.person for m in unit.memberships), *(team.leader for team in teams)]
    required = _once(person for person in people if person.kind is PersonKind.MEMBER)
    known = {person.id for person in required}
    outside = [person for person in people if person.kind is not PersonKind.MEMBER]
    optional = _once(p for p in (*outside, *interest.others.get(unit.id, ())) if p.id not in known)
    if len(required) + len(optional) <= MOST_INVITED:
        return Asked(required, optional)
    leaders = {unit.leader_id, *(team.leader_id for team in teams)}
    return _represented(Asked(required, optional), leaders, interest.presenting(unit.id))


def _represented(all_of_them: Asked, leaders: Collection[int], presenting: Collection[int]) -> Asked:
    """As many as an invitation holds: leaders first, then who presents, then optional people."""
    ranked = sorted(all_of_them.required, key=lambda one: (one.id not in leaders, one.name, one.id))
    speaking = [one for one in ranked if one.id in leaders or one.id in presenting][:MOST_INVITED]
    left_over = MOST_INVITED - len(speaking)
    return Asked(_once(speaking), all_of_them.optional[:left_over], len(all_of_them.required) - len(speaking))


async def read_interest(session: AsyncSession, cycle_id: int, unit_ids: Collection[int]) -> Interest:
    """Who has something to do with the OKRs of some units."""
    living = (
        Objective.cycle_id == cycle_id,
        Objective.unit_id.in_(unit_ids),
        Objective.state != ObjectiveState.DELETED,
    )
    owner = select(Person.id, Person.manager_id).subquery()
    asked = [
        select(Objective.unit_id, Person)
        .join(owner, owner.c.id == Objective.owner_id)
        .join(Person, Person.id == owner.c.manager_id),
        select(Objective.unit_id, Person)
        .join(Contributor, Contributor.objective_id == Objective.id)
        .join(Person, Person.id == Contributor.person_id),
        select(Objective.unit_id, Person)
        .join(ObjectiveGuest, ObjectiveGuest.objective_id == Objective.id)
        .join(Person, Person.id == ObjectiveGuest.person_id),
    ]
    found: PeopleByUnit = defaultdict(list)
    for statement in asked:
        for unit_id, person in await session.execute(statement.where(*living).distinct()):
            if person.is_enabled:
                found[unit_id].append(person)
    owned = select(Objective.unit_id, Objective.owner_id).where(*living).distinct()
    owners: dict[int, set[int]] = defaultdict(set)
    for unit_id, owner_id in await session.execute(owned):
        owners[unit_id].add(owner_id)
    return Interest(found, owners)


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    by_id = {person.id: person for person in people if person.is_enabled}
    return tuple(sorted(by_id.values(), key=lambda person: (person.name, person.id)))
